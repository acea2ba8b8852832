#pragma once

#include <string>

#include "core/explain/slide.h"
#include "core/graph/shaped_graph.h"

namespace fovea {

/// The settings of a Conv layer, as somebody tries others.
struct LayerSettings {
  std::array<std::int64_t, 2> stride{1, 1}, dilation{1, 1};  ///< down, to the right
  std::array<std::int64_t, 4> pads{};                        ///< top, left, bottom, right
  std::int64_t groups = 1;
  friend bool operator==(const LayerSettings&, const LayerSettings&) = default;
};
LayerSettings settings_of(const Slide& slide);

/// The same layer under other settings. In another number of groups each unit keeps the kernels
/// for the input maps of its own group, as far as it has them, and has zeros for the others.
Slide with_settings(const Slide& slide, const LayerSettings& settings);

/// What a change would do to the layers after it.
struct Consequence {
  enum class Kind {
    none,     ///< shapes stay
    resized,  ///< other shapes, and the network still runs
    broken    ///< a later layer cannot run
  };
  Kind kind = Kind::none;
  std::string node;    ///< the first layer after it whose output has another shape, or that breaks
  std::string detail;  ///< the shapes before and after, or why it cannot run; one clause
};

/// What becomes of the network if node `conv`, a Conv, had these settings.
Consequence consequence_of(const ShapedGraph& shaped, NodeId conv, const LayerSettings& settings);

}  // namespace fovea
