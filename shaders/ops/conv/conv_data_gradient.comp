#version 450
#extension GL_GOOGLE_include_directive : require
#extension GL_EXT_control_flow_attributes : require
#include "params.h"

// Gradient of a convolution's input, of any geometry: each invocation collects for one input
// position in k_channels channels from all outputs that read it.

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

layout(push_constant) uniform Push { ConvConstants p; };
layout(set = 0, binding = 0) readonly buffer OutputGradient { float dy[]; };
layout(set = 0, binding = 1) readonly buffer Weights { float w[]; };
layout(set = 0, binding = 2) writeonly buffer InputGradient { float dx[]; };

// The position whose tap `tap` falls on `sample_index`; -1 where there is none.
int position_of(int sample_index, int tap, int axis, int stride, int dilation) {
  const int start = sample_index + p.pad_begin[axis] - tap * dilation;
  if (start < 0 || start % stride != 0) return -1;
  return start / stride < p.out_dims[axis] ? start / stride : -1;
}

// Positions that lie alike between the strides come one after the other: the same taps read them,
// so that neighbouring invocations do the same. Some lie outside.
ivec3 input_position(int index) {
  const ivec3 stride = ivec3(k_stride_d, k_stride_h, k_stride_w);
  const ivec3 steps = (ivec3(p.in_dims[0], p.in_dims[1], p.in_dims[2]) + stride - 1) / stride;
  const int all = steps.x * steps.y * steps.z;
  const int phase = index / all, step = index - phase * all;
  if (phase >= stride.x * stride.y * stride.z) return steps * stride;
  const ivec3 offset = ivec3(phase / (k_stride_h * k_stride_w), phase / k_stride_w % k_stride_h,
                             phase % k_stride_w);
  return ivec3(step / (steps.y * steps.z), step / steps.z % steps.y, step % steps.z) * stride +
         offset;
}

void main() {
  const int in_plane = p.in_dims[0] * p.in_dims[1] * p.in_dims[2];
  const ivec3 position = input_position(int(gl_GlobalInvocationID.x));
  if (position.x >= p.in_dims[0] || position.y >= p.in_dims[1] || position.z >= p.in_dims[2]) return;
  const int at = (position.x * p.in_dims[1] + position.y) * p.in_dims[2] + position.z;
  const int tiles = (p.group_in + k_channels - 1) / k_channels;
  const int group = int(gl_WorkGroupID.y) / tiles;
  const int in_group = (int(gl_WorkGroupID.y) - group * tiles) * k_channels;
  const int sample_index = int(gl_WorkGroupID.z);
  const int groups = p.outputs / p.group_out;
  const int taps = k_kernel_d * k_kernel_h * k_kernel_w;
  const int out_plane = p.out_dims[0] * p.out_dims[1] * p.out_dims[2];

  // The last tile may hang over the group's end: it computes the last channel again and drops it.
  int channels[k_channels];
  float sums[k_channels];
  [[unroll]] for (int m = 0; m < k_channels; ++m) {
    channels[m] = min(in_group + m, p.group_in - 1) * taps;
    sums[m] = 0;
  }
  for (int kd = 0; kd < k_kernel_d; ++kd) {
    const int od = position_of(position.x, kd, 0, k_stride_d, k_dilation_d);
    if (od < 0) continue;
    for (int kh = 0; kh < k_kernel_h; ++kh) {
      const int oh = position_of(position.y, kh, 1, k_stride_h, k_dilation_h);
      if (oh < 0) continue;
      for (int kw = 0; kw < k_kernel_w; ++kw) {
        const int ow = position_of(position.z, kw, 2, k_stride_w, k_dilation_w);
        if (ow < 0) continue;
        int from = (sample_index * p.outputs + group * p.group_out) * out_plane +
                   (od * p.out_dims[1] + oh) * p.out_dims[2] + ow;
        int filter_start = group * p.group_out * p.group_in * taps +
                           (kd * k_kernel_h + kh) * k_kernel_w + kw;
        for (int k = 0; k < p.group_out; ++k) {
          const float slope = dy[from];
          [[unroll]] for (int m = 0; m < k_channels; ++m) {
            sums[m] += slope * w[filter_start + channels[m]];
          }
          from += out_plane;
          filter_start += p.group_in * taps;
        }
      }
    }
  }
  [[unroll]] for (int m = 0; m < k_channels; ++m) {
    if (in_group + m < p.group_in) {
      dx[((sample_index * groups + group) * p.group_in + in_group + m) * in_plane + at] = sums[m];
    }
  }
}
