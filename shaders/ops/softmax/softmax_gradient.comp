#version 450
#extension GL_GOOGLE_include_directive : require
#include "params.h"

layout(local_size_x_id = 0, local_size_y_id = 1, local_size_z_id = 2) in;
layout(constant_id = 3) const uint k_split = 1;  // the whole group

layout(push_constant) uniform Push { SoftmaxParams p; };
layout(set = 0, binding = 0) readonly buffer Output { float y[]; };
layout(set = 0, binding = 1) readonly buffer OutputGradient { float dy[]; };
layout(set = 0, binding = 2) writeonly buffer InputGradient { float dx[]; };

#include "ops/share.glsl"

shared float row_mean;

// One group (of a power of two) a row.
void main() {
  const uint me = gl_LocalInvocationID.x;
  for (uint row = gl_WorkGroupID.x; row < p.rows; row += gl_NumWorkGroups.x) {
    const uint start = row / p.inner * p.extent * p.inner + row % p.inner;
    float mine = 0;
    for (uint i = me; i < p.extent; i += gl_WorkGroupSize.x) {
      const uint at = start + i * p.inner;
      mine += y[at] * dy[at];
    }
    const float sum = sum_over_split(mine);
    if (me == 0) row_mean = sum;
    barrier();
    for (uint i = me; i < p.extent; i += gl_WorkGroupSize.x) {
      const uint at = start + i * p.inner;
      dx[at] = y[at] * (dy[at] - row_mean);
    }
    barrier();
  }
}
