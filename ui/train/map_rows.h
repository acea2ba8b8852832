#pragma once

#include <QColor>
#include <QQuickPaintedItem>
#include <QTimer>
#include <vector>

#include "ui/clipboard/copy_source.h"
#include "ui/train/train_model.h"

namespace fovea {

/// What each convolution makes of the picture that is followed: a row of maps a layer, after the
/// activation that follows it, each row on one scale, as many maps as are `across`. A click
/// selects the unit. Redrawn at most ten times a second.
class MapRows : public QQuickPaintedItem, public CopySource {
  Q_OBJECT
  QML_ELEMENT
  Q_PROPERTY(fovea::TrainModel* model READ model WRITE setModel NOTIFY modelChanged REQUIRED)
  Q_PROPERTY(bool dark MEMBER dark_ NOTIFY lookChanged)
  Q_PROPERTY(QColor line MEMBER line_ NOTIFY lookChanged)
  Q_PROPERTY(QColor text MEMBER text_ NOTIFY lookChanged)
  Q_PROPERTY(QString family MEMBER family_ NOTIFY lookChanged)
  Q_PROPERTY(int fontSize MEMBER font_size_ NOTIFY lookChanged)
  Q_PROPERTY(int across MEMBER across_ NOTIFY lookChanged)
  /// Convolutions of the run; 0 where there are none.
  Q_PROPERTY(int rows READ rows NOTIFY rowsChanged)

 public:
  explicit MapRows(QQuickItem* parent = nullptr);
  void paint(QPainter* painter) override;
  Copied copied(std::optional<QPointF> at) const override;

  TrainModel* model() const { return model_; }
  void setModel(TrainModel* model);
  int rows() const { return static_cast<int>(values_.size()); }
  /// Where map `unit` of row `row` is drawn; empty where it is not.
  QRectF placeOf(int row, int unit) const;

 signals:
  void modelChanged();
  void lookChanged();
  void rowsChanged();

 protected:
  void mousePressEvent(QMouseEvent* event) override;
  void geometryChange(const QRectF& now, const QRectF& before) override;

 private:
  void takeRun();
  void measure();
  void refresh();
  /// Of the run; empty where the document shows something else.
  Tensor mapsOf(ValueId value) const;
  qreal caption() const { return font_size_ * 1.6; }
  qreal tile() const;
  void paintRow(QPainter* painter, int row, const Tensor& maps) const;

  QPointer<TrainModel> model_;
  std::vector<ValueId> values_;  // by row
  bool dark_ = true;
  QColor line_, text_;
  QString family_;
  int font_size_ = 11, across_ = 6;
  QTimer timer_;
};

}  // namespace fovea
