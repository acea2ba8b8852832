#pragma once

#include <QImage>
#include <QPointer>
#include <QQuickPaintedItem>

#include "ui/kernel/kernel_bench.h"

namespace fovea {

/// The opened picture with a frame on it, which is dragged or moved with the arrow keys: what is in
/// the frame, in grey, is offered as a kernel and previewed while the item is active.
class CutOut : public QQuickPaintedItem {
  Q_OBJECT
  QML_ELEMENT
  Q_PROPERTY(fovea::KernelBench* bench READ bench WRITE setBench NOTIFY benchChanged REQUIRED)
  Q_PROPERTY(bool active READ isActive WRITE setActive NOTIFY changed)
  /// Size of the frame in pixels of the picture, 1 to 31, and to the picture's size.
  Q_PROPERTY(int rows READ rows WRITE setRows NOTIFY changed)
  Q_PROPERTY(int columns READ columns WRITE setColumns NOTIFY changed)
  /// The mean taken off, as a matched filter needs; else grey from 0 to 1.
  Q_PROPERTY(bool zeroMean READ isZeroMean WRITE setZeroMean NOTIFY changed)
  Q_PROPERTY(QList<qreal> cells READ cells NOTIFY changed)
  /// Width over height of the picture.
  Q_PROPERTY(qreal proportion READ proportion NOTIFY changed)
  Q_PROPERTY(QString place READ place NOTIFY changed)

 public:
  explicit CutOut(QQuickItem* parent = nullptr);
  void paint(QPainter* painter) override;

  KernelBench* bench() const { return bench_; }
  void setBench(KernelBench* bench);
  bool isActive() const { return active_; }
  void setActive(bool active);
  int rows() const { return rows_; }
  void setRows(int rows);
  int columns() const { return columns_; }
  void setColumns(int columns);
  bool isZeroMean() const { return zero_mean_; }
  void setZeroMean(bool zero_mean);
  QList<qreal> cells() const;
  qreal proportion() const;
  QString place() const;

 public slots:
  /// The kernel comes into the workshop.
  void take();

 signals:
  void benchChanged();
  void changed();

 protected:
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void focusInEvent(QFocusEvent* event) override;
  void focusOutEvent(QFocusEvent* event) override;
  void geometryChange(const QRectF& now, const QRectF& before) override;

 private:
  const Picture* picture() const;
  QRectF frame() const;
  /// Into the picture, and to the screen.
  void moveTo(int row, int column);
  void moveUnder(const QPointF& point);
  void preview();

  QPointer<KernelBench> bench_;
  bool active_ = false;
  bool zero_mean_ = true;
  int row_ = -1, column_ = -1;  // nothing yet: the middle
  int rows_ = 9, columns_ = 9;
  Tensor kernel_;
  QImage shown_;
  Picture shown_of_;
};

}  // namespace fovea
