#pragma once

#include <QPointer>
#include <QVariantList>
#include <memory>

#include "ui/kernel/kernel_bench.h"
#include "ui/kernel/understand/kernel_words.h"
#include "ui/maps/newest_worker.h"
#include "ui/plots/cell_block.h"

namespace fovea {

/// What there is to say about the kernel that a bench shows, also while it is edited or previewed:
/// found out on a thread of its own, the newest kernel first.
class KernelAnalysis : public QObject {
  Q_OBJECT
  QML_ELEMENT
  Q_PROPERTY(fovea::KernelBench* bench READ bench WRITE setBench NOTIFY benchChanged REQUIRED)
  /// Nothing is computed for a page that nobody sees.
  Q_PROPERTY(bool active READ isActive WRITE setActive NOTIFY activeChanged)
  Q_PROPERTY(bool known READ isKnown NOTIFY changed)
  /// Why nothing is known, in a sentence; may be empty.
  Q_PROPERTY(QString problem READ problem NOTIFY changed)

  /// Sum and norms, rows { name, value }.
  Q_PROPERTY(QVariantList gains READ gains NOTIFY changed)
  /// Largest magnitude of the frequency response, as a text.
  Q_PROPERTY(QString strongest READ strongest NOTIFY changed)
  Q_PROPERTY(fovea::CellBlock impulse READ impulse NOTIFY changed)
  Q_PROPERTY(QList<qreal> uprightEdge READ uprightEdge NOTIFY changed)
  Q_PROPERTY(QList<qreal> levelEdge READ levelEdge NOTIFY changed)
  /// Rows { name, text, holds }.
  Q_PROPERTY(QVariantList symmetries READ symmetries NOTIFY changed)
  // What the findings mean, in sentences.
  Q_PROPERTY(QString gainWords READ gainWords NOTIFY changed)
  Q_PROPERTY(QString noiseWords READ noiseWords NOTIFY changed)
  Q_PROPERTY(QString waveWords READ waveWords NOTIFY changed)
  Q_PROPERTY(QString rankWords READ rankWords NOTIFY changed)
  Q_PROPERTY(QString symmetryWords READ symmetryWords NOTIFY changed)
  Q_PROPERTY(QString isotropyWords READ isotropyWords NOTIFY changed)
  Q_PROPERTY(QString edgeWords READ edgeWords NOTIFY changed)

 public:
  explicit KernelAnalysis(QObject* parent = nullptr);

  KernelBench* bench() const { return bench_; }
  void setBench(KernelBench* bench);
  bool isActive() const { return active_; }
  void setActive(bool active);

  /// Null where nothing is known.
  std::shared_ptr<const KernelFindings> findings() const { return findings_; }
  bool isKnown() const { return findings_ != nullptr; }
  QString problem() const { return problem_; }
  QVariantList gains() const;
  QString strongest() const;
  CellBlock impulse() const { return CellBlock(findings_ ? findings_->impulse : Tensor{}); }
  QList<qreal> uprightEdge() const;
  QList<qreal> levelEdge() const;
  QVariantList symmetries() const;
  QString gainWords() const { return said(gain_sentence); }
  QString noiseWords() const { return said(noise_sentence); }
  QString waveWords() const { return said(wave_sentence); }
  QString rankWords() const { return said(rank_sentence); }
  QString symmetryWords() const { return said(symmetry_sentence); }
  QString isotropyWords() const { return said(isotropy_sentence); }
  QString edgeWords() const { return said(edge_sentence); }

 signals:
  void benchChanged();
  void activeChanged();
  void changed();

 private:
  using Findings = std::shared_ptr<const KernelFindings>;
  QString said(QString (*words)(const KernelFindings&)) const {
    return findings_ ? words(*findings_) : QString{};
  }
  void refresh();
  void take(const Findings& findings);

  QPointer<KernelBench> bench_;
  bool active_ = true;
  Findings findings_;
  QString problem_;
  NewestWorker<Tensor, Findings> worker_;  // stops before all that it delivers to
};

}  // namespace fovea
