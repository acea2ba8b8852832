#version 450
#extension GL_GOOGLE_include_directive : require
#include "params.h"

layout(local_size_x_id = 0, local_size_y_id = 1, local_size_z_id = 2) in;
layout(constant_id = 3) const uint k_average = 0;  // otherwise the maximum

layout(push_constant) uniform Push { GlobalPoolParams p; };
layout(set = 0, binding = 0) readonly buffer Input { float x[]; };
layout(set = 0, binding = 1) writeonly buffer Output { float y[]; };

shared float partial[gl_WorkGroupSize.x];

float combine(float a, float b) {
  if (k_average != 0) return a + b;
  return b > a || isnan(b) ? b : a;
}

// One group (of a power of two) a plane: each invocation reduces its share, then pairs of shares
// become one until one is left.
void main() {
  const uint me = gl_LocalInvocationID.x;
  const uint group = gl_WorkGroupSize.x;
  for (uint plane = gl_WorkGroupID.x; plane < p.planes; plane += gl_NumWorkGroups.x) {
    float mine = k_average != 0 ? 0 : uintBitsToFloat(0xff800000u);  // minus infinity
    for (uint i = me; i < p.plane; i += group) mine = combine(mine, x[plane * p.plane + i]);
    partial[me] = mine;
    barrier();
    for (uint width = group / 2; width > 0; width /= 2) {
      if (me < width) partial[me] = combine(partial[me], partial[me + width]);
      barrier();
    }
    if (me == 0) y[plane] = k_average != 0 ? partial[0] / float(p.plane) : partial[0];
    barrier();
  }
}
