#pragma once

#include <QPointer>
#include <QQuickPaintedItem>

#include "ui/clipboard/copy_source.h"
#include "ui/inspector/inspector_model.h"

namespace fovea {

/// All kernels of the selected unit side by side on one scale, the chosen one outlined. A click or
/// the arrow keys choose; the item is as high as its rows need.
class KernelStrip : public QQuickPaintedItem, public CopySource {
  Q_OBJECT
  QML_ELEMENT
  Q_PROPERTY(fovea::InspectorModel* model READ model WRITE setModel NOTIFY modelChanged REQUIRED)
  Q_PROPERTY(bool dark READ isDark WRITE setDark NOTIFY lookChanged)
  Q_PROPERTY(qreal tile READ tile WRITE setTile NOTIFY lookChanged)

 public:
  explicit KernelStrip(QQuickItem* parent = nullptr);
  void paint(QPainter* painter) override;
  Copied copied(std::optional<QPointF> at) const override;

  InspectorModel* model() const { return model_; }
  void setModel(InspectorModel* model);
  bool isDark() const { return dark_; }
  void setDark(bool dark);
  /// Side of one kernel in pixels.
  qreal tile() const { return tile_; }
  void setTile(qreal tile);

 signals:
  void modelChanged();
  void lookChanged();

 protected:
  void mousePressEvent(QMouseEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void focusInEvent(QFocusEvent* event) override;
  void focusOutEvent(QFocusEvent* event) override;
  void geometryChange(const QRectF& now, const QRectF& before) override;

 private:
  int perRow() const;
  QRectF rectOf(int slice) const;
  void refresh();

  QPointer<InspectorModel> model_;
  bool dark_ = true;
  qreal tile_ = 32;
};

}  // namespace fovea
