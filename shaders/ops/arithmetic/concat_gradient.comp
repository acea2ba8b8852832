#version 450
#extension GL_GOOGLE_include_directive : require
#include "params.h"

layout(local_size_x_id = 0, local_size_y_id = 1, local_size_z_id = 2) in;
layout(push_constant) uniform Push { ConcatParams p; };
layout(set = 0, binding = 0) readonly buffer OutputGradient { float dy[]; };
layout(set = 0, binding = 1) writeonly buffer InputGradient { float dx[]; };

void main() {
  const uint stride = gl_NumWorkGroups.x * gl_WorkGroupSize.x;
  for (uint i = gl_GlobalInvocationID.x; i < p.count; i += stride) {
    const uint row = i / p.row;
    dx[i] = dy[row * p.out_row + p.offset + (i - row * p.row)];
  }
}
