#pragma once

#include <QPointer>
#include <QVariantList>

#include "ui/window/workspace.h"

namespace fovea {

/// What the source panel says of a workspace's picture and network, and what it does with them; how
/// the one becomes the other's input is StepsModel's and SizeModel's. Choices are lists of { text,
/// detail, value }, for DropDown.
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
  QString network() const;
  bool isTrainedHere() const;
  QString networkText() const;
  QVariantList networks() const;
  int networkIndex() const;
  QVariantList samples() const;

 public slots:
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
  void documentMoved();
  /// Nothing where the document shows another picture than `of`.
  void showInverted(const std::shared_ptr<const Picture>& of,
                    const std::shared_ptr<const Picture>& picture);

  QPointer<Workspace> workspace_;
  std::shared_ptr<const Picture> judged_;  // what dark_on_light_ is of
  bool dark_on_light_ = false;
  bool wrong_polarity_ = false;
};

}  // namespace fovea
