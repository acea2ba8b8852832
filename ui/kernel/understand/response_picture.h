#pragma once

#include <QImage>
#include <QPointer>
#include <QQuickPaintedItem>

#include "ui/clipboard/copy_source.h"
#include "ui/kernel/understand/frequency_cut_model.h"

namespace fovea {

/// The magnitude of a kernel's frequency response as a picture, both frequencies from −0.5 to 0.5
/// cycles a pixel with 0 in the middle, and the direction of a cut as a line through it. Dragging,
/// and the arrow keys, turn the cut; the pointer reads the picture.
class ResponsePicture : public QQuickPaintedItem, public CopySource {
  Q_OBJECT
  QML_ELEMENT
  Q_PROPERTY(fovea::FrequencyCutModel* cut READ cut WRITE setCut NOTIFY cutChanged REQUIRED)
  Q_PROPERTY(bool dark READ isDark WRITE setDark NOTIFY lookChanged)
  /// What the pointer is on; empty where it is elsewhere.
  Q_PROPERTY(QString pointed READ pointed NOTIFY pointedChanged)

 public:
  explicit ResponsePicture(QQuickItem* parent = nullptr);
  void paint(QPainter* painter) override;
  Copied copied(std::optional<QPointF> at) const override;

  FrequencyCutModel* cut() const { return cut_; }
  void setCut(FrequencyCutModel* cut);
  bool isDark() const { return dark_; }
  void setDark(bool dark);
  QString pointed() const;

  /// The side nearest below `room` on which all frequencies are as many device pixels wide.
  Q_INVOKABLE static qreal sideWithin(qreal room, qreal devicePixelRatio);

 signals:
  void cutChanged();
  void lookChanged();
  void pointedChanged();

 protected:
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void hoverEnterEvent(QHoverEvent* event) override;
  void hoverMoveEvent(QHoverEvent* event) override;
  void hoverLeaveEvent(QHoverEvent* event) override;
  void focusInEvent(QFocusEvent* event) override;
  void focusOutEvent(QFocusEvent* event) override;

 private:
  std::shared_ptr<const KernelFindings> findings() const;
  void refresh();
  void turnTo(const QPointF& point);
  void point(std::optional<QPoint> at);

  QPointer<FrequencyCutModel> cut_;
  bool dark_ = true;
  std::shared_ptr<const KernelFindings> drawn_;  // what image_ is of
  QImage image_;
  std::optional<QPoint> pointed_;  // column and row of the frequencies
};

}  // namespace fovea
