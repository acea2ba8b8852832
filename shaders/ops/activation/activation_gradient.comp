#version 450
#extension GL_GOOGLE_include_directive : require
#include "params.h"

layout(local_size_x_id = 0, local_size_y_id = 1, local_size_z_id = 2) in;
layout(constant_id = 3) const uint k_function = 0;  // fovea::ops::Function

layout(push_constant) uniform Push { ElementwiseParams p; };
layout(set = 0, binding = 0) readonly buffer Input { float x[]; };
layout(set = 0, binding = 1) readonly buffer Output { float y[]; };
layout(set = 0, binding = 2) readonly buffer OutputGradient { float dy[]; };
layout(set = 0, binding = 3) writeonly buffer InputGradient { float dx[]; };

float derivative(uint i) {
  switch (k_function) {
    case 0: return x[i] > 0 ? 1 : 0;
    case 1: return x[i] > 0 ? 1 : p.slope;
    case 2: return y[i] * (1 - y[i]);
    default: return 1 - y[i] * y[i];
  }
}

void main() {
  const uint stride = gl_NumWorkGroups.x * gl_WorkGroupSize.x;
  for (uint i = gl_GlobalInvocationID.x; i < p.count; i += stride) dx[i] = derivative(i) * dy[i];
}
