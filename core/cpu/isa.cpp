#include "core/cpu/isa.h"

#include <hwy/highway.h>

namespace fovea {

std::string_view isa_name() {
  const std::int64_t best = supported_isas().front();
  switch (best) {
    case HWY_AVX3:
      return "AVX-512";
    case HWY_EMU128:
    case HWY_SCALAR:
      return "plain C++";
    default:
      return hwy::TargetName(best);
  }
}

std::vector<std::int64_t> supported_isas() {
  std::vector<std::int64_t> isas = hwy::SupportedAndGeneratedTargets();
  if (isas.empty()) isas.push_back(HWY_STATIC_TARGET);
  return isas;
}

ForcedIsa::ForcedIsa(std::int64_t target) {
  hwy::SetSupportedTargetsForTest(target);
  hwy::GetChosenTarget().Update(hwy::SupportedTargets());
}

ForcedIsa::~ForcedIsa() {
  hwy::SetSupportedTargetsForTest(0);
  hwy::GetChosenTarget().Update(hwy::SupportedTargets());
}

}  // namespace fovea
