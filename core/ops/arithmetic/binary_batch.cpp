#include <algorithm>

#include "core/ops/arithmetic/binary.h"
#include "core/ops/arithmetic/broadcast.h"

namespace fovea::ops {
namespace {

/// An input as it lies in memory, aligned with the batch-last output [features …, lanes]: a weight
/// has one lane for all.
Shape batch_last(const BatchContext& context, std::size_t input) {
  const Shape& shape = context.inputs[input].shape;
  const std::size_t rank = context.outputs[0].shape.rank();
  std::vector<std::int64_t> dims(shape.dims().begin(), shape.dims().end());
  if (dims.size() == rank) dims.erase(dims.begin());
  dims.push_back(context.is_weight[input] ? 1 : context.lanes);
  return Shape(dims);
}

bool fits(const BatchContext& context) {
  const std::size_t rank = context.outputs[0].shape.rank();
  if (rank == 0) return false;
  for (std::size_t i = 0; i < 2; ++i) {
    const Shape& shape = context.inputs[i].shape;
    const bool whole = shape.rank() == rank;
    if (context.is_weight[i] ? whole && shape[0] != 1 : !whole) return false;
  }
  return true;
}

struct Walk {
  BroadcastWalk steps;
  bool multiplies = false;
  explicit Walk(const BatchContext& context)
      : steps(make(context)),
        multiplies(context.params.as<BinarySettings>().arithmetic == Arithmetic::multiply) {}

  static BroadcastWalk make(const BatchContext& context) {
    const Shape a = batch_last(context, 0), b = batch_last(context, 1);
    return {a, b, broadcast(a, b)};
  }
};

void forward(const BatchForward& call) {
  const Walk walk(call.context);
  const std::int64_t count = walk.steps.row();
  const std::int64_t a_step = walk.steps.a_strides.back(), b_step = walk.steps.b_strides.back();
  float* y = call.outputs[0];
  for (std::int64_t row = 0; row < walk.steps.rows(); ++row, y += count) {
    const auto at = walk.steps.offsets(row);
    const float *a = call.inputs[0] + at.a, *b = call.inputs[1] + at.b;
    if (walk.multiplies) {
      for (std::int64_t i = 0; i < count; ++i) y[i] = a[i * a_step] * b[i * b_step];
    } else {
      for (std::int64_t i = 0; i < count; ++i) y[i] = a[i * a_step] + b[i * b_step];
    }
  }
}

/// to[i · step] += dy[i] · factor[i · factor_step], factor null meaning 1.
void add_row(const float* dy, const float* factor, std::int64_t factor_step, std::int64_t count,
             float* to, std::int64_t step) {
  const auto gradient = [&](std::int64_t i) {
    return factor == nullptr ? dy[i] : dy[i] * factor[i * factor_step];
  };
  if (step == 0) {
    float sum = 0;
    for (std::int64_t i = 0; i < count; ++i) sum += gradient(i);
    *to += sum;
  } else {
    for (std::int64_t i = 0; i < count; ++i) to[i * step] += gradient(i);
  }
}

void backward(const BatchBackward& call) {
  const Walk walk(call.context);
  const std::int64_t count = walk.steps.row();
  const std::array steps{walk.steps.a_strides.back(), walk.steps.b_strides.back()};
  for (std::size_t input = 0; input < 2; ++input) {
    if (float* to = call.input_gradients[input]) {
      std::fill_n(to, batch_last(call.context, input).elements(), 0.0F);
    }
  }
  const float* dy = call.output_gradient;
  for (std::int64_t row = 0; row < walk.steps.rows(); ++row, dy += count) {
    const auto offsets = walk.steps.offsets(row);
    const std::array at{offsets.a, offsets.b};
    for (std::size_t input = 0; input < 2; ++input) {
      const std::size_t other = 1 - input;
      if (float* to = call.input_gradients[input]) {
        add_row(dy, walk.multiplies ? call.inputs[other] + at[other] : nullptr, steps[other], count,
                to + at[input], steps[input]);
      }
    }
  }
}

}  // namespace

const BatchKernels binary_batch{.fits = fits, .forward = forward, .backward = backward};

}  // namespace fovea::ops
