#pragma once

#include <QColor>
#include <QQuickPaintedItem>
#include <QVariantList>
#include <vector>

#include "ui/clipboard/copy_source.h"

namespace fovea {

/// A reliability diagram: for each range of confidence how often the network was right, as a bar
/// beside the diagonal of a network that is as sure as it is right. How many examples are in a bin
/// stands faintly behind. The pointer and left and right read a bin.
/// Source: Guo et al., "On Calibration of Modern Neural Networks", 2017, figure 1.
class ReliabilityBars : public QQuickPaintedItem, public CopySource {
  Q_OBJECT
  QML_ELEMENT
  /// { from, to, count, confidence, accuracy } each; shares from 0 to 1, ascending.
  Q_PROPERTY(QVariantList bins READ bins WRITE setBins NOTIFY binsChanged)
  Q_PROPERTY(bool empty READ isEmpty NOTIFY binsChanged)
  Q_PROPERTY(QColor bar MEMBER bar_ NOTIFY lookChanged)
  Q_PROPERTY(QColor gap MEMBER gap_ NOTIFY lookChanged)
  Q_PROPERTY(QColor line MEMBER line_ NOTIFY lookChanged)
  Q_PROPERTY(QColor ink MEMBER ink_ NOTIFY lookChanged)
  Q_PROPERTY(QColor strong MEMBER strong_ NOTIFY lookChanged)
  Q_PROPERTY(int fontSize MEMBER font_size_ NOTIFY lookChanged)
  /// "Between 80 % and 90 % sure: right 71.2 % of 412 times"; empty where nothing is read.
  Q_PROPERTY(QString pointedText READ pointedText NOTIFY pointedChanged)
  /// The mean of accuracy − confidence over all examples, −1 to 1; above 0 it is less sure than
  /// right.
  Q_PROPERTY(qreal difference READ difference NOTIFY binsChanged)
  /// Expected calibration error, 0 to 1 (the source's equation 3).
  Q_PROPERTY(qreal expectedError READ expectedError NOTIFY binsChanged)

 public:
  explicit ReliabilityBars(QQuickItem* parent = nullptr);
  void paint(QPainter* painter) override;
  Copied copied(std::optional<QPointF> at) const override;

  QVariantList bins() const;
  void setBins(const QVariantList& bins);
  bool isEmpty() const { return total_ <= 0; }
  QString pointedText() const;
  qreal difference() const { return difference_; }
  qreal expectedError() const { return expected_error_; }

 signals:
  void binsChanged();
  void lookChanged();
  void pointedChanged();

 protected:
  void hoverEnterEvent(QHoverEvent* event) override;
  void hoverMoveEvent(QHoverEvent* event) override;
  void hoverLeaveEvent(QHoverEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void focusOutEvent(QFocusEvent* event) override;

 private:
  struct Bin {
    double from = 0, to = 0, count = 0, confidence = 0, accuracy = 0;
  };
  QRectF area() const;
  void paintAxes(QPainter* painter, const QRectF& in) const;
  void paintBin(QPainter* painter, const QRectF& in, const Bin& bin, double most) const;
  void point(int bin);

  std::vector<Bin> bins_;
  double total_ = 0, difference_ = 0, expected_error_ = 0;
  QColor bar_, gap_, line_, ink_, strong_;
  int font_size_ = 11;
  int pointed_ = -1;
};

}  // namespace fovea
