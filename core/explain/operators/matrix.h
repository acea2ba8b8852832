#pragma once

#include <array>
#include <vector>

#include "core/explain/operators/settings.h"
#include "core/tensor/tensor.h"

namespace fovea::explain {

/// An operator on one map as the matrix of a fully connected layer that does the same: a row for
/// each output, a column for each input, both row-major over their maps. Of a convolution it is a
/// doubly blocked Toeplitz matrix: few weights, shared along diagonals.
class OperatorMatrix {
 public:
  static constexpr int k_zero = -1;  ///< no weight: this input does not reach this output

  /// All zeros; extents are rows and columns of the maps.
  OperatorMatrix(std::array<std::int64_t, 2> input, std::array<std::int64_t, 2> output);

  std::array<std::int64_t, 2> input() const { return input_; }
  std::array<std::int64_t, 2> output() const { return output_; }
  std::int64_t rows() const { return output_[0] * output_[1]; }
  std::int64_t columns() const { return input_[0] * input_[1]; }

  /// Index of the kernel's cell, row-major, that multiplies input `column` for output `row`.
  int at(std::int64_t row, std::int64_t column) const {
    return taps_[static_cast<std::size_t>(row * columns() + column)];
  }
  void set(std::int64_t row, std::int64_t column, int tap) {
    taps_[static_cast<std::size_t>(row * columns() + column)] = tap;
  }

  OperatorMatrix transposed() const;

  /// By output, [oH, oW]: how many products are added up there.
  Tensor overlap() const;
  /// The matrix, its cells taken from `kernel` [kH, kW], times `map` [H, W]: [oH, oW].
  Tensor times(const Tensor& kernel, const Tensor& map) const;

 private:
  std::array<std::int64_t, 2> input_, output_;
  std::vector<int> taps_;
};

/// Of a convolution with these windows over one map of the settings' size, whatever their kind.
OperatorMatrix convolution_matrix(const OperatorSettings&);

/// Of the operator over one map: a transposed convolution has the transpose of the matrix of the
/// convolution that goes the other way.
/// Its overlap is uneven where the stride does not divide the kernel, which shows as a
/// checkerboard: Odena, Dumoulin, Olah, "Deconvolution and Checkerboard Artifacts", Distill 2016.
/// Expects no pooling.
OperatorMatrix operator_matrix(const OperatorSettings&);

/// Which maps feed which: pairs of an input and an output map, one list for each step. A depthwise
/// separable convolution has two.
using Wires = std::vector<std::array<std::int64_t, 2>>;
std::vector<Wires> wiring(const OperatorSettings&);

}  // namespace fovea::explain
