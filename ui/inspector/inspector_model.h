#pragma once

#include <QList>
#include <QPointer>
#include <QVariantList>

#include "ui/window/workspace.h"

namespace fovea {

/// What the inspector says about the selection of a workspace, and the edits it makes there; the
/// values that it puts out are MapValues'. All that is scrubbed is one step of the history until
/// `endGesture`.
class InspectorModel : public QObject {
  Q_OBJECT
  QML_ELEMENT
  Q_PROPERTY(fovea::Workspace* workspace READ workspace WRITE setWorkspace NOTIFY workspaceChanged
                 REQUIRED)

  // The selection.
  Q_PROPERTY(bool something READ hasSelection NOTIFY changed)
  Q_PROPERTY(bool isUnit READ isUnit NOTIFY changed)
  Q_PROPERTY(QString title READ title NOTIFY changed)
  Q_PROPERTY(QString kind READ kind NOTIFY changed)
  Q_PROPERTY(QString unitName READ unitName NOTIFY changed)
  Q_PROPERTY(QString sentence READ sentence NOTIFY changed)
  Q_PROPERTY(QVariantList facts READ facts NOTIFY changed)
  /// Its weights differ from the original ones; a muted unit's may or may not.
  Q_PROPERTY(bool edited READ isEdited NOTIFY changed)

  // Its weights.
  Q_PROPERTY(int sliceCount READ sliceCount NOTIFY changed)
  Q_PROPERTY(int slice READ slice WRITE setSlice NOTIFY changed)
  Q_PROPERTY(int rows READ rows NOTIFY changed)
  Q_PROPERTY(int columns READ columns NOTIFY changed)
  Q_PROPERTY(bool editable READ isEditable NOTIFY changed)
  Q_PROPERTY(bool square READ isSquare NOTIFY changed)
  Q_PROPERTY(QVariantList presets READ presets NOTIFY changed)
  Q_PROPERTY(bool hasBias READ hasBias NOTIFY changed)
  Q_PROPERTY(qreal bias READ bias WRITE setBias NOTIFY changed)
  Q_PROPERTY(qreal originalBias READ originalBias NOTIFY changed)
  Q_PROPERTY(qreal biasRange READ biasRange NOTIFY changed)
  Q_PROPERTY(bool mutable READ isMutable NOTIFY changed)
  Q_PROPERTY(bool muted READ isMuted WRITE setMuted NOTIFY changed)

  // What all edits did to the answer: rows { name, before, after }; empty where nothing is edited.
  Q_PROPERTY(QVariantList effect READ effect NOTIFY effectChanged)
  Q_PROPERTY(bool networkEdited READ isNetworkEdited NOTIFY changed)

 public:
  explicit InspectorModel(QObject* parent = nullptr) : QObject(parent) {}

  Workspace* workspace() const { return workspace_; }
  void setWorkspace(Workspace* workspace);

  bool hasSelection() const;
  bool isUnit() const;
  QString title() const;
  QString kind() const;
  QString unitName() const;
  QString sentence() const;
  QVariantList facts() const;
  bool isEdited() const;
  bool isNetworkEdited() const;

  int sliceCount() const;
  int slice() const;
  void setSlice(int slice);
  int rows() const { return extent(0); }
  int columns() const { return extent(1); }
  bool isEditable() const;
  bool isSquare() const { return rows() == columns() && rows() > 1; }
  QVariantList presets() const;
  bool hasBias() const;
  qreal bias() const;
  qreal originalBias() const;
  qreal biasRange() const;
  void setBias(qreal bias);
  bool isMutable() const;
  bool isMuted() const;
  void setMuted(bool muted);

  QVariantList effect() const;

  /// Cells of kernel slice `slice` of the selected unit, row-major; empty where there is none.
  Tensor cells(int slice) const;
  /// Largest magnitude over all slices of the unit: the scale that they share.
  float scale() const;
  /// The largest magnitude over the slices of the unit as it was before any edit; 1 where all are
  /// 0.
  float originalScale() const;
  /// By how much one key press or one pixel of a drag changes a cell: a hundredth of the original
  /// scale, rounded down to 1, 2 or 5 times a power of ten, so that it does not move with the edit.
  qreal step() const;
  Unit unit() const;

 public slots:
  void setCell(int cell, qreal value);
  qreal cell(int cell) const;
  /// The pointer or the keyboard is on a cell of the chosen slice; -1 for none.
  void pointAt(int cell);
  /// The cell's value before any edit.
  qreal originalCell(int cell) const;
  void applyPreset(int index);
  void normalise();
  void flip();
  void rotate();
  void negate();
  void reset();
  void resetAll();
  void endGesture();

 signals:
  void workspaceChanged();
  void changed();
  void effectChanged();

 private:
  int extent(std::size_t axis_of_two) const;
  bool isHeld(qreal value) const;
  float scaleIn(const Graph& graph) const;
  void documentMoved();
  void selectionMoved();
  void rewrite(const QString& label, const std::function<Tensor(const Tensor&)>& transform);

  QPointer<Workspace> workspace_;
  std::shared_ptr<const ShapedGraph> seen_;  // of the document that was shown last
  bool waiting_for_frame_ = false;
};

}  // namespace fovea
