#pragma once

#include <QColor>
#include <QQuickPaintedItem>

#include "ui/clipboard/copy_source.h"
#include "ui/plots/cell_block.h"

namespace fovea {

/// A matrix as coloured cells, with their numbers where they fit. The pointer reads a cell.
class CellField : public QQuickPaintedItem, public CopySource {
  Q_OBJECT
  QML_ELEMENT
  Q_PROPERTY(fovea::CellBlock cells READ cells WRITE setCells NOTIFY cellsChanged)
  /// The magnitude of the ends of the colour scale; 0 for the largest of the cells.
  Q_PROPERTY(qreal scale READ scale WRITE setScale NOTIFY cellsChanged)
  Q_PROPERTY(bool dark MEMBER dark_ NOTIFY lookChanged)
  Q_PROPERTY(QColor line MEMBER line_ NOTIFY lookChanged)
  Q_PROPERTY(int fontSize MEMBER font_size_ NOTIFY lookChanged)
  /// What the pointer is on, "row 2, column 3: 0.25", counted from 0; empty where it is elsewhere.
  Q_PROPERTY(QString pointed READ pointed NOTIFY pointedChanged)

 public:
  explicit CellField(QQuickItem* parent = nullptr);
  void paint(QPainter* painter) override;
  Copied copied(std::optional<QPointF> at) const override;

  const CellBlock& cells() const { return cells_; }
  void setCells(const CellBlock& cells);
  qreal scale() const { return scale_; }
  void setScale(qreal scale);
  QString pointed() const;

 signals:
  void cellsChanged();
  void lookChanged();
  void pointedChanged();

 protected:
  void hoverEnterEvent(QHoverEvent* event) override;
  void hoverMoveEvent(QHoverEvent* event) override;
  void hoverLeaveEvent(QHoverEvent* event) override;

 private:
  QRectF rectOf(int cell) const;
  void point(int cell);

  CellBlock cells_;
  qreal scale_ = 0;
  bool dark_ = true;
  QColor line_;
  int font_size_ = 11;
  int pointed_ = -1;
};

}  // namespace fovea
