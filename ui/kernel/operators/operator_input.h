#pragma once

#include <QObject>
#include <QPointer>
#include <QVariant>

#include "ui/maps/newest_worker.h"
#include "ui/window/workspace.h"

namespace fovea {

/// The opened picture as the maps that operators get, small enough to be instant.
class OperatorInput : public QObject {
  Q_OBJECT
  QML_ELEMENT
  Q_PROPERTY(fovea::Workspace* workspace READ workspace WRITE setWorkspace NOTIFY workspaceChanged
                 REQUIRED)
  /// Which maps: grey; red, green, blue; those and grey.
  Q_PROPERTY(fovea::OperatorInput::Maps maps READ maps WRITE setMaps NOTIFY mapsChanged)
  Q_PROPERTY(QStringList mapNames READ mapNames NOTIFY mapsChanged)
  /// A Tensor [C, H, W], 0 to 1; invalid while there is none.
  Q_PROPERTY(QVariant tensor READ tensor NOTIFY changed)
  /// Its height to its width.
  Q_PROPERTY(qreal proportion READ proportion NOTIFY changed)
  /// "chelsea.png, 451 × 300 px, reduced to 88 × 59 px …".
  Q_PROPERTY(QString text READ text NOTIFY changed)

 public:
  enum Maps { Grey, Colour, ColourAndGrey };
  Q_ENUM(Maps)
  /// Longer side in pixels, at most: of all, and of what a fully connected layer gets, whose
  /// weights are as many as its inputs times its outputs.
  static constexpr int k_side = 88, k_dense_side = 24;

  explicit OperatorInput(QObject* parent = nullptr);

  Workspace* workspace() const { return workspace_; }
  void setWorkspace(Workspace* workspace);
  Maps maps() const { return maps_; }
  void setMaps(Maps maps);
  QStringList mapNames() const;
  QVariant tensor() const { return QVariant::fromValue(planes_.full); }
  qreal proportion() const;
  QString text() const;

  /// [C, H, W]; empty while there is none.
  const Tensor& full() const { return planes_.full; }
  const Tensor& dense() const { return planes_.dense; }

 signals:
  void workspaceChanged();
  void mapsChanged();
  void changed();

 private:
  struct Job {
    std::shared_ptr<const Picture> picture;
    Maps maps = Colour;
  };
  struct Planes {
    std::shared_ptr<const Picture> picture;
    Maps maps = Colour;
    Tensor full, dense;
  };
  static Planes make(const Job& job);
  void refresh();
  void take(const Planes& planes);

  QPointer<Workspace> workspace_;
  Maps maps_ = Colour;
  std::shared_ptr<const Picture> wanted_;
  Planes planes_;
  NewestWorker<Job, Planes> worker_;
};

}  // namespace fovea
