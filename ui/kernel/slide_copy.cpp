// What of both maps of the Kernel lens can be copied.

#include <algorithm>

#include "core/document/unit_view.h"
#include "core/figure/document_recipe.h"
#include "ui/clipboard/copied_map.h"
#include "ui/kernel/slide_model.h"

namespace fovea {
namespace {

constexpr int k_brightest = 255;

Scale scale_of(Palette palette, const ValueRange& range) {
  if (palette == Palette::diverging) return {-range.limit(), range.limit(), true};
  return {range.least, range.most, false};
}

/// Values of 0 to 1 as the red, green and blue of pixels.
QImage colour_of(const AtlasTile& tile) {
  QImage image(static_cast<int>(tile.columns), static_cast<int>(tile.rows), QImage::Format_RGB32);
  const auto level = [](float value) {
    return static_cast<int>(std::clamp(value, 0.0F, 1.0F) * k_brightest + 0.5F);
  };
  std::size_t at = 0;
  for (int y = 0; y < image.height(); ++y)
    for (int x = 0; x < image.width(); ++x, ++at)
      image.setPixel(
          x, y, qRgb(level(tile.values[at]), level(tile.more[0][at]), level(tile.more[1][at])));
  return enlarged_pixels(image);
}

/// All maps of a colour picture under each other.
CopiedTable table_of(const AtlasTile& tile) {
  CopiedTable table = table_of_map(tile.values, tile.rows, tile.columns);
  for (const std::span<const float> more : tile.more) {
    table.cells.insert(table.cells.end(), more.begin(), more.end());
  }
  return table;
}

}  // namespace

QString SlideModel::totalValue() const {
  if (!isReady()) return {};
  return full_number(static_cast<float>(sum_.total()));
}

Copied SlideModel::copied(std::optional<QPointF> at) const {
  if (!bench_ || !bench_->workspace() || !isReady()) return {};
  const bool is_input = at && input_rect_.contains(*at);
  if (at && !is_input && !output_rect_.contains(*at)) return {};
  Copied copied{.name = is_input ? inputTitle() : outputTitle()};
  if (isStale()) {
    copied.lack = tr("What is shown is not computed anew yet.");
    return copied;
  }
  AtlasJob job;
  const AtlasTile tile = is_input ? inputTile(job) : outputTile(job);
  const AtlasScale scale = job.scales.back();
  ValueRange range = scale.fixed.value_or(ValueRange{});
  if (!scale.fixed) range = ValueRange::of(scale.over.front().floats());
  copied.is_map = true;
  if (!is_input) {
    const auto cell = static_cast<std::size_t>(row_ * tile.columns + column_);
    if (tile.more[0].empty()) copied.value = full_number(tile.values[cell]);
  }
  copied.picture = [=, keep = job.keep, dark = dark_] {
    if (!tile.more[0].empty()) return colour_of(tile);
    return picture_of_map(
        {tile.values, static_cast<int>(tile.rows), static_cast<int>(tile.columns)},
        scale_of(scale.palette, range), scale.palette, dark);
  };
  copied.table = [=, keep = job.keep] { return table_of(tile); };
  FigureSpec spec;
  if (const auto place = bench_->place(); place && !bench_->isOnPicture()) {
    const Graph& graph = bench_->workspace()->document().network.graph;
    spec.kind = FigureKind::arithmetic;
    spec.layer = value_label(graph, graph.node(place->conv).outputs.front());
    spec.units = {unit()};
    spec.position = {row_, column_};
  }
  spec.theme = dark_ ? Theme::dark : Theme::light;
  copied.recipe = [=, document = bench_->workspace()->document()] {
    return to_json(document_recipe(document, spec));
  };
  return copied;
}

}  // namespace fovea
