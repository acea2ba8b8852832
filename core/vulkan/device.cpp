#include <algorithm>

#include "core/vulkan/device_impl.h"

namespace fovea {
namespace {

VulkanInstance::Device choose(const VulkanInstance& instance, std::optional<std::uint32_t> index) {
  auto devices = instance.devices();
  std::vector<VulkanDeviceInfo> infos;
  for (const auto& device : devices) infos.push_back(device.info);
  if (!index) return std::move(devices[*best_device(infos)]);
  const auto found = std::ranges::find(infos, *index, &VulkanDeviceInfo::index);
  if (found == infos.end()) {
    throw Error("there is no Vulkan device " + std::to_string(*index), {},
                "“fovea devices” lists them");
  }
  return std::move(devices[static_cast<std::size_t>(found - infos.begin())]);
}

constexpr std::uint32_t k_gpu_busy_invocations = 8192;

VulkanLimits limits_of(const VulkanInstance::Device& chosen) {
  const auto& physical = chosen.physical;
  const auto chain =
      physical.getProperties2<vk::PhysicalDeviceProperties2, vk::PhysicalDeviceSubgroupProperties,
                              vk::PhysicalDeviceMaintenance3Properties>();
  const auto& limits = chain.get<vk::PhysicalDeviceProperties2>().properties.limits;
  const auto largest =
      chain.get<vk::PhysicalDeviceMaintenance3Properties>().maxMemoryAllocationSize;
  VulkanLimits result;
  result.max_invocations = limits.maxComputeWorkGroupInvocations;
  result.max_group_size = limits.maxComputeWorkGroupSize;
  result.max_group_count = limits.maxComputeWorkGroupCount;
  result.max_shared_bytes = limits.maxComputeSharedMemorySize;
  result.max_push_bytes = limits.maxPushConstantsSize;
  result.subgroup_size = chain.get<vk::PhysicalDeviceSubgroupProperties>().subgroupSize;
  result.max_storage_bytes =
      static_cast<std::int64_t>(std::min<std::uint64_t>(limits.maxStorageBufferRange, largest));
  if (!chosen.info.software()) result.busy_invocations = k_gpu_busy_invocations;
  return result;
}

vk::raii::Device make_device(const VulkanInstance::Device& chosen) {
  return vulkan_call("be opened", [&] {
    const float priority = 1;
    const vk::DeviceQueueCreateInfo queue{{}, chosen.queue_family, 1, &priority};
    return vk::raii::Device(chosen.physical, vk::DeviceCreateInfo{{}, queue});
  });
}

}  // namespace

VulkanDevice::Impl::Impl(const VulkanChoice& choice)
    : chosen(choose(instance, choice.index)),
      limits(limits_of(chosen)),
      device(make_device(chosen)),
      queue(device, chosen.queue_family, 0),
      staged(choice.staging || !MemoryPool::has_shared(chosen.physical, device)),
      storage(chosen.physical, device, limits.max_storage_bytes,
              staged ? MemoryPool::Kind::device : MemoryPool::Kind::shared),
      staging(chosen.physical, device, limits.max_storage_bytes, MemoryPool::Kind::staging),
      pipelines(chosen.physical, device) {
  if (chosen.timestamp_bits > 0) {
    ns_per_tick = static_cast<double>(chosen.physical.getProperties().limits.timestampPeriod);
  }
}

VulkanDevice::VulkanDevice(const VulkanChoice& choice)
    : impl_(vulkan_call("be opened", [&] { return std::make_unique<Impl>(choice); })) {}

VulkanDevice::~VulkanDevice() {
  if (impl_->hung) static_cast<void>(impl_.release());
}

const VulkanDeviceInfo& VulkanDevice::info() const { return impl_->chosen.info; }

const VulkanLimits& VulkanDevice::limits() const { return impl_->limits; }

Buffer VulkanDevice::allocate(std::int64_t bytes) { return impl_->storage.allocate(bytes); }

std::int64_t VulkanDevice::used_bytes() const { return impl_->storage.used_bytes(); }

std::int64_t VulkanDevice::reserved_bytes() const { return impl_->storage.reserved_bytes(); }

}  // namespace fovea
