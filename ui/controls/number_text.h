#pragma once

#include <QColor>
#include <QQuickPaintedItem>

namespace fovea {

/// Text whose digits stand in cells of equal width, so that a changing number does not shiver:
/// Qt 6.4 cannot ask a font for its tabular figures. A hyphen before a digit is drawn as a minus.
class NumberText : public QQuickPaintedItem {
  Q_OBJECT
  QML_ELEMENT
  Q_PROPERTY(QString text READ text WRITE setText NOTIFY textChanged)
  Q_PROPERTY(QColor color READ color WRITE setColor NOTIFY colorChanged)
  Q_PROPERTY(QString family READ family WRITE setFamily NOTIFY fontChanged)
  Q_PROPERTY(int pixelSize READ pixelSize WRITE setPixelSize NOTIFY fontChanged)
  Q_PROPERTY(bool strong READ isStrong WRITE setStrong NOTIFY fontChanged)
  /// Where the text stands when the item is wider than it: Qt.AlignLeft, AlignRight, AlignHCenter.
  Q_PROPERTY(Qt::Alignment alignment READ alignment WRITE setAlignment NOTIFY alignmentChanged)

 public:
  explicit NumberText(QQuickItem* parent = nullptr);
  void paint(QPainter* painter) override;

  QString text() const { return text_; }
  void setText(const QString& text);
  QColor color() const { return color_; }
  void setColor(const QColor& color);
  QString family() const { return font_.family(); }
  void setFamily(const QString& family);
  int pixelSize() const { return font_.pixelSize(); }
  void setPixelSize(int size);
  bool isStrong() const { return font_.weight() >= QFont::DemiBold; }
  void setStrong(bool strong);
  Qt::Alignment alignment() const { return alignment_; }
  void setAlignment(Qt::Alignment alignment);

 signals:
  void textChanged();
  void colorChanged();
  void fontChanged();
  void alignmentChanged();

 private:
  void changeFont(const QFont& font);
  void measure();

  QString text_;
  QColor color_ = Qt::white;
  QFont font_;
  Qt::Alignment alignment_ = Qt::AlignLeft;
};

/// Width of `text` in equal digit cells, and the text drawn from `origin` (its baseline's start).
qreal number_width(const QString& text, const QFont& font);
void draw_number(QPainter* painter, const QPointF& origin, const QString& text, const QFont& font);
/// The same in the middle of `rect`.
void draw_number_in(QPainter* painter, const QRectF& rect, const QString& text, const QFont& font);

/// `value` with `decimals` digits and a true minus sign; no sign before what rounds to 0.
QString number_string(double value, int decimals);

}  // namespace fovea
