#pragma once

#include <QObject>
#include <QPointer>
#include <QStringList>
#include <QtQml/qqmlregistration.h>
#include <optional>

#include "core/document/kernel_place.h"
#include "ui/window/workspace.h"

namespace fovea {

/// The kernel that the Kernel lens works on, of the side that is shown: the picture's own filter,
/// or the selected slice of the network's convolution. What all parts of the lens read and edit.
class KernelBench : public QObject {
  Q_OBJECT
  QML_ELEMENT
  Q_PROPERTY(fovea::Workspace* workspace READ workspace WRITE setWorkspace NOTIFY workspaceChanged
                 REQUIRED)
  Q_PROPERTY(bool onPicture READ isOnPicture WRITE setOnPicture NOTIFY sideChanged)
  /// False where the network has no convolution to show.
  Q_PROPERTY(bool something READ hasKernel NOTIFY changed)
  Q_PROPERTY(int rows READ rows NOTIFY changed)
  Q_PROPERTY(int columns READ columns NOTIFY changed)
  /// Only the picture's kernel has a size of its own; a layer's is the network's.
  Q_PROPERTY(bool resizable READ isOnPicture NOTIFY sideChanged)
  Q_PROPERTY(QString name READ name NOTIFY changed)
  /// What its cells tell, in sentences.
  Q_PROPERTY(QStringList reading READ reading NOTIFY changed)
  Q_PROPERTY(bool previewing READ isPreviewing NOTIFY changed)
  Q_PROPERTY(bool hasBias READ hasBias NOTIFY changed)
  Q_PROPERTY(qreal bias READ bias WRITE setBias NOTIFY changed)

 public:
  explicit KernelBench(QObject* parent = nullptr) : QObject(parent) {}

  Workspace* workspace() const { return workspace_; }
  void setWorkspace(Workspace* workspace);
  bool isOnPicture() const;
  void setOnPicture(bool on_picture);
  bool hasKernel() const { return isOnPicture() || place().has_value(); }
  int rows() const { return extent(0); }
  int columns() const { return extent(1); }
  QString name() const;
  QStringList reading() const;
  bool isPreviewing() const { return preview_.has_value(); }
  bool hasBias() const;
  qreal bias() const;
  void setBias(qreal bias);

  /// [kH, kW] float32, of the document; empty where there is none.
  Tensor kernel() const;
  /// The preview where there is one, else `kernel()`.
  Tensor shown() const { return preview_ ? *preview_ : kernel(); }
  /// The picture's filter as it is computed, with the preview for its kernel where there is one.
  PictureFilter filter() const;
  /// The network's slice that is shown; nothing where the network has none.
  std::optional<KernelPlace> place() const;

  /// One undoable edit; edits with the same gesture that follow each other are one. `label` says
  /// what was done ("Sobel x", "transpose"); `name` is the kernel's new one, where it has one. A
  /// network's slice keeps its size: the kernel is centred in it.
  void setKernel(const Tensor& kernel, const QString& label, const QString& gesture = {},
                 const QString& name = {});
  /// Shown, and on the picture computed, in place of the kernel until `endPreview`; no edit.
  void preview(const Tensor& kernel);
  /// Changes the filter on the picture otherwise than in its kernel.
  void setFilter(const PictureFilter& filter, const QString& label, const QString& gesture = {});

 public slots:
  void endPreview();
  void endGesture();
  /// Makes the picture's kernel larger or smaller about its middle.
  void resize(int rows, int columns);

 signals:
  void workspaceChanged();
  /// The kernel, its preview or which one it is.
  void changed();
  void sideChanged();

 private:
  int extent(std::size_t axis) const;
  void documentMoved();
  void viewMoved();

  QPointer<Workspace> workspace_;
  std::optional<Tensor> preview_;
  bool was_on_picture_ = true;
};

}  // namespace fovea
