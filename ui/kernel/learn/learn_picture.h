#pragma once

#include <QPointer>
#include <QQuickPaintedItem>

#include "ui/clipboard/copy_source.h"
#include "ui/kernel/learn/learn_model.h"

namespace fovea {

/// One of the four pictures of the step that is shown, in the middle of its room. All four ask for
/// the same room.
class LearnPicture : public QQuickPaintedItem, public CopySource {
  Q_OBJECT
  QML_ELEMENT
  Q_PROPERTY(fovea::LearnModel* model READ model WRITE setModel NOTIFY modelChanged REQUIRED)
  Q_PROPERTY(fovea::LearnModel::Picture picture MEMBER picture_ NOTIFY modelChanged)
  Q_PROPERTY(bool dark MEMBER dark_ WRITE setDark NOTIFY modelChanged)
  Q_PROPERTY(QColor line MEMBER line_ NOTIFY modelChanged)
  /// Its ends; empty for the picture before.
  Q_PROPERTY(QString scaleText READ scaleText NOTIFY viewChanged)

 public:
  explicit LearnPicture(QQuickItem* parent = nullptr) : QQuickPaintedItem(parent) {}
  void paint(QPainter* painter) override;
  Copied copied(std::optional<QPointF> at) const override;

  LearnModel* model() const { return model_; }
  void setModel(LearnModel* model);
  void setDark(bool dark);
  QString scaleText() const;

 signals:
  void modelChanged();
  void viewChanged();

 protected:
  void geometryChange(const QRectF& now, const QRectF& before) override;
  void itemChange(ItemChange change, const ItemChangeData& data) override;

 private:
  QImage image() const;
  void ask();

  QPointer<LearnModel> model_;
  LearnModel::Picture picture_ = LearnModel::Before;
  bool dark_ = true;
  QColor line_;
};

}  // namespace fovea
