#pragma once

#include <QColor>
#include <QPointF>
#include <QSizeF>
#include <QVariantList>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "core/document/document.h"
#include "core/engine/frame.h"
#include "ui/maps/atlas.h"
#include "ui/network/lens_layout.h"

namespace fovea {

/// The part of the lens that is in view, and how it is to be drawn.
struct LensView {
  const LensLayout& layout;
  std::pair<int, int> columns;  ///< [first, last) in view
  QSizeF room;                  ///< pixels of the interface
  QPointF scroll;
  ScaleScope scope = ScaleScope::shared;
  double device_ratio = 1, text_zoom = 1;
  bool dark = true;
  bool peak = false;
  QColor frame_color, text_color;
  /// Of the layers that have them, by value.
  std::map<ValueId, std::vector<std::string>> unit_names;
  std::set<Unit> muted;
  /// What black and white pixels become in each unit of `picture`; empty where that is not known.
  std::vector<ValueRange> picture_ranges;
  ValueId picture = k_no_value;
  std::vector<ValueId> covered = {};  ///< of which nothing is drawn
};

/// What preprocessing makes of the darkest and the brightest pixel, by channel as the network takes
/// them. Empty where a channel is no unit.
std::vector<ValueRange> picture_ranges(const Preprocessing& preprocessing);

/// All maps and kernels in view, on the scales that the scope asks for.
AtlasJob lens_atlas(const LensView& view, const std::shared_ptr<const Frame>& frame);

/// Colours of a layer's scale: pictures are black to white, the shares of a softmax go from 0 to 1.
Palette lens_palette(const LensColumn& column, const Graph& graph);

/// What a scale is: where it stands, its palette, and numbers as they are shown.
QVariantMap lens_legend(const LensColumn& column, Palette palette, const ValueRange& range);
/// A legend for each scale of an atlas.
QVariantList lens_legends(const LensLayout& layout, const Graph& graph, const Atlas& atlas);

}  // namespace fovea
