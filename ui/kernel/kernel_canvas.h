#pragma once

#include <QPointer>
#include <QQuickPaintedItem>

#include "core/kernel/brush.h"
#include "ui/clipboard/copy_source.h"
#include "ui/kernel/kernel_bench.h"

namespace fovea {

/// The kernel as cells to draw on: values are scrubbed (drag right or up: larger; Shift: finer),
/// painted with a brush, erased, or drawn as a line; arrow keys walk, digits are typed. A stroke is
/// one step of the history.
class KernelCanvas : public QQuickPaintedItem, public CopySource {
  Q_OBJECT
  QML_ELEMENT
  Q_PROPERTY(fovea::KernelBench* bench READ bench WRITE setBench NOTIFY benchChanged REQUIRED)
  Q_PROPERTY(fovea::KernelCanvas::Tool tool MEMBER tool_ NOTIFY toolChanged)
  Q_PROPERTY(qreal brushValue MEMBER brush_value_ NOTIFY toolChanged)
  Q_PROPERTY(bool mirrorHorizontal MEMBER mirror_horizontal_ NOTIFY toolChanged)
  Q_PROPERTY(bool mirrorVertical MEMBER mirror_vertical_ NOTIFY toolChanged)
  Q_PROPERTY(bool rotational MEMBER rotational_ NOTIFY toolChanged)
  Q_PROPERTY(bool dark MEMBER dark_ NOTIFY lookChanged)
  Q_PROPERTY(QColor line MEMBER line_ NOTIFY lookChanged)
  Q_PROPERTY(int fontSize MEMBER font_size_ NOTIFY lookChanged)
  Q_PROPERTY(int current READ current WRITE setCurrent NOTIFY currentChanged)
  Q_PROPERTY(QRectF currentRect READ currentRect NOTIFY currentChanged)
  /// What the current cell holds, with all digits.
  Q_PROPERTY(qreal currentValue READ currentValue NOTIFY currentChanged)
  /// The cell under the pointer, row-major; -1 for none.
  Q_PROPERTY(int hovered READ hovered NOTIFY hoveredChanged)
  /// A cell to be marked because what it multiplies is pointed at elsewhere; -1 for none.
  Q_PROPERTY(int marked MEMBER marked_ NOTIFY lookChanged)

 public:
  enum Tool { Values, Brush, Erase, Line };
  Q_ENUM(Tool)

  explicit KernelCanvas(QQuickItem* parent = nullptr);
  void paint(QPainter* painter) override;
  Copied copied(std::optional<QPointF> at) const override;

  KernelBench* bench() const { return bench_; }
  void setBench(KernelBench* bench);
  int current() const { return current_; }
  void setCurrent(int cell);
  QRectF currentRect() const { return rectOf(current_); }
  qreal currentValue() const;
  int hovered() const { return hovered_; }

 public slots:
  void setCell(int cell, qreal value);

 signals:
  void benchChanged();
  void toolChanged();
  void lookChanged();
  void currentChanged();
  void hoveredChanged();
  /// The person starts to type a value into the current cell, with this first character or none.
  void typing(const QString& text);

 protected:
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void mouseUngrabEvent() override;
  void mouseDoubleClickEvent(QMouseEvent* event) override;
  void hoverMoveEvent(QHoverEvent* event) override;
  void hoverLeaveEvent(QHoverEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void focusInEvent(QFocusEvent* event) override;
  void focusOutEvent(QFocusEvent* event) override;

 private:
  KernelCell cellOf(int cell) const;
  int cellAt(const QPointF& point) const;
  QRectF rectOf(int cell) const;
  void setHovered(int cell);
  void scrub(const QMouseEvent& event);
  void strokeTo(int cell);
  /// Writes `value` into these cells and what the symmetry makes of them.
  void paintCells(const std::vector<KernelCell>& cells, float value);
  void nudge(qreal steps);
  void endStroke();
  void paintMarks(QPainter& painter) const;

  QPointer<KernelBench> bench_;
  Tool tool_ = Values;
  qreal brush_value_ = 1;
  bool mirror_horizontal_ = false, mirror_vertical_ = false, rotational_ = false;
  bool dark_ = true;
  QColor line_;
  int font_size_ = 12;
  int current_ = 0, hovered_ = -1, marked_ = -1;

  // A press that goes on.
  bool pressed_ = false;
  bool moved_ = false;
  QPointF start_;
  int start_cell_ = 0, last_cell_ = 0;
  float start_value_ = 0, step_ = 0;
  Tensor start_kernel_;
};

}  // namespace fovea
