#include "ui/kernel/transform/kernel_transforms.h"

#include <algorithm>

#include "core/kernel/gain.h"
#include "core/kernel/transforms.h"
#include "core/kernel/turns.h"
#include "core/ops/conv/presets.h"

namespace fovea {
namespace {

Tensor acted(const Tensor& kernel, KernelTransforms::Action action) {
  switch (action) {
    case KernelTransforms::Normalise:
      return normalised(kernel);
    case KernelTransforms::ZeroMean:
      return zero_mean(kernel);
    case KernelTransforms::FlipLeftRight:
      return flipped_left_right(kernel);
    case KernelTransforms::FlipUpDown:
      return flipped_up_down(kernel);
    case KernelTransforms::TurnLeft:
      return turned_by_half(turned_by_quarter(kernel));
    case KernelTransforms::TurnRight:
      return turned_by_quarter(kernel);
    case KernelTransforms::Transpose:
      return transposed(kernel);
    case KernelTransforms::Negate:
      return negated(kernel);
  }
  return kernel;
}

QString label_of(KernelTransforms::Action action) {
  switch (action) {
    case KernelTransforms::Normalise:
      return KernelTransforms::tr("normalise");
    case KernelTransforms::ZeroMean:
      return KernelTransforms::tr("make the mean 0");
    case KernelTransforms::FlipLeftRight:
      return KernelTransforms::tr("flip left to right");
    case KernelTransforms::FlipUpDown:
      return KernelTransforms::tr("flip top to bottom");
    case KernelTransforms::TurnLeft:
      return KernelTransforms::tr("turn left");
    case KernelTransforms::TurnRight:
      return KernelTransforms::tr("turn right");
    case KernelTransforms::Transpose:
      return KernelTransforms::tr("transpose");
    case KernelTransforms::Negate:
      return KernelTransforms::tr("negate");
  }
  return {};
}

bool alike(const Tensor& a, const Tensor& b) {
  if (a.empty() || b.empty()) return a.empty() == b.empty();
  return a.shape() == b.shape() && std::ranges::equal(a.floats(), b.floats());
}

}  // namespace

void KernelTransforms::setBench(KernelBench* bench) {
  if (bench == bench_) return;
  if (bench_) bench_->disconnect(this);
  bench_ = bench;
  if (bench_) connect(bench_, &KernelBench::changed, this, &KernelTransforms::kernelMoved);
  emit benchChanged();
  reset();
}

bool KernelTransforms::isTurnable() const {
  if (!bench_ || !bench_->hasKernel()) return false;
  const Tensor kernel = bench_->kernel();
  return bench_->isOnPicture() || kernel.shape()[0] == kernel.shape()[1];
}

bool KernelTransforms::canApply(Action action) const {
  const bool turns = action == TurnLeft || action == TurnRight || action == Transpose;
  return bench_ && bench_->hasKernel() && (!turns || isTurnable());
}

void KernelTransforms::preview(Action action) {
  if (!canApply(action)) return;
  const Tensor kernel = acted(bench_->kernel(), action);
  if (is_finite(kernel)) bench_->preview(kernel);
}

void KernelTransforms::endPreview() {
  if (bench_) bench_->endPreview();
}

void KernelTransforms::apply(Action action) {
  if (!canApply(action)) return;
  reset();
  show(acted(bench_->kernel(), action), label_of(action), {});
}

bool KernelTransforms::show(const Tensor& kernel, const QString& label, const QString& gesture) {
  if (!is_finite(kernel)) {
    bench_->workspace()->fail(tr("A weight holds numbers up to 3.4e38."));
    return false;
  }
  const Tensor now = bench_->kernel();
  expected_ = bench_->isOnPicture() ? kernel : centred(kernel, now.shape()[0], now.shape()[1]);
  if (alike(expected_, now)) {
    bench_->endPreview();
  } else {
    bench_->setKernel(expected_, label, gesture, nameOf(expected_));
  }
  return true;
}

/// A Sobel that was turned is none any more.
QString KernelTransforms::nameOf(const Tensor& kernel) const {
  if (kind_ != Kind::none && alike(kernel, base_)) return base_name_;
  const QString mark = tr(", changed");
  const QString name = bench_->name();
  return name.endsWith(mark) ? name : name + mark;
}

/// A number of this kind is about to move.
void KernelTransforms::begin(Kind kind) {
  if (kind == kind_) return;
  reset();
  kind_ = kind;
  expected_ = base_ = bench_->kernel();
  base_name_ = bench_->name();
}

void KernelTransforms::reset() {
  const bool was_active = kind_ != Kind::none;
  kind_ = Kind::none;
  numbers_ = {};
  base_ = expected_ = {};
  if (was_active && bench_) bench_->endGesture();
  emit changed();
}

void KernelTransforms::kernelMoved() {
  if (kind_ != Kind::none && !alike(bench_->kernel(), expected_)) return reset();
  emit changed();
}

void KernelTransforms::make() {
  if (!show(made(), label(), QStringLiteral("transform %1").arg(static_cast<int>(kind_))))
    return reset();
  emit changed();
}

}  // namespace fovea
