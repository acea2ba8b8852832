#pragma once

#include "core/vulkan/device.h"
#include "core/vulkan/instance.h"
#include "core/vulkan/memory_pool.h"
#include "core/vulkan/pipelines.h"

namespace fovea {

struct VulkanDevice::Impl {
  explicit Impl(const VulkanChoice& choice);

  /// A submission has not come back in time and may still run: what it uses must not be destroyed.
  void set_hung() {
    hung = true;
    storage.keep_all();
    staging.keep_all();
  }

  VulkanInstance instance;
  VulkanInstance::Device chosen;
  VulkanLimits limits;
  double ns_per_tick = 0;  ///< of a time stamp; 0 where the queue has none
  vk::raii::Device device;
  vk::raii::Queue queue;
  bool staged;  ///< the CPU does not see the memory of storage buffers
  MemoryPool storage;
  MemoryPool staging;  ///< reserves nothing until it is used
  Pipelines pipelines;
  bool hung = false;
};

}  // namespace fovea
