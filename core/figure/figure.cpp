#include "core/figure/figure.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <utility>

#include "core/base/ending.h"
#include "core/base/error.h"
#include "core/base/text.h"
#include "core/document/unit_view.h"
#include "core/figure/figure_html.h"
#include "core/figure/kinds.h"
#include "core/figure/paper.h"
#include "core/media/npy.h"
#include "core/media/qt_gui.h"

namespace fovea {
namespace {

constexpr std::array<std::string_view, 6> k_formats{"png", "svg", "pdf", "html", "csv", "npy"};

struct Kind {
  Scene (*scene)(const FigureSpec&, const FigureSource&);
  FigureData (*data)(const FigureSpec&, const FigureSource&);
  bool needs_frame;
};

/// In the order of FigureKind.
constexpr std::array<Kind, 9> k_kinds{{{maps_scene, maps_data, true},
                                       {kernels_scene, kernels_data, false},
                                       {unit_scene, unit_data, true},
                                       {arithmetic_scene, arithmetic_data, true},
                                       {activations_scene, activations_data, true},
                                       {confusion_scene, confusion_data, false},
                                       {network_scene, network_data, false},
                                       {timeline_scene, timeline_data, false},
                                       {comparison_scene, comparison_data, true}}};

const Kind& kind_of(const FigureSpec& spec, const FigureSource& source) {
  const Kind& kind = k_kinds[static_cast<std::size_t>(spec.kind)];
  if (kind.needs_frame && !source.frame)
    throw Error{fmt::format("a figure of {} needs an input", name_of(spec.kind))};
  return kind;
}

/// "natural10, maps of conv1".
std::string title_of(const FigureSpec& spec, const FigureSource& source) {
  std::string title = source.network.origin ? printable(source.network.origin->name) : "Fovea";
  title += fmt::format(", {}", name_of(spec.kind));
  if (!spec.layer.empty()) title += fmt::format(" of {}", printable(spec.layer));
  return title;
}

/// Maps have a least size, however many are wanted beside each other.
void check_room(const Scene& scene, const FigureSpec& spec) {
  constexpr double k_slack = 1;
  const QRectF page(0, 0, scene.width + k_slack, scene.height + k_slack);
  for (const Scene::Item& item : scene.items) {
    const auto* map = std::get_if<Scene::Map>(&item);
    if (map == nullptr || page.contains(map->place)) continue;
    throw Error{fmt::format("its maps have no room beside each other in {} mm", spec.width_mm),
                {},
                "Choose a larger width, fewer columns or smaller text"};
  }
}

std::vector<std::uint8_t> encode_npy_of(const FigureData& data) {
  if (data.arrays.size() != 1)
    throw Error{
        fmt::format("an .npy file holds one array, and the figure has {}", data.arrays.size()),
        {},
        "Choose one layer"};
  return encode_npy(data.arrays.front());
}

}  // namespace

std::string csv_number(float value) { return fmt::format("{}", value); }
std::string csv_number(double value) { return fmt::format("{}", value); }

void add_maps(FigureData& data, const std::string& first_cells, const Tensor& values,
              const std::vector<std::int64_t>& units) {
  const UnitView view = unit_view(values.shape());
  Tensor array(Shape{std::ssize(units), view.rows, view.columns});
  auto to = array.mutable_values<float>().begin();
  auto out = std::back_inserter(data.csv);
  for (const std::int64_t unit : units) {
    const std::span<const float> map = unit_values(values, unit);
    to = std::ranges::copy(map, to).out;
    for (std::int64_t i = 0; i < std::ssize(map); ++i)
      fmt::format_to(out, "{},{},{},{},{}\n", first_cells, unit, i / view.columns, i % view.columns,
                     map[static_cast<std::size_t>(i)]);
  }
  data.arrays.push_back(std::move(array));
}

bool needs_frame(FigureKind kind) { return k_kinds[static_cast<std::size_t>(kind)].needs_frame; }

Scene make_scene(const FigureSpec& spec, const FigureSource& source) {
  ensure_qt_gui();
  Scene scene = kind_of(spec, source).scene(spec, source);
  check_room(scene, spec);
  scene.title = title_of(spec, source);
  return on_paper(std::move(scene), spec.paper);
}

FigureData figure_data(const FigureSpec& spec, const FigureSource& source) {
  return kind_of(spec, source).data(spec, source);
}

std::optional<FigureFormat> figure_format(const std::filesystem::path& path) {
  const std::string ending = lower_ending(path);
  for (std::size_t i = 0; i < k_formats.size(); ++i)
    if (ending.size() > 1 && ending.substr(1) == k_formats[i]) return static_cast<FigureFormat>(i);
  return std::nullopt;
}

std::string_view name_of(FigureFormat format) {
  return k_formats[static_cast<std::size_t>(format)];
}

std::vector<std::uint8_t> encode_figure(FigureFormat format, const FigureSpec& spec,
                                        const FigureSource& source, const std::string& recipe) {
  switch (format) {
    case FigureFormat::png:
      return encode_scene_png(make_scene(spec, source), spec.zoom, recipe);
    case FigureFormat::svg:
      return encode_scene_svg(make_scene(spec, source), recipe);
    case FigureFormat::pdf:
      return encode_scene_pdf(make_scene(spec, source), recipe);
    case FigureFormat::html:
      return encode_figure_html(make_scene(spec, source), spec, figure_data(spec, source).csv,
                                recipe);
    case FigureFormat::csv: {
      const std::string csv = figure_data(spec, source).csv;
      return {csv.begin(), csv.end()};
    }
    case FigureFormat::npy:
      return encode_npy_of(figure_data(spec, source));
  }
  return {};
}

}  // namespace fovea
