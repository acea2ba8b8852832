#pragma once

#include <QFont>
#include <QPointer>
#include <QQuickPaintedItem>
#include <span>

#include "ui/clipboard/copy_source.h"
#include "ui/inspector/inspector_model.h"

namespace fovea {

/// The cells as text, all with as many decimals: three digits that count of the largest, or as many
/// as fit into `room` pixels each; empty where not even one fits.
QStringList cell_texts(std::span<const float> values, qreal room, const QFont& font);

/// The selected kernel as cells that are scrubbed (drag right or up: larger; Shift: finer), turned
/// with the wheel where the pointer was moved onto them, reset with a double click, walked with the
/// arrow keys and typed into. A drag is one step of the history.
class CellGrid : public QQuickPaintedItem, public CopySource {
  Q_OBJECT
  QML_ELEMENT
  Q_PROPERTY(fovea::InspectorModel* model READ model WRITE setModel NOTIFY modelChanged REQUIRED)
  Q_PROPERTY(bool dark READ isDark WRITE setDark NOTIFY lookChanged)
  Q_PROPERTY(QColor line READ line WRITE setLine NOTIFY lookChanged)
  Q_PROPERTY(int current READ current WRITE setCurrent NOTIFY currentChanged)
  Q_PROPERTY(QRectF currentRect READ currentRect NOTIFY currentChanged)
  Q_PROPERTY(int fontSize READ fontSize WRITE setFontSize NOTIFY lookChanged)

 public:
  explicit CellGrid(QQuickItem* parent = nullptr);
  void paint(QPainter* painter) override;
  Copied copied(std::optional<QPointF> at) const override;

  InspectorModel* model() const { return model_; }
  void setModel(InspectorModel* model);
  bool isDark() const { return dark_; }
  void setDark(bool dark);
  QColor line() const { return line_; }
  void setLine(const QColor& line);
  int fontSize() const { return font_size_; }
  void setFontSize(int size);
  /// The cell that the keyboard works on, row-major.
  int current() const { return current_; }
  void setCurrent(int cell);
  QRectF currentRect() const;

 signals:
  void modelChanged();
  void lookChanged();
  void currentChanged();
  /// The person starts to type a value into the current cell, with this first character or none.
  void typing(const QString& text);

 protected:
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void mouseUngrabEvent() override;
  void mouseDoubleClickEvent(QMouseEvent* event) override;
  void hoverEnterEvent(QHoverEvent* event) override;
  void hoverMoveEvent(QHoverEvent* event) override;
  void hoverLeaveEvent(QHoverEvent* event) override;
  void wheelEvent(QWheelEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void focusInEvent(QFocusEvent* event) override;
  void focusOutEvent(QFocusEvent* event) override;
  void geometryChange(const QRectF& now, const QRectF& before) override;

 private:
  QRectF rectOf(int cell) const;
  int cellAt(const QPointF& point) const;
  void paintCell(QPainter* painter, int cell, const QColor& ground, const QString& text,
                 const QFont& font) const;
  void nudge(qreal steps, bool fine);
  void endDrag();
  /// Tells which cell the pointer or the keyboard is on; -1 for none.
  void pointAt(int cell);
  void refresh();

  QPointer<InspectorModel> model_;
  bool dark_ = true;
  QColor line_;
  int font_size_ = 12;
  int current_ = 0;
  bool pointed_ = false;  // the pointer was moved on the cells, not they under it
  QPointF entered_;
  int told_ = -1;  // to pointAt
  bool dragging_ = false;
  bool moved_ = false;
  QPointF start_;
  qreal start_value_ = 0;
};

}  // namespace fovea
