#include "ui/kernel/operators/operator_column.h"

#include "core/explain/operators/counts.h"
#include "ui/kernel/operators/operator_words.h"
#include "ui/window/from_view.h"
#include "ui/window/numbers.h"

namespace fovea {
namespace {

using explain::OperatorKind;
using explain::OperatorSettings;
using explain::Setting;

constexpr Setting k_settings[] = {Setting::outputs, Setting::kernel,   Setting::stride,
                                  Setting::padding, Setting::dilation, Setting::groups};
constexpr std::uint64_t k_seed = 1;

}  // namespace

OperatorColumn::OperatorColumn(QObject* parent)
    : QObject(parent),
      worker_(this, show_operator, [this](const OperatorResult& result) { take(result); }) {}

void OperatorColumn::setInput(OperatorInput* input) {
  if (input == input_) return;
  if (input_) input_->disconnect(this);
  input_ = input;
  if (input_) connect(input_, &OperatorInput::changed, this, &OperatorColumn::follow);
  emit inputChanged();
  follow();
}

void OperatorColumn::setBench(KernelBench* bench) {
  if (bench == bench_) return;
  if (bench_) bench_->disconnect(this);
  bench_ = bench;
  if (bench_) connect(bench_, &KernelBench::changed, this, &OperatorColumn::follow);
  emit benchChanged();
  follow();
}

void OperatorColumn::setKind(int kind) {
  if (kind == this->kind() || kind < 0 || kind >= std::ssize(explain::operator_kinds())) return;
  kind_ = static_cast<OperatorKind>(kind);
  chosen_.clear();
  follow();
}

void OperatorColumn::setChance(bool chance) {
  if (chance == chance_) return;
  chance_ = chance;
  follow();
}

void OperatorColumn::set(int setting, int value) {
  if (setting < 0 || setting >= std::ssize(k_settings)) return;
  const Setting which = k_settings[setting];
  chosen_.erase(which);
  if (value != value_of(started(), which)) chosen_[which] = value;
  follow();
}

const Tensor& OperatorColumn::planes() const {
  return isDense() ? input_->dense() : input_->full();
}

/// What the operator starts from: the drawn kernel, or the size that was chosen for it.
OperatorSettings OperatorColumn::started() const {
  const Shape& shape = planes().shape();
  std::array<std::int64_t, 2> kernel{bench_->rows(), bench_->columns()};
  return start_settings(kind_, {shape[0], shape[1], shape[2]}, kernel);
}

void OperatorColumn::follow() {
  if (!input_ || !bench_ || planes().empty() || !bench_->hasKernel()) return;
  settings_ = started();
  if (const auto size = chosen_.find(Setting::kernel); size != chosen_.end()) {
    // Padding that nobody chose keeps the picture's size with the new window too.
    settings_.kernel = {size->second, size->second};
    const bool keeps_size = !is_pooling(kind_) && kind_ != OperatorKind::transposed;
    if (keeps_size) settings_.padding = settings_.dilation * (size->second - 1) / 2;
  }
  for (const auto& [setting, value] : chosen_)
    if (setting != Setting::kernel) settings_ = with(settings_, setting, value);
  settings_ = fitted(settings_);
  post();
  emit settingsChanged();
}

void OperatorColumn::post() {
  worker_.post({.settings = settings_,
                .kernel = bench_->shown(),
                .planes = planes(),
                .seed = isDense() && chance_ ? k_seed : 0,
                .revision = ++revision_});
  emit currentChanged();
}

void OperatorColumn::take(const OperatorResult& result) {
  result_ = result;
  emit resultChanged();
  emit currentChanged();
}

int OperatorColumn::outputMaps() const {
  return result_.output.empty() ? 0 : static_cast<int>(result_.output.shape()[0]);
}

/// Pooling keeps what is a picture a picture; all else is signed.
QVariantMap OperatorColumn::scale() const {
  const bool picture = is_pooling(result_.job.settings.kind);
  const double limit = picture ? 1 : result_.limit;
  const QString most = number_text(limit, 3);
  const QString low = picture ? QStringLiteral("0") : number_text(-limit, 3);
  return {{"palette", picture ? "print" : "diverging"},
          {"limit", limit},
          {"low", low},
          {"middle", picture ? QString() : QStringLiteral("0")},
          {"high", most},
          {"least", number_text(result_.least, 3)},
          {"most", number_text(result_.most, 3)}};
}

QString OperatorColumn::matrixReason() const {
  if (hasMatrix() || result_.output.empty()) return {};
  return is_pooling(result_.job.settings.kind)
             ? tr("Pooling has no weights, so there is no matrix.")
             : tr("The window is too large for its matrix to be drawn.");
}

QString OperatorColumn::overlapWords() const {
  return hasOverlap() ? overlap_words(result_.job.settings, result_.toy.uneven) : QString();
}

QVariantList OperatorColumn::kinds() const {
  QVariantList rows;
  for (const explain::OperatorKindInfo& kind : explain::operator_kinds())
    rows << QVariantMap{{"text", from_view(kind.title)}, {"detail", from_view(kind.sentence)}};
  return rows;
}

QString OperatorColumn::title() const { return from_view(info_of(kind_).title); }
QString OperatorColumn::sentence() const { return from_view(info_of(kind_).sentence); }

QVariantList OperatorColumn::settings() const {
  QVariantList rows;
  if (revision_ == 0) return rows;
  const OperatorSettings start = started();
  for (const Setting setting : k_settings) {
    const explain::SettingRange range = range_of(settings_, setting);
    rows << QVariantMap{
        {"there", has_setting(kind_, setting)},
        {"value", static_cast<int>(value_of(settings_, setting))},
        {"from", static_cast<int>(range.least)},
        {"to", static_cast<int>(range.most)},
        {"step", static_cast<int>(setting == Setting::outputs ? settings_.groups : 1)},
        {"start", static_cast<int>(value_of(start, setting))},
        {"reason", capitalised(range.reason)}};
  }
  return rows;
}

QVariantList OperatorColumn::groupChoices() const {
  QVariantList rows;
  if (revision_ == 0) return rows;
  for (const explain::GroupChoice& choice : group_choices(settings_))
    rows << QVariantMap{{"text", QString::number(choice.groups)},
                        {"enabled", choice.reason.empty()},
                        {"reason", capitalised(choice.reason)},
                        {"value", static_cast<int>(choice.groups)}};
  return rows;
}

QVariantList OperatorColumn::equations() const {
  return revision_ == 0 ? QVariantList() : equation_rows(settings_);
}

QString OperatorColumn::notes() const {
  if (revision_ == 0) return {};
  return operator_notes({.settings = settings_,
                         .drawn = {bench_->rows(), bench_->columns()},
                         .full = input_->full().shape(),
                         .chance = isDense() && chance_})
      .join('\n');
}

}  // namespace fovea
