#pragma once

#include <QPointer>
#include <QVariantList>

#include "ui/window/workspace.h"

namespace fovea {

/// The steps from the picture to what the network gets, but for its size. Choices are lists of
/// { text, detail }, for DropDown.
class StepsModel : public QObject {
  Q_OBJECT
  QML_ELEMENT
  Q_PROPERTY(fovea::Workspace* workspace READ workspace WRITE setWorkspace NOTIFY workspaceChanged
                 REQUIRED)
  Q_PROPERTY(bool known READ isKnown NOTIFY changed)
  /// The model itself says how it wants its pictures.
  Q_PROPERTY(bool stated READ isStated NOTIFY changed)
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

 public:
  using QObject::QObject;

  Workspace* workspace() const { return workspace_; }
  void setWorkspace(Workspace* workspace);

  bool isKnown() const { return how().known; }
  bool isStated() const;
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

 public slots:
  /// Of common_recipes().
  void chooseRecipe(int index);
  void chooseFit(int index);
  void chooseFilter(int index);

 signals:
  void workspaceChanged();
  void changed();

 private:
  Preprocessing how() const;
  void change(const std::function<void(Preprocessing&)>& how, const QString& label);

  QPointer<Workspace> workspace_;
};

}  // namespace fovea
