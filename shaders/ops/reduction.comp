#version 450
#extension GL_GOOGLE_include_directive : require
#include "params.h"

// Sums over some axes of a value, always in the same order. k_split neighbours share a chunk of a
// sum: k_columns of them side by side along its rows.

layout(local_size_x_id = 0, local_size_y_id = 1, local_size_z_id = 2) in;
layout(constant_id = 3) const uint k_term = 0;  // fovea::ReductionTerm
layout(constant_id = 4) const uint k_split = 1;
layout(constant_id = 5) const uint k_columns = 1;  // a power of two, at most k_split

layout(push_constant) uniform Push { ReductionParams p; };
layout(set = 0, binding = 0) readonly buffer Values { float a[]; };
// Any buffers where the term has none.
layout(set = 0, binding = 1) readonly buffer Factors { float b[]; };
layout(set = 0, binding = 2) readonly buffer Centres { float centres[]; };
layout(set = 0, binding = 3) readonly buffer Variances { float variances[]; };
layout(set = 0, binding = 4) writeonly buffer Sums { float sums[]; };

#include "ops/share.glsl"

bool is_kept(int axis) { return (p.kept >> axis & 1) != 0; }

// Where a row of sum `j` begins in the values and in the factors.
uvec2 start_of(uint j, uint row) {
  uvec2 start = uvec2(0);
  uint stride = 1;
  for (int axis = 3; axis >= 0; --axis) {
    const uint extent = p.dims[axis];
    if (axis < 3 || is_kept(3)) {
      uint position;
      if (is_kept(axis)) {
        position = j % extent;
        j /= extent;
      } else {
        position = row % extent;
        row /= extent;
      }
      start += position * uvec2(stride, p.factor_strides[axis]);
    }
    stride *= extent;
  }
  return start;
}

float term(float value, uint factor, float centre, float deviation) {
  switch (k_term) {
    case 0: return value;
    case 1: return value * b[factor];
    case 2: return (value - centre) * (value - centre);
    default: return value * (b[factor] - centre) / deviation;
  }
}

float sum_of(uint j, uint chunk, uint lane) {
  uint all_rows = 1;
  for (int axis = 0; axis < 3; ++axis) all_rows *= is_kept(axis) ? 1 : p.dims[axis];
  const uint width = is_kept(3) ? 1 : p.dims[3];
  const uint last = min((chunk + 1) * p.rows, all_rows);
  const float centre = k_term >= 2 ? centres[j] : 0;
  const float deviation = k_term == 3 ? sqrt(variances[j] + p.epsilon) : 1;
  float sum = 0;
  for (uint row = chunk * p.rows + lane / k_columns; row < last; row += k_split / k_columns) {
    const uvec2 start = start_of(j, row);
    float of_row = 0;
    for (uint column = lane % k_columns; column < width; column += k_columns) {
      of_row += term(a[start.x + column], start.y + column * p.factor_strides[3], centre, deviation);
    }
    sum += of_row;
  }
  return sum;
}

void main() {
  const uint lanes = gl_WorkGroupSize.x / k_split;
  const uint lane = gl_LocalInvocationID.x % k_split;
  const uint items = p.sums * p.chunks;
  // The whole group takes each turn together: it shares what it adds up.
  for (uint first = gl_WorkGroupID.x * lanes; first < items; first += gl_NumWorkGroups.x * lanes) {
    const uint item = first + gl_LocalInvocationID.x / k_split;
    const float mine = item < items ? sum_of(item % p.sums, item / p.sums, lane) : 0;
    const float sum = sum_over_split(mine);
    if (lane == 0 && item < items) sums[item] = p.scale * sum;
  }
}
