#version 450
#extension GL_GOOGLE_include_directive : require
#include "params.h"

layout(local_size_x_id = 0, local_size_y_id = 1, local_size_z_id = 2) in;
layout(constant_id = 3) const uint k_multiply = 0;   // otherwise it adds
layout(constant_id = 4) const uint k_broadcast = 1;  // 0: both inputs have the output's shape

layout(push_constant) uniform Push { BinaryParams p; };
layout(set = 0, binding = 0) readonly buffer A { float a[]; };
layout(set = 0, binding = 1) readonly buffer B { float b[]; };
layout(set = 0, binding = 2) writeonly buffer Output { float y[]; };

float combine(float left, float right) { return k_multiply != 0 ? left * right : left + right; }

void main() {
  const uint stride = gl_NumWorkGroups.x * gl_WorkGroupSize.x;
  for (uint i = gl_GlobalInvocationID.x; i < p.count; i += stride) {
    uint from_a = i, from_b = i;
    if (k_broadcast != 0) {
      from_a = 0;
      from_b = 0;
      uint rest = i;
      for (int axis = 3; axis >= 0; --axis) {
        const uint next = rest / p.dims[axis];
        const uint position = rest - next * p.dims[axis];
        from_a += position * p.a_strides[axis];
        from_b += position * p.b_strides[axis];
        rest = next;
      }
    }
    y[i] = combine(a[from_a], b[from_b]);
  }
}
