#pragma once

#include "core/document/document.h"

namespace fovea {

/// The picture input that a network declares, by its preprocessing's layout.
struct PictureInput {
  std::int64_t channels = 0;
  std::int64_t height = -1, width = -1;  ///< -1: free
  bool is_free() const { return height < 0 || width < 0; }
};

/// Throws Error where the network has no input, several inputs, or one that is no picture.
PictureInput picture_input(const Graph& graph, Layout layout);

/// Shape of the network's input tensor for an input of this size.
Shape input_shape(const Graph& graph, const Preprocessing& preprocessing, std::int64_t width,
                  std::int64_t height);

/// The size at which a network opens: what it declares, else what it was trained with, but free
/// networks at least `k_free_start` a side, where maps are worth looking at.
constexpr std::int64_t k_free_start = 64;
std::pair<std::int64_t, std::int64_t> start_size(const Graph& graph,
                                                 const Preprocessing& preprocessing);

/// The smallest square that the network can run at, at most `most`; 0 where even that is too
/// small. Found by trying.
std::int64_t smallest_side(const Graph& graph, const Preprocessing& preprocessing,
                           std::int64_t most);

/// What a person can choose from: squares from 32 (or the least that runs) by steps up to the
/// picture's shorter side, and the picture's own size last. One entry for a network of fixed size.
std::vector<std::pair<std::int64_t, std::int64_t>> size_choices(const Document& document);

}  // namespace fovea
