#include "ui/train/step_numbers.h"

#include <QObject>

#include "core/train/optimiser.h"
#include "ui/train/settings_words.h"
#include "ui/window/numbers.h"

namespace fovea {
namespace {

constexpr int k_digits = 5;

QString number(double value) { return number_text(value, k_digits); }

bool is_adam(const OptimiserSettings& s) {
  return s.kind == OptimiserKind::adam || s.kind == OptimiserKind::adamw;
}

bool remembers_first(const OptimiserSettings& s) { return is_adam(s) || s.momentum > 0; }

/// Whether what the optimiser takes is another number than the gradient.
bool uses_another(const OptimiserSettings& s, const OneStep& step) {
  return step.clip_scale < 1 || (s.weight_decay > 0 && s.kind != OptimiserKind::adamw);
}

QString gradient_rule(const OptimiserSettings& s, const OneStep& step) {
  QString rule = step.clip_scale < 1
                     ? QObject::tr("g = %1 · gradient").arg(setting_text(step.clip_scale))
                     : QObject::tr("g = gradient");
  if (s.weight_decay > 0 && s.kind != OptimiserKind::adamw)
    rule += QObject::tr(" + %1 · w (but for biases)").arg(setting_text(s.weight_decay));
  return rule;
}

QString sgd_rule(const OptimiserSettings& s, const QString& rate) {
  if (s.momentum == 0) return QObject::tr("w ← w − %1 · g").arg(rate);
  const QString momentum = setting_text(s.momentum);
  return s.nesterov ? QObject::tr("v ← %1 · v + g,   w ← w − %2 · (g + %1 · v)").arg(momentum, rate)
                    : QObject::tr("v ← %1 · v + g,   w ← w − %2 · v").arg(momentum, rate);
}

QString adam_rule(const OptimiserSettings& s, const OneStep& step, const QString& rate) {
  const QString moments = QObject::tr("m ← %1 · m + %2 · g,   v ← %3 · v + %4 · g²")
                              .arg(setting_text(s.beta1), setting_text(1 - s.beta1),
                                   setting_text(s.beta2), setting_text(1 - s.beta2));
  QString rule = QObject::tr("%1,   w ← w − %2 · (m / (1 − %3^%6)) / (√(v / (1 − %4^%6)) + %5)")
                     .arg(moments, rate, setting_text(s.beta1), setting_text(s.beta2),
                          setting_text(s.epsilon), count_text(static_cast<qint64>(step.steps)));
  if (s.kind == OptimiserKind::adamw && s.weight_decay > 0)
    rule += QObject::tr(" − %1 · %2 · w (but for biases)").arg(rate, setting_text(s.weight_decay));
  return rule;
}

QString rmsprop_rule(const OptimiserSettings& s, const QString& rate) {
  const QString squares =
      QObject::tr("v ← %1 · v + %2 · g²").arg(setting_text(s.alpha), setting_text(1 - s.alpha));
  return s.momentum > 0 ? QObject::tr("%1,   b ← %2 · b + g / (√v + %3),   w ← w − %4 · b")
                              .arg(squares, setting_text(s.momentum), setting_text(s.epsilon), rate)
                        : QObject::tr("%1,   w ← w − %2 · g / (√v + %3)")
                              .arg(squares, rate, setting_text(s.epsilon));
}

QString first_letter(const OptimiserSettings& s) {
  if (is_adam(s)) return QStringLiteral("m");
  return s.kind == OptimiserKind::rmsprop ? QStringLiteral("b") : QStringLiteral("v");
}

}  // namespace

QString optimiser_words(const OptimiserSettings& s) {
  switch (s.kind) {
    case OptimiserKind::sgd:
      if (s.momentum == 0) return QObject::tr("SGD without momentum");
      return (s.nesterov ? QObject::tr("SGD with Nesterov momentum %1")
                         : QObject::tr("SGD with momentum %1"))
          .arg(setting_text(s.momentum));
    case OptimiserKind::adam:
      return QObject::tr("Adam");
    case OptimiserKind::adamw:
      return QObject::tr("AdamW");
    case OptimiserKind::rmsprop:
      break;
  }
  return QObject::tr("RMSprop");
}

QString memory_title(const OptimiserSettings& s) {
  if (!remembers_first(s)) return {};
  if (is_adam(s)) return QObject::tr("Mean m");
  return s.kind == OptimiserKind::rmsprop ? QObject::tr("Velocity b") : QObject::tr("Velocity v");
}

QString step_formula(const OptimiserSettings& s, const OneStep& step, double rate) {
  QString rule;
  if (is_adam(s))
    rule = adam_rule(s, step, setting_text(rate));
  else if (s.kind == OptimiserKind::rmsprop)
    rule = rmsprop_rule(s, setting_text(rate));
  else
    rule = sgd_rule(s, setting_text(rate));
  return gradient_rule(s, step) + QStringLiteral(",   ") + rule;
}

QStringList step_heads(const OptimiserSettings& s, const OneStep& step) {
  QStringList heads{QObject::tr("w"), QObject::tr("gradient")};
  if (uses_another(s, step)) heads << QObject::tr("g");
  const QString first = first_letter(s);
  if (remembers_first(s))
    heads << QObject::tr("%1 before").arg(first) << QObject::tr("%1 after").arg(first);
  if (moment_count(s.kind) > 1) heads << QObject::tr("v before") << QObject::tr("v after");
  return heads << QObject::tr("update") << QObject::tr("new w");
}

QStringList step_row(const OptimiserSettings& s, const OneStep& step, const SliceStep& slice,
                     std::size_t element) {
  const auto at = [&](const Tensor& tensor) { return number(tensor.values<double>()[element]); };
  QStringList row{at(slice.before), at(slice.gradient)};
  if (uses_another(s, step)) row << at(slice.used);
  if (remembers_first(s)) row << at(slice.first) << at(slice.first_after);
  if (moment_count(s.kind) > 1) row << at(slice.second) << at(slice.second_after);
  return row << at(slice.update) << at(slice.after);
}

}  // namespace fovea
