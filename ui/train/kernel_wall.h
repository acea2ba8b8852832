#pragma once

#include <QColor>
#include <QQuickPaintedItem>
#include <QTimer>
#include <vector>

#include "ui/clipboard/copy_source.h"
#include "ui/train/run_list.h"
#include "ui/train/train_model.h"

namespace fovea {

/// The kernels of the first convolution side by side on one scale, each with the map that it makes
/// of the picture that is followed. The outline of a kernel is the brighter the faster it changes.
/// Of a kernel over several maps all slices of the first three are under each other. A click
/// selects the unit. Redrawn at most ten times a second.
class KernelWall : public QQuickPaintedItem, public CopySource {
  Q_OBJECT
  QML_ELEMENT
  Q_PROPERTY(fovea::TrainModel* model READ model WRITE setModel NOTIFY modelChanged REQUIRED)
  /// Where given, the kernels are those of the run that it has beside, and there are no maps.
  Q_PROPERTY(fovea::RunList* beside READ beside WRITE setBeside NOTIFY modelChanged)
  Q_PROPERTY(bool dark MEMBER dark_ NOTIFY lookChanged)
  Q_PROPERTY(QColor line MEMBER line_ NOTIFY lookChanged)
  Q_PROPERTY(QColor outline MEMBER outline_ NOTIFY lookChanged)
  Q_PROPERTY(qreal most MEMBER most_ NOTIFY lookChanged)
  /// Name of the convolution; empty where there is none.
  Q_PROPERTY(QString layerName READ layerName NOTIFY unitsChanged)
  Q_PROPERTY(int units READ units NOTIFY unitsChanged)
  /// As many as there is room for.
  Q_PROPERTY(int shown READ shown NOTIFY unitsChanged)

 public:
  explicit KernelWall(QQuickItem* parent = nullptr);
  void paint(QPainter* painter) override;
  Copied copied(std::optional<QPointF> at) const override;

  TrainModel* model() const { return model_; }
  void setModel(TrainModel* model);
  RunList* beside() const { return beside_; }
  void setBeside(RunList* beside);
  QString layerName() const;
  int units() const;
  int shown() const;

 signals:
  void modelChanged();
  void lookChanged();
  void unitsChanged();

 protected:
  void mousePressEvent(QMouseEvent* event) override;
  void geometryChange(const QRectF& now, const QRectF& before) override;

 private:
  const Graph* graph() const;
  NodeId conv() const;
  void refresh();
  void measure();
  void forget();
  void measureChange();
  qreal tile() const;
  QRectF rectOf(int unit) const;
  void paintKernel(QPainter* painter, int unit, float scale) const;
  void paintMap(QPainter* painter, int unit, const Tensor& maps, float scale) const;

  QPointer<TrainModel> model_;
  QPointer<RunList> beside_;
  bool dark_ = true;
  QColor line_, outline_;
  qreal most_ = 84;
  std::vector<float> before_;    // the weights when they were last looked at
  std::vector<double> changes_;  // by unit: how fast it changes
  QTimer timer_;
};

}  // namespace fovea
