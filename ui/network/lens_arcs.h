#pragma once

#include <QColor>
#include <QPointer>
#include <QQuickPaintedItem>

#include "ui/network/lens_model.h"

namespace fovea {

/// Arcs over the headers for edges that pass over columns, with the name of what they carry.
class LensArcs : public QQuickPaintedItem {
  Q_OBJECT
  QML_ELEMENT
  Q_PROPERTY(fovea::LensModel* lens READ lens WRITE setLens NOTIFY lensChanged REQUIRED)
  Q_PROPERTY(QColor color MEMBER color_ NOTIFY lookChanged)
  Q_PROPERTY(int textSize MEMBER text_size_ NOTIFY lookChanged)

 public:
  explicit LensArcs(QQuickItem* parent = nullptr);
  void paint(QPainter* painter) override;
  LensModel* lens() const { return lens_; }
  void setLens(LensModel* lens);

 signals:
  void lensChanged();
  void lookChanged();

 private:
  QPointer<LensModel> lens_;
  QColor color_;
  int text_size_ = 11;
};

}  // namespace fovea
