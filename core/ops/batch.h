#pragma once

#include <cstdint>
#include <span>

#include "core/ops/params.h"
#include "core/ops/value_type.h"

namespace fovea {

/// Training runs over a few samples at a time, laid out batch last: a value [N, C, H, W] is
/// [C, H, W, lanes] in memory, its samples side by side, so that every kernel works on whole
/// vectors whatever the number of channels and the size of the maps. `lanes` is a multiple of 16;
/// those beyond the samples hold finite numbers that count for nothing: their gradients are 0.
/// Weights have the layout that the graph gives them.
constexpr std::int64_t k_lane_multiple = 16;

/// What both passes of a node share.
struct BatchContext {
  const Params& params;
  std::span<const ValueType> inputs;   ///< with N samples; a default ValueType where absent
  std::span<const ValueType> outputs;  ///< with N samples
  std::int64_t samples = 0;            ///< N: of these lanes, the first
  std::int64_t lanes = 0;
  std::span<const char> is_weight;  ///< by input: it has the graph's layout
  TrainingMode mode = {};
  std::int64_t first_sample = 0;   ///< of the whole batch, what lane 0 is
  std::int64_t batch_samples = 0;  ///< of the whole batch
};

/// Floats of one sample of output 0 times the lanes.
inline std::int64_t batch_floats(const BatchContext& context) {
  const Shape& shape = context.outputs[0].shape;
  return shape.elements(1, shape.rank()) * context.lanes;
}

struct BatchForward {
  const BatchContext& context;
  std::span<const float* const> inputs;  ///< null where absent
  std::span<float* const> outputs;
  const float* packed = nullptr;  ///< what `pack` filled
  const double* sums = nullptr;   ///< over the whole batch, see BatchKernels::sums
};

struct BatchBackward {
  const BatchContext& context;
  std::span<const float*const> inputs, outputs;
  const float* output_gradient = nullptr;  ///< of output 0
  /// Null where nobody wants it. Written, not added to; may be `output_gradient` itself where
  /// `in_place` says so. Of weights: the sum over these samples.
  std::span<float* const> input_gradients;
  const float* packed = nullptr;
  const double *sums = nullptr, *gradient_sums = nullptr;
};

/// How an operator trains fast. All functions are pure and run on several threads at a time.
struct BatchKernels {
  /// Whether these kernels can run this node; null means always. N is any number here.
  bool (*fits)(const BatchContext&) = nullptr;
  void (*forward)(const BatchForward&);
  void (*backward)(const BatchBackward&);
  /// Output 0 may lie where input 0 does, and the gradients too: the backward pass does not read
  /// the input, and both go element by element.
  bool in_place = false;
  /// The backward pass reads the output: nothing may be written over it.
  bool reads_output = false;
  /// Floats of the weights rearranged for both passes, once a step; null where there are none.
  std::int64_t (*packed_floats)(const BatchContext&) = nullptr;
  void (*pack)(const BatchContext&, std::span<const float* const> inputs, float* packed) = nullptr;
  /// BatchNormalization looks at all samples of the batch before it makes one: how many sums it
  /// needs for each pass (null or 0: none), and how a few samples add to them. They are added up
  /// in the samples' order and given to both passes as `sums` and `gradient_sums`.
  std::int64_t (*sums)(const BatchContext&) = nullptr;
  void (*add_sums)(const BatchForward&, double* sums) = nullptr;
  void (*add_gradient_sums)(const BatchBackward&, double* sums) = nullptr;
  /// Changes weights that have no gradient after a step (running statistics): by input, null where
  /// it is none. `context.samples` is the whole batch.
  void (*after_step)(const BatchContext&, const double* sums,
                     std::span<float* const> weights) = nullptr;
};

}  // namespace fovea
