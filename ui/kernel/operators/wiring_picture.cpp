#include "ui/kernel/operators/wiring_picture.h"

#include <QPainter>
#include <algorithm>

namespace fovea {

WiringPicture::WiringPicture(QQuickItem* parent) : QQuickPaintedItem(parent) {
  setAntialiasing(true);
  connect(this, &WiringPicture::lookChanged, this, [this] { update(); });
}

void WiringPicture::setColumn(OperatorColumn* column) {
  if (column == column_) return;
  if (column_) column_->disconnect(this);
  column_ = column;
  if (column_) connect(column_, &OperatorColumn::resultChanged, this, &WiringPicture::refresh);
  emit columnChanged();
  refresh();
}

void WiringPicture::refresh() {
  steps_.clear();
  stages_.clear();
  if (column_ && column_->outputMaps() > 0) {
    const explain::OperatorSettings& settings = column_->result().job.settings;
    steps_ = wiring(settings);
    stages_.assign(steps_.size(), settings.channels);
    stages_.push_back(settings.outputs);
  }
  emit wiringChanged();
  update();
}

QString WiringPicture::words() const {
  if (stages_.empty()) return {};
  std::size_t wires = 0;
  for (const explain::Wires& step : steps_) wires += step.size();
  if (is_pooling(column_->result().job.settings.kind))
    return tr("Each of the %1 maps is pooled by itself.").arg(stages_.front());
  if (column_->isDense())
    return tr("Every output value is joined to every input value of all %1 maps.")
        .arg(stages_.front());
  return tr("Input maps on the left: %1. Output maps on the right: %2. Each line is a kernel of "
            "its "
            "own: %3.")
      .arg(stages_.front())
      .arg(stages_.back())
      .arg(wires);
}

/// Stages from left to right, the maps of each one about the middle of the height.
QRectF WiringPicture::mapRect(std::size_t stage, std::int64_t map) const {
  const auto most = static_cast<qreal>(*std::ranges::max_element(stages_));
  const qreal pitch = std::min(height() / most, 2.2 * font_size_);
  const qreal side = 0.75 * pitch;
  const qreal left =
      (width() - side) * static_cast<qreal>(stage) / static_cast<qreal>(stages_.size() - 1);
  const qreal top = (height() - pitch * static_cast<qreal>(stages_[stage])) / 2;
  return {left, top + pitch * static_cast<qreal>(map) + (pitch - side) / 2, side, side};
}

void WiringPicture::paint(QPainter* painter) {
  painter->setPen(QPen(line_, 1.2));
  for (std::size_t step = 0; step < steps_.size(); ++step) {
    for (const auto& [from, to] : steps_[step])
      painter->drawLine(mapRect(step, from).center(), mapRect(step + 1, to).center());
  }
  QFont font(QStringLiteral("Inter"));
  font.setPixelSize(font_size_);
  painter->setFont(font);
  for (std::size_t stage = 0; stage < stages_.size(); ++stage) {
    for (std::int64_t map = 0; map < stages_[stage]; ++map) {
      const QRectF rect = mapRect(stage, map);
      painter->setPen(QPen(ink_, 1));
      painter->setBrush(ground_);
      painter->drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), 3, 3);
      if (rect.height() > font_size_ + 1)
        painter->drawText(rect, Qt::AlignCenter, QString::number(map));
    }
  }
}

}  // namespace fovea
