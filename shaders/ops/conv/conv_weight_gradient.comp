#version 450
#extension GL_GOOGLE_include_directive : require
#extension GL_EXT_control_flow_attributes : require
#include "params.h"

// Gradient of a convolution's kernels: each invocation adds up, for k_taps neighbours along the
// width of a kernel in k_channels output channels, what a chunk of the samples gives. Each input
// element that it loads is used for all of them, each output gradient for all taps; a whole group
// reads the same output gradients.

layout(local_size_x_id = 0, local_size_y_id = 1, local_size_z_id = 2) in;
layout(constant_id = 3) const int k_channels = 1;
layout(constant_id = 4) const int k_kernel_d = 1;
layout(constant_id = 5) const int k_kernel_h = 1;
layout(constant_id = 6) const int k_kernel_w = 1;
layout(constant_id = 7) const int k_stride_d = 1;
layout(constant_id = 8) const int k_stride_h = 1;
layout(constant_id = 9) const int k_stride_w = 1;
layout(constant_id = 10) const int k_dilation_d = 1;
layout(constant_id = 11) const int k_dilation_h = 1;
layout(constant_id = 12) const int k_dilation_w = 1;
layout(constant_id = 13) const int k_taps = 1;

layout(push_constant) uniform Push { ConvWeightGradientConstants p; };
layout(set = 0, binding = 0) readonly buffer Input { float x[]; };
layout(set = 0, binding = 1) readonly buffer OutputGradient { float dy[]; };
layout(set = 0, binding = 2) writeonly buffer Parts { float parts[]; };  // [chunks, kernels]

// Stretches of k_taps along a kernel's width; the last may hang over.
const int k_stretches = (k_kernel_w + k_taps - 1) / k_taps;
// From one position to the next the taps' samples move along by one.
const bool k_rolls = k_stride_w == 1 && k_dilation_w == 1;

float sample_at(int row, int column, bool inside) {
  const float loaded = x[row + clamp(column, 0, p.in_dims[2] - 1)];
  return inside && column >= 0 && column < p.in_dims[2] ? loaded : 0;
}

void main() {
  const int element = int(gl_GlobalInvocationID.x);
  if (element >= p.group_in * k_kernel_d * k_kernel_h * k_stretches) return;
  const int first_tap = element % k_stretches * k_taps;
  const int kernel_row = element / k_stretches;  // of all channels'
  const int kd = kernel_row / k_kernel_h % k_kernel_d, kh = kernel_row % k_kernel_h;
  const int channel = kernel_row / (k_kernel_d * k_kernel_h);
  const int first_d = kd * k_dilation_d - p.pad_begin[0];
  const int first_h = kh * k_dilation_h - p.pad_begin[1];
  const int first_w = first_tap * k_dilation_w - p.pad_begin[2];

  const int tiles = (p.group_out + k_channels - 1) / k_channels;
  const int group = int(gl_WorkGroupID.y) / tiles;
  const int in_group = (int(gl_WorkGroupID.y) - group * tiles) * k_channels;
  const int groups = p.outputs / p.group_out;
  const int in_plane = p.in_dims[0] * p.in_dims[1] * p.in_dims[2];
  const int out_plane = p.out_dims[0] * p.out_dims[1] * p.out_dims[2];
  // The last tile may hang over the group's end: it computes the last channel again and drops it.
  int planes[k_channels];
  float sums[k_channels][k_taps];
  [[unroll]] for (int m = 0; m < k_channels; ++m) {
    planes[m] = (group * p.group_out + min(in_group + m, p.group_out - 1)) * out_plane;
    [[unroll]] for (int t = 0; t < k_taps; ++t) sums[m][t] = 0;
  }

  const int begin = int(gl_WorkGroupID.z) * p.chunk;
  const int end = min(begin + p.chunk, p.samples);
  for (int sample_index = begin; sample_index < end; ++sample_index) {
    const int source = ((sample_index * groups + group) * p.group_in + channel) * in_plane;
    int from = sample_index * p.outputs * out_plane;
    for (int od = 0; od < p.out_dims[0]; ++od) {
      const int d = first_d + od * k_stride_d;
      for (int oh = 0; oh < p.out_dims[1]; ++oh) {
        const int h = first_h + oh * k_stride_h;
        const bool inside = d >= 0 && d < p.in_dims[0] && h >= 0 && h < p.in_dims[1];
        const int row = source + (inside ? (d * p.in_dims[1] + h) * p.in_dims[2] : 0);
        float of_row[k_channels][k_taps];
        [[unroll]] for (int m = 0; m < k_channels; ++m) {
          [[unroll]] for (int t = 0; t < k_taps; ++t) of_row[m][t] = 0;
        }
        float window[k_taps];
        [[unroll]] for (int t = 1; t < k_taps; ++t) {
          if (k_rolls) window[t] = sample_at(row, first_w + t - 1, inside);
        }
        for (int ow = 0; ow < p.out_dims[2]; ++ow, ++from) {
          if (k_rolls) {
            [[unroll]] for (int t = 0; t + 1 < k_taps; ++t) window[t] = window[t + 1];
            window[k_taps - 1] = sample_at(row, first_w + ow + k_taps - 1, inside);
          } else {
            [[unroll]] for (int t = 0; t < k_taps; ++t) {
              window[t] = sample_at(row, first_w + ow * k_stride_w + t * k_dilation_w, inside);
            }
          }
          [[unroll]] for (int m = 0; m < k_channels; ++m) {
            const float slope = dy[planes[m] + from];
            [[unroll]] for (int t = 0; t < k_taps; ++t) of_row[m][t] += slope * window[t];
          }
        }
        [[unroll]] for (int m = 0; m < k_channels; ++m) {
          [[unroll]] for (int t = 0; t < k_taps; ++t) sums[m][t] += of_row[m][t];
        }
      }
    }
  }
  const int kernels = int(gl_WorkGroupID.z) * p.outputs;
  [[unroll]] for (int m = 0; m < k_channels; ++m) {
    const int kernel = kernels + group * p.group_out + in_group + m;
    const int target =
        (kernel * p.group_in * k_kernel_d * k_kernel_h + kernel_row) * k_kernel_w + first_tap;
    [[unroll]] for (int t = 0; t < k_taps; ++t) {
      if (in_group + m < p.group_out && first_tap + t < k_kernel_w) parts[target + t] = sums[m][t];
    }
  }
}
