#version 450
#extension GL_GOOGLE_include_directive : require
#include "params.h"

// Drops the elements that fovea::ops::DropoutMask does, of a value or of its gradient. Devices need
// not have 64-bit integers: here they are two of 32, the low half first.

layout(local_size_x_id = 0, local_size_y_id = 1, local_size_z_id = 2) in;
layout(push_constant) uniform Push { DropoutParams p; };
layout(set = 0, binding = 0) readonly buffer From { float from[]; };
layout(set = 0, binding = 1) writeonly buffer To { float to[]; };
layout(set = 0, binding = 2) readonly buffer Seed { uint seed[2]; };

uvec2 add(uvec2 a, uvec2 b) {
  uint carry;
  const uint low = uaddCarry(a.x, b.x, carry);
  return uvec2(low, a.y + b.y + carry);
}

uvec2 multiply(uvec2 a, uvec2 b) {
  uint high, low;
  umulExtended(a.x, b.x, high, low);
  return uvec2(low, high + a.x * b.y + a.y * b.x);
}

// For 0 < bits < 32.
uvec2 shifted_down(uvec2 a, int bits) { return uvec2(a.x >> bits | a.y << (32 - bits), a.y >> bits); }

// fovea::mix
uvec2 mixed(uvec2 z) {
  z = add(z, uvec2(0x7F4A7C15u, 0x9E3779B9u));
  z = multiply(z ^ shifted_down(z, 30), uvec2(0x1CE4E5B9u, 0xBF58476Du));
  z = multiply(z ^ shifted_down(z, 27), uvec2(0x133111EBu, 0x94D049BBu));
  return z ^ shifted_down(z, 31);
}

void main() {
  const uint stride = gl_NumWorkGroups.x * gl_WorkGroupSize.x;
  for (uint i = gl_GlobalInvocationID.x; i < p.count; i += stride) {
    const uvec2 drawn = shifted_down(mixed(add(uvec2(seed[0], seed[1]), uvec2(i, 0))), 11);
    const bool drops = drawn.y < p.threshold_high ||
                       (drawn.y == p.threshold_high && drawn.x < p.threshold_low);
    to[i] = drops ? 0 : from[i] * p.scale;
  }
}
