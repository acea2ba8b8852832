#pragma once

#include <memory>

#include "core/ops/plan.h"
#include "core/vulkan/buffer.h"
#include "core/vulkan/devices.h"

namespace fovea {

struct VulkanChoice {
  /// VulkanDeviceInfo::index; where absent, the best device there is.
  std::optional<std::uint32_t> index;
  /// Copies through staging memory even where the CPU sees the device's own: what a graphics card
  /// with its own memory does, for tests on those without.
  bool staging = false;
};

/// A Vulkan device made ready to compute: memory, pipelines, one queue. Used by one thread.
class VulkanDevice {
 public:
  /// Throws Error where there is no loader, no driver or no such device.
  explicit VulkanDevice(const VulkanChoice& choice = {});
  ~VulkanDevice();
  VulkanDevice(const VulkanDevice&) = delete;
  VulkanDevice& operator=(const VulkanDevice&) = delete;

  const VulkanDeviceInfo& info() const;
  const VulkanLimits& limits() const;

  /// A storage buffer, elements undefined. Throws Error where there is no room or the device
  /// allows none of that size (`limits().max_storage_bytes`).
  Buffer allocate(std::int64_t bytes);

  /// What all its buffers take now, and what was had from the driver for them.
  std::int64_t used_bytes() const;
  std::int64_t reserved_bytes() const;

  struct Impl;  // device_impl.h, for this folder
  Impl& impl() { return *impl_; }

 private:
  std::unique_ptr<Impl> impl_;
};

}  // namespace fovea
