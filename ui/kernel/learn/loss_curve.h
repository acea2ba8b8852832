#pragma once

#include <QColor>
#include <QList>
#include <QQuickPaintedItem>

#include "ui/clipboard/copy_source.h"

namespace fovea {

/// Losses step by step on a logarithmic axis, with the best loss there is as a dashed line and the
/// step that is shown as a mark. Decades are labelled on the left.
class LossCurve : public QQuickPaintedItem, public CopySource {
  Q_OBJECT
  QML_ELEMENT
  Q_PROPERTY(QList<qreal> losses MEMBER losses_ WRITE setLosses NOTIFY changed)
  Q_PROPERTY(qreal best MEMBER best_ WRITE setBest NOTIFY changed)
  Q_PROPERTY(int position MEMBER position_ WRITE setPosition NOTIFY changed)
  /// Steps that the whole width stands for.
  Q_PROPERTY(int span READ span NOTIFY changed)
  Q_PROPERTY(qreal labelWidth READ labelWidth NOTIFY changed)
  Q_PROPERTY(QColor curve MEMBER curve_ WRITE setCurve NOTIFY changed)
  Q_PROPERTY(QColor line MEMBER line_ WRITE setLine NOTIFY changed)
  Q_PROPERTY(QColor ink MEMBER ink_ WRITE setInk NOTIFY changed)
  Q_PROPERTY(int fontSize MEMBER font_size_ WRITE setFontSize NOTIFY changed)

 public:
  explicit LossCurve(QQuickItem* parent = nullptr);
  void paint(QPainter* painter) override;
  Copied copied(std::optional<QPointF> at) const override;

  void setLosses(const QList<qreal>& losses) { set(losses_, losses); }
  void setBest(qreal best) { set(best_, best); }
  void setPosition(int position) { set(position_, position); }
  int span() const;
  qreal labelWidth() const { return 3.6 * font_size_; }
  void setCurve(const QColor& color) { set(curve_, color); }
  void setLine(const QColor& color) { set(line_, color); }
  void setInk(const QColor& color) { set(ink_, color); }
  void setFontSize(int size) { set(font_size_, size); }

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
  struct Decades {
    int low = 0, high = 1;
  };
  Decades decades() const;
  qreal xOf(int step) const;
  qreal yOf(qreal loss, const Decades& decades) const;
  void paintGrid(QPainter* painter, const Decades& decades) const;
  void paintCurve(QPainter* painter, const Decades& decades) const;
  void paintBest(QPainter* painter, const Decades& decades) const;

  QList<qreal> losses_;
  qreal best_ = 0;
  int position_ = 0;
  QColor curve_, line_, ink_;
  int font_size_ = 11;
};

}  // namespace fovea
