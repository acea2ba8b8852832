#version 450
#extension GL_GOOGLE_include_directive : require
#include "params.h"

// Softmax with cross-entropy: each sample's loss, whether its largest logit is the label's, and the
// gradient by its logits. One invocation a sample; fovea::loss says what is computed.

layout(local_size_x_id = 0, local_size_y_id = 1, local_size_z_id = 2) in;
layout(push_constant) uniform Push { CrossEntropyParams p; };
layout(set = 0, binding = 0) readonly buffer Logits { float logits[]; };
layout(set = 0, binding = 1) readonly buffer Labels { int labels[]; };
layout(set = 0, binding = 2) writeonly buffer Gradient { float gradient[]; };
layout(set = 0, binding = 3) writeonly buffer Losses { vec2 losses[]; };  // loss, 1 where right

void main() {
  const uint stride = gl_NumWorkGroups.x * gl_WorkGroupSize.x;
  for (uint i = gl_GlobalInvocationID.x; i < p.samples; i += stride) {
    const uint start = i * p.classes;
    const uint label = uint(labels[i]);
    uint best = 0;
    for (uint c = 1; c < p.classes; ++c) {
      if (logits[start + c] > logits[start + best]) best = c;
    }
    // Taken off first, so that no exponential overflows.
    const float largest = logits[start + best];
    float sum = 0, spread = 0;
    bool finite = true;  // not every device's exponential of NaN is NaN
    for (uint c = 0; c < p.classes; ++c) {
      finite = finite && !isnan(logits[start + c]) && !isinf(logits[start + c]);
      sum += exp(logits[start + c] - largest);
      spread += largest - logits[start + c];
    }
    const float log_sum = log(sum), share = p.smoothing / float(p.classes);
    float loss = (1 - p.smoothing) * (log_sum + (largest - logits[start + label]));
    if (p.smoothing > 0) loss += share * (float(p.classes) * log_sum + spread);
    losses[i] = vec2(finite ? loss : uintBitsToFloat(0x7fc00000u), best == label ? 1 : 0);
    for (uint c = 0; c < p.classes; ++c) {
      const float target = share + (c == label ? 1 - p.smoothing : 0);
      gradient[start + c] = p.scale * (exp(logits[start + c] - largest) / sum - target);
    }
  }
}
