#version 450
#extension GL_GOOGLE_include_directive : require
#include "params.h"

layout(local_size_x_id = 0, local_size_y_id = 1, local_size_z_id = 2) in;
layout(constant_id = 3) const uint k_low_given = 0;
layout(constant_id = 4) const uint k_high_given = 0;

layout(push_constant) uniform Push { ClipBounds p; };
layout(set = 0, binding = 0) readonly buffer Input { float x[]; };
layout(set = 0, binding = 1) readonly buffer OutputGradient { float dy[]; };
layout(set = 0, binding = 2) writeonly buffer InputGradient { float dx[]; };
layout(set = 0, binding = 3) readonly buffer Low { float low_input[]; };
layout(set = 0, binding = 4) readonly buffer High { float high_input[]; };

void main() {
  const float low = k_low_given != 0 ? low_input[0] : p.low;
  const float high = k_high_given != 0 ? high_input[0] : p.high;
  const uint stride = gl_NumWorkGroups.x * gl_WorkGroupSize.x;
  for (uint i = gl_GlobalInvocationID.x; i < p.count; i += stride) {
    dx[i] = x[i] > low && x[i] < high ? dy[i] : 0;
  }
}
