#pragma once

#include <filesystem>

#include "core/figure/figure_spec.h"

namespace fovea {

/// What moves in a clip.
enum class ClipKind {
  slide,     ///< a kernel over its input, its output filling up: of FigureKind::arithmetic
  training,  ///< kernels and curves through a run: of FigureKind::timeline
  edit       ///< maps before and after the weights were edited: of FigureKind::comparison
};
std::string_view name_of(ClipKind kind);
/// Nothing where such a figure does not move.
std::optional<ClipKind> clip_kind(FigureKind kind);
/// As `clip_kind`; throws Error, saying which figures move.
ClipKind needed_clip_kind(FigureKind kind);

enum class ClipFormat { gif, mp4, webm };
std::string_view name_of(ClipFormat format);
/// The format of a file's name; nothing where its ending is none of them.
std::optional<ClipFormat> clip_format(const std::filesystem::path& path);

/// A figure that moves, as a person asks for it. A value; what it is drawn from is a ClipSource.
struct ClipSpec {
  /// Its kind says what moves. Columns, zoom, width, font and transparency are of no meaning.
  FigureSpec figure = {.kind = FigureKind::arithmetic};
  int width = 1280, height = 720;  ///< pixels, even
  int frames_per_second = 30;
  /// From 0.1 to 600; 0: 250 ms a step over real maps, 1 s over a toy grid, 30 at most.
  double seconds = 0;
  /// How often it is shown. 0: a GIF for ever, a video once; a video holds its repetitions.
  int loops = 0;
  friend bool operator==(const ClipSpec&, const ClipSpec&) = default;
};

/// Least and most.
inline constexpr std::array<int, 2> k_clip_widths{160, 3840};
inline constexpr std::array<int, 2> k_clip_heights{120, 2160};
inline constexpr std::array<int, 2> k_clip_rates{1, 60};
inline constexpr std::array<double, 2> k_clip_seconds{0.1, 600};
inline constexpr int k_most_loops = 1000;
/// What has shorter pauses is played slowly by most programs.
inline constexpr int k_most_gif_rate = 50;
/// With its repetitions.
inline constexpr std::int64_t k_most_clip_frames = 36'000;

/// Throws Error where the spec is beyond the limits, or what its format can hold.
void check_clip(const ClipSpec& spec, ClipFormat format);

nlohmann::ordered_json json_of(const ClipSpec& spec);
/// As `spec_from_json` of a figure: absent keys keep their defaults. Throws Error.
ClipSpec clip_from_json(const nlohmann::ordered_json& json);

}  // namespace fovea
