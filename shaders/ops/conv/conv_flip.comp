#version 450
#extension GL_GOOGLE_include_directive : require
#include "params.h"

// Kernels of the convolution that a stride-1 convolution's input gradient is: input and output
// channels change places, taps run backwards.

layout(local_size_x_id = 0, local_size_y_id = 1, local_size_z_id = 2) in;
layout(push_constant) uniform Push { ConvFlipConstants p; };
layout(set = 0, binding = 0) readonly buffer Weights { float w[]; };
layout(set = 0, binding = 1) writeonly buffer Flipped { float flipped[]; };

void main() {
  const uint stride = gl_NumWorkGroups.x * gl_WorkGroupSize.x;
  for (uint i = gl_GlobalInvocationID.x; i < p.count; i += stride) {
    const uint tap = i % p.taps, pair = i / p.taps;
    const uint to = pair % p.group_out, from = pair / p.group_out % p.group_in;
    const uint group = pair / (p.group_out * p.group_in);
    const uint kernel = (group * p.group_out + to) * p.group_in + from;
    flipped[i] = w[kernel * p.taps + (p.taps - 1 - tap)];
  }
}
