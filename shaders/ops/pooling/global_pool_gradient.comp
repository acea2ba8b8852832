#version 450
#extension GL_GOOGLE_include_directive : require
#include "params.h"

layout(local_size_x_id = 0, local_size_y_id = 1, local_size_z_id = 2) in;
layout(constant_id = 3) const uint k_average = 0;  // otherwise the maximum

layout(push_constant) uniform Push { GlobalPoolParams p; };
layout(set = 0, binding = 0) readonly buffer Input { float x[]; };
layout(set = 0, binding = 1) readonly buffer OutputGradient { float dy[]; };
layout(set = 0, binding = 2) writeonly buffer InputGradient { float dx[]; };

shared uint largest[gl_WorkGroupSize.x];

// Of two samples of a plane, the one that is its maximum: a NaN, the larger, the first of equals.
uint winner(uint start, uint a, uint b) {
  const float left = x[start + a], right = x[start + b];
  if (isnan(left) || isnan(right)) return isnan(right) && (!isnan(left) || b > a) ? b : a;
  return right > left || (right == left && b < a) ? b : a;
}

// Index of the plane's maximum; the whole group looks for it.
uint largest_of(uint start) {
  const uint me = gl_LocalInvocationID.x;
  uint mine = min(me, p.plane - 1);
  for (uint i = me; i < p.plane; i += gl_WorkGroupSize.x) mine = winner(start, mine, i);
  largest[me] = mine;
  barrier();
  for (uint width = gl_WorkGroupSize.x / 2; width > 0; width /= 2) {
    if (me < width) largest[me] = winner(start, largest[me], largest[me + width]);
    barrier();
  }
  const uint result = largest[0];
  barrier();
  return result;
}

// One group (of a power of two) a plane.
void main() {
  for (uint plane = gl_WorkGroupID.x; plane < p.planes; plane += gl_NumWorkGroups.x) {
    const uint start = plane * p.plane;
    const uint chosen = k_average != 0 ? 0 : largest_of(start);
    const float slope = k_average != 0 ? dy[plane] / float(p.plane) : dy[plane];
    for (uint i = gl_LocalInvocationID.x; i < p.plane; i += gl_WorkGroupSize.x) {
      dx[start + i] = k_average != 0 || i == chosen ? slope : 0;
    }
  }
}
