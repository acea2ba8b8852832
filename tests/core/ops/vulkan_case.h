#pragma once

#include <optional>
#include <vector>

#include "tests/core/ops/op_cases.h"

namespace fovea {
class VulkanDevice;
}

namespace fovea::testing {

/// This machine's first Vulkan device, under the validation layer. Null where there is no Vulkan at
/// all (which is said on standard error, once), or under a sanitizer, where a software device is
/// too slow to wait for.
VulkanDevice* shared_device();

/// Outputs of the case on that device. Nothing where the operator has no plan for it, or where
/// there is no device. Throws Error where the validation layer complains.
std::optional<std::vector<Tensor>> run_vulkan(const OpCase&, const PreparedCase&);

}  // namespace fovea::testing
