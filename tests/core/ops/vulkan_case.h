#pragma once

#include <optional>
#include <vector>

#include "tests/core/ops/op_cases.h"

namespace fovea::testing {

/// Outputs of the case on this machine's first Vulkan device, under the validation layer. Nothing
/// where the operator has no plan for it, or where there is no Vulkan at all (which is said on
/// standard error, once), or under a sanitizer, where a software device is too slow to wait for.
/// Throws Error where the validation layer complains.
std::optional<std::vector<Tensor>> run_vulkan(const OpCase&, const PreparedCase&);

}  // namespace fovea::testing
