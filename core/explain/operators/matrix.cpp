#include "core/explain/operators/matrix.h"

#include <cassert>

#include "core/explain/operators/counts.h"
#include "core/ops/window.h"

namespace fovea::explain {

OperatorMatrix::OperatorMatrix(std::array<std::int64_t, 2> input,
                               std::array<std::int64_t, 2> output)
    : input_(input),
      output_(output),
      taps_(static_cast<std::size_t>(checked_multiply(rows(), columns())), k_zero) {}

OperatorMatrix OperatorMatrix::transposed() const {
  OperatorMatrix result(output_, input_);
  for (std::int64_t row = 0; row < rows(); ++row) {
    for (std::int64_t column = 0; column < columns(); ++column)
      result.set(column, row, at(row, column));
  }
  return result;
}

Tensor OperatorMatrix::overlap() const {
  Tensor counts = Tensor::filled(Shape{output_[0], output_[1]}, 0.0f);
  const auto cells = counts.mutable_values<float>();
  for (std::int64_t row = 0; row < rows(); ++row) {
    for (std::int64_t column = 0; column < columns(); ++column) {
      if (at(row, column) != k_zero) cells[static_cast<std::size_t>(row)] += 1;
    }
  }
  return counts;
}

Tensor OperatorMatrix::times(const Tensor& kernel, const Tensor& map) const {
  Tensor result(Shape{output_[0], output_[1]});
  const auto cells = result.mutable_values<float>();
  for (std::int64_t row = 0; row < rows(); ++row) {
    double sum = 0;
    for (std::int64_t column = 0; column < columns(); ++column) {
      const int tap = at(row, column);
      if (tap == k_zero) continue;
      sum += double{kernel.floats()[static_cast<std::size_t>(tap)]} *
             double{map.floats()[static_cast<std::size_t>(column)]};
    }
    cells[static_cast<std::size_t>(row)] = static_cast<float>(sum);
  }
  return result;
}

namespace {

/// Sets the weights of output (`y`, `x`).
void fill_row(OperatorMatrix& matrix, const Window& down, const Window& across, std::int64_t y,
              std::int64_t x) {
  const auto [height, width] = matrix.input();
  const Range rows = down.taps(y, height), columns = across.taps(x, width);
  for (std::int64_t row = rows.first; row < rows.last; ++row) {
    for (std::int64_t column = columns.first; column < columns.last; ++column) {
      const std::int64_t from_row = y * down.stride - down.pad_begin + row * down.dilation;
      const std::int64_t from_column =
          x * across.stride - across.pad_begin + column * across.dilation;
      matrix.set(y * matrix.output()[1] + x, from_row * width + from_column,
                 static_cast<int>(row * across.kernel + column));
    }
  }
}

}  // namespace

OperatorMatrix convolution_matrix(const OperatorSettings& it) {
  const auto window = [&](std::size_t axis) {
    return Window{.kernel = it.kernel[axis],
                  .stride = it.stride,
                  .dilation = it.dilation,
                  .pad_begin = it.padding,
                  .pad_end = it.padding};
  };
  const Window down = window(0), across = window(1);
  OperatorMatrix matrix({it.height, it.width},
                        {down.positions(it.height), across.positions(it.width)});
  for (std::int64_t y = 0; y < matrix.output()[0]; ++y) {
    for (std::int64_t x = 0; x < matrix.output()[1]; ++x) fill_row(matrix, down, across, y, x);
  }
  return matrix;
}

OperatorMatrix operator_matrix(const OperatorSettings& it) {
  assert(!is_pooling(it.kind));
  if (it.kind != OperatorKind::transposed) return convolution_matrix(it);
  OperatorSettings other_way = it;
  const OperatorCounts counts = count(it);
  other_way.height = counts.rows.value();
  other_way.width = counts.columns.value();
  return convolution_matrix(other_way).transposed();
}

std::vector<Wires> wiring(const OperatorSettings& it) {
  const auto all = [](std::int64_t inputs, std::int64_t outputs, std::int64_t groups) {
    Wires wires;
    for (std::int64_t output = 0; output < outputs; ++output) {
      const std::int64_t group = output / (outputs / groups), size = inputs / groups;
      for (std::int64_t i = 0; i < size; ++i) wires.push_back({group * size + i, output});
    }
    return wires;
  };
  if (it.kind != OperatorKind::depthwise_separable)
    return {all(it.channels, it.outputs, it.groups)};
  return {all(it.channels, it.channels, it.channels), all(it.channels, it.outputs, 1)};
}

}  // namespace fovea::explain
