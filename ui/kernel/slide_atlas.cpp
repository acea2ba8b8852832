// The picture of both maps of a SlideModel, and their legends.

#include <algorithm>
#include <cmath>

#include "core/explain/slide_look.h"
#include "ui/kernel/slide_model.h"
#include "ui/window/numbers.h"

namespace fovea {
namespace {

constexpr int k_digits = 3;

std::span<const float> plane(const Tensor& maps, std::int64_t index) {
  const auto cells = static_cast<std::size_t>(maps.shape()[1] * maps.shape()[2]);
  return maps.floats().subspan(static_cast<std::size_t>(index) * cells, cells);
}

QVariantMap legend_of(Palette palette, const ValueRange& shown, const ValueRange& values) {
  const bool is_signed = palette == Palette::diverging;
  const double limit = static_cast<double>(shown.limit());
  const double low = is_signed ? -limit : static_cast<double>(shown.least);
  const double high = is_signed ? limit : static_cast<double>(shown.most);
  return {{"palette", is_signed ? "diverging" : "print"},
          {"low", number_text(low, k_digits)},
          {"middle", is_signed ? QStringLiteral("0") : QString()},
          {"high", number_text(high, k_digits)},
          {"least", number_text(static_cast<double>(values.least), k_digits)},
          {"most", number_text(static_cast<double>(values.most), k_digits)}};
}

}  // namespace

bool SlideModel::isInputGrey() const { return bench_ && bench_->isOnPicture() && !isToy(); }

bool SlideModel::isPicture() const {
  if (!slide() || !isInputGrey() || look_ == 2) return false;
  if (look_ == 1) return true;
  return keeps_brightness(bench_->shown());
}

float SlideModel::inputScale() const {
  if (!slide()) return 1;
  if (isInputGrey()) return 1;
  const float limit = source_.made()->input_limit;
  return limit > 0 ? limit : 1;
}

/// Copying a large picture for every stroke on the kernel would hold up the window.
void SlideModel::keepPadded(const std::vector<std::int64_t>& maps) const {
  const Slide& it = *slide();
  const PaddedKey key{it.input, settings_of(it).pads, it.border, maps};
  if (key == padded_key_) return;
  padded_key_ = key;
  padded_.clear();
  for (const std::int64_t map : maps)
    padded_.push_back(std::make_shared<const Tensor>(padded_map(it, map)));
}

/// All maps in colour, where they are those of a colour picture.
AtlasTile SlideModel::inputTile(AtlasJob& job) const {
  const Slide& it = *slide();
  const auto [tall, wide] = paddedExtent();
  AtlasTile tile{.values = {}, .rows = tall, .columns = wide, .place = input_rect_};
  tile.may_be_dead = false;
  tile.scale = static_cast<int>(job.scales.size());
  job.scales.push_back(
      isInputGrey() ? AtlasScale{.over = {}, .palette = Palette::print, .fixed = ValueRange{0, 1}}
                    : AtlasScale{.over = {it.input}, .palette = Palette::diverging});
  const bool composite = isInputGrey() && it.inputs() == 3 && it.reads() == 1;
  std::vector<std::int64_t> maps{inputIndex()};
  if (composite) maps = {0, 1, 2};
  keepPadded(maps);
  for (std::size_t i = 0; i < maps.size(); ++i) {
    (i == 0 ? tile.values : tile.more[i - 1]) = padded_[i]->floats();
    job.keep.push_back(padded_[i]);
  }
  return tile;
}

AtlasTile SlideModel::outputTile(AtlasJob& job) const {
  const Slide& it = *slide();
  const Tensor& output = source_.made()->output;
  AtlasTile tile{.values = plane(output, unit()),
                 .rows = it.rows(),
                 .columns = it.columns(),
                 .place = output_rect_};
  tile.scale = static_cast<int>(job.scales.size());
  const Statistics& found = source_.made()->statistics;
  AtlasScale scale{
      .over = {}, .palette = Palette::diverging, .fixed = ValueRange{found.min, found.max}};
  if (isPicture()) {
    scale = {.over = {}, .palette = Palette::print, .fixed = ValueRange{0, 1}};
    tile.may_be_dead = false;
    if (output.shape()[0] == 3) {
      tile.values = plane(output, 0);
      tile.more = {plane(output, 1), plane(output, 2)};
    }
  }
  // What only rounding made is no structure to be shown.
  const double least = rounded_off(it, inputScale());
  if (!isPicture() && scale.fixed->limit() < least)
    scale.fixed = ValueRange{-static_cast<float>(least), static_cast<float>(least)};
  job.scales.push_back(std::move(scale));
  job.keep.push_back(std::make_shared<const Tensor>(output));
  return tile;
}

void SlideModel::postAtlas() {
  if (!maps_ || !slide() || room_.isEmpty()) return;
  AtlasJob job;
  job.size = (room_ * device_ratio_).toSize();
  job.ratio = device_ratio_;
  job.dark = dark_;
  job.frame = frame_color_;
  job.text = dim_color_;
  job.text_size = text_size_;
  job.tiles.push_back(inputTile(job));
  if (isReady()) job.tiles.push_back(outputTile(job));
  composer_.post(std::move(job));
}

void SlideModel::takeAtlas(const Atlas& atlas) {
  if (!maps_ || !slide()) return;
  const auto palette_of = [](bool picture) {
    return picture ? Palette::print : Palette::diverging;
  };
  if (!atlas.ranges.empty())
    legends_[0] = legend_of(palette_of(isInputGrey()), atlas.ranges[0], atlas.ranges[0]);
  if (atlas.ranges.size() > 1) {
    const Statistics& found = source_.made()->statistics;
    legends_[1] = legend_of(palette_of(isPicture()), atlas.ranges[1], {found.min, found.max});
  }
  maps_->show(atlas);
  emit legendsChanged();
}

}  // namespace fovea
