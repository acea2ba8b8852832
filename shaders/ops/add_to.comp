#version 450
#extension GL_GOOGLE_include_directive : require
#include "params.h"

// What one more reader of a value adds to its gradient.

layout(local_size_x_id = 0, local_size_y_id = 1, local_size_z_id = 2) in;
layout(push_constant) uniform Push { SumPartsParams p; };
layout(set = 0, binding = 0) readonly buffer Term { float term[]; };
layout(set = 0, binding = 1) buffer Sum { float sum[]; };

void main() {
  const uint stride = gl_NumWorkGroups.x * gl_WorkGroupSize.x;
  for (uint i = gl_GlobalInvocationID.x; i < p.count; i += stride) sum[i] += term[i];
}
