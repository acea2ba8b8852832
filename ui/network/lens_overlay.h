#pragma once

#include <QColor>
#include <QPointer>
#include <QQuickPaintedItem>
#include <functional>

#include "ui/network/lens_model.h"

namespace fovea {

/// What the Network lens draws over its maps: the selection, where the value under the pointer
/// came from and what it reaches, what a weight under the pointer multiplies, the curves that lead
/// to the selected unit, and hatching over what is not current.
class LensOverlay : public QQuickPaintedItem {
  Q_OBJECT
  QML_ELEMENT
  Q_PROPERTY(fovea::LensModel* lens READ lens WRITE setLens NOTIFY lensChanged REQUIRED)
  /// By how much the item is larger than the maps' viewport on each side: marks stand around maps,
  /// also around those at its edges.
  Q_PROPERTY(qreal margin MEMBER margin_ NOTIFY lookChanged)
  Q_PROPERTY(QColor inner MEMBER inner_ NOTIFY lookChanged)
  Q_PROPERTY(QColor outer MEMBER outer_ NOTIFY lookChanged)
  Q_PROPERTY(QColor positive MEMBER positive_ NOTIFY lookChanged)
  Q_PROPERTY(QColor negative MEMBER negative_ NOTIFY lookChanged)
  Q_PROPERTY(QColor hatch MEMBER hatch_ NOTIFY lookChanged)

 public:
  explicit LensOverlay(QQuickItem* parent = nullptr);
  void paint(QPainter* painter) override;
  LensModel* lens() const { return lens_; }
  void setLens(LensModel* lens);

 signals:
  void lensChanged();
  void lookChanged();

 private:
  void paintCurves(QPainter& painter) const;
  void paintStale(QPainter& painter) const;
  void paintProvenance(QPainter& painter) const;
  void paintSelection(QPainter& painter) const;
  void paintWeight(QPainter& painter) const;
  void paintReads(QPainter& painter, const WeightReads& reads) const;
  /// Calls `mark` with what `box` takes of each map of a column.
  void paintBox(int column, const Box& box, const std::function<void(const QRectF&)>& mark) const;

  QPointer<LensModel> lens_;
  qreal margin_ = 0;
  QColor inner_ = Qt::white, outer_ = Qt::black, positive_, negative_, hatch_;
};

}  // namespace fovea
