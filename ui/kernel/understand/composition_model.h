#pragma once

#include <QPointer>
#include <QVariantList>

#include "core/document/next_convolution.h"
#include "ui/kernel/kernel_bench.h"
#include "ui/plots/cell_block.h"

namespace fovea {

/// The kernel of a bench followed by another one, as the one kernel that does both: followed by
/// itself, by a preset, or, in a network, by a unit of the next convolution.
class CompositionModel : public QObject {
  Q_OBJECT
  QML_ELEMENT
  Q_PROPERTY(fovea::KernelBench* bench READ bench WRITE setBench NOTIFY benchChanged REQUIRED)
  Q_PROPERTY(bool active READ isActive WRITE setActive NOTIFY changed)
  /// What may follow, rows { text, detail }, and which of them does.
  Q_PROPERTY(QVariantList choices READ choices NOTIFY choicesChanged)
  Q_PROPERTY(int choice READ choice WRITE setChoice NOTIFY changed)
  /// Where a layer follows: which of its units, `firstUnit` to `lastUnit`.
  Q_PROPERTY(bool byLayer READ isByLayer NOTIFY changed)
  Q_PROPERTY(int unit READ unit WRITE setUnit NOTIFY changed)
  Q_PROPERTY(int firstUnit READ firstUnit NOTIFY changed)
  Q_PROPERTY(int lastUnit READ lastUnit NOTIFY changed)
  Q_PROPERTY(fovea::CellBlock first READ first NOTIFY changed)
  Q_PROPERTY(fovea::CellBlock second READ second NOTIFY changed)
  Q_PROPERTY(fovea::CellBlock both READ both NOTIFY changed)
  Q_PROPERTY(QString sentence READ sentence NOTIFY changed)
  /// What the one kernel leaves out, where a layer follows; may be empty.
  Q_PROPERTY(QString note READ note NOTIFY changed)

 public:
  using QObject::QObject;

  KernelBench* bench() const { return bench_; }
  void setBench(KernelBench* bench);
  bool isActive() const { return active_; }
  void setActive(bool active);
  QVariantList choices() const;
  int choice() const;
  void setChoice(int choice);
  bool isByLayer() const { return next_ && choice() == 0; }
  int unit() const;
  void setUnit(int unit);
  int firstUnit() const { return static_cast<int>(readers_.first_unit); }
  int lastUnit() const { return static_cast<int>(readers_.last_unit) - 1; }
  CellBlock first() const { return first_; }
  CellBlock second() const { return second_; }
  CellBlock both() const { return both_; }
  QString sentence() const;
  QString note() const;

 signals:
  void benchChanged();
  void choicesChanged();
  void changed();

 private:
  void refresh();
  void findNext();
  Tensor follower(const Tensor& kernel) const;
  const Graph& graph() const { return bench_->workspace()->document().network.graph; }

  QPointer<KernelBench> bench_;
  bool active_ = true;
  int chosen_ = -1;  // of itself and the presets, from 0; −1 for the layer that follows
  int wanted_unit_ = 0;
  NodeId conv_ = k_no_node;
  std::optional<NextConvolution> next_;
  ReadingUnits readers_;
  CellBlock first_, second_, both_;
};

}  // namespace fovea
