#include "ui/kernel/learn/learn_picture.h"

#include <QPainter>
#include <QQuickWindow>
#include <cmath>

#include "ui/controls/number_text.h"

namespace fovea {

void LearnPicture::setModel(LearnModel* model) {
  if (model == model_) return;
  if (model_) model_->disconnect(this);
  model_ = model;
  if (model_) {
    connect(model_, &LearnModel::viewChanged, this, [this] {
      update();
      emit viewChanged();
    });
  }
  emit modelChanged();
  ask();
}

void LearnPicture::setDark(bool dark) {
  dark_ = dark;
  emit modelChanged();
  ask();
}

QImage LearnPicture::image() const {
  const LearnView& view = model_->view();
  switch (picture_) {
    case LearnModel::Before:
      return view.before;
    case LearnModel::After:
      return view.after;
    case LearnModel::Made:
      return view.made;
    case LearnModel::Difference:
      break;
  }
  return view.difference;
}

QString LearnPicture::scaleText() const {
  if (!model_ || !model_->view().run || picture_ == LearnModel::Before) return {};
  const LearnView& view = model_->view();
  const int decimals = view.largest < 1 ? 3 : 2;
  const QString end = number_string(view.largest, decimals);
  const bool is_signed = view.is_signed || picture_ == LearnModel::Difference;
  return (is_signed ? number_string(-view.largest, decimals) : QString("0")) + " … " + end;
}

void LearnPicture::ask() {
  if (!model_ || !window() || width() < 1 || height() < 1) return;
  const qreal ratio = window()->effectiveDevicePixelRatio();
  model_->setRoom({static_cast<int>(std::floor((width() - 2) * ratio)),
                   static_cast<int>(std::floor((height() - 2) * ratio)), dark_});
}

void LearnPicture::paint(QPainter* painter) {
  if (!model_) return;
  QImage shown = image();
  if (shown.isNull()) return;
  const qreal ratio = window() ? window()->effectiveDevicePixelRatio() : 1;
  shown.setDevicePixelRatio(ratio);
  const QSizeF size = shown.deviceIndependentSize();
  const QPointF at{std::floor((width() - size.width()) / 2 * ratio) / ratio,
                   std::floor((height() - size.height()) / 2 * ratio) / ratio};
  painter->drawImage(at, shown);
  painter->setPen(QPen(line_, 1));
  painter->drawRect(QRectF(at, size).adjusted(-0.5, -0.5, 0.5, 0.5));
}

void LearnPicture::geometryChange(const QRectF& now, const QRectF& before) {
  QQuickPaintedItem::geometryChange(now, before);
  ask();
}

void LearnPicture::itemChange(ItemChange change, const ItemChangeData& data) {
  QQuickPaintedItem::itemChange(change, data);
  if (change == ItemSceneChange || change == ItemDevicePixelRatioHasChanged) ask();
}

}  // namespace fovea
