#version 450
#extension GL_GOOGLE_include_directive : require
#extension GL_EXT_control_flow_attributes : require
#include "params.h"

// Matrix product. An invocation makes k_rows × k_columns elements. k_split neighbours share the
// sum over k, where there is one row only (a dense layer on one picture) and so little else to do
// at once; the group's other invocations are neighbouring columns.

layout(local_size_x_id = 0, local_size_y_id = 1, local_size_z_id = 2) in;
layout(constant_id = 3) const uint k_has_c = 0;
layout(constant_id = 4) const int k_rows = 1;
layout(constant_id = 5) const int k_columns = 1;
layout(constant_id = 6) const int k_split = 1;  // a power of two that divides the group

layout(push_constant) uniform Push { MatrixConstants p; };
layout(set = 0, binding = 0) readonly buffer A { float a[]; };
layout(set = 0, binding = 1) readonly buffer B { float b[]; };
layout(set = 0, binding = 2) writeonly buffer Y { float y[]; };
layout(set = 0, binding = 3) readonly buffer C { float c[]; };  // any buffer where there is none

shared float partial[gl_WorkGroupSize.x];

// Sum of `mine` over k_split neighbours, for the first of them; the whole group calls it.
float sum_over_split(float mine) {
  const uint me = gl_LocalInvocationID.x;
  partial[me] = mine;
  for (int width = k_split / 2; width > 0; width /= 2) {
    barrier();
    if (int(me) % k_split < width) partial[me] += partial[me + width];
  }
  const float sum = partial[me];
  barrier();
  return sum;
}

void main() {
  const int matrix = int(gl_WorkGroupID.z);
  const ivec3 index = ivec3(matrix / (p.batch[1] * p.batch[2]),
                            matrix / p.batch[2] % p.batch[1], matrix % p.batch[2]);
  const int a_start = index.x * p.a_batch[0] + index.y * p.a_batch[1] + index.z * p.a_batch[2];
  const int b_start = index.x * p.b_batch[0] + index.y * p.b_batch[1] + index.z * p.b_batch[2];

  // What hangs over the edge computes the last row or column again and drops it.
  const int share = int(gl_LocalInvocationID.x) % k_split;
  const int lanes = int(gl_WorkGroupSize.x) / k_split;
  const int first_row = int(gl_WorkGroupID.y) * k_rows;
  const int first_column =
      int(gl_WorkGroupID.x) * lanes * k_columns + int(gl_LocalInvocationID.x) / k_split;
  int a_rows[k_rows], b_columns[k_columns];
  [[unroll]] for (int i = 0; i < k_rows; ++i) {
    a_rows[i] = a_start + min(first_row + i, p.rows - 1) * p.a_row;
  }
  [[unroll]] for (int j = 0; j < k_columns; ++j) {
    b_columns[j] = b_start + min(first_column + j * lanes, p.columns - 1) * p.b_column;
  }

  float sums[k_rows][k_columns];
  [[unroll]] for (int i = 0; i < k_rows; ++i) {
    [[unroll]] for (int j = 0; j < k_columns; ++j) sums[i][j] = 0;
  }
  for (int k = share; k < p.depth; k += k_split) {
    float row[k_columns];
    [[unroll]] for (int j = 0; j < k_columns; ++j) row[j] = b[b_columns[j] + k * p.b_step];
    [[unroll]] for (int i = 0; i < k_rows; ++i) {
      const float factor = a[a_rows[i] + k * p.a_step];
      [[unroll]] for (int j = 0; j < k_columns; ++j) sums[i][j] += factor * row[j];
    }
  }

  [[unroll]] for (int i = 0; i < k_rows; ++i) {
    [[unroll]] for (int j = 0; j < k_columns; ++j) {
      const int at_row = first_row + i;
      const int at_column = first_column + j * lanes;
      const float sum = k_split > 1 ? sum_over_split(sums[i][j]) : sums[i][j];
      if (share == 0 && at_row < p.rows && at_column < p.columns) {
        float value = p.alpha * sum;
        if (k_has_c != 0) value += p.beta * c[at_row * p.c_row + at_column * p.c_column];
        y[(matrix * p.rows + at_row) * p.columns + at_column] = value;
      }
    }
  }
}
