#pragma once

#include <array>
#include <optional>
#include <vector>

#include "core/base/cancel.h"
#include "core/filter/border.h"
#include "core/graph/graph.h"
#include "core/ops/window.h"

namespace fovea {

/// Kernels and what they slide over: one convolution with all its numbers, whether it is a layer
/// of a network or a filter over a picture. A value.
struct Slide {
  Tensor input;    ///< [C, H, W]
  Tensor weights;  ///< [M, C / groups, kH, kW], as they are drawn
  Tensor bias;     ///< [M]; empty where there is none
  std::array<Window, 2> windows;
  std::int64_t groups = 1;
  Border border = Border::zero;
  /// The kernels are turned by half before they are applied: the convolution of mathematics.
  bool flip = false;

  std::int64_t inputs() const { return input.shape()[0]; }
  std::int64_t units() const { return weights.shape()[0]; }
  /// Input maps that one unit reads, and the first of them that `unit` reads.
  std::int64_t reads() const { return weights.shape()[1]; }
  std::int64_t first_read(std::int64_t unit) const { return unit / (units() / groups) * reads(); }
  std::int64_t rows() const { return windows[0].positions(input.shape()[1]); }
  std::int64_t columns() const { return windows[1].positions(input.shape()[2]); }
};

/// One product: an input value under the window, and the weight that it meets.
struct Tap {
  std::int64_t row = 0, column = 0;  ///< in the input; beyond it in the padding
  bool padding = false;              ///< the value is the border's
  float value = 0, weight = 0;
  std::int64_t cell = 0;  ///< of the kernel as it is drawn, row-major, that holds the weight
  double product() const { return static_cast<double>(value) * weight; }
};

/// The products that unit `unit` makes at (row, column) of its map from input map `input`,
/// row-major by place in the window. Of [0, units), [0, rows()), [0, columns()), the maps that the
/// unit reads.
std::vector<Tap> taps_of(const Slide& slide, std::int64_t unit, std::int64_t row,
                         std::int64_t column, std::int64_t input);

/// How one value of the output is made: the sum of all products by input map, added up, and the
/// bias.
struct SlideSum {
  std::vector<double> shares;  ///< by input map, from `first_read` on
  double sum = 0;
  double bias = 0;
  double total() const { return sum + bias; }
};
SlideSum sum_of(const Slide& slide, std::int64_t unit, std::int64_t row, std::int64_t column);

/// All output maps, [M, rows, columns], by the CPU's convolution; where every unit applies the same
/// kernel to a map of its own, or all to all maps, by the cheapest way to filter a picture.
/// Throws Error where the window fits nowhere, Cancelled.
Tensor apply(const Slide& slide, int threads, const CancelToken& cancel);

/// Input map `index` with its border around it, [H + pads, W + pads].
Tensor padded_map(const Slide& slide, std::int64_t index);

/// The convolution of a network: node `conv`, a Conv of one or two spatial axes, on the first
/// sample of `input`. Nothing for other nodes and where the weights are computed.
std::optional<Slide> slide_of(const Graph& graph, NodeId conv, const Tensor& input);

}  // namespace fovea
