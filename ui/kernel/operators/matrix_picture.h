#pragma once

#include <QPointer>
#include <QQuickPaintedItem>

#include "ui/kernel/operators/operator_column.h"

namespace fovea {

/// The matrix of a column's operator on a toy input: a row of cells for each output value, a column
/// for each input value. Zeros are blank, and cells that share a weight have its colour. The
/// pointer or the arrow keys are on one cell, and all that share its weight are outlined.
class MatrixPicture : public QQuickPaintedItem {
  Q_OBJECT
  QML_ELEMENT
  Q_PROPERTY(
      fovea::OperatorColumn* column READ column WRITE setColumn NOTIFY columnChanged REQUIRED)
  Q_PROPERTY(bool dark MEMBER dark_ NOTIFY lookChanged)
  Q_PROPERTY(QColor ground MEMBER ground_ NOTIFY lookChanged)
  Q_PROPERTY(QColor line MEMBER line_ NOTIFY lookChanged)
  /// The matrix' own; 0 where there is none.
  Q_PROPERTY(int rows READ rows NOTIFY matrixChanged)
  Q_PROPERTY(int columns READ columns NOTIFY matrixChanged)
  /// "36 inputs (6 × 6)", "16 outputs (4 × 4)".
  Q_PROPERTY(QString inputText READ inputText NOTIFY matrixChanged)
  Q_PROPERTY(QString outputText READ outputText NOTIFY matrixChanged)
  /// What the cell that is pointed at means; empty where none is.
  Q_PROPERTY(QString words READ words NOTIFY pointed)

 public:
  explicit MatrixPicture(QQuickItem* parent = nullptr);
  void paint(QPainter* painter) override;

  OperatorColumn* column() const { return column_; }
  void setColumn(OperatorColumn* column);
  int rows() const;
  int columns() const;
  QString inputText() const;
  QString outputText() const;
  QString words() const;

 signals:
  void columnChanged();
  void lookChanged();
  void matrixChanged();
  void pointed();

 protected:
  void hoverMoveEvent(QHoverEvent* event) override;
  void hoverLeaveEvent(QHoverEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void focusInEvent(QFocusEvent* event) override;
  void focusOutEvent(QFocusEvent* event) override;

 private:
  const explain::OperatorMatrix* matrix() const;
  qreal cell() const;
  QRectF rectOf(int row, int column) const;
  void pointAt(int row, int column);
  void refresh();
  void paintCells(QPainter* painter) const;
  void paintBlocks(QPainter* painter) const;
  void paintPointed(QPainter* painter) const;

  QPointer<OperatorColumn> column_;
  bool dark_ = true;
  QColor ground_ = Qt::black, line_ = Qt::gray;
  int row_ = -1, at_ = -1;
};

}  // namespace fovea
