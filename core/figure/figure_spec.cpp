#include "core/figure/figure_spec.h"

#include <cmath>
#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <span>

#include "core/base/error.h"

namespace fovea {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::array k_kinds{
    FigureKind::maps,       FigureKind::kernels,     FigureKind::unit,
    FigureKind::arithmetic, FigureKind::activations, FigureKind::confusion,
    FigureKind::network,    FigureKind::timeline,    FigureKind::comparison};
constexpr std::array k_subjects{FigureSubject::network, FigureSubject::filter};
constexpr std::array k_scopes{ScaleScope::unit, ScaleScope::layer, ScaleScope::shared,
                              ScaleScope::all};
constexpr std::array k_palettes{Palette::diverging, Palette::sequential, Palette::print};
constexpr std::array k_themes{Theme::dark, Theme::light};
constexpr std::array k_reductions{Reduction::mean, Reduction::peak};
constexpr std::array k_papers{Paper::fit, Paper::a5,     Paper::a4,
                              Paper::a3,  Paper::letter, Paper::slide};
constexpr std::size_t k_most_units = 65536;

[[noreturn]] void refuse(const char* key) {
  throw Error{fmt::format("the figure's setting “{}” is damaged", key)};
}

/// The members of one JSON object; what is absent leaves the target as it is.
class Reader {
 public:
  explicit Reader(const Json& json) : json_(json) {}

  template <typename T, std::size_t N>
  void choice(const char* key, const std::array<T, N>& known, T& target) const {
    const Json* found = find(key);
    if (found == nullptr) return;
    for (const T value : known) {
      if (found->is_string() && name_of(value) == found->get<std::string>()) {
        target = value;
        return;
      }
    }
    refuse(key);
  }
  template <typename T, std::size_t N>
  void choice(const char* key, const std::array<T, N>& known, std::optional<T>& target) const {
    if (find(key) == nullptr) return;
    choice(key, known, target.emplace());
  }
  void flag(const char* key, bool& target) const {
    if (const Json* found = find(key)) {
      if (!found->is_boolean()) refuse(key);
      target = found->get<bool>();
    }
  }
  void text(const char* key, std::string& target) const {
    if (const Json* found = find(key)) {
      if (!found->is_string()) refuse(key);
      target = found->get<std::string>();
    }
  }
  template <typename T>
  void number(const char* key, T least, T most, T& target) const {
    if (const Json* found = find(key)) target = number_of<T>(key, *found, least, most);
  }
  template <typename T>
  std::vector<T> numbers(const char* key, T least, T most) const {
    std::vector<T> result;
    const Json* found = find(key);
    if (found == nullptr) return result;
    if (!found->is_array() || found->size() > k_most_units) refuse(key);
    for (const Json& one : *found) result.push_back(number_of<T>(key, one, least, most));
    return result;
  }
  template <typename T>
  void pair(const char* key, T least, T most, std::optional<std::pair<T, T>>& target) const {
    const std::vector<T> found = numbers(key, least, most);
    if (found.size() == 2) target = {found[0], found[1]};
    if (!found.empty() && found.size() != 2) refuse(key);
  }

 private:
  const Json* find(const char* key) const {
    const auto found = json_.find(key);
    return found == json_.end() || found->is_null() ? nullptr : &*found;
  }
  template <typename T>
  static T number_of(const char* key, const Json& json, T least, T most) {
    const bool fits = std::is_integral_v<T> ? json.is_number_integer() : json.is_number();
    if (!fits) refuse(key);
    const double value = json.get<double>();
    if (!(value >= static_cast<double>(least) && value <= static_cast<double>(most))) refuse(key);
    return json.get<T>();
  }

  const Json& json_;
};

}  // namespace

bool suits_filter(FigureKind kind) {
  return kind != FigureKind::confusion && kind != FigureKind::timeline &&
         kind != FigureKind::comparison;
}

std::string_view name_of(FigureKind kind) {
  constexpr std::array<std::string_view, 9> k_names{"maps",       "kernels",     "unit",
                                                    "arithmetic", "activations", "confusion",
                                                    "network",    "timeline",    "comparison"};
  return k_names[static_cast<std::size_t>(kind)];
}

std::string_view name_of(FigureSubject subject) {
  return subject == FigureSubject::filter ? "filter" : "network";
}

std::string_view name_of(ScaleScope scope) {
  constexpr std::array<std::string_view, 4> k_names{"unit", "layer", "shared", "all"};
  return k_names[static_cast<std::size_t>(scope)];
}

std::string_view name_of(Palette palette) {
  constexpr std::array<std::string_view, 3> k_names{"diverging", "sequential", "print"};
  return k_names[static_cast<std::size_t>(palette)];
}

std::string_view name_of(Theme theme) { return theme == Theme::dark ? "dark" : "light"; }

std::string_view name_of(Reduction reduction) {
  return reduction == Reduction::mean ? "mean" : "peak";
}

std::string_view name_of(Paper paper) {
  constexpr std::array<std::string_view, 6> k_names{"fit", "a5", "a4", "a3", "letter", "slide"};
  return k_names[static_cast<std::size_t>(paper)];
}

Json json_of(const FigureSpec& spec) {
  Json json{{"what", name_of(spec.kind)}};
  if (spec.subject == FigureSubject::filter) json["of"] = name_of(spec.subject);
  if (!spec.layer.empty()) json["layer"] = spec.layer;
  if (!spec.units.empty()) json["units"] = spec.units;
  if (spec.position) json["position"] = {spec.position->first, spec.position->second};
  if (spec.columns > 0) json["columns"] = spec.columns;
  if (spec.scope) json["scale"] = name_of(*spec.scope);
  if (spec.range) json["range"] = {spec.range->first, spec.range->second};
  if (spec.palette) json["colors"] = name_of(*spec.palette);
  json["theme"] = name_of(spec.theme);
  json["transparent"] = spec.transparent;
  json["reduction"] = name_of(spec.reduction);
  json["zoom"] = spec.zoom;
  json["width_mm"] = spec.width_mm;
  json["font_pt"] = spec.font_pt;
  json["paper"] = name_of(spec.paper);
  json["legend"] = spec.legend;
  json["caption"] = spec.caption;
  return json;
}

std::string json_text(const FigureSpec& spec) {
  return json_of(spec).dump(-1, ' ', true, Json::error_handler_t::replace);
}

FigureSpec spec_from_json(const Json& json) {
  constexpr std::int64_t k_most = std::int64_t{1} << 40;
  constexpr float k_far = 3e38F;
  if (!json.is_object()) throw Error{"the figure's settings are damaged"};
  const Reader reader(json);
  FigureSpec spec;
  reader.choice("what", k_kinds, spec.kind);
  reader.choice("of", k_subjects, spec.subject);
  reader.text("layer", spec.layer);
  spec.units = reader.numbers<std::int64_t>("units", 0, k_most);
  reader.pair<std::int64_t>("position", 0, k_most, spec.position);
  reader.number("columns", 0, k_most_columns, spec.columns);
  reader.choice("scale", k_scopes, spec.scope);
  reader.pair<float>("range", -k_far, k_far, spec.range);
  if (spec.range && !(spec.range->first < spec.range->second)) refuse("range");
  reader.choice("colors", k_palettes, spec.palette);
  reader.choice("theme", k_themes, spec.theme);
  reader.flag("transparent", spec.transparent);
  reader.choice("reduction", k_reductions, spec.reduction);
  reader.number("zoom", 1, k_most_zoom, spec.zoom);
  reader.number("width_mm", k_figure_widths[0], k_figure_widths[1], spec.width_mm);
  reader.number("font_pt", k_figure_fonts[0], k_figure_fonts[1], spec.font_pt);
  reader.choice("paper", k_papers, spec.paper);
  reader.flag("legend", spec.legend);
  reader.flag("caption", spec.caption);
  return spec;
}

}  // namespace fovea
