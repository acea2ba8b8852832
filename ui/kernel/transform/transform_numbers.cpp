#include <algorithm>

#include "core/kernel/transforms.h"
#include "core/kernel/turns.h"
#include "core/ops/conv/presets.h"
#include "ui/kernel/transform/kernel_transforms.h"
#include "ui/plots/cell_block.h"
#include "ui/window/numbers.h"

namespace fovea {
namespace {

constexpr int k_most_side = 31;

QString from_view(std::string_view text) {
  return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

const KernelPreset& preset_at(int index) {
  return kernel_presets()[static_cast<std::size_t>(index)];
}

}  // namespace

Tensor KernelTransforms::made() const {
  switch (kind_) {
    case Kind::turn:
      return turned(base_, numbers_.angle);
    case Kind::scale:
      return scaled(base_, numbers_.factor);
    case Kind::stretch:
      return resized(base_, stretchedRows(), stretchedColumns(), keep_sum_);
    case Kind::noise:
      return with_noise(base_, numbers_.noise / 100, seed_);
    case Kind::bits:
      return numbers_.bits == k_all_bits ? base_ : quantised_to_bits(base_, numbers_.bits).kernel;
    case Kind::step:
      return numbers_.step == 0 ? base_ : quantised_to_step(base_, numbers_.step).kernel;
    case Kind::blend:
      if (numbers_.share == 0) return base_;
      return blended(base_, kernel_preset(preset_at(other_).name), numbers_.share / 100);
    case Kind::none:
      break;
  }
  return base_;
}

QString KernelTransforms::label() const {
  switch (kind_) {
    case Kind::turn:
      return tr("turn by %1°").arg(numbers_.angle);
    case Kind::scale:
      return tr("multiply by %1").arg(number_text(numbers_.factor, 3));
    case Kind::stretch:
      return tr("stretch to %1 × %2").arg(stretchedRows()).arg(stretchedColumns());
    case Kind::noise:
      return tr("add noise");
    case Kind::bits:
      return tr("round to %1 bits").arg(numbers_.bits);
    case Kind::step:
      return tr("round to steps of %1").arg(number_text(numbers_.step, 3));
    case Kind::blend:
      return tr("blend with %1").arg(from_view(preset_at(other_).title));
    case Kind::none:
      break;
  }
  return {};
}

void KernelTransforms::setAngle(qreal degrees) {
  if (!bench_ || !bench_->hasKernel() || degrees == numbers_.angle) return;
  begin(Kind::turn);
  numbers_.angle = degrees;
  make();
}

void KernelTransforms::setFactor(qreal factor) {
  if (!bench_ || !bench_->hasKernel() || factor == numbers_.factor) return;
  begin(Kind::scale);
  numbers_.factor = factor;
  make();
}

Tensor KernelTransforms::source() const {
  return kind_ != Kind::none ? base_ : bench_ ? bench_->kernel() : Tensor{};
}

int KernelTransforms::extent(std::size_t axis) const {
  const Tensor kernel = source();
  return kernel.empty() ? 0 : static_cast<int>(kernel.shape()[axis]);
}

int KernelTransforms::stretchedRows() const {
  return numbers_.rows > 0 ? numbers_.rows : bench_ ? bench_->rows() : 0;
}

int KernelTransforms::stretchedColumns() const {
  return numbers_.columns > 0 ? numbers_.columns : bench_ ? bench_->columns() : 0;
}

void KernelTransforms::setStretchedRows(int rows) { stretch(rows, stretchedColumns()); }
void KernelTransforms::setStretchedColumns(int columns) { stretch(stretchedRows(), columns); }

void KernelTransforms::stretch(int rows, int columns) {
  if (!bench_ || !bench_->isOnPicture()) return;
  if (rows == stretchedRows() && columns == stretchedColumns()) return;
  begin(Kind::stretch);
  numbers_.rows = std::clamp(rows, 1, k_most_side);
  numbers_.columns = std::clamp(columns, 1, k_most_side);
  make();
}

void KernelTransforms::setKeepSum(bool keep) {
  if (keep == keep_sum_) return;
  keep_sum_ = keep;
  if (kind_ == Kind::stretch) return make();
  emit changed();
}

void KernelTransforms::setNoise(qreal percent) {
  if (!bench_ || !bench_->hasKernel() || percent == numbers_.noise || percent < 0) return;
  begin(Kind::noise);
  numbers_.noise = percent;
  make();
}

void KernelTransforms::throwAgain() {
  ++seed_;
  if (kind_ == Kind::noise) make();
}

void KernelTransforms::turnBy(qreal degrees) {
  reset();
  setAngle(degrees);
  reset();
}

void KernelTransforms::multiplyBy(qreal factor) {
  reset();
  setFactor(factor);
  reset();
}

void KernelTransforms::addNoise(qreal percent) {
  reset();
  ++seed_;
  setNoise(percent);
  reset();
}

void KernelTransforms::roundToBits(int bits) {
  reset();
  setBits(bits);
  reset();
}

void KernelTransforms::stretchTo(int rows, int columns) {
  reset();
  stretch(rows, columns);
  reset();
}

void KernelTransforms::setBits(int bits) {
  bits = std::clamp(bits, 2, k_all_bits);
  if (!bench_ || !bench_->hasKernel() || bits == numbers_.bits) return;
  begin(Kind::bits);
  numbers_.bits = bits;
  make();
}

void KernelTransforms::setStep(qreal step) {
  if (!bench_ || !bench_->hasKernel() || step == numbers_.step || step < 0) return;
  begin(Kind::step);
  numbers_.step = step;
  make();
}

qreal KernelTransforms::stepRange() const {
  const qreal largest = CellBlock(source()).largest();
  return largest > 0 ? largest / 2 : 0.5;
}

QString KernelTransforms::rounding() const {
  Quantised result;
  if (kind_ == Kind::bits && numbers_.bits < k_all_bits)
    result = quantised_to_bits(base_, numbers_.bits);
  else if (kind_ == Kind::step && numbers_.step > 0)
    result = quantised_to_step(base_, numbers_.step);
  if (result.kernel.empty() || result.step == 0) return {};
  return tr("Cells are whole steps of %1. The largest change is %2.")
      .arg(number_text(result.step, 3), number_text(result.largest_error, 3));
}

void KernelTransforms::setShare(qreal percent) {
  if (!bench_ || !bench_->hasKernel() || percent == numbers_.share) return;
  begin(Kind::blend);
  numbers_.share = percent;
  make();
}

QVariantList KernelTransforms::others() const {
  QVariantList rows;
  for (const KernelPreset& preset : kernel_presets())
    rows << QVariantMap{{QStringLiteral("text"), from_view(preset.title)},
                        {QStringLiteral("detail"), from_view(preset.sentence)}};
  return rows;
}

void KernelTransforms::setOther(int other) {
  if (other == other_ || other < 0 || other >= std::ssize(kernel_presets())) return;
  other_ = other;
  if (kind_ == Kind::blend) return make();
  emit changed();
}

}  // namespace fovea
