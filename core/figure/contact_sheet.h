#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/figure/tone_map.h"
#include "core/media/picture.h"

namespace fovea {

/// All maps of one value as one figure.
struct ContactSheet {
  /// Which values share a scale.
  enum class Scope { unit, layer };

  Tensor values = {};     ///< float32, laid out as map_grid says.
  std::string name = {};  ///< Of the value or layer; shown shortened where it is long.
  std::string detail =
      {};  ///< A few words after the name, the operator for instance; may be empty.
  Theme theme = Theme::light;
  Palette palette = Palette::diverging;
  Reduction reduction = Reduction::mean;
  Scope scope = Scope::layer;
  /// Instead of the layer's own, to compare layers; values beyond it are counted in the legend.
  std::optional<Scale> scale = std::nullopt;
  int width = 1400;  ///< Of the figure, in pixels; at least 400.
  /// More are not drawn; the figure says how many there are.
  int max_maps = 4096;
};

/// Draws title, maps and legend (least, 0 and largest value, clipped values, how maps were
/// reduced). Maps that are zero everywhere are framed and say "dead". The first call on a process
/// without a window needs the main thread (ensure_qt_gui). Throws Error where there is nothing to
/// draw.
Picture draw_contact_sheet(const ContactSheet& sheet);

/// The same as a PNG file, written whole or not at all.
void write_contact_sheet(const std::filesystem::path& path, const ContactSheet& sheet);

}  // namespace fovea
