#version 450
#extension GL_GOOGLE_include_directive : require
#extension GL_EXT_control_flow_attributes : require
#include "params.h"

// Convolution over two axes. An invocation makes k_rows output positions below one another in
// k_channels output channels: each input element that it loads is used for all of them, each
// weight for all rows. Neighbouring invocations are neighbours along the width.

layout(local_size_x_id = 0, local_size_y_id = 1, local_size_z_id = 2) in;
layout(constant_id = 3) const uint k_has_bias = 0;
layout(constant_id = 4) const int k_kernel_h = 1;
layout(constant_id = 5) const int k_kernel_w = 1;
layout(constant_id = 6) const int k_stride_h = 1;
layout(constant_id = 7) const int k_stride_w = 1;
layout(constant_id = 8) const int k_dilation_h = 1;
layout(constant_id = 9) const int k_dilation_w = 1;
layout(constant_id = 10) const int k_rows = 1;
layout(constant_id = 11) const int k_channels = 1;

layout(push_constant) uniform Push { ConvConstants p; };
layout(set = 0, binding = 0) readonly buffer Input { float x[]; };
layout(set = 0, binding = 1) readonly buffer Weights { float w[]; };
layout(set = 0, binding = 2) writeonly buffer Output { float y[]; };
layout(set = 0, binding = 3) readonly buffer Bias { float b[]; };  // any buffer where there is none

const int k_in_rows = (k_rows - 1) * k_stride_h + (k_kernel_h - 1) * k_dilation_h + 1;

void main() {
  const int height = p.in_dims[1], width = p.in_dims[2];
  const int out_height = p.out_dims[1], out_width = p.out_dims[2];
  const int strips = (out_height + k_rows - 1) / k_rows;
  const int at = int(gl_GlobalInvocationID.x);
  if (at >= strips * out_width) return;
  const int out_x = at % out_width, out_y = at / out_width * k_rows;

  // From the group alone, so that a whole group reads the same weights.
  const int tiles = (p.group_out + k_channels - 1) / k_channels;
  const int group = int(gl_WorkGroupID.y) / tiles;
  const int in_group = (int(gl_WorkGroupID.y) - group * tiles) * k_channels;
  const int channel = group * p.group_out + in_group;
  const int sample_index = int(gl_WorkGroupID.z);
  const int groups = p.outputs / p.group_out;
  const int plane = height * width;
  const int taps = k_kernel_h * k_kernel_w;
  const int filter_size = p.group_in * taps;
  // The last tile may hang over the group's end: it computes the last channel again and drops it.
  int filters[k_channels];
  [[unroll]] for (int m = 0; m < k_channels; ++m) {
    filters[m] = (group * p.group_out + min(in_group + m, p.group_out - 1)) * filter_size;
  }

  float sums[k_channels][k_rows];
  [[unroll]] for (int m = 0; m < k_channels; ++m) {
    [[unroll]] for (int row = 0; row < k_rows; ++row) sums[m][row] = 0;
  }

  const int first_x = out_x * k_stride_w - p.pad_begin[2];
  const int first_y = out_y * k_stride_h - p.pad_begin[1];
  int source = (sample_index * groups + group) * p.group_in * plane;
  int tap_start = 0;
  [[dont_unroll]] for (int c = 0; c < p.group_in; ++c) {
    [[dont_unroll]] for (int kx = 0; kx < k_kernel_w; ++kx) {
      const int in_x = first_x + kx * k_dilation_w;
      const bool inside_x = in_x >= 0 && in_x < width;
      const int column = source + clamp(in_x, 0, width - 1);
      float loaded[k_in_rows];
      [[unroll]] for (int row = 0; row < k_in_rows; ++row) {
        const int in_y = first_y + row;
        const float value = x[column + clamp(in_y, 0, height - 1) * width];
        loaded[row] = inside_x && in_y >= 0 && in_y < height ? value : 0;
      }
      [[unroll]] for (int ky = 0; ky < k_kernel_h; ++ky) {
        [[unroll]] for (int m = 0; m < k_channels; ++m) {
          const float weight = w[filters[m] + tap_start + ky * k_kernel_w + kx];
          [[unroll]] for (int row = 0; row < k_rows; ++row) {
            sums[m][row] += weight * loaded[row * k_stride_h + ky * k_dilation_h];
          }
        }
      }
    }
    source += plane;
    tap_start += taps;
  }

  [[unroll]] for (int m = 0; m < k_channels; ++m) {
    if (in_group + m < p.group_out) {
      const float bias = k_has_bias != 0 ? b[channel + m] : 0;
      const int target = ((sample_index * p.outputs + channel + m) * out_height + out_y) * out_width;
      [[unroll]] for (int row = 0; row < k_rows; ++row) {
        if (out_y + row < out_height) y[target + row * out_width + out_x] = sums[m][row] + bias;
      }
    }
  }
}
