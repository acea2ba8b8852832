#pragma once

#include <array>
#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/document/document.h"
#include "core/figure/tone_map.h"

namespace fovea {

/// What a figure shows.
enum class FigureKind {
  maps,         ///< of a layer, or of all
  kernels,      ///< of a convolution or a dense layer
  unit,         ///< how a unit comes about: input maps, kernels, bias, map, activation
  arithmetic,   ///< of one value: what is multiplied and added up
  activations,  ///< histogram of a layer's values, their means by unit
  confusion,    ///< who is taken for whom
  network,      ///< layers, shapes, costs
  timeline,     ///< curves of a training run
  comparison    ///< maps of the network as it was beside those of the edited one
};

/// What a figure is of: the network, or the filter that the Kernel lens applies to the picture.
enum class FigureSubject { network, filter };

/// What a figure lies on: a page as large as it is, or a sheet, turned where the figure is wider
/// than it is high; a slide is 16 : 9.
enum class Paper { fit, a5, a4, a3, letter, slide };

/// A figure as a person asks for it. A value; what it is drawn from is a FigureSource.
struct FigureSpec {
  FigureKind kind = FigureKind::maps;
  FigureSubject subject = FigureSubject::network;
  /// Name of a layer or of its value; empty: all layers, or the first that has what is shown.
  std::string layer = {};
  std::vector<std::int64_t> units = {};  ///< empty: all, or the first
  /// Row and column of the value whose arithmetic is shown; nothing: of largest magnitude.
  std::optional<std::pair<std::int64_t, std::int64_t>> position = std::nullopt;
  int columns = 0;  ///< maps beside each other, to k_most_columns; 0: what fits
  std::optional<ScaleScope> scope = std::nullopt;  ///< nothing: what the window begins with
  /// Ends of the scale, in place of what the values have.
  std::optional<std::pair<float, float>> range = std::nullopt;
  /// Nothing: what the window has; pictures black to white, shares sequential, all else diverging.
  std::optional<Palette> palette = std::nullopt;
  Theme theme = Theme::light;
  bool transparent = false;  ///< no ground; of PNG and SVG
  Reduction reduction = Reduction::mean;
  int zoom = 1;           ///< of a PNG: 1 to 8 pixels for 1/96 inch
  double width_mm = 180;  ///< 40 to 1000; journals' columns have about 85 and 180
  double font_pt = 8;     ///< 4 to 32
  Paper paper = Paper::fit;
  bool legend = true;
  bool caption = false;  ///< model, layer, input, scale, seed, version
  friend bool operator==(const FigureSpec&, const FigureSpec&) = default;
};

inline constexpr int k_most_zoom = 8;
inline constexpr int k_most_columns = 4096;
inline constexpr std::array<double, 2> k_figure_widths{40, 1000};  ///< least and most, millimetres
inline constexpr std::array<double, 2> k_figure_fonts{4, 32};      ///< points

/// Whether a filter has figures of that kind: it learns nothing, and knows no classes.
bool suits_filter(FigureKind kind);

std::string_view name_of(FigureKind kind);
std::string_view name_of(FigureSubject subject);
std::string_view name_of(ScaleScope scope);
std::string_view name_of(Palette palette);
std::string_view name_of(Theme theme);
std::string_view name_of(Reduction reduction);
std::string_view name_of(Paper paper);

nlohmann::ordered_json json_of(const FigureSpec& spec);
/// The same as a text, ASCII.
std::string json_text(const FigureSpec& spec);
/// Absent keys keep their defaults, unknown ones are ignored. Throws Error, naming the key, where a
/// value is wrong or out of range.
FigureSpec spec_from_json(const nlohmann::ordered_json& json);

}  // namespace fovea
