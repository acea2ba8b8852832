#pragma once

#include <optional>
#include <vector>

#include "core/document/edits.h"

namespace fovea {

/// A kernel slice of a convolution: what the Kernel lens shows of a network.
struct KernelPlace {
  NodeId conv = k_no_node;
  std::int64_t unit = 0;
  std::int64_t read = 0;  ///< which of the input maps that the unit reads, from 0
  KernelSlice slice() const { return {{conv, unit}, read}; }
  friend bool operator==(const KernelPlace&, const KernelPlace&) = default;
};

/// Convolutions of one or two spatial axes with weights of their own, in the graph's order.
std::vector<NodeId> convolutions_of(const Graph& graph);

/// The slice that the selection means: of the convolution that made the selected unit, also where
/// activations, normalisations and pooling came after it; else of the first convolution. Nothing
/// where the network has none.
std::optional<KernelPlace> kernel_place(const Document& document);

/// The selection of that slice.
Selection selection_of(const Graph& graph, const KernelPlace& place);

}  // namespace fovea
