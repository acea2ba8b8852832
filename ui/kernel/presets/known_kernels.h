#pragma once

#include <QString>
#include <span>
#include <vector>

#include "core/ops/conv/presets.h"

namespace fovea {

/// A row of the gallery: a preset, or a bank of several kernels.
struct KnownKernel {
  QString title, sentence, look_for;
  std::span<const KernelParameter> parameters;
};

/// All presets, then, from `first_bank` on, all banks.
int known_kernel_count();
int first_bank();
KnownKernel known_kernel(int row);

/// What it makes of a value for each parameter: one kernel of a preset, all of a bank.
std::vector<BankKernel> kernels_of(int row, std::span<const double> values);

}  // namespace fovea
