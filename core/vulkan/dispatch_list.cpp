#include <cassert>

#include "core/vulkan/dispatch_list_impl.h"

namespace fovea {
namespace {

vk::raii::DescriptorPool make_pool(const vk::raii::Device& device,
                                   std::span<const BoundDispatch> dispatches) {
  std::uint32_t bindings = 0;
  for (const auto& bound : dispatches) bindings += static_cast<std::uint32_t>(bound.buffers.size());
  const vk::DescriptorPoolSize size{vk::DescriptorType::eStorageBuffer, bindings};
  return {device,
          vk::DescriptorPoolCreateInfo{vk::DescriptorPoolCreateFlagBits::eFreeDescriptorSet,
                                       static_cast<std::uint32_t>(dispatches.size()), size}};
}

void write_set(VulkanDevice::Impl& device, vk::DescriptorSet set,
               const std::vector<const Buffer*>& buffers) {
  std::vector<vk::DescriptorBufferInfo> infos;
  for (const Buffer* buffer : buffers) infos.push_back(device.storage.descriptor(*buffer));
  const vk::WriteDescriptorSet write{set, 0, 0, vk::DescriptorType::eStorageBuffer, {}, infos};
  device.device.updateDescriptorSets(write, {});
}

}  // namespace

DispatchList::DispatchList(VulkanDevice& device, std::span<const BoundDispatch> dispatches)
    : device_(device), impl_(std::make_unique<Impl>()) {
  if (dispatches.empty()) return;
  auto& vulkan = device.impl();
  vulkan_call("prepare a network", [&] {
    impl_->pool.emplace(make_pool(vulkan.device, dispatches));
    for (const auto& [dispatch, buffers] : dispatches) {
      assert(buffers.size() == dispatch.bindings.size());
      const Pipeline pipeline = vulkan.pipelines.get(dispatch);
      const vk::DescriptorSetAllocateInfo info{**impl_->pool, pipeline.set_layout};
      auto sets = vk::raii::DescriptorSets(vulkan.device, info);
      write_set(vulkan, *sets.front(), buffers);
      impl_->entries.push_back({pipeline, std::move(sets.front()), dispatch.push, dispatch.groups});
    }
  });
  vulkan.pipelines.save();
}

DispatchList::~DispatchList() {
  if (device_.impl().hung) static_cast<void>(impl_.release());
}

std::size_t DispatchList::size() const { return impl_->entries.size(); }

}  // namespace fovea
