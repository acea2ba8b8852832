#include "ui/kernel/tensor_picture.h"

#include <QFontMetricsF>
#include <QPainter>
#include <algorithm>
#include <cmath>

#include "core/figure/tone_map.h"
#include "ui/controls/number_text.h"
#include "ui/plots/diverging.h"
#include "ui/window/numbers.h"

namespace fovea {
namespace {

const ColorMap& colors_of(const QString& palette, bool dark) {
  const Palette which = palette == u"sequential" ? Palette::sequential
                        : palette == u"print"    ? Palette::print
                                                 : Palette::diverging;
  return color_map(which, dark ? Theme::dark : Theme::light);
}

Scale scale_of(const QString& palette, double limit) {
  const auto most = static_cast<float>(limit > 0 ? limit : 1);
  const bool is_signed = palette == u"diverging";
  return {.min = is_signed ? -most : 0, .max = most, .is_signed = is_signed};
}

}  // namespace

TensorPicture::TensorPicture(QQuickItem* parent) : QQuickPaintedItem(parent) {
  setAntialiasing(false);
}

void TensorPicture::setTensor(const QVariant& tensor) {
  tensor_ = tensor.value<Tensor>();
  if (!tensor_.empty() && (tensor_.type() != ElementType::float32 || tensor_.shape().rank() < 2))
    tensor_ = {};
  update();
  emit tensorChanged();
}

void TensorPicture::setMap(int map) {
  if (map == map_) return;
  map_ = map;
  update();
  emit tensorChanged();
}

int TensorPicture::extent(std::size_t axis_from_end) const {
  if (tensor_.empty()) return 0;
  return static_cast<int>(tensor_.shape()[tensor_.shape().rank() - axis_from_end]);
}

std::span<const float> TensorPicture::plane() const {
  const std::int64_t size = std::int64_t{rows()} * columns();
  if (size == 0 || map_ < 0 || (map_ + 1) * size > tensor_.elements()) return {};
  return tensor_.floats().subspan(static_cast<std::size_t>(map_ * size),
                                  static_cast<std::size_t>(size));
}

double TensorPicture::shownLimit() const {
  if (limit_ > 0) return limit_;
  double most = 0;
  for (const float value : plane()) most = std::max(most, std::abs(double{value}));
  return most;
}

/// Device pixels that the plane takes; its cells are square.
QSize TensorPicture::sizeIn(const QSize& room) const {
  const int cell = std::min(room.width() / columns(), room.height() / rows());
  if (cell > 0) return QSize(columns(), rows()) * cell;
  return QSize(columns(), rows()).scaled(room, Qt::KeepAspectRatio).expandedTo(QSize(1, 1));
}

void TensorPicture::paint(QPainter* painter) {
  const auto values = plane();
  const double ratio = painter->device()->devicePixelRatioF();
  const QSize room = (size() * ratio).toSize();
  if (values.empty() || room.isEmpty()) return;
  const QSize drawn = sizeIn(room);
  const double limit = shownLimit();

  QImage image(drawn, QImage::Format_RGBA8888);
  image.setDevicePixelRatio(ratio);
  const std::span pixels(reinterpret_cast<Rgba*>(image.bits()),
                         static_cast<std::size_t>(drawn.width() * drawn.height()));
  draw_map({values, rows(), columns()}, scale_of(palette_, limit), colors_of(palette_, dark_),
           Reduction::mean, {pixels, drawn.width(), drawn.height()},
           {0, 0, drawn.width(), drawn.height()});
  const QPoint corner((room.width() - drawn.width()) / 2, (room.height() - drawn.height()) / 2);
  const QRectF place(QPointF(corner) / ratio, QSizeF(drawn) / ratio);
  painter->drawImage(place.topLeft(), image);
  if (font_size_ > 0) write(painter, place, limit);
  if (frame_.alpha() == 0) return;
  painter->setPen(QPen(frame_, 1));
  painter->drawRect(place.adjusted(0.5, 0.5, -0.5, -0.5));
}

void TensorPicture::write(QPainter* painter, const QRectF& place, double limit) const {
  QFont font(QStringLiteral("Inter"));
  font.setPixelSize(font_size_);
  const QFontMetricsF metrics(font);
  const double wide = place.width() / columns(), high = place.height() / rows();
  const auto values = plane();
  const Scale scale = scale_of(palette_, limit);
  const bool whole = std::ranges::all_of(values, [](float it) { return it == std::round(it); });
  QStringList texts;
  for (const float value : values) texts << number_text(double{value}, whole ? 1 : 2);
  const bool fits = std::ranges::all_of(
      texts, [&](const QString& text) { return number_width(text, font) <= wide - 4; });
  if (!fits || high < font_size_ + 2) return;
  for (int i = 0; i < texts.size(); ++i) {
    const float at = (values[static_cast<std::size_t>(i)] - scale.min) / (scale.max - scale.min);
    painter->setPen(ink_on(color_of(colors_of(palette_, dark_).at(at))));
    const QPointF middle(place.x() + (i % columns() + 0.5) * wide,
                         place.y() + (i / columns() + 0.5) * high);
    draw_number(painter,
                {middle.x() - number_width(texts[i], font) / 2,
                 middle.y() + (metrics.ascent() - metrics.descent()) / 2},
                texts[i], font);
  }
}

void TensorPicture::geometryChange(const QRectF& now, const QRectF& before) {
  QQuickPaintedItem::geometryChange(now, before);
  update();
}

}  // namespace fovea
