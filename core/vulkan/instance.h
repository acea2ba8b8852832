#pragma once

#include "core/vulkan/devices.h"
#include "core/vulkan/raii.h"

namespace fovea {

/// Loader and VkInstance, with the validation layer where FOVEA_VULKAN_VALIDATION is 1.
class VulkanInstance {
 public:
  /// Throws Error where there is no loader, no driver, or the layer is asked for but missing.
  VulkanInstance();

  struct Device {
    VulkanDeviceInfo info;
    vk::raii::PhysicalDevice physical;
    std::uint32_t queue_family = 0;  ///< that computes, one that only computes where there is one
    std::uint32_t timestamp_bits = 0;
  };

  /// Devices with a queue family that computes; throws Error where there is none.
  std::vector<Device> devices() const;

 private:
  vk::raii::Context context_;
  vk::raii::Instance instance_;
  std::optional<vk::raii::DebugUtilsMessengerEXT> messenger_;
};

}  // namespace fovea
