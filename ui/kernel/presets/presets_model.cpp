#include "ui/kernel/presets/presets_model.h"

#include <algorithm>
#include <cmath>

#include "ui/kernel/presets/known_kernels.h"
#include "ui/window/from_view.h"

namespace fovea {
namespace {

QString capital(QString text) {
  if (!text.isEmpty()) text[0] = text[0].toUpper();
  return text;
}

}  // namespace

PresetsModel::PresetsModel(QObject* parent) : QAbstractListModel(parent) {}

int PresetsModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : known_kernel_count();
}

QHash<int, QByteArray> PresetsModel::roleNames() const {
  return {{Title, "title"}, {Sentence, "sentence"}, {Kernel, "kernel"}, {Matches, "matches"}};
}

QVariant PresetsModel::data(const QModelIndex& index, int role) const {
  const int row = index.row();
  if (row < 0 || row >= known_kernel_count()) return {};
  switch (role) {
    case Title:
      return known_kernel(row).title;
    case Sentence:
      return known_kernel(row).sentence;
    case Kernel:
      return QVariant::fromValue(make(row, startValues(row), 0));
    case Matches:
      return matches(row);
    default:
      return {};
  }
}

void PresetsModel::setBench(KernelBench* bench) {
  if (bench == bench_) return;
  if (bench_) bench_->disconnect(this);
  bench_ = bench;
  if (bench_) connect(bench_, &KernelBench::changed, this, &PresetsModel::follow);
  emit benchChanged();
  follow();
}

void PresetsModel::setSearch(const QString& search) {
  if (search == search_) return;
  search_ = search;
  emit searchChanged();
  emit dataChanged(index(0), index(known_kernel_count() - 1), {Matches});
}

bool PresetsModel::matches(int row) const {
  const KnownKernel it = known_kernel(row);
  const QString text = it.title + ' ' + it.sentence + ' ' + it.look_for;
  return std::ranges::all_of(search_.split(' ', Qt::SkipEmptyParts), [&](const QString& word) {
    return text.contains(word, Qt::CaseInsensitive);
  });
}

int PresetsModel::matchCount() const {
  int count = 0;
  for (int row = 0; row < known_kernel_count(); ++row) count += matches(row) ? 1 : 0;
  return count;
}

/// The size of a network's kernel is the network's.
bool PresetsModel::isFixed(const KernelParameter& parameter) const {
  return parameter.name == "size" && bench_ && !bench_->isOnPicture();
}

std::vector<double> PresetsModel::startValues(int row) const {
  std::vector<double> values;
  for (const KernelParameter& parameter : known_kernel(row).parameters) {
    const double side = bench_ ? std::min(bench_->rows(), bench_->columns()) : 0;
    values.push_back(isFixed(parameter) ? std::clamp(side, parameter.least, parameter.most)
                                        : parameter.fallback);
  }
  return values;
}

/// As it is put in place: of the bench's size where that is fixed.
Tensor PresetsModel::make(int row, const std::vector<double>& values, int member) const {
  const std::vector<BankKernel> kernels = kernels_of(row, values);
  const int last = static_cast<int>(kernels.size()) - 1;
  const Tensor kernel = kernels[static_cast<std::size_t>(std::clamp(member, 0, last))].kernel;
  if (!bench_ || bench_->isOnPicture() || !bench_->hasKernel()) return kernel;
  return centred(kernel, bench_->rows(), bench_->columns());
}

bool PresetsModel::isInPlace(const Tensor& kernel) const {
  const Tensor now = bench_->kernel();
  return !now.empty() && now.shape() == kernel.shape() &&
         std::ranges::equal(now.floats(), kernel.floats());
}

void PresetsModel::set(int row, int member, std::vector<double> values) {
  const bool another = row != chosen_;
  chosen_ = row;
  member_ = member;
  values_ = std::move(values);
  if (another) emit chosenChanged();
  emit parametersChanged();
  emit shownChanged();
}

/// Somebody else may have changed the kernel: then it is no longer the chosen one, and may be
/// another that is known.
void PresetsModel::follow() {
  if (!bench_ || bench_->isPreviewing()) return;
  followSize();
  if (chosen_ >= 0 && isInPlace(make(chosen_, values_, member_))) return;
  for (int row = 0; row < first_bank(); ++row) {
    const std::vector<double> values = startValues(row);
    if (isInPlace(make(row, values, 0))) return set(row, 0, values);
  }
  if (chosen_ >= 0) set(-1, 0, {});
}

void PresetsModel::followSize() {
  const QSize size = bench_->isOnPicture() ? QSize() : QSize(bench_->columns(), bench_->rows());
  if (size == pictured_) return;
  pictured_ = size;
  emit dataChanged(index(0), index(known_kernel_count() - 1), {Kernel});
}

void PresetsModel::pointAt(int row) {
  if (!bench_ || !bench_->hasKernel() || row < 0 || row >= known_kernel_count() || row == pointed_)
    return;
  pointed_ = row;
  if (pointed_ == chosen_) {
    bench_->endPreview();
  } else {
    bench_->preview(make(row, startValues(row), 0));
  }
  emit shownChanged();
}

void PresetsModel::pointAwayFrom(int row) {
  if (row != pointed_) return;
  pointed_ = -1;
  if (bench_) bench_->endPreview();
  emit shownChanged();
}

void PresetsModel::choose(int row) {
  if (!bench_ || !bench_->hasKernel() || row < 0 || row >= known_kernel_count()) return;
  set(row, 0, startValues(row));
  putInPlace({});
}

void PresetsModel::pointAtMember(int member) {
  if (!bench_ || chosen_ < 0) return;
  if (member >= 0 && member != member_) {
    bench_->preview(make(chosen_, values_, member));
  } else {
    bench_->endPreview();
  }
}

void PresetsModel::chooseMember(int member) {
  if (!bench_ || chosen_ < first_bank()) return;
  set(chosen_, member, values_);
  putInPlace({});
}

void PresetsModel::shape(int parameter, qreal value) {
  if (!bench_ || parameter < 0 || parameter >= parameterCount()) return;
  const KernelParameter& it = known_kernel(chosen_).parameters[static_cast<std::size_t>(parameter)];
  if (isFixed(it)) return;
  std::vector<double> values = values_;
  const double bounded = std::clamp(value, it.least, it.most);
  values[static_cast<std::size_t>(parameter)] = it.is_whole ? std::round(bounded) : bounded;
  // A smaller bank may have lost the kernel that was in place.
  const int last = static_cast<int>(kernels_of(chosen_, values).size()) - 1;
  set(chosen_, std::clamp(member_, 0, last), std::move(values));
  putInPlace(QStringLiteral("shape ") + known_kernel(chosen_).title);
}

void PresetsModel::endGesture() {
  if (bench_) bench_->endGesture();
}

void PresetsModel::putInPlace(const QString& gesture) {
  const QString title = known_kernel(chosen_).title;
  bench_->setKernel(make(chosen_, values_, member_), title, gesture, title);
  // Only now: before, `follow` would find the old kernel and take that for the chosen one.
  bench_->endPreview();
}

QVariantMap PresetsModel::shown() const {
  const int row = pointed_ >= 0 ? pointed_ : chosen_;
  if (row < 0) return {};
  const KnownKernel it = known_kernel(row);
  return {{"title", it.title}, {"sentence", it.sentence + '.'}, {"lookFor", it.look_for + '.'}};
}

/// Says where a number is left to follow from the others.
QString PresetsModel::parameterName(int parameter) const {
  const auto at = static_cast<std::size_t>(parameter);
  const KernelParameter& it = known_kernel(chosen_).parameters[at];
  const QString name = capital(from_view(it.name));
  return it.follows && values_[at] == 0 ? tr("%1 (auto)").arg(name) : name;
}

QVariantList PresetsModel::parameters() const {
  QVariantList rows;
  for (int i = 0; i < parameterCount(); ++i) {
    const KernelParameter& it = known_kernel(chosen_).parameters[static_cast<std::size_t>(i)];
    const bool coarse = it.is_whole || it.unit == "°";
    rows << QVariantMap{
        {"there", !isFixed(it)},
        {"name", parameterName(i)},
        {"unit", from_view(it.unit)},
        {"value", values_[static_cast<std::size_t>(i)]},
        {"from", std::max(it.least, -it.usual)},
        {"to", it.usual},
        {"hardFrom", it.least},
        {"hardTo", it.most},
        {"step", coarse ? 1.0 : 0.05},
        {"decimals", coarse ? 0 : 2},
        {"start", it.fallback},
        {"help", it.follows ? tr("0 lets it follow from the numbers before it.") : QString()}};
  }
  return rows;
}

QVariantList PresetsModel::members() const {
  QVariantList rows;
  if (chosen_ < first_bank()) return rows;
  for (const BankKernel& member : kernels_of(chosen_, values_))
    rows << QVariantMap{{"title", QString::fromStdString(member.title)},
                        {"kernel", QVariant::fromValue(member.kernel)}};
  return rows;
}

}  // namespace fovea
