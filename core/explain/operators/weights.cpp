#include <algorithm>
#include <cmath>
#include <numbers>

#include "core/explain/operators/network.h"
#include "core/ops/conv/presets.h"

namespace fovea::explain {
namespace {

/// Weight of map `map` of `maps` in pattern `pattern`: a row of the DCT-II, divided by the number
/// of maps.
double mixing(std::int64_t pattern, std::int64_t map, std::int64_t maps) {
  const auto count = static_cast<double>(maps);
  const double phase = (static_cast<double>(map) + 0.5) * static_cast<double>(pattern % maps);
  return std::cos(std::numbers::pi * phase / count) / count;
}

/// The kernel's cells in round `round`: as drawn, mirrored left to right, upside down, both.
float cell(const Tensor& kernel, std::int64_t round, std::int64_t row, std::int64_t column) {
  const std::int64_t rows = kernel.shape()[0], columns = kernel.shape()[1];
  if (round % 4 >= 2) row = rows - 1 - row;
  if (round % 2 == 1) column = columns - 1 - column;
  return kernel.floats()[static_cast<std::size_t>(row * columns + column)];
}

Tensor spread_kernel(const Tensor& kernel, std::int64_t outputs, std::int64_t group_outputs,
                     std::int64_t group_inputs) {
  const std::int64_t rows = kernel.shape()[0], columns = kernel.shape()[1];
  Tensor weights(Shape{outputs, group_inputs, rows, columns});
  auto out = weights.mutable_values<float>().begin();
  for (std::int64_t output = 0; output < outputs; ++output) {
    const std::int64_t pattern = output % group_outputs;
    for (std::int64_t map = 0; map < group_inputs; ++map) {
      const auto share = static_cast<float>(mixing(pattern, map, group_inputs));
      for (std::int64_t row = 0; row < rows; ++row) {
        for (std::int64_t column = 0; column < columns; ++column) {
          *out++ = share * cell(kernel, pattern / group_inputs, row, column);
        }
      }
    }
  }
  return weights;
}

}  // namespace

OperatorWeights make_weights(const OperatorSettings& it, const Tensor& kernel, std::uint64_t seed) {
  OperatorWeights weights{.kernel = centred(kernel, it.kernel[0], it.kernel[1]),
                          .spread = {},
                          .seed = it.kind == OperatorKind::fully_connected ? seed : 0};
  if (it.kind == OperatorKind::depthwise_separable) {
    weights.spread = spread_kernel(weights.kernel, it.channels, 1, 1);
    const Tensor dot = Tensor::filled(Shape{1, 1}, 1.0f);
    weights.pointwise = spread_kernel(dot, it.outputs, it.outputs, it.channels);
  } else {
    weights.spread =
        spread_kernel(weights.kernel, it.outputs, it.outputs / it.groups, it.channels / it.groups);
  }
  return weights;
}

}  // namespace fovea::explain
