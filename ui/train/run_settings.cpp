#include "ui/train/run_settings.h"

#include <QVariantMap>
#include <array>

namespace fovea {
namespace {

/// Usual rates at a batch of 64, by OptimiserKind.
constexpr std::array<double, 4> k_usual_rates{0.05, 0.001, 0.001, 0.001};

struct Augmentation {
  const char* name;
  const char* help;
  double most, step;
  int decimals;
  double AugmentSettings::*amount;
};

constexpr std::array<Augmentation, 7> k_augmentations{{
    {QT_TRANSLATE_NOOP("fovea::RunSettings", "Shift"),
     QT_TRANSLATE_NOOP("fovea::RunSettings", "Up to this share of the width and height, each way"),
     0.5, 0.01, 2, &AugmentSettings::shift},
    {QT_TRANSLATE_NOOP("fovea::RunSettings", "Rotate"),
     QT_TRANSLATE_NOOP("fovea::RunSettings", "Up to so many degrees, each way"), 45, 1, 0,
     &AugmentSettings::rotate},
    {QT_TRANSLATE_NOOP("fovea::RunSettings", "Scale"),
     QT_TRANSLATE_NOOP("fovea::RunSettings", "Larger or smaller by up to this share"), 0.5, 0.01, 2,
     &AugmentSettings::scale},
    {QT_TRANSLATE_NOOP("fovea::RunSettings", "Shear"),
     QT_TRANSLATE_NOOP("fovea::RunSettings", "Up to this slope, each way"), 0.5, 0.01, 2,
     &AugmentSettings::shear},
    {QT_TRANSLATE_NOOP("fovea::RunSettings", "Brightness"),
     QT_TRANSLATE_NOOP("fovea::RunSettings", "Up to this share of full white, added or taken"), 0.5,
     0.01, 2, &AugmentSettings::brightness},
    {QT_TRANSLATE_NOOP("fovea::RunSettings", "Noise"),
     QT_TRANSLATE_NOOP("fovea::RunSettings", "Its standard deviation, a share of full white"), 0.5,
     0.01, 2, &AugmentSettings::noise},
    {QT_TRANSLATE_NOOP("fovea::RunSettings", "Erase"),
     QT_TRANSLATE_NOOP("fovea::RunSettings", "A rectangle of up to this share is made grey"), 0.5,
     0.01, 2, &AugmentSettings::erase},
}};

}  // namespace

RunSettings::RunSettings(QObject* parent) : QObject(parent), settings_(usual_settings()) {}

void RunSettings::take(const TrainingSettings& settings) {
  if (settings == settings_) return;
  settings_ = settings;
  emit changed();
}

void RunSettings::setOptimiser(int kind) {
  const auto now = static_cast<std::size_t>(settings_.optimiser.kind);
  if (kind == static_cast<int>(now)) return;
  if (settings_.learning_rate == k_usual_rates[now])
    settings_.learning_rate = k_usual_rates[static_cast<std::size_t>(kind)];
  change(settings_.optimiser.kind, static_cast<OptimiserKind>(kind));
}

QStringList RunSettings::frozen() const {
  QStringList names;
  for (const std::string& name : settings_.frozen) names << QString::fromStdString(name);
  return names;
}

void RunSettings::setFrozen(const QString& node, bool frozen) {
  std::set<std::string> nodes = settings_.frozen;
  if (frozen)
    nodes.insert(node.toStdString());
  else
    nodes.erase(node.toStdString());
  change(settings_.frozen, nodes);
}

QVariantList RunSettings::augmentations() const {
  QVariantList all{QVariantMap{{"name", tr("Flip")},
                               {"help", tr("Left to right, every second time")},
                               {"amount", settings_.augment.flip ? 1 : 0},
                               {"isSwitch", true}}};
  for (const Augmentation& it : k_augmentations) {
    all << QVariantMap{
        {"name", tr(it.name)}, {"help", tr(it.help)}, {"amount", settings_.augment.*it.amount},
        {"most", it.most},     {"step", it.step},     {"decimals", it.decimals},
        {"isSwitch", false}};
  }
  return all;
}

void RunSettings::setAugmentation(int index, qreal amount) {
  if (index == 0) return change(settings_.augment.flip, amount > 0);
  if (index < 0 || index > static_cast<int>(k_augmentations.size())) return;
  change(settings_.augment.*k_augmentations[static_cast<std::size_t>(index - 1)].amount,
         double{amount});
}

}  // namespace fovea
