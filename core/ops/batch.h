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
  std::int64_t first_sample = 0;  ///< of the whole batch, what lane 0 is
};

struct BatchForward {
  const BatchContext& context;
  std::span<const float* const> inputs;  ///< null where absent
  std::span<float* const> outputs;
  const float* packed = nullptr;  ///< what `pack` filled
};

struct BatchBackward {
  const BatchContext& context;
  std::span<const float*const> inputs, outputs;
  const float* output_gradient = nullptr;  ///< of output 0
  /// Null where nobody wants it. Written, not added to; may be `output_gradient` itself where
  /// `in_place` says so. Of weights: the sum over these samples.
  std::span<float* const> input_gradients;
  const float* packed = nullptr;
};

/// How an operator trains fast. All functions are pure and run on several threads at a time.
struct BatchKernels {
  /// Whether these kernels can run this node; null means always. N is any number here.
  bool (*fits)(const BatchContext&) = nullptr;
  void (*forward)(const BatchForward&);
  void (*backward)(const BatchBackward&);
  /// Input 0 may be overwritten by output 0, and its gradient by that of the input: the backward
  /// pass reads the output alone.
  bool in_place = false;
  /// Floats of the weights rearranged for both passes, once a step; null where there are none.
  std::int64_t (*packed_floats)(const BatchContext&) = nullptr;
  void (*pack)(const BatchContext&, std::span<const float* const> inputs, float* packed) = nullptr;
};

}  // namespace fovea
