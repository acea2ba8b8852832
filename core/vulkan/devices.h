#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace fovea {

enum class VulkanDeviceKind { discrete, integrated, virtual_gpu, software, other };

struct VulkanDeviceInfo {
  std::uint32_t index = 0;  ///< in the order in which the loader lists them
  std::string name;         ///< "llvmpipe (LLVM 15.0.6, 256 bits)"
  VulkanDeviceKind kind = VulkanDeviceKind::other;
  std::string driver;  ///< "llvmpipe Mesa 22.3.6"
  std::string api;     ///< "1.3.230"

  /// Runs on the CPU: right, but never faster than our own CPU engine.
  bool software() const { return kind == VulkanDeviceKind::software; }
};

/// "discrete GPU", "integrated GPU", "virtual GPU", "software" or "other".
std::string name_of(VulkanDeviceKind kind);

/// All devices that can compute. Throws Error, one sentence, where there is no loader or driver.
std::vector<VulkanDeviceInfo> list_vulkan_devices();

/// Position in `devices` of the one to use where nobody chose: a discrete GPU before an integrated
/// before a virtual one before software. Nothing where the list is empty.
std::optional<std::size_t> best_device(std::span<const VulkanDeviceInfo> devices);

/// Errors that the validation layer has reported in this process. Always 0 unless the environment
/// variable FOVEA_VULKAN_VALIDATION is 1.
std::int64_t vulkan_validation_errors();

}  // namespace fovea
