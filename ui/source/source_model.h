#pragma once

#include <QPointer>
#include <QVariantList>

#include "ui/window/workspace.h"

namespace fovea {

/// What the source panel says of a workspace's input and network, and the edits it makes there.
/// Choices are lists of { text, detail, enabled, reason }, for DropDown.
class SourceModel : public QObject {
  Q_OBJECT
  QML_ELEMENT
  Q_PROPERTY(fovea::Workspace* workspace READ workspace WRITE setWorkspace NOTIFY workspaceChanged
                 REQUIRED)
  Q_PROPERTY(QString name READ name NOTIFY changed)
  Q_PROPERTY(QString size READ size NOTIFY changed)
  Q_PROPERTY(QString warning READ warning NOTIFY changed)
  Q_PROPERTY(bool drawing READ isDrawing NOTIFY changed)
  /// The picture is dark on light, and the network was trained on light on dark.
  Q_PROPERTY(bool wrongPolarity READ hasWrongPolarity NOTIFY changed)

  Q_PROPERTY(bool known READ isKnown NOTIFY changed)
  /// The model itself says how it wants its pictures.
  Q_PROPERTY(bool stated READ isStated NOTIFY changed)
  Q_PROPERTY(QVariantList sizes READ sizes NOTIFY changed)
  Q_PROPERTY(int sizeIndex READ sizeIndex NOTIFY changed)
  Q_PROPERTY(QString sizeText READ sizeText NOTIFY changed)
  Q_PROPERTY(QVariantList fits READ fits NOTIFY changed)
  Q_PROPERTY(int fit READ fit NOTIFY changed)
  Q_PROPERTY(QVariantList filters READ filters CONSTANT)
  Q_PROPERTY(int filter READ filter NOTIFY changed)
  Q_PROPERTY(bool antialias READ antialias WRITE setAntialias NOTIFY changed)
  Q_PROPERTY(QString channels READ channels NOTIFY changed)
  Q_PROPERTY(QString scaleText READ scaleText NOTIFY changed)
  Q_PROPERTY(QString meanText READ meanText NOTIFY changed)
  Q_PROPERTY(QString deviationText READ deviationText NOTIFY changed)
  Q_PROPERTY(QString polarity READ polarity NOTIFY changed)

  Q_PROPERTY(QString network READ network NOTIFY changed)
  Q_PROPERTY(bool trainedHere READ isTrainedHere NOTIFY changed)
  Q_PROPERTY(QString networkText READ networkText NOTIFY changed)
  Q_PROPERTY(QVariantList networks READ networks CONSTANT)
  Q_PROPERTY(int networkIndex READ networkIndex NOTIFY changed)
  Q_PROPERTY(QVariantList samples READ samples CONSTANT)

 public:
  explicit SourceModel(QObject* parent = nullptr) : QObject(parent) {}

  Workspace* workspace() const { return workspace_; }
  void setWorkspace(Workspace* workspace);

  QString name() const;
  QString size() const;
  QString warning() const;
  bool isDrawing() const;
  bool hasWrongPolarity() const { return wrong_polarity_; }
  bool isKnown() const { return how().known; }
  bool isStated() const;
  QVariantList sizes() const;
  int sizeIndex() const;
  QString sizeText() const;
  QVariantList fits() const;
  int fit() const { return static_cast<int>(how().fit); }
  QVariantList filters() const;
  int filter() const { return static_cast<int>(how().filter); }
  bool antialias() const { return how().antialias; }
  void setAntialias(bool antialias);
  QString channels() const;
  QString scaleText() const;
  QString meanText() const;
  QString deviationText() const;
  QString polarity() const;
  QString network() const;
  bool isTrainedHere() const;
  QString networkText() const;
  QVariantList networks() const;
  int networkIndex() const;
  QVariantList samples() const;

 public slots:
  /// Of common_recipes().
  void chooseRecipe(int index);
  void chooseSize(int index);
  /// A square of that side, where the network can run at it.
  void setSide(int side);
  void chooseFit(int index);
  void chooseFilter(int index);
  void chooseNetwork(int index);
  void chooseSample(int index);
  /// Swaps light and dark of the picture, on a worker.
  void invert();
  /// Moves the crop back to where it was at first.
  void resetCrop();

 signals:
  void workspaceChanged();
  void changed();

 private:
  Preprocessing how() const;
  void change(const std::function<void(Preprocessing&)>& how, const QString& label);
  void documentMoved();
  /// Nothing where the document shows another picture than `of`.
  void showInverted(const std::shared_ptr<const Picture>& of,
                    const std::shared_ptr<const Picture>& picture);

  QPointer<Workspace> workspace_;
  std::shared_ptr<const Picture> judged_;  // what wrong_polarity_ and sizes_ are of
  bool dark_on_light_ = false;
  bool wrong_polarity_ = false;
  std::shared_ptr<const NetworkOrigin> sized_;
  std::vector<std::pair<std::int64_t, std::int64_t>> sizes_;
};

}  // namespace fovea
