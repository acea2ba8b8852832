#include "ui/kernel/presets/known_kernels.h"

#include "ui/window/from_view.h"

namespace fovea {
namespace {

const KernelPreset& preset(int row) { return kernel_presets()[static_cast<std::size_t>(row)]; }
const BankPreset& bank(int row) {
  return kernel_banks()[static_cast<std::size_t>(row - first_bank())];
}

template <typename Preset>
KnownKernel known(const Preset& it) {
  return {.title = from_view(it.title),
          .sentence = from_view(it.sentence),
          .look_for = from_view(it.look_for),
          .parameters = it.parameters};
}

}  // namespace

int first_bank() { return static_cast<int>(kernel_presets().size()); }
int known_kernel_count() { return first_bank() + static_cast<int>(kernel_banks().size()); }

KnownKernel known_kernel(int row) {
  return row < first_bank() ? known(preset(row)) : known(bank(row));
}

std::vector<BankKernel> kernels_of(int row, std::span<const double> values) {
  if (row >= first_bank()) return bank(row).make(values);
  return {{.title = {}, .kernel = preset(row).make(values)}};
}

}  // namespace fovea
