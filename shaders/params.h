// Push constants of every shader, written once for GLSL and C++: uint, int and float only, at
// most 128 bytes a struct. A GLSL file includes this with GL_GOOGLE_include_directive.
#ifdef __cplusplus
#pragma once

#include <cstdint>

namespace fovea {
using uint = std::uint32_t;
#endif

// -- shared ------------------------------------------------------------------------------------

// sums[k, j] = scale · the terms of chunk k of sum j, over a value of four axes: a sum over the
// axes that are not kept for each position on those that are (a bit an axis). Terms come in rows
// along the last axis where that is summed over, else one by one.
struct ReductionParams {
  uint sums;
  uint chunks;  // of each sum
  uint rows;    // of a chunk; the last may have fewer
  uint dims[4];
  uint kept;
  uint factor_strides[4];
  float scale;
  float epsilon;
};

// y[i] = scale · Σ parts[k, i]
struct SumPartsParams {
  uint count;
  uint parts;
  float scale;
};

// -- activation --------------------------------------------------------------------------------

struct ElementwiseParams {
  uint count;
  float slope;  // LeakyRelu's
};

struct ClipBounds {
  uint count;
  float low, high;  // where no input gives them
};

// -- arithmetic --------------------------------------------------------------------------------

// y[i] = a[…] op b[…] over an output of four axes; a stride of 0 broadcasts.
struct BinaryParams {
  uint count;
  uint dims[4];
  uint a_strides[4];
  uint b_strides[4];
};

// Copies rows of `row` elements to every `out_row`-th place of the output, from `offset` on.
struct ConcatParams {
  uint count;  // elements of this input
  uint row;
  uint out_row;
  uint offset;
};

// -- conv --------------------------------------------------------------------------------------

// Three spatial axes, depth first; missing ones have extent 1. Weights are [outputs, group_in,
// kernel…]; `outputs` is a multiple of `group_out`.
struct ConvConstants {
  int in_dims[3];
  int out_dims[3];
  int pad_begin[3];
  int samples;
  int outputs;    // channels of the output
  int group_in;   // input channels of one group
  int group_out;  // output channels of one group
};

// dw over [outputs, group_in, kernel…]: each chunk of samples by itself.
struct ConvWeightGradientConstants {
  int in_dims[3];
  int out_dims[3];
  int pad_begin[3];
  int samples;
  int outputs;
  int group_in;
  int group_out;
  int chunk;  // samples
};

// Weights [groups, group_out, group_in, taps] to [groups, group_in, group_out, taps reversed].
struct ConvFlipConstants {
  uint count;
  uint group_in;
  uint group_out;
  uint taps;
};

// -- dense -------------------------------------------------------------------------------------

// y[row, column] = alpha · Σ a[row, k] b[k, column] + beta · c[row, column], for each matrix of a
// batch of up to three axes. Strides are in elements; 0 broadcasts.
struct MatrixConstants {
  int rows, columns, depth;
  int a_row, a_step;     // to the next row, to the next k
  int b_step, b_column;  // to the next k, to the next column
  int c_row, c_column;
  float alpha, beta;
  int batch[3];
  int a_batch[3];
  int b_batch[3];
};

// -- normalisation -----------------------------------------------------------------------------

struct BatchNormParams {
  uint count;
  uint channels;
  uint spatial;  // elements of one channel of one sample
  float epsilon;
};

// dx of the batch's own statistics where `share` is 1 / elements of a channel, of others at 0.
struct BatchNormGradientParams {
  uint count;
  uint channels;
  uint spatial;
  float epsilon;
  float share;
};

// -- pooling -----------------------------------------------------------------------------------

// Three spatial axes, depth first; missing ones have extent 1.
struct PoolParams {
  int in_dims[3];
  int out_dims[3];
  int pad_begin[3];
  int pad_end[3];
  uint planes;  // samples times channels
};

struct GlobalPoolParams {
  uint planes;
  uint plane;  // elements of one
};

// -- shape -------------------------------------------------------------------------------------

// What is drawn is a fraction of 2^53: below `threshold` an element is dropped.
struct DropoutParams {
  uint count;
  uint threshold_low, threshold_high;
  float scale;
};

// -- softmax -----------------------------------------------------------------------------------

// Over [outer, extent, inner], along `extent`.
struct SoftmaxParams {
  uint rows;  // outer times inner
  uint extent;
  uint inner;
};

// -- train -------------------------------------------------------------------------------------

// Cross-entropy of logits [samples, classes].
struct CrossEntropyParams {
  uint samples;
  uint classes;
  float smoothing;
  float scale;  // of the gradient
};

#ifdef __cplusplus
}  // namespace fovea
#endif
