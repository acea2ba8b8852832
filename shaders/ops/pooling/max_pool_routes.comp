#version 450
#extension GL_GOOGLE_include_directive : require
#include "params.h"

// Which sample of its plane each maximum is: the first of equals, or one that is NaN.

layout(local_size_x_id = 0, local_size_y_id = 1, local_size_z_id = 2) in;
layout(constant_id = 3) const uint k_average = 0;
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
layout(set = 0, binding = 0) readonly buffer Input { float x[]; };
layout(set = 0, binding = 1) writeonly buffer Routes { int routes[]; };

int largest_under(int plane_start, ivec3 first) {
  int largest = -1;
  float value = 0;
  for (int kd = 0; kd < k_kernel_d; ++kd) {
    const int d = first.x + kd * k_dilation_d;
    if (d < 0 || d >= p.in_dims[0]) continue;
    for (int kh = 0; kh < k_kernel_h; ++kh) {
      const int h = first.y + kh * k_dilation_h;
      if (h < 0 || h >= p.in_dims[1]) continue;
      const int row = (d * p.in_dims[1] + h) * p.in_dims[2];
      for (int kw = 0; kw < k_kernel_w; ++kw) {
        const int w = first.z + kw * k_dilation_w;
        if (w < 0 || w >= p.in_dims[2]) continue;
        const float v = x[plane_start + row + w];
        if (largest < 0 || v > value || isnan(v)) {
          largest = row + w;
          value = v;
        }
      }
    }
  }
  return largest;
}

// The grid's x is a column, y a row, z a plane; all are strided by the whole grid.
void main() {
  const uvec3 stride = gl_NumWorkGroups * gl_WorkGroupSize;
  const uint rows = uint(p.out_dims[0] * p.out_dims[1]);
  const int in_plane = p.in_dims[0] * p.in_dims[1] * p.in_dims[2];
  for (uint plane = gl_GlobalInvocationID.z; plane < p.planes; plane += stride.z) {
    for (uint row = gl_GlobalInvocationID.y; row < rows; row += stride.y) {
      const int od = int(row) / p.out_dims[1], oh = int(row) % p.out_dims[1];
      for (uint ow = gl_GlobalInvocationID.x; ow < uint(p.out_dims[2]); ow += stride.x) {
        const ivec3 first =
            ivec3(od * k_stride_d - p.pad_begin[0], oh * k_stride_h - p.pad_begin[1],
                  int(ow) * k_stride_w - p.pad_begin[2]);
        routes[(plane * rows + row) * uint(p.out_dims[2]) + ow] =
            largest_under(int(plane) * in_plane, first);
      }
    }
  }
}
