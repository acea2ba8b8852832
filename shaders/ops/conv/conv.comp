#version 450
#extension GL_GOOGLE_include_directive : require
#include "params.h"

// Convolution of any geometry: one output element an invocation.

layout(local_size_x_id = 0, local_size_y_id = 1, local_size_z_id = 2) in;
layout(constant_id = 3) const uint k_has_bias = 0;
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
layout(set = 0, binding = 0) readonly buffer Input { float x[]; };
layout(set = 0, binding = 1) readonly buffer Weights { float w[]; };
layout(set = 0, binding = 2) writeonly buffer Output { float y[]; };
layout(set = 0, binding = 3) readonly buffer Bias { float b[]; };  // any buffer where there is none

// What one input channel adds: `plane` is where it starts, `taps` where its kernel does.
float convolve(int plane, int taps, ivec3 first) {
  float sum = 0;
  for (int kd = 0; kd < k_kernel_d; ++kd) {
    const int d = first.x + kd * k_dilation_d;
    if (d < 0 || d >= p.in_dims[0]) continue;
    for (int kh = 0; kh < k_kernel_h; ++kh) {
      const int h = first.y + kh * k_dilation_h;
      if (h < 0 || h >= p.in_dims[1]) continue;
      const int row = plane + (d * p.in_dims[1] + h) * p.in_dims[2];
      const int tap = taps + (kd * k_kernel_h + kh) * k_kernel_w;
      for (int kw = 0; kw < k_kernel_w; ++kw) {
        const int column = first.z + kw * k_dilation_w;
        if (column >= 0 && column < p.in_dims[2]) sum += x[row + column] * w[tap + kw];
      }
    }
  }
  return sum;
}

void main() {
  const int out_plane = p.out_dims[0] * p.out_dims[1] * p.out_dims[2];
  const int at = int(gl_GlobalInvocationID.x);
  const int channel = int(gl_GlobalInvocationID.y);
  const int sample_index = int(gl_GlobalInvocationID.z);
  if (at >= out_plane || channel >= p.outputs || sample_index >= p.samples) return;

  const ivec3 position = ivec3(at / (p.out_dims[1] * p.out_dims[2]),
                               at / p.out_dims[2] % p.out_dims[1], at % p.out_dims[2]);
  const ivec3 first = position * ivec3(k_stride_d, k_stride_h, k_stride_w) -
                      ivec3(p.pad_begin[0], p.pad_begin[1], p.pad_begin[2]);
  const int in_plane = p.in_dims[0] * p.in_dims[1] * p.in_dims[2];
  const int kernel = k_kernel_d * k_kernel_h * k_kernel_w;
  const int groups = p.outputs / p.group_out;
  const int first_input = (sample_index * groups + channel / p.group_out) * p.group_in;

  float sum = k_has_bias != 0 ? b[channel] : 0;
  for (int c = 0; c < p.group_in; ++c) {
    sum += convolve((first_input + c) * in_plane, (channel * p.group_in + c) * kernel, first);
  }
  y[(sample_index * p.outputs + channel) * out_plane + at] = sum;
}
