#version 450
#extension GL_GOOGLE_include_directive : require
#include "params.h"

// An input sample collects from all windows that cover it: its share of a mean, or the whole where
// it is the maximum.

layout(local_size_x_id = 0, local_size_y_id = 1, local_size_z_id = 2) in;
layout(constant_id = 3) const uint k_average = 0;  // otherwise the maximum
layout(constant_id = 4) const uint k_count_padding = 0;
layout(constant_id = 5) const int k_kernel_d = 1;
layout(constant_id = 6) const int k_kernel_h = 1;
layout(constant_id = 7) const int k_kernel_w = 1;
layout(constant_id = 8) const int k_stride_d = 1;
layout(constant_id = 9) const int k_stride_h = 1;
layout(constant_id = 10) const int k_stride_w = 1;
layout(constant_id = 11) const int k_dilation_d = 1;
layout(constant_id = 12) const int k_dilation_h = 1;
layout(constant_id = 13) const int k_dilation_w = 1;

layout(push_constant) uniform Push { PoolParams p; };
layout(set = 0, binding = 0) readonly buffer OutputGradient { float dy[]; };
layout(set = 0, binding = 1) readonly buffer Routes { int routes[]; };  // any buffer for a mean
layout(set = 0, binding = 2) writeonly buffer InputGradient { float dx[]; };

// Windows along each axis that may cover one sample.
const int k_windows_d = (k_kernel_d - 1) * k_dilation_d / k_stride_d + 1;
const int k_windows_h = (k_kernel_h - 1) * k_dilation_h / k_stride_h + 1;
const int k_windows_w = (k_kernel_w - 1) * k_dilation_w / k_stride_w + 1;

// The last of the windows that reach `sample_index`, wherever it lies; those before it precede.
int last_window(int sample_index, int axis, int stride) {
  return (sample_index + p.pad_begin[axis]) / stride;
}

// Whether a tap of the window at `position` lies on the sample.
bool covers(int position, int sample_index, int axis, int kernel, int stride, int dilation) {
  const int offset = sample_index + p.pad_begin[axis] - position * stride;
  return position >= 0 && position < p.out_dims[axis] && offset <= (kernel - 1) * dilation &&
         offset % dilation == 0;
}

// Taps of a window along one axis that the average divides by.
int counted_taps(int position, int axis, int kernel, int stride, int dilation) {
  const int first = position * stride - p.pad_begin[axis];
  const int begin = k_count_padding != 0 ? -p.pad_begin[axis] : 0;
  const int end = p.in_dims[axis] + (k_count_padding != 0 ? p.pad_end[axis] : 0);
  int count = 0;
  for (int tap = 0; tap < kernel; ++tap) {
    const int at = first + tap * dilation;
    if (at >= begin && at < end) ++count;
  }
  return count;
}

float collect(int plane, int out_plane, ivec3 at) {
  const int own = (at.x * p.in_dims[1] + at.y) * p.in_dims[2] + at.z;
  const ivec3 last = ivec3(last_window(at.x, 0, k_stride_d), last_window(at.y, 1, k_stride_h),
                           last_window(at.z, 2, k_stride_w));
  float sum = 0;
  for (int od = last.x - k_windows_d + 1; od <= last.x; ++od) {
    const bool in_d = covers(od, at.x, 0, k_kernel_d, k_stride_d, k_dilation_d);
    for (int oh = last.y - k_windows_h + 1; oh <= last.y; ++oh) {
      const bool in_h = in_d && covers(oh, at.y, 1, k_kernel_h, k_stride_h, k_dilation_h);
      for (int ow = last.z - k_windows_w + 1; ow <= last.z; ++ow) {
        const bool is_in = in_h && covers(ow, at.z, 2, k_kernel_w, k_stride_w, k_dilation_w);
        const int from =
            is_in ? plane * out_plane + (od * p.out_dims[1] + oh) * p.out_dims[2] + ow : 0;
        if (k_average != 0) {
          const int count = counted_taps(od, 0, k_kernel_d, k_stride_d, k_dilation_d) *
                            counted_taps(oh, 1, k_kernel_h, k_stride_h, k_dilation_h) *
                            counted_taps(ow, 2, k_kernel_w, k_stride_w, k_dilation_w);
          sum += is_in ? dy[from] / float(max(count, 1)) : 0;
        } else {
          sum += is_in && routes[from] == own ? dy[from] : 0;
        }
      }
    }
  }
  return sum;
}

// The grid's x is a column, y a row, z a plane; all are strided by the whole grid.
void main() {
  const uvec3 stride = gl_NumWorkGroups * gl_WorkGroupSize;
  const uint rows = uint(p.in_dims[0] * p.in_dims[1]);
  const int out_plane = p.out_dims[0] * p.out_dims[1] * p.out_dims[2];
  for (uint plane = gl_GlobalInvocationID.z; plane < p.planes; plane += stride.z) {
    for (uint row = gl_GlobalInvocationID.y; row < rows; row += stride.y) {
      const int d = int(row) / p.in_dims[1], h = int(row) % p.in_dims[1];
      for (uint w = gl_GlobalInvocationID.x; w < uint(p.in_dims[2]); w += stride.x) {
        dx[(plane * rows + row) * uint(p.in_dims[2]) + w] =
            collect(int(plane), out_plane, ivec3(d, h, int(w)));
      }
    }
  }
}
