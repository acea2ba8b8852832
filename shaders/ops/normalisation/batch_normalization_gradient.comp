#version 450
#extension GL_GOOGLE_include_directive : require
#include "params.h"

layout(local_size_x_id = 0, local_size_y_id = 1, local_size_z_id = 2) in;
layout(push_constant) uniform Push { BatchNormGradientParams p; };
layout(set = 0, binding = 0) readonly buffer Input { float x[]; };
layout(set = 0, binding = 1) readonly buffer OutputGradient { float dy[]; };
layout(set = 0, binding = 2) readonly buffer Scale { float scale[]; };
layout(set = 0, binding = 3) readonly buffer Mean { float mean[]; };
layout(set = 0, binding = 4) readonly buffer Variance { float variance[]; };
// Of scale and bias; any buffers where `share` is 0.
layout(set = 0, binding = 5) readonly buffer ScaleGradient { float scale_gradient[]; };
layout(set = 0, binding = 6) readonly buffer BiasGradient { float bias_gradient[]; };
layout(set = 0, binding = 7) writeonly buffer InputGradient { float dx[]; };

// The batch's own mean and variance move with every element, which takes from its gradient what it
// has in common with all others and with the normalised input.
void main() {
  const uint stride = gl_NumWorkGroups.x * gl_WorkGroupSize.x;
  for (uint i = gl_GlobalInvocationID.x; i < p.count; i += stride) {
    const uint c = i / p.spatial % p.channels;
    const float inverse = 1 / sqrt(variance[c] + p.epsilon);
    float shared_part = 0;
    if (p.share > 0) {
      const float normalised = (x[i] - mean[c]) * inverse;
      shared_part = (bias_gradient[c] + normalised * scale_gradient[c]) * p.share;
    }
    dx[i] = scale[c] * inverse * (dy[i] - shared_part);
  }
}
