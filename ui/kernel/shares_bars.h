#pragma once

#include <QPointer>
#include <QQuickPaintedItem>

#include "ui/clipboard/copy_source.h"
#include "ui/kernel/slide_model.h"

namespace fovea {

/// What each input map gives to the value at the window: a signed bar each, with its number where
/// there is room. The chosen map's is outlined; a click chooses another.
class SharesBars : public QQuickPaintedItem, public CopySource {
  Q_OBJECT
  QML_ELEMENT
  Q_PROPERTY(fovea::SlideModel* model READ model WRITE setModel NOTIFY modelChanged REQUIRED)
  Q_PROPERTY(QColor positive MEMBER positive_ NOTIFY lookChanged)
  Q_PROPERTY(QColor negative MEMBER negative_ NOTIFY lookChanged)
  Q_PROPERTY(QColor text MEMBER text_ NOTIFY lookChanged)
  Q_PROPERTY(QColor line MEMBER line_ NOTIFY lookChanged)
  Q_PROPERTY(int fontSize MEMBER font_size_ NOTIFY lookChanged)

 public:
  explicit SharesBars(QQuickItem* parent = nullptr);
  void paint(QPainter* painter) override;
  Copied copied(std::optional<QPointF> at) const override;
  SlideModel* model() const { return model_; }
  void setModel(SlideModel* model);

 public slots:
  /// The input map whose bar is at `x`.
  void choose(qreal x);

 signals:
  void modelChanged();
  void lookChanged();

 protected:
  void mousePressEvent(QMouseEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void focusInEvent(QFocusEvent* event) override;
  void focusOutEvent(QFocusEvent* event) override;

 private:
  qreal pitch() const;

  QPointer<SlideModel> model_;
  QColor positive_, negative_, text_, line_;
  int font_size_ = 11;
};

}  // namespace fovea
