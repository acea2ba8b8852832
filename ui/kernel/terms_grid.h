#pragma once

#include <QPointer>
#include <QQuickPaintedItem>

#include "ui/clipboard/copy_source.h"
#include "ui/kernel/slide_model.h"

namespace fovea {

/// One factor of the arithmetic as cells with their numbers: the input under the window, the kernel
/// as it is applied, or the products. The cell under the pointer lights what belongs to it in the
/// others.
class TermsGrid : public QQuickPaintedItem, public CopySource {
  Q_OBJECT
  QML_ELEMENT
  Q_PROPERTY(fovea::SlideModel* model READ model WRITE setModel NOTIFY modelChanged REQUIRED)
  Q_PROPERTY(fovea::TermsGrid::Part part MEMBER part_ NOTIFY lookChanged)
  Q_PROPERTY(bool dark MEMBER dark_ NOTIFY lookChanged)
  Q_PROPERTY(QColor line MEMBER line_ NOTIFY lookChanged)
  Q_PROPERTY(int fontSize MEMBER font_size_ NOTIFY lookChanged)
  /// All numbers, for a screen reader.
  Q_PROPERTY(QString spoken READ spoken NOTIFY numbersChanged)

 public:
  enum Part { Input, Kernel, Products };
  Q_ENUM(Part)

  explicit TermsGrid(QQuickItem* parent = nullptr);
  void paint(QPainter* painter) override;
  Copied copied(std::optional<QPointF> at) const override;
  SlideModel* model() const { return model_; }
  void setModel(SlideModel* model);
  QString spoken() const;

 signals:
  void modelChanged();
  void lookChanged();
  void numbersChanged();

 protected:
  void hoverMoveEvent(QHoverEvent* event) override;
  void hoverLeaveEvent(QHoverEvent* event) override;

 private:
  int rows() const;
  int columns() const;
  QRectF rectOf(int tap) const;
  QColor groundOf(const Tap& tap) const;
  QString textOf(const Tap& tap) const;

  QPointer<SlideModel> model_;
  Part part_ = Input;
  bool dark_ = true;
  QColor line_;
  int font_size_ = 11;
};

}  // namespace fovea
