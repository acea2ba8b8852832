#include "core/figure/motion/clip_spec.h"

#include <algorithm>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "core/base/ending.h"
#include "core/base/error.h"

namespace fovea {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::array<std::string_view, 3> k_formats{"gif", "mp4", "webm"};

template <typename T>
bool is_within(T value, const std::array<T, 2>& limits) {
  return value >= limits[0] && value <= limits[1];
}

template <typename T>
void read(const Json& json, const char* key, T least, T most, T& target) {
  const auto found = json.find(key);
  if (found == json.end() || found->is_null()) return;
  const bool is_number = std::is_integral_v<T> ? found->is_number_integer() : found->is_number();
  const double value = is_number ? found->get<double>() : 0;
  if (!is_number || !(value >= static_cast<double>(least) && value <= static_cast<double>(most)))
    throw Error{fmt::format("the clip's setting “{}” is damaged", key)};
  target = found->get<T>();
}

}  // namespace

std::string_view name_of(ClipKind kind) {
  constexpr std::array<std::string_view, 3> k_names{"slide", "training", "edit"};
  return k_names[static_cast<std::size_t>(kind)];
}

std::optional<ClipKind> clip_kind(FigureKind kind) {
  switch (kind) {
    case FigureKind::arithmetic:
      return ClipKind::slide;
    case FigureKind::timeline:
      return ClipKind::training;
    case FigureKind::comparison:
      return ClipKind::edit;
    default:
      return std::nullopt;
  }
}

ClipKind needed_clip_kind(FigureKind kind) {
  if (const std::optional<ClipKind> moving = clip_kind(kind)) return *moving;
  throw Error{
      fmt::format("a figure of {} does not move: a clip shows slide (a kernel over its input), "
                  "timeline (a training run) or comparison (before and after an edit)",
                  name_of(kind))};
}

std::string_view name_of(ClipFormat format) { return k_formats[static_cast<std::size_t>(format)]; }

std::optional<ClipFormat> clip_format(const std::filesystem::path& path) {
  const std::string ending = lower_ending(path);
  for (std::size_t i = 0; i < k_formats.size(); ++i)
    if (ending.size() > 1 && ending.substr(1) == k_formats[i]) return static_cast<ClipFormat>(i);
  return std::nullopt;
}

void check_clip(const ClipSpec& spec, ClipFormat format) {
  needed_clip_kind(spec.figure.kind);
  if (!is_within(spec.width, k_clip_widths) || !is_within(spec.height, k_clip_heights))
    throw Error{fmt::format("a clip has {} × {} to {} × {} pixels, not {} × {}", k_clip_widths[0],
                            k_clip_heights[0], k_clip_widths[1], k_clip_heights[1], spec.width,
                            spec.height)};
  if (spec.width % 2 != 0 || spec.height % 2 != 0)
    throw Error{fmt::format("a clip's width and height are even, and {} × {} is not", spec.width,
                            spec.height)};
  if (!is_within(spec.frames_per_second, k_clip_rates))
    throw Error{fmt::format("a clip has {} to {} frames a second, not {}", k_clip_rates[0],
                            k_clip_rates[1], spec.frames_per_second)};
  if (format == ClipFormat::gif && spec.frames_per_second > k_most_gif_rate)
    throw Error{fmt::format("a GIF has {} frames a second at most, not {}", k_most_gif_rate,
                            spec.frames_per_second),
                {},
                "Choose a lower rate, or MP4 or WebM"};
  if (spec.seconds != 0 && !is_within(spec.seconds, k_clip_seconds))
    throw Error{fmt::format("a clip takes {} to {} seconds, not {}", k_clip_seconds[0],
                            k_clip_seconds[1], spec.seconds)};
  if (spec.loops < 0 || spec.loops > k_most_loops)
    throw Error{fmt::format("a clip is shown 0 to {} times, not {}", k_most_loops, spec.loops)};
}

Json json_of(const ClipSpec& spec) {
  return {{"width", spec.width},
          {"height", spec.height},
          {"frames_per_second", spec.frames_per_second},
          {"seconds", spec.seconds},
          {"loops", spec.loops},
          {"figure", json_of(spec.figure)}};
}

ClipSpec clip_from_json(const Json& json) {
  if (!json.is_object()) throw Error{"the clip's settings are damaged"};
  ClipSpec spec;
  read(json, "width", k_clip_widths[0], k_clip_widths[1], spec.width);
  read(json, "height", k_clip_heights[0], k_clip_heights[1], spec.height);
  read(json, "frames_per_second", k_clip_rates[0], k_clip_rates[1], spec.frames_per_second);
  read(json, "seconds", 0.0, k_clip_seconds[1], spec.seconds);
  read(json, "loops", 0, k_most_loops, spec.loops);
  if (const auto figure = json.find("figure"); figure != json.end())
    spec.figure = spec_from_json(*figure);
  return spec;
}

}  // namespace fovea
