#include "ui/train/settings_words.h"

#include <QObject>

#include "core/train/run_record.h"
#include "ui/window/numbers.h"

namespace fovea {
namespace {

constexpr int k_digits = 5;

QString words(std::string_view text) {
  return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

QString text_of(double value) { return setting_text(value); }
QString text_of(std::int64_t value) { return count_text(value); }
QString text_of(std::uint64_t value) { return QString::number(value); }
QString text_of(int value) { return count_text(value); }
QString text_of(bool value) { return value ? QObject::tr("on") : QObject::tr("off"); }
QString text_of(const std::string& value) { return QString::fromStdString(value); }
QString text_of(OptimiserKind kind) { return words(name_of(kind)); }
QString text_of(ScheduleKind kind) { return words(name_of(kind)); }
QString text_of(LossKind kind) { return words(name_of(kind)); }
QString text_of(const std::set<std::string>& names) {
  QStringList all;
  for (const std::string& name : names) all << QString::fromStdString(name);
  return all.isEmpty() ? QObject::tr("none") : all.join(QStringLiteral(" + "));
}

class Differences {
 public:
  template <typename T>
  void compare(const QString& what, const T& from, const T& to) {
    if (!(from == to)) all_.push_back({what, text_of(from), text_of(to)});
  }
  std::vector<RunDifference> take() { return std::move(all_); }

 private:
  std::vector<RunDifference> all_;
};

void compare_optimisers(Differences& all, const OptimiserSettings& a, const OptimiserSettings& b) {
  all.compare(QObject::tr("optimiser"), a.kind, b.kind);
  all.compare(QObject::tr("momentum"), a.momentum, b.momentum);
  all.compare(QObject::tr("Nesterov"), a.nesterov, b.nesterov);
  all.compare(QObject::tr("β1"), a.beta1, b.beta1);
  all.compare(QObject::tr("β2"), a.beta2, b.beta2);
  all.compare(QObject::tr("α"), a.alpha, b.alpha);
  all.compare(QObject::tr("ε"), a.epsilon, b.epsilon);
  all.compare(QObject::tr("weight decay"), a.weight_decay, b.weight_decay);
  all.compare(QObject::tr("gradient norm limit"), a.clip_norm, b.clip_norm);
}

void compare_schedules(Differences& all, const ScheduleSettings& a, const ScheduleSettings& b) {
  all.compare(QObject::tr("schedule"), a.kind, b.kind);
  all.compare(QObject::tr("warm-up"), a.warm_up, b.warm_up);
  all.compare(QObject::tr("epochs a step"), a.step_epochs, b.step_epochs);
  all.compare(QObject::tr("factor a step"), a.step_factor, b.step_factor);
  all.compare(QObject::tr("rise"), a.rise, b.rise);
}

void compare_augmentations(Differences& all, const AugmentSettings& a, const AugmentSettings& b) {
  all.compare(QObject::tr("flip"), a.flip, b.flip);
  all.compare(QObject::tr("shift"), a.shift, b.shift);
  all.compare(QObject::tr("rotate"), a.rotate, b.rotate);
  all.compare(QObject::tr("scale"), a.scale, b.scale);
  all.compare(QObject::tr("shear"), a.shear, b.shear);
  all.compare(QObject::tr("brightness"), a.brightness, b.brightness);
  all.compare(QObject::tr("noise"), a.noise, b.noise);
  all.compare(QObject::tr("erase"), a.erase, b.erase);
}

}  // namespace

std::vector<RunDifference> run_differences(const RunSummary& from, const RunSummary& to) {
  const TrainingSettings &a = from.settings, &b = to.settings;
  Differences all;
  all.compare(QObject::tr("network"), from.name, to.name);
  all.compare(QObject::tr("data"), from.data, to.data);
  all.compare(QObject::tr("learning rate"), a.learning_rate, b.learning_rate);
  compare_optimisers(all, a.optimiser, b.optimiser);
  all.compare(QObject::tr("batch"), a.batch, b.batch);
  all.compare(QObject::tr("seed"), a.seed, b.seed);
  all.compare(QObject::tr("epochs"), a.epochs, b.epochs);
  compare_schedules(all, a.schedule, b.schedule);
  all.compare(QObject::tr("loss"), a.loss.kind, b.loss.kind);
  all.compare(QObject::tr("smoothing"), a.loss.label_smoothing, b.loss.label_smoothing);
  all.compare(QObject::tr("dropout"), a.dropout, b.dropout);
  compare_augmentations(all, a.augment, b.augment);
  all.compare(QObject::tr("frozen"), a.frozen, b.frozen);
  all.compare(QObject::tr("patience"), a.patience, b.patience);
  return all.take();
}

QString setting_text(double value) {
  QString text = QString::number(value, 'g', k_digits);
  text.replace(QStringLiteral("e-0"), QStringLiteral("e-"));
  return text.replace(u'-', QChar(0x2212));
}

QString difference_text(const RunDifference& it) {
  return QObject::tr("%1 %2 → %3").arg(it.what, it.from, it.to);
}

}  // namespace fovea
