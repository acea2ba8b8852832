#include "ui/plots/series_canvas.h"

#include <QFontMetricsF>
#include <QPainter>
#include <algorithm>
#include <cmath>
#include <limits>

#include "core/figure/series_colors.h"
#include "ui/controls/number_text.h"
#include "ui/window/numbers.h"

namespace fovea {
namespace {

constexpr double k_nan = std::numeric_limits<double>::quiet_NaN();
constexpr qreal k_tick_pitch = 36;  // pixels at least between numbers beside the y axis
constexpr qreal k_beside_axis = 6;  // pixels from there to the axis
constexpr qreal k_dot_pitch = 10;   // pixels between points that are marked one by one
constexpr int k_digits = 3;

QFont font_of(int size) {
  QFont font(QStringLiteral("Inter"));
  font.setPixelSize(size);
  return font;
}

/// A tick on a linear axis has the decimals of its step, on a logarithmic one those that it needs.
/// Numbers too long to be read have a power of ten, and the digits that tell them apart.
QString tick_text(double value, const AxisTicks& ticks, bool percent) {
  constexpr double k_longest = 1e7;
  if (percent)
    return number_string(value * 100, std::max(0, ticks.decimals - 2)) + QStringLiteral("\u202f%");
  if (ticks.decimals < 0) return number_text(value, 1);
  const double most = std::max(std::abs(ticks.at.front()), std::abs(ticks.at.back()));
  if (most < k_longest || ticks.at.size() < 2) return number_string(value, ticks.decimals);
  const double step = ticks.at[1] - ticks.at[0];
  return number_text(value, std::clamp(static_cast<int>(std::log10(most / step)) + 1, 1, 6));
}

}  // namespace

SeriesCanvas::SeriesCanvas(QQuickItem* parent) : QQuickPaintedItem(parent) {
  setAntialiasing(true);
  connect(this, &SeriesCanvas::lookChanged, this, [this] {
    update();
    polish();
  });
  connect(this, &SeriesCanvas::lookChanged, this, &SeriesCanvas::areaChanged);
  connect(this, &SeriesCanvas::rangeChanged, this, &SeriesCanvas::follow);
}

void SeriesCanvas::setSeries(const QVariantList& series) {
  for (const auto& curve : curves_)
    if (curve) curve->disconnect(this);
  curves_.clear();
  series_ = series;
  for (const QVariant& item : series) {
    auto* curve = item.value<CurveSeries*>();
    if (!curve) continue;
    curves_.emplace_back(curve);
    connect(curve, &CurveSeries::changed, this, &SeriesCanvas::follow);
    connect(curve, &CurveSeries::lookChanged, this, &SeriesCanvas::follow);
  }
  emit seriesChanged();
  follow();
}

bool SeriesCanvas::isEmpty() const {
  return std::ranges::none_of(curves_, [](const auto& it) { return it && it->count() > 0; });
}

/// The view follows the curves unless it is zoomed.
void SeriesCanvas::follow() {
  if (!zoomed_) from_ = 0, to_ = end();
  update();
  polish();
  emit viewChanged();
  emit valuesChanged();
}

double SeriesCanvas::end() const {
  double last = std::isfinite(expected_end_) ? expected_end_ : 0;
  for (const auto& curve : curves_)
    if (curve && curve->count() > 0) last = std::max(last, curve->raw().back().x());
  return last > 0 ? last : 1;
}

void SeriesCanvas::geometryChange(const QRectF& now, const QRectF& before) {
  QQuickPaintedItem::geometryChange(now, before);
  polish();
  emit areaChanged();
}

QRectF SeriesCanvas::area() const {
  const qreal below = (x_name_.isEmpty() ? 1.7 : 2.9) * font_size_;
  return QRectF(
      QPointF(std::round(std::max(4.0 * font_size_, numbers_)), std::round(font_size_ / 2.0)),
      QPointF(std::round(width() - 0.8 * font_size_), std::round(height() - below)));
}

qreal SeriesCanvas::xAt(qreal pixel) const {
  const QRectF in = area();
  return from_ +
         std::clamp((pixel - in.left()) / std::max(1.0, in.width()), 0.0, 1.0) * (to_ - from_);
}

qreal SeriesCanvas::pixelOf(double x) const {
  const QRectF in = area();
  return in.left() + (x - from_) / (to_ - from_) * in.width();
}

qreal SeriesCanvas::pointBeside(qreal x, int way) const {
  double found = k_nan;
  const auto offer = [&](double candidate) {
    if ((way > 0 && candidate <= x) || (way < 0 && candidate >= x)) return;
    if (std::isnan(found) || std::abs(candidate - x) < std::abs(found - x)) found = candidate;
  };
  for (const auto& curve : curves_) {
    if (!curve || curve->count() == 0) continue;
    const auto points = curve->raw();
    auto at = std::ranges::lower_bound(points, x, {}, &QPointF::x);
    if (at != points.end()) offer(at->x());
    if (at != points.begin()) offer((at - 1)->x());
    if (at != points.end() && at + 1 != points.end()) offer((at + 1)->x());
  }
  return found;
}

QString SeriesCanvas::valueText(double value) const {
  if (std::isnan(value)) return QStringLiteral("–");
  return percent_ ? number_string(value * 100, 1) + QStringLiteral("\u202f%")
                  : number_text(value, k_digits);
}

QVariantList SeriesCanvas::readings(qreal x) const {
  QVariantList result;
  for (const auto& curve : curves_) {
    if (!curve) continue;
    const double value = std::isnan(x) ? curve->newest() : curve->valueAt(x);
    result << QVariantMap{{QStringLiteral("name"), curve->name()},
                          {QStringLiteral("color"), series_color(curve->color(), dark_)},
                          {QStringLiteral("dashed"), curve->isDashed()},
                          {QStringLiteral("text"), valueText(value)}};
  }
  return result;
}

QString SeriesCanvas::xText(qreal x) const {
  const QString number = number_text(x, x >= 100 ? 4 : k_digits);
  return x_name_.isEmpty() ? number : QStringLiteral("%1 %2").arg(x_name_, number);
}

void SeriesCanvas::show(double from, double to) {
  const double last = end(), width = std::min(last, to - from);
  from = std::clamp(from, 0.0, last - width);
  zoomed_ = width < last * (1 - 1e-9);
  from_ = from;
  to_ = zoomed_ ? from + width : last;
  update();
  polish();
  emit viewChanged();
}

void SeriesCanvas::zoomAt(qreal pixel, qreal steps) {
  constexpr double k_factor = 1.25, k_nearest = 1e-4;  // of the whole axis
  const double fixed = xAt(pixel);
  const double width = std::max((to_ - from_) * std::pow(k_factor, -steps), end() * k_nearest);
  show(fixed - (fixed - from_) * width / (to_ - from_),
       fixed + (to_ - fixed) * width / (to_ - from_));
}

void SeriesCanvas::panBy(qreal pixels) {
  const double way = pixels / std::max(1.0, area().width()) * (to_ - from_);
  show(from_ + way, to_ + way);
}

void SeriesCanvas::resetView() { show(0, end()); }

std::vector<SeriesCanvas::Drawn> SeriesCanvas::drawn(const QRectF& in) const {
  std::vector<Drawn> result;
  for (const auto& curve : curves_) {
    if (!curve || curve->count() == 0) continue;
    Drawn one{.series = curve,
              .raw = curve_columns(curve->raw(), from_, to_, in.width()),
              .smoothed = {}};
    if (curve->smoothing() > 0)
      one.smoothed = curve_columns(curve->smoothed(), from_, to_, in.width());
    result.push_back(std::move(one));
  }
  return result;
}

AxisScale SeriesCanvas::yScale(const std::vector<Drawn>& curves, int most) const {
  double least = std::numeric_limits<double>::infinity(), largest = -least;
  for (const Drawn& curve : curves) {
    for (const CurveColumn& column : curve.raw) {
      if (!logarithmic_ || column.least > 0) least = std::min(least, column.least);
      largest = std::max(largest, column.most);
    }
  }
  if (logarithmic_) {
    if (!(largest > 0) || !std::isfinite(least))
      return {.from = 0.01, .to = 1, .logarithmic = true};
    return widened({least * 0.999, std::max(largest, least * 1.5), true}, most);
  }
  if (!(largest >= least)) return {};
  if (!zoomed_ && !percent_ && least > 0) least = 0;
  if (!(largest > least)) largest = least + std::max(std::abs(least) * 0.1, 1e-6);
  AxisScale scale = widened({least, largest}, most);
  if (percent_ && largest <= 1) scale.to = std::min(scale.to, 1.0);
  return scale;
}

int SeriesCanvas::mostTicks(const QRectF& in) const {
  return std::clamp(static_cast<int>(in.height() / k_tick_pitch) + 1, 2, 7);
}

/// For the widest number beside the y axis. How wide the area is does not change the numbers.
void SeriesCanvas::makeRoom() {
  const QRectF in = area();
  const std::vector<Drawn> curves = drawn(in);
  qreal wide = 0;
  if (!curves.empty() && in.height() >= 10) {
    const int most = mostTicks(in);
    const AxisTicks ticks = round_ticks(yScale(curves, most), most);
    for (const double value : ticks.at)
      wide = std::max(wide, number_width(tick_text(value, ticks, percent_), font_of(font_size_)));
  }
  const qreal room = std::ceil(wide) + k_beside_axis + 2;
  if (room == numbers_) return;
  numbers_ = room;
  update();
  emit areaChanged();
}

void SeriesCanvas::paintY(QPainter* painter, const QRectF& in, const AxisScale& scale,
                          int most) const {
  const QFont font = font_of(font_size_);
  const QFontMetricsF metrics(font);
  const AxisTicks ticks = round_ticks(scale, most);
  for (const double value : ticks.at) {
    const qreal y = std::round(in.bottom() - scale.share(value) * in.height());
    painter->fillRect(QRectF(in.left(), y, in.width(), 1), line_);
    const QString text = tick_text(value, ticks, percent_);
    painter->setPen(ink_);
    draw_number(painter,
                {in.left() - k_beside_axis - number_width(text, font),
                 y + (metrics.ascent() - metrics.descent()) / 2},
                text, font);
  }
}

void SeriesCanvas::paintX(QPainter* painter, const QRectF& in) const {
  const QFont font = font_of(font_size_);
  const QFontMetricsF metrics(font);
  const int most = std::clamp(static_cast<int>(in.width() / (5.0 * font_size_)), 2, 11);
  const AxisTicks ticks = round_ticks({from_, to_}, most);
  painter->setPen(ink_);
  for (const double value : ticks.at) {
    const qreal x = pixelOf(value);
    painter->fillRect(QRectF(std::round(x), in.bottom(), 1, 4), line_);
    const QString text = number_string(value, ticks.decimals);
    const qreal wide = number_width(text, font);
    draw_number(painter,
                {std::min(x - wide / 2, width() - wide), in.bottom() + 5 + metrics.ascent()}, text,
                font);
  }
  if (x_name_.isEmpty()) return;
  painter->setFont(font);
  painter->drawText(
      QRectF(in.left(), in.bottom() + 5 + metrics.height(), in.width(), metrics.height() + 2),
      Qt::AlignHCenter | Qt::AlignTop, x_name_);
}

void SeriesCanvas::paintCurve(QPainter* painter, const QRectF& in, const AxisScale& scale,
                              const std::vector<CurveColumn>& columns, const QPen& pen) const {
  QPolygonF run;
  const auto finish = [&] {
    if (run.size() > 1) painter->drawPolyline(run);
    if (run.size() == 1) painter->drawPoint(run.front());
    run.clear();
  };
  const auto add = [&](double x, double value) {
    const double share = scale.share(value);
    if (std::isnan(share)) return finish();
    const QPointF point(in.left() + std::clamp(x, -1e4, 1e5),
                        in.bottom() - std::clamp(share, -10.0, 10.0) * in.height());
    if (run.isEmpty() || run.back() != point) run << point;
  };
  painter->setPen(pen);
  for (const CurveColumn& column : columns) {
    if (column.starts) finish();
    const double tall = (scale.share(column.most) - scale.share(column.least)) * in.height();
    add(column.x, column.first);
    if (column.points > 1 && !(tall < 1)) {
      const bool down = column.last < column.first;
      add(column.x, down ? column.most : column.least);
      add(column.x, down ? column.least : column.most);
      add(column.x, column.last);
    }
  }
  finish();
  if (static_cast<double>(columns.size()) * k_dot_pitch > in.width()) return;
  painter->setPen(Qt::NoPen);
  painter->setBrush(pen.color());
  for (const CurveColumn& column : columns)
    if (const double share = scale.share(column.last); !std::isnan(share))
      painter->drawEllipse(QPointF(in.left() + column.x, in.bottom() - share * in.height()), 2.5,
                           2.5);
}

/// What is behind a smoothed curve, where columns have many points: how far they reach.
void SeriesCanvas::paintSpans(QPainter* painter, const QRectF& in, const AxisScale& scale,
                              const std::vector<CurveColumn>& columns, const QColor& color) const {
  for (const CurveColumn& column : columns) {
    const double least = scale.share(column.least), most = scale.share(column.most);
    if (std::isnan(most)) continue;
    const qreal top = in.bottom() - std::clamp(most, -1.0, 2.0) * in.height();
    const qreal bottom =
        in.bottom() - (std::isnan(least) ? 0 : std::clamp(least, -1.0, 2.0)) * in.height();
    painter->fillRect(QRectF(in.left() + std::floor(column.x), top, 1, std::max(1.0, bottom - top)),
                      color);
  }
}

void SeriesCanvas::paint(QPainter* painter) {
  const QRectF in = area();
  if (in.width() < 10 || in.height() < 10) return;
  const std::vector<Drawn> curves = drawn(in);
  const int most = mostTicks(in);
  const AxisScale scale = yScale(curves, most);
  paintX(painter, in);
  if (curves.empty())
    return painter->fillRect(QRectF(in.left(), in.bottom(), in.width(), 1), line_);
  paintY(painter, in, scale, most);
  painter->setClipRect(in.adjusted(-3, -3, 3, 3));
  for (const bool strong : {false, true}) {
    for (const Drawn& curve : curves) {
      const bool smooth = curve.series->smoothing() > 0;
      if (!strong && !smooth) continue;
      QColor color = series_color(curve.series->color(), dark_);
      if (!strong) color.setAlphaF(0.35F);
      constexpr int k_dense = 4;  // points a column
      if (!strong && curve.series->count() > k_dense * std::ssize(curve.raw)) {
        paintSpans(painter, in, scale, curve.raw, color);
        continue;
      }
      QPen pen(color, strong ? 1.8 : 1, Qt::SolidLine, Qt::FlatCap, Qt::BevelJoin);
      if (curve.series->isDashed()) pen.setDashPattern({4, 3});
      paintCurve(painter, in, scale, strong && smooth ? curve.smoothed : curve.raw, pen);
    }
  }
  painter->setClipping(false);
}

}  // namespace fovea
