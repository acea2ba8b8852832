#pragma once

#include <QObject>
#include <QPointer>
#include <QVariant>
#include <map>

#include "ui/kernel/kernel_bench.h"
#include "ui/kernel/operators/operator_input.h"
#include "ui/kernel/operators/operator_work.h"

namespace fovea {

/// One of the operators side by side: its settings, what it makes of the input with the kernel that
/// is drawn, and what it costs. What nobody has set follows the drawn kernel and the input.
class OperatorColumn : public QObject {
  Q_OBJECT
  QML_ELEMENT
  Q_PROPERTY(fovea::OperatorInput* input READ input WRITE setInput NOTIFY inputChanged REQUIRED)
  Q_PROPERTY(fovea::KernelBench* bench READ bench WRITE setBench NOTIFY benchChanged REQUIRED)

  /// Index of `kinds`, rows { text, detail }.
  Q_PROPERTY(int kind READ kind WRITE setKind NOTIFY settingsChanged)
  Q_PROPERTY(QVariantList kinds READ kinds CONSTANT)
  Q_PROPERTY(QString title READ title NOTIFY settingsChanged)
  Q_PROPERTY(QString sentence READ sentence NOTIFY settingsChanged)
  /// By explain::Setting: { there, value, from, to, step, start, reason }.
  Q_PROPERTY(QVariantList settings READ settings NOTIFY settingsChanged)
  /// Choices of how many groups: { text, enabled, reason, value }.
  Q_PROPERTY(QVariantList groupChoices READ groupChoices NOTIFY settingsChanged)
  /// A fully connected layer has weights of chance instead of the kernel's.
  Q_PROPERTY(bool chance READ isChance WRITE setChance NOTIFY settingsChanged)
  Q_PROPERTY(bool dense READ isDense NOTIFY settingsChanged)
  /// Output, parameters, MACs, receptive field: { name, result, numbers, symbols, help }, of which
  /// numbers and symbols are lines of equations.
  Q_PROPERTY(QVariantList equations READ equations NOTIFY settingsChanged)
  /// What else is to be known, a line for each sentence.
  Q_PROPERTY(QString notes READ notes NOTIFY settingsChanged)

  /// The result as a Tensor [M, oH, oW], how its values become colours { palette, limit, low,
  /// middle, high, least, most }, and whether it is of the settings as they are now.
  Q_PROPERTY(QVariant output READ output NOTIFY resultChanged)
  Q_PROPERTY(int outputMaps READ outputMaps NOTIFY resultChanged)
  Q_PROPERTY(QVariantMap scale READ scale NOTIFY resultChanged)
  Q_PROPERTY(bool current READ isCurrent NOTIFY currentChanged)
  Q_PROPERTY(QString failure READ failure NOTIFY resultChanged)
  /// The toy's matrix is there to be drawn; else `matrixReason` says why not.
  Q_PROPERTY(bool hasMatrix READ hasMatrix NOTIFY resultChanged)
  Q_PROPERTY(QString matrixReason READ matrixReason NOTIFY resultChanged)
  /// Of a transposed convolution on a toy input: how many products meet in each output, and the
  /// result for an input of ones; Tensors [oH, oW], else empty. `overlapWords` says what to see.
  Q_PROPERTY(bool hasOverlap READ hasOverlap NOTIFY resultChanged)
  Q_PROPERTY(QVariant overlap READ overlap NOTIFY resultChanged)
  Q_PROPERTY(QVariant constant READ constant NOTIFY resultChanged)
  Q_PROPERTY(QString overlapWords READ overlapWords NOTIFY resultChanged)

 public:
  explicit OperatorColumn(QObject* parent = nullptr);

  OperatorInput* input() const { return input_; }
  void setInput(OperatorInput* input);
  KernelBench* bench() const { return bench_; }
  void setBench(KernelBench* bench);
  int kind() const { return static_cast<int>(kind_); }
  void setKind(int kind);
  QVariantList kinds() const;
  QString title() const;
  QString sentence() const;
  QVariantList settings() const;
  QVariantList groupChoices() const;
  bool isChance() const { return chance_; }
  void setChance(bool chance);
  bool isDense() const { return kind_ == explain::OperatorKind::fully_connected; }
  QVariantList equations() const;
  QString notes() const;
  QVariant output() const { return QVariant::fromValue(result_.output); }
  int outputMaps() const;
  QVariantMap scale() const;
  bool isCurrent() const { return result_.job.revision == revision_; }
  QString failure() const { return QString::fromStdString(result_.failure); }

  bool hasMatrix() const { return result_.toy.matrix != nullptr; }
  QString matrixReason() const;
  bool hasOverlap() const { return !result_.toy.overlap.empty(); }
  QVariant overlap() const { return QVariant::fromValue(result_.toy.overlap); }
  QVariant constant() const { return QVariant::fromValue(result_.toy.constant); }
  QString overlapWords() const;

  /// What is shown: the newest result and the case it belongs to.
  const OperatorResult& result() const { return result_; }

 public slots:
  /// Sets one setting, by its place in `settings`; the value that it starts from lets it follow
  /// again.
  void set(int setting, int value);

 signals:
  void inputChanged();
  void benchChanged();
  void settingsChanged();
  void resultChanged();
  void currentChanged();

 private:
  const Tensor& planes() const;
  explain::OperatorSettings started() const;
  void follow();
  void post();
  void take(const OperatorResult& result);

  QPointer<OperatorInput> input_;
  QPointer<KernelBench> bench_;
  explain::OperatorKind kind_ = explain::OperatorKind::convolution;
  std::map<explain::Setting, std::int64_t> chosen_;
  bool chance_ = false;
  explain::OperatorSettings settings_;
  std::uint64_t revision_ = 0;  // of the newest job
  OperatorResult result_;
  NewestWorker<OperatorJob, OperatorResult> worker_;
};

}  // namespace fovea
