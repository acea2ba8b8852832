#pragma once

#include <array>
#include <optional>
#include <vector>

#include "core/document/edits.h"

namespace fovea {

/// A convolution that reads what another one makes, with nothing but activations in between.
struct NextConvolution {
  NodeId node = k_no_node;
  std::vector<NodeId> between;  ///< the activations, in order
};

/// The first that follows `conv`, along the one way there is: where activations part the way in
/// two, and in front of any other layer, there is none.
std::optional<NextConvolution> next_convolution(const Graph& graph, NodeId conv);

/// Which of its kernels meet unit k of the convolution before: the same slice of units
/// [first_unit, last_unit), a group of them.
struct ReadingUnits {
  std::int64_t first_unit = 0, last_unit = 0;
  std::int64_t slice = 0;
};
ReadingUnits units_that_read(const Graph& graph, NodeId next, std::int64_t unit);

/// Stride and dilation of a convolution, down and to the right.
struct Steps {
  std::array<std::int64_t, 2> stride{1, 1}, dilation{1, 1};
};
Steps steps_of(const Graph& graph, NodeId conv);

}  // namespace fovea
