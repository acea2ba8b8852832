#include "ui/kernel/understand/kernel_analysis.h"

#include "ui/window/numbers.h"

namespace fovea {

KernelAnalysis::KernelAnalysis(QObject* parent)
    : QObject(parent),
      worker_(
          this,
          [](const Tensor& kernel) {
            return std::make_shared<const KernelFindings>(find_out(kernel));
          },
          [this](const Findings& findings) { take(findings); }) {}

void KernelAnalysis::setBench(KernelBench* bench) {
  if (bench == bench_) return;
  if (bench_) bench_->disconnect(this);
  bench_ = bench;
  if (bench_) connect(bench_, &KernelBench::changed, this, &KernelAnalysis::refresh);
  emit benchChanged();
  refresh();
}

void KernelAnalysis::setActive(bool active) {
  if (active == active_) return;
  active_ = active;
  emit activeChanged();
  refresh();
}

void KernelAnalysis::refresh() {
  if (!active_ || !bench_) return;
  const Tensor kernel = bench_->shown();
  const bool finite = !kernel.empty() && is_finite(kernel);
  problem_ = finite           ? QString{}
             : kernel.empty() ? tr("This network has no convolution with weights of its own.")
                              : tr("This kernel holds values that are no finite numbers, so that "
                                   "nothing can be said about it.");
  if (finite) return worker_.post(kernel);
  findings_ = nullptr;
  emit changed();
}

/// What arrives late must not speak for a kernel that nothing can be said about.
void KernelAnalysis::take(const Findings& findings) {
  const Tensor kernel = bench_ ? bench_->shown() : Tensor{};
  if (kernel.empty() || !is_finite(kernel)) return;
  findings_ = findings;
  emit changed();
}

QVariantList KernelAnalysis::gains() const {
  if (!findings_) return {};
  const auto row = [](const QString& name, double value) {
    return QVariantMap{{QStringLiteral("name"), name},
                       {QStringLiteral("value"), number_text(value, 4)}};
  };
  return {row(tr("Sum"), findings_->gain.sum), row(tr("Largest output"), findings_->gain.l1),
          row(tr("Gain of noise"), findings_->gain.l2)};
}

QString KernelAnalysis::strongest() const {
  return findings_ ? number_text(static_cast<double>(findings_->strongest), 3) : QString{};
}

QList<qreal> KernelAnalysis::uprightEdge() const {
  if (!findings_) return {};
  return {findings_->upright_edge.begin(), findings_->upright_edge.end()};
}

QList<qreal> KernelAnalysis::levelEdge() const {
  if (!findings_) return {};
  return {findings_->level_edge.begin(), findings_->level_edge.end()};
}

QVariantList KernelAnalysis::symmetries() const {
  QVariantList rows;
  for (std::size_t i = 0; findings_ && i < k_motions.size(); ++i) {
    const Parity parity = findings_->parities[i];
    rows << QVariantMap{{QStringLiteral("name"), name_of(k_motions[i])},
                        {QStringLiteral("text"), name_of(parity)},
                        {QStringLiteral("holds"), parity != Parity::none}};
  }
  return rows;
}

}  // namespace fovea
