#pragma once

#include <QColor>
#include <QList>
#include <QQuickPaintedItem>

#include "ui/clipboard/copy_source.h"

namespace fovea {

/// Bars of how many values lie where between `from` and `to`: those below 0 in one colour, those
/// above in another, with a line at 0. Heights are on a square-root scale, so that rare values
/// show.
class Histogram : public QQuickPaintedItem, public CopySource {
  Q_OBJECT
  QML_ELEMENT
  Q_PROPERTY(QList<qreal> counts MEMBER counts_ WRITE setCounts NOTIFY changed)
  Q_PROPERTY(qreal from MEMBER from_ WRITE setFrom NOTIFY changed)
  Q_PROPERTY(qreal to MEMBER to_ WRITE setTo NOTIFY changed)
  Q_PROPERTY(QColor negative MEMBER negative_ WRITE setNegative NOTIFY changed)
  Q_PROPERTY(QColor positive MEMBER positive_ WRITE setPositive NOTIFY changed)
  Q_PROPERTY(QColor line MEMBER line_ WRITE setLine NOTIFY changed)

 public:
  explicit Histogram(QQuickItem* parent = nullptr);
  void paint(QPainter* painter) override;
  Copied copied(std::optional<QPointF> at) const override;

  void setCounts(const QList<qreal>& counts) { set(counts_, counts); }
  void setFrom(qreal from) { set(from_, from); }
  void setTo(qreal to) { set(to_, to); }
  void setNegative(const QColor& color) { set(negative_, color); }
  void setPositive(const QColor& color) { set(positive_, color); }
  void setLine(const QColor& color) { set(line_, color); }

 signals:
  void changed();

 private:
  template <typename T>
  void set(T& member, const T& value) {
    if (member == value) return;
    member = value;
    update();
    emit changed();
  }

  QList<qreal> counts_;
  qreal from_ = -1;
  qreal to_ = 1;
  QColor negative_, positive_, line_;
};

}  // namespace fovea
