#pragma once

#include <QColor>
#include <QList>
#include <QQuickPaintedItem>

#include "ui/clipboard/copy_source.h"

namespace fovea {

/// A curve of values in equal steps from `from` to `to`, filled down to 0, with ticks along both
/// axes; what is above 0 in one colour, what is below in another. The pointer reads it.
class CurvePlot : public QQuickPaintedItem, public CopySource {
  Q_OBJECT
  QML_ELEMENT
  Q_PROPERTY(QList<qreal> values MEMBER values_ NOTIFY valuesChanged)
  Q_PROPERTY(qreal from MEMBER from_ NOTIFY rangeChanged)
  Q_PROPERTY(qreal to MEMBER to_ NOTIFY rangeChanged)
  /// Distance of the ticks below the curve: a whole number, or tenths.
  Q_PROPERTY(qreal tick MEMBER tick_ NOTIFY rangeChanged)
  Q_PROPERTY(QColor positive MEMBER positive_ NOTIFY lookChanged)
  Q_PROPERTY(QColor negative MEMBER negative_ NOTIFY lookChanged)
  Q_PROPERTY(QColor line MEMBER line_ NOTIFY lookChanged)
  Q_PROPERTY(QColor ink MEMBER ink_ NOTIFY lookChanged)
  Q_PROPERTY(int fontSize MEMBER font_size_ NOTIFY lookChanged)
  /// Index of the value that the pointer is nearest to, −1 where it is elsewhere; where that is
  /// between `from` and `to`, and the value as a text.
  Q_PROPERTY(int pointed READ pointed NOTIFY pointedChanged)
  Q_PROPERTY(qreal pointedX READ pointedX NOTIFY pointedChanged)
  Q_PROPERTY(QString pointedText READ pointedText NOTIFY pointedChanged)

 public:
  explicit CurvePlot(QQuickItem* parent = nullptr);
  void paint(QPainter* painter) override;
  Copied copied(std::optional<QPointF> at) const override;

  int pointed() const { return pointed_; }
  qreal pointedX() const;
  QString pointedText() const;

 signals:
  void valuesChanged();
  void rangeChanged();
  void lookChanged();
  void pointedChanged();

 protected:
  void hoverEnterEvent(QHoverEvent* event) override;
  void hoverMoveEvent(QHoverEvent* event) override;
  void hoverLeaveEvent(QHoverEvent* event) override;

 private:
  /// Of the curve itself, without the numbers beside it.
  QRectF area() const;
  QPointF pointOf(qsizetype index) const;
  qreal least() const;
  qreal most() const;
  qreal heightOf(qreal value) const;
  void paintAxes(QPainter* painter) const;
  void paintCurve(QPainter* painter) const;
  void point(int index);

  QList<qreal> values_;
  qreal from_ = 0, to_ = 1, tick_ = 0.1;
  QColor positive_, negative_, line_, ink_;
  int font_size_ = 11;
  int pointed_ = -1;
};

}  // namespace fovea
