#version 450
#extension GL_GOOGLE_include_directive : require
#include "params.h"

// Gradient of an input that nothing stretches: the output's, times the other input of a product.

layout(local_size_x_id = 0, local_size_y_id = 1, local_size_z_id = 2) in;
layout(constant_id = 3) const uint k_multiply = 0;  // otherwise the gradient goes on as it is

layout(push_constant) uniform Push { BinaryParams p; };
layout(set = 0, binding = 0) readonly buffer OutputGradient { float dy[]; };
layout(set = 0, binding = 1) readonly buffer Other { float other[]; };
layout(set = 0, binding = 2) writeonly buffer InputGradient { float dx[]; };

void main() {
  const uint stride = gl_NumWorkGroups.x * gl_WorkGroupSize.x;
  for (uint i = gl_GlobalInvocationID.x; i < p.count; i += stride) {
    float factor = 1;
    if (k_multiply != 0) {
      uint at = 0, rest = i;
      for (int axis = 3; axis >= 0; --axis) {
        const uint next = rest / p.dims[axis];
        at += (rest - next * p.dims[axis]) * p.b_strides[axis];
        rest = next;
      }
      factor = other[at];
    }
    dx[i] = factor * dy[i];
  }
}
