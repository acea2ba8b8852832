// Where the maps of a SlideModel lie, and where the window is on them.

#include <algorithm>
#include <cmath>

#include "ui/kernel/slide_model.h"

namespace fovea {
namespace {

constexpr double k_gap = 0.06, k_most_gap = 48;  // between the maps: of the width, and pixels

/// Pixels of the interface a sample gets: whole device pixels where it gets one at all.
double scale_for(const QSizeF& room, double rows, double columns, double ratio) {
  const double fitting = std::min(room.width() / columns, room.height() / rows);
  if (fitting * ratio < 1) return fitting;
  return std::floor(fitting * ratio) / ratio;
}

}  // namespace

std::array<std::int64_t, 2> SlideModel::paddedExtent() const {
  const auto along = [&](std::size_t axis) {
    const Window& window = slide()->windows[axis];
    return slide()->input.shape()[axis + 1] + window.pad_begin + window.pad_end;
  };
  return {along(0), along(1)};
}

void SlideModel::layOut() {
  if (!slide() || room_.width() <= 0 || room_.height() <= 0) return;
  const double gap = std::round(std::min(k_most_gap, room_.width() * k_gap));
  const QSizeF half((room_.width() - gap) / 2, room_.height());
  const auto [tall, wide] = paddedExtent();
  const auto size = [&](double rows, double columns, double scale) {
    return QSizeF(std::max(1.0, std::round(columns * scale * device_ratio_) / device_ratio_),
                  std::max(1.0, std::round(rows * scale * device_ratio_) / device_ratio_));
  };
  const auto rows_in = static_cast<double>(tall), columns_in = static_cast<double>(wide);
  const auto rows_out = static_cast<double>(slide()->rows());
  const auto columns_out = static_cast<double>(slide()->columns());
  const double scale_in = scale_for(half, rows_in, columns_in, device_ratio_);
  input_rect_ = QRectF(QPointF(1, 1), size(rows_in, columns_in, scale_in));
  output_rect_ = {};
  if (rows_out > 0 && columns_out > 0) {
    // Samples of both maps are equally large where one follows the other.
    const bool alike = slide()->windows[0].stride == 1 && slide()->windows[1].stride == 1;
    const double own = scale_for(half, rows_out, columns_out, device_ratio_);
    output_rect_ = QRectF(QPointF(std::round(half.width() + gap), 1),
                          size(rows_out, columns_out, alike ? std::min(own, scale_in) : own));
  }
  emit layoutChanged();
  emit positionChanged();
}

QRectF SlideModel::innerRect() const {
  if (!slide()) return {};
  const auto [tall, wide] = paddedExtent();
  const double x = input_rect_.width() / static_cast<double>(wide);
  const double y = input_rect_.height() / static_cast<double>(tall);
  const auto& [down, across] = slide()->windows;
  return input_rect_.adjusted(
      x * static_cast<double>(across.pad_begin), y * static_cast<double>(down.pad_begin),
      -x * static_cast<double>(across.pad_end), -y * static_cast<double>(down.pad_end));
}

int SlideModel::positionCount() const {
  return slide() ? static_cast<int>(slide()->rows() * slide()->columns()) : 0;
}

int SlideModel::position() const {
  return slide() ? static_cast<int>(row_ * slide()->columns() + column_) : 0;
}

void SlideModel::setPosition(int position) {
  if (!isReady()) return;
  const std::int64_t at = std::clamp(position, 0, positionCount() - 1);
  moveWindow(at / slide()->columns(), at % slide()->columns());
}

void SlideModel::moveWindow(std::int64_t row, std::int64_t column) {
  if (isReady()) {
    row_ = std::clamp<std::int64_t>(row, 0, slide()->rows() - 1);
    column_ = std::clamp<std::int64_t>(column, 0, slide()->columns() - 1);
  }
  computeTerms();
  if (pointed_ >= static_cast<int>(taps_.size())) setPointedTap(-1);
  emit positionChanged();
  if (pointed_ >= 0) emit pointedChanged();
}

void SlideModel::moveBy(int rows, int columns) { moveWindow(row_ + rows, column_ + columns); }

bool SlideModel::moveTo(QPointF point) {
  if (!isReady()) return false;
  if (output_rect_.contains(point)) {
    const QPointF at = point - output_rect_.topLeft();
    moveWindow(static_cast<std::int64_t>(at.y() / output_rect_.height() *
                                         static_cast<double>(slide()->rows())),
               static_cast<std::int64_t>(at.x() / output_rect_.width() *
                                         static_cast<double>(slide()->columns())));
    return true;
  }
  if (!input_rect_.contains(point)) return false;
  const auto [tall, wide] = paddedExtent();
  const auto along = [&](double at, double extent, std::int64_t samples, const Window& window) {
    const double middle = at / extent * static_cast<double>(samples);
    return std::llround((middle - static_cast<double>(window.span()) / 2) /
                        static_cast<double>(window.stride));
  };
  moveWindow(along(point.y(), input_rect_.height(), tall, slide()->windows[0]),
             along(point.x(), input_rect_.width(), wide, slide()->windows[1]));
  return true;
}

QRectF SlideModel::windowRect() const {
  if (!isReady()) return {};
  const auto [tall, wide] = paddedExtent();
  const double x = input_rect_.width() / static_cast<double>(wide);
  const double y = input_rect_.height() / static_cast<double>(tall);
  const auto& [down, across] = slide()->windows;
  return {input_rect_.x() + x * static_cast<double>(column_ * across.stride),
          input_rect_.y() + y * static_cast<double>(row_ * down.stride),
          x * static_cast<double>(across.span()), y * static_cast<double>(down.span())};
}

QRectF SlideModel::outputCell() const {
  if (!isReady()) return {};
  const double x = output_rect_.width() / static_cast<double>(slide()->columns());
  const double y = output_rect_.height() / static_cast<double>(slide()->rows());
  return {output_rect_.x() + x * static_cast<double>(column_),
          output_rect_.y() + y * static_cast<double>(row_), x, y};
}

QRectF SlideModel::pointedRect() const {
  if (pointed_ < 0 || !isReady() || pointed_ >= static_cast<int>(taps_.size())) return {};
  const Tap& tap = taps_[static_cast<std::size_t>(pointed_)];
  const auto [tall, wide] = paddedExtent();
  const double x = input_rect_.width() / static_cast<double>(wide);
  const double y = input_rect_.height() / static_cast<double>(tall);
  const auto& [down, across] = slide()->windows;
  return {input_rect_.x() + x * static_cast<double>(tap.column + across.pad_begin),
          input_rect_.y() + y * static_cast<double>(tap.row + down.pad_begin), x, y};
}

std::optional<std::array<std::int64_t, 2>> SlideModel::toyCellAt(QPointF point) const {
  const QRectF inner = innerRect();
  if (!isToy() || !isReady() || !inner.contains(point)) return std::nullopt;
  const auto along = [](double at, double extent) {
    constexpr auto k_side = PictureFilter::k_toy_side;
    return std::clamp<std::int64_t>(
        static_cast<std::int64_t>(at / extent * static_cast<double>(k_side)), 0, k_side - 1);
  };
  return std::array{along(point.y() - inner.y(), inner.height()),
                    along(point.x() - inner.x(), inner.width())};
}

void SlideModel::writeToyCell(const std::array<std::int64_t, 2>& at, float value) {
  PictureFilter filter = bench_->workspace()->document().filter;
  Tensor toy = filter.toy.clone();
  constexpr float k_most = 9;
  toy.mutable_values<float>()[static_cast<std::size_t>(at[0] * PictureFilter::k_toy_side + at[1])] =
      std::clamp(value, -k_most, k_most);
  filter.toy = std::move(toy);
  bench_->setFilter(filter, tr("set grid cell (%1, %2)").arg(at[0]).arg(at[1]),
                    QStringLiteral("grid cell %1 %2").arg(at[0]).arg(at[1]));
}

void SlideModel::setToyCell(QPointF point, qreal change) {
  const auto at = toyCellAt(point);
  if (!at) return;
  const Tensor& toy = bench_->workspace()->document().filter.toy;
  const float now =
      toy.floats()[static_cast<std::size_t>((*at)[0] * PictureFilter::k_toy_side + (*at)[1])];
  writeToyCell(*at, now + static_cast<float>(change));
}

void SlideModel::toggleToyCell(QPointF point) {
  const auto at = toyCellAt(point);
  if (!at) return;
  const Tensor& toy = bench_->workspace()->document().filter.toy;
  const float now =
      toy.floats()[static_cast<std::size_t>((*at)[0] * PictureFilter::k_toy_side + (*at)[1])];
  writeToyCell(*at, now == 0 ? 1.0F : 0.0F);
}

}  // namespace fovea
