#version 450
#extension GL_GOOGLE_include_directive : require
#include "params.h"

layout(local_size_x_id = 0, local_size_y_id = 1, local_size_z_id = 2) in;
layout(constant_id = 3) const uint k_function = 0;  // fovea::ops::Function

layout(push_constant) uniform Push { ElementwiseParams p; };
layout(set = 0, binding = 0) readonly buffer Input { float x[]; };
layout(set = 0, binding = 1) writeonly buffer Output { float y[]; };

// Only exponentials of negative numbers are taken: they fade to 0 instead of overflowing.
float sigmoid(float v) {
  const float e = exp(-abs(v));
  return v < 0 ? e / (1 + e) : 1 / (1 + e);
}

// Near 0 the quotient would cancel: there the odd Taylor polynomial of degree 9 is exact to
// float's precision (at 1/4 its next term is 8e-9 of the whole).
float hyperbolic_tangent(float v) {
  const float s = v * v;
  if (s < 0.0625) {
    return v * (1 + s * (-1.0 / 3 + s * (2.0 / 15 + s * (-17.0 / 315 + s * (62.0 / 2835)))));
  }
  const float e = exp(-2 * abs(v));
  return sign(v) * (1 - e) / (1 + e);
}

float evaluate(float v) {
  switch (k_function) {
    case 0: return v < 0 ? 0 : v;
    case 1: return v < 0 ? p.slope * v : v;
    case 2: return sigmoid(v);
    default: return hyperbolic_tangent(v);
  }
}

void main() {
  const uint stride = gl_NumWorkGroups.x * gl_WorkGroupSize.x;
  for (uint i = gl_GlobalInvocationID.x; i < p.count; i += stride) y[i] = evaluate(x[i]);
}
