#version 450
#extension GL_GOOGLE_include_directive : require
#include "params.h"

layout(local_size_x_id = 0, local_size_y_id = 1, local_size_z_id = 2) in;
layout(push_constant) uniform Push { SoftmaxParams p; };
layout(set = 0, binding = 0) readonly buffer Input { float x[]; };
layout(set = 0, binding = 1) writeonly buffer Output { float y[]; };

shared float partial[gl_WorkGroupSize.x];

// What the whole group's numbers add up to, or the largest of them.
float reduce(float mine, bool adding) {
  const uint me = gl_LocalInvocationID.x;
  partial[me] = mine;
  barrier();
  for (uint width = gl_WorkGroupSize.x / 2; width > 0; width /= 2) {
    if (me < width) {
      const float other = partial[me + width];
      partial[me] = adding ? partial[me] + other : max(partial[me], other);
    }
    barrier();
  }
  const float result = partial[0];
  barrier();
  return result;
}

// One group (of a power of two) a row; the largest element is taken off first so that no
// exponential overflows.
void main() {
  const uint me = gl_LocalInvocationID.x;
  const uint group = gl_WorkGroupSize.x;
  for (uint row = gl_WorkGroupID.x; row < p.rows; row += gl_NumWorkGroups.x) {
    const uint start = row / p.inner * p.extent * p.inner + row % p.inner;
    float largest = uintBitsToFloat(0xff800000u);  // minus infinity
    for (uint i = me; i < p.extent; i += group) largest = max(largest, x[start + i * p.inner]);
    largest = reduce(largest, false);
    float sum = 0;
    for (uint i = me; i < p.extent; i += group) sum += exp(x[start + i * p.inner] - largest);
    sum = reduce(sum, true);
    for (uint i = me; i < p.extent; i += group) {
      y[start + i * p.inner] = exp(x[start + i * p.inner] - largest) / sum;
    }
  }
}
