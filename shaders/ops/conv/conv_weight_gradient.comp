#version 450
#extension GL_GOOGLE_include_directive : require
#extension GL_EXT_control_flow_attributes : require
#include "params.h"

// Gradient of a convolution's kernels: each invocation adds up, for one kernel element in
// k_channels output channels, what a chunk of the samples gives. Neighbouring invocations are
// neighbours in the kernel, so that a whole group reads the same output gradients.

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

layout(push_constant) uniform Push { ConvWeightGradientConstants p; };
layout(set = 0, binding = 0) readonly buffer Input { float x[]; };
layout(set = 0, binding = 1) readonly buffer OutputGradient { float dy[]; };
layout(set = 0, binding = 2) writeonly buffer Parts { float parts[]; };  // [chunks, kernels]

void main() {
  const int filter_size = p.group_in * k_kernel_d * k_kernel_h * k_kernel_w;
  const int element = int(gl_GlobalInvocationID.x);
  if (element >= filter_size) return;
  const ivec3 first = ivec3(element / (k_kernel_h * k_kernel_w) % k_kernel_d * k_dilation_d,
                            element / k_kernel_w % k_kernel_h * k_dilation_h,
                            element % k_kernel_w * k_dilation_w) -
                      ivec3(p.pad_begin[0], p.pad_begin[1], p.pad_begin[2]);
  const int channel = element / (k_kernel_d * k_kernel_h * k_kernel_w);

  const int tiles = (p.group_out + k_channels - 1) / k_channels;
  const int group = int(gl_WorkGroupID.y) / tiles;
  const int in_group = (int(gl_WorkGroupID.y) - group * tiles) * k_channels;
  const int groups = p.outputs / p.group_out;
  const int in_plane = p.in_dims[0] * p.in_dims[1] * p.in_dims[2];
  const int out_plane = p.out_dims[0] * p.out_dims[1] * p.out_dims[2];
  // The last tile may hang over the group's end: it computes the last channel again and drops it.
  int planes[k_channels];
  float sums[k_channels];
  [[unroll]] for (int m = 0; m < k_channels; ++m) {
    planes[m] = (group * p.group_out + min(in_group + m, p.group_out - 1)) * out_plane;
    sums[m] = 0;
  }

  const int begin = int(gl_WorkGroupID.z) * p.chunk;
  const int end = min(begin + p.chunk, p.samples);
  for (int sample_index = begin; sample_index < end; ++sample_index) {
    const int source = ((sample_index * groups + group) * p.group_in + channel) * in_plane;
    int from = sample_index * p.outputs * out_plane;
    for (int od = 0; od < p.out_dims[0]; ++od) {
      const int d = first.x + od * k_stride_d;
      for (int oh = 0; oh < p.out_dims[1]; ++oh) {
        const int h = first.y + oh * k_stride_h;
        const bool inside = d >= 0 && d < p.in_dims[0] && h >= 0 && h < p.in_dims[1];
        const int row = source + (inside ? (d * p.in_dims[1] + h) * p.in_dims[2] : 0);
        float of_row[k_channels];
        [[unroll]] for (int m = 0; m < k_channels; ++m) of_row[m] = 0;
        for (int ow = 0; ow < p.out_dims[2]; ++ow, ++from) {
          const int column = first.z + ow * k_stride_w;
          const float loaded = x[row + clamp(column, 0, p.in_dims[2] - 1)];
          const float value = inside && column >= 0 && column < p.in_dims[2] ? loaded : 0;
          [[unroll]] for (int m = 0; m < k_channels; ++m) of_row[m] += dy[planes[m] + from] * value;
        }
        [[unroll]] for (int m = 0; m < k_channels; ++m) sums[m] += of_row[m];
      }
    }
  }
  const int kernels = int(gl_WorkGroupID.z) * p.outputs;
  [[unroll]] for (int m = 0; m < k_channels; ++m) {
    if (in_group + m < p.group_out) {
      parts[(kernels + group * p.group_out + in_group + m) * filter_size + element] = sums[m];
    }
  }
}
