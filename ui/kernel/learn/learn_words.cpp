// What the page about learning says in words.

#include <QFileInfo>
#include <cmath>

#include "core/ops/conv/presets.h"
#include "ui/controls/number_text.h"
#include "ui/kernel/learn/learn_model.h"

namespace fovea {
namespace {

/// From here on the loss of most kernels takes hundreds of steps.
constexpr double k_slow = 300;

QString text(std::string_view words) {
  return QString::fromUtf8(words.data(), qsizetype(words.size()));
}

/// Three digits that count.
QString short_number(double value) {
  const int decimals = value > 0 ? 2 - static_cast<int>(std::floor(std::log10(value))) : 2;
  return number_string(value, std::clamp(decimals, 0, 6));
}

}  // namespace

QVariantList LearnModel::targets() const {
  QVariantList rows;
  for (const KernelPreset& preset : kernel_presets()) {
    rows << QVariantMap{{"text", text(preset.title)}, {"detail", text(preset.sentence)}};
  }
  rows << QVariantMap{{"text", tr("The workshop's kernel")},
                      {"detail", tr("What the panel on the right holds")}};
  rows << QVariantMap{{"text", tr("A second picture…")},
                      {"detail", tr("A file as large as the picture before")}};
  return rows;
}

QString LearnModel::beforeText() const {
  if (!run_) return {};
  const LearnScene& scene = *run_->scene;
  const auto width = scene.before.shape()[1], height = scene.before.shape()[0];
  const QString size = tr("%1 × %2").arg(width).arg(height);
  if (posted_.picture == nullptr) return tr("noise, %1").arg(size);
  if (width == scene.full_width && height == scene.full_height) return tr("in grey, %1").arg(size);
  return tr("in grey, reduced from %1 × %2 to %3")
      .arg(scene.full_width)
      .arg(scene.full_height)
      .arg(size);
}

QString LearnModel::afterText() const {
  if (!posted_.file.empty()) return QFileInfo(QString::fromStdString(posted_.file)).fileName();
  return targets().value(target_).toMap().value("text").toString();
}

QString LearnModel::rateText() const {
  return run_ ? tr("= %1").arg(short_number(run_->options.rate)) : QString();
}

QString LearnModel::slowText() const {
  if (!run_ || size_ == 1) return {};
  const double condition = run_->scene->best.condition;
  if (std::isinf(condition)) {
    return tr(
        "The picture does not tell all cells apart: many kernels are equally good. Least "
        "squares shows the smallest of them.");
  }
  if (condition < k_slow) return {};
  const QString times = QLocale(QLocale::English).toString(std::round(condition), 'f', 0);
  return noise_ ? tr("Slow: all cells together weigh on the loss %1 times more than their "
                     "differences, as noise from 0 to 1 has a mean. Momentum helps.")
                      .arg(times)
                : tr("Slow: neighbouring pixels of a photograph are alike, so that patches hardly "
                     "tell neighbouring cells apart. What smooths is learned %1 times faster than "
                     "the finest detail. Momentum helps; noise has no such neighbours.")
                      .arg(times);
}

QString LearnModel::divergedText() const {
  if (!hasDiverged()) return {};
  return tr("The rate is too large: each step overshoots by more than it gains. Stopped after %1 "
            "steps, before the numbers grew without bound.")
      .arg(run_->steps());
}

}  // namespace fovea
