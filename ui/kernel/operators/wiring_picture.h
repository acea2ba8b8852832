#pragma once

#include <QPointer>
#include <QQuickPaintedItem>

#include "ui/kernel/operators/operator_column.h"

namespace fovea {

/// Which input map feeds which output map of a column's operator: maps as squares one below the
/// other, a line for each kernel between two; a depthwise separable convolution has two steps.
class WiringPicture : public QQuickPaintedItem {
  Q_OBJECT
  QML_ELEMENT
  Q_PROPERTY(
      fovea::OperatorColumn* column READ column WRITE setColumn NOTIFY columnChanged REQUIRED)
  Q_PROPERTY(QColor ink MEMBER ink_ NOTIFY lookChanged)
  Q_PROPERTY(QColor line MEMBER line_ NOTIFY lookChanged)
  Q_PROPERTY(QColor ground MEMBER ground_ NOTIFY lookChanged)
  Q_PROPERTY(int fontSize MEMBER font_size_ NOTIFY lookChanged)
  /// "3 input maps, 3 output maps, 9 kernels between them".
  Q_PROPERTY(QString words READ words NOTIFY wiringChanged)

 public:
  explicit WiringPicture(QQuickItem* parent = nullptr);
  void paint(QPainter* painter) override;

  OperatorColumn* column() const { return column_; }
  void setColumn(OperatorColumn* column);
  QString words() const;

 signals:
  void columnChanged();
  void lookChanged();
  void wiringChanged();

 private:
  void refresh();
  QRectF mapRect(std::size_t stage, std::int64_t map) const;

  QPointer<OperatorColumn> column_;
  std::vector<explain::Wires> steps_;
  std::vector<std::int64_t> stages_;  // number of maps before and after each step
  QColor ink_ = Qt::white, line_ = Qt::gray, ground_ = Qt::black;
  int font_size_ = 11;
};

}  // namespace fovea
