#include "ui/kernel/understand/response_picture.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <algorithm>
#include <cmath>
#include <numbers>

#include "core/figure/color_map.h"
#include "core/kernel/frequency.h"
#include "ui/window/numbers.h"

namespace fovea {
namespace {

constexpr int k_count = KernelFindings::k_frequencies;

QImage image_of(const KernelFindings& findings, bool dark) {
  const ColorMap& colors = color_map(Palette::sequential, dark ? Theme::dark : Theme::light);
  const float by = findings.strongest > 0 ? 1 / findings.strongest : 0;
  QImage image(k_count, k_count, QImage::Format_RGBA8888);
  for (int row = 0; row < k_count; ++row) {
    auto* line = reinterpret_cast<Rgba*>(image.scanLine(row));
    for (int column = 0; column < k_count; ++column)
      line[column] =
          colors.at(findings.magnitudes[static_cast<std::size_t>(row * k_count + column)] * by);
  }
  return image;
}

}  // namespace

ResponsePicture::ResponsePicture(QQuickItem* parent) : QQuickPaintedItem(parent) {
  setAcceptedMouseButtons(Qt::LeftButton);
  setAcceptHoverEvents(true);
  setActiveFocusOnTab(true);
}

qreal ResponsePicture::sideWithin(qreal room, qreal devicePixelRatio) {
  const qreal times = std::floor(room * devicePixelRatio / k_count);
  return std::max(times, 1.0) * k_count / devicePixelRatio;
}

void ResponsePicture::setCut(FrequencyCutModel* cut) {
  if (cut == cut_) return;
  if (cut_) cut_->disconnect(this);
  cut_ = cut;
  if (cut_) connect(cut_, &FrequencyCutModel::changed, this, &ResponsePicture::refresh);
  emit cutChanged();
  refresh();
}

void ResponsePicture::setDark(bool dark) {
  if (dark == dark_) return;
  dark_ = dark;
  drawn_ = nullptr;
  update();
  emit lookChanged();
}

std::shared_ptr<const KernelFindings> ResponsePicture::findings() const {
  return cut_ && cut_->analysis() ? cut_->analysis()->findings() : nullptr;
}

void ResponsePicture::refresh() {
  update();
  emit pointedChanged();
}

void ResponsePicture::paint(QPainter* painter) {
  const auto known = findings();
  if (!known) return;
  if (drawn_ != known) {
    image_ = image_of(*known, dark_);
    drawn_ = known;
  }
  const QRectF whole(0, 0, width(), height());
  painter->setRenderHint(QPainter::SmoothPixmapTransform, false);
  painter->drawImage(whole, image_);
  const qreal angle = cut_->angle() * std::numbers::pi / 180;
  // The outermost frequencies are in the middle of the outermost pixels.
  const qreal reach = cut_->longest() * width() * (k_count - 1) / k_count;
  const QPointF way(reach * std::cos(angle), -reach * std::sin(angle));
  painter->setRenderHint(QPainter::Antialiasing);
  for (const auto& [color, thickness] :
       {std::pair(QColor(0x14, 0x16, 0x1a), hasActiveFocus() ? 5.0 : 3.4),
        std::pair(QColor(Qt::white), hasActiveFocus() ? 2.4 : 1.3)}) {
    painter->setPen(QPen(color, thickness));
    painter->drawLine(whole.center() - way, whole.center() + way);
  }
}

void ResponsePicture::turnTo(const QPointF& point) {
  const QPointF way = point - QPointF(width() / 2, height() / 2);
  if (cut_ && way.manhattanLength() > 2)
    cut_->setAngle(std::round(std::atan2(-way.y(), way.x()) * 180 / std::numbers::pi));
}

void ResponsePicture::mousePressEvent(QMouseEvent* event) {
  forceActiveFocus(Qt::MouseFocusReason);
  setKeepMouseGrab(true);
  turnTo(event->position());
}

void ResponsePicture::mouseMoveEvent(QMouseEvent* event) { turnTo(event->position()); }

void ResponsePicture::keyPressEvent(QKeyEvent* event) {
  const qreal step = event->modifiers() & Qt::ShiftModifier ? 1 : 5;
  if (cut_ && (event->key() == Qt::Key_Left || event->key() == Qt::Key_Up))
    return cut_->setAngle(cut_->angle() + step);
  if (cut_ && (event->key() == Qt::Key_Right || event->key() == Qt::Key_Down))
    return cut_->setAngle(cut_->angle() - step);
  event->ignore();
}

QString ResponsePicture::pointed() const {
  const auto known = findings();
  if (!known || !pointed_) return {};
  const std::vector<double> axis = frequency_axis(k_count);
  const double u = axis[static_cast<std::size_t>(pointed_->x())],
               v = axis[static_cast<std::size_t>(pointed_->y())];
  const float magnitude =
      known->magnitudes[static_cast<std::size_t>(pointed_->y() * k_count + pointed_->x())];
  return tr("%1 to the right, %2 down: %3 times")
      .arg(number_text(u, 2), number_text(v, 2), number_text(static_cast<double>(magnitude), 3));
}

void ResponsePicture::point(std::optional<QPoint> at) {
  if (at == pointed_) return;
  pointed_ = at;
  emit pointedChanged();
}

void ResponsePicture::hoverEnterEvent(QHoverEvent* event) { hoverMoveEvent(event); }

void ResponsePicture::hoverMoveEvent(QHoverEvent* event) {
  if (!contains(event->position())) return point(std::nullopt);
  const auto index = [](qreal at, qreal extent) {
    return std::clamp(static_cast<int>(at / extent * k_count), 0, k_count - 1);
  };
  point(QPoint(index(event->position().x(), width()), index(event->position().y(), height())));
}

void ResponsePicture::hoverLeaveEvent(QHoverEvent*) { point(std::nullopt); }

void ResponsePicture::focusInEvent(QFocusEvent* event) {
  QQuickPaintedItem::focusInEvent(event);
  update();
}

void ResponsePicture::focusOutEvent(QFocusEvent* event) {
  QQuickPaintedItem::focusOutEvent(event);
  update();
}

}  // namespace fovea
