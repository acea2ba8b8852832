#include "core/vulkan/pipelines.h"

#include <cassert>

#include "core/vulkan/shaders.h"

namespace fovea {
namespace {

CacheOwner owner_of(const vk::raii::PhysicalDevice& physical) {
  const auto properties = physical.getProperties();
  return {.vendor = properties.vendorID,
          .device = properties.deviceID,
          .uuid = properties.pipelineCacheUUID};
}

vk::raii::PipelineCache open_cache(const vk::raii::Device& device,
                                   std::span<const std::byte> data) {
  return vulkan_call("make a pipeline cache", [&] {
    return vk::raii::PipelineCache(device,
                                   vk::PipelineCacheCreateInfo{{}, data.size(), data.data()});
  });
}

}  // namespace

Pipelines::Pipelines(const vk::raii::PhysicalDevice& physical, const vk::raii::Device& device)
    : device_(device),
      path_(pipeline_cache_path(owner_of(physical))),
      cache_(open_cache(device, load_pipeline_cache(path_, owner_of(physical)))) {}

Pipeline Pipelines::get(const Dispatch& dispatch) {
  const LayoutKey layout_key{dispatch.bindings.size(), dispatch.push.size()};
  const Key key{dispatch.shader, dispatch.specialization, layout_key};
  return vulkan_call("compile a shader", [&] {
    const Layout& used = layout(layout_key);
    auto found = pipelines_.find(key);
    if (found == pipelines_.end()) {
      found = pipelines_.emplace(key, compile(dispatch, used)).first;
      unsaved_ = true;
    }
    return Pipeline{*found->second, *used.pipeline, *used.set};
  });
}

const Pipelines::Layout& Pipelines::layout(LayoutKey key) {
  if (const auto found = layouts_.find(key); found != layouts_.end()) return found->second;
  const auto [binding_count, push_size] = key;
  std::vector<vk::DescriptorSetLayoutBinding> bindings;
  for (std::uint32_t i = 0; i < binding_count; ++i) {
    bindings.emplace_back(i, vk::DescriptorType::eStorageBuffer, 1,
                          vk::ShaderStageFlagBits::eCompute);
  }
  vk::raii::DescriptorSetLayout set(device_, vk::DescriptorSetLayoutCreateInfo{{}, bindings});
  const vk::PushConstantRange push{vk::ShaderStageFlagBits::eCompute, 0,
                                   static_cast<std::uint32_t>(push_size)};
  vk::PipelineLayoutCreateInfo info{{}, *set};
  if (push_size > 0) info.setPushConstantRanges(push);
  vk::raii::PipelineLayout pipeline(device_, info);
  return layouts_.emplace(key, Layout{std::move(set), std::move(pipeline)}).first->second;
}

const vk::raii::ShaderModule& Pipelines::module(std::string_view name) {
  if (const auto found = modules_.find(name); found != modules_.end()) return found->second;
  const auto words = shader(name);
  if (words.empty()) throw Error("the program holds no shader “" + std::string(name) + "”");
  vk::raii::ShaderModule module(device_,
                                vk::ShaderModuleCreateInfo{{}, words.size_bytes(), words.data()});
  return modules_.emplace(name, std::move(module)).first->second;
}

vk::raii::Pipeline Pipelines::compile(const Dispatch& dispatch, const Layout& layout) {
  std::vector<vk::SpecializationMapEntry> entries;
  for (std::uint32_t i = 0; i < dispatch.specialization.size(); ++i)
    entries.emplace_back(i, 4 * i, 4);
  const vk::SpecializationInfo values{static_cast<std::uint32_t>(entries.size()), entries.data(),
                                      4 * dispatch.specialization.size(),
                                      dispatch.specialization.data()};
  const vk::PipelineShaderStageCreateInfo stage{
      {}, vk::ShaderStageFlagBits::eCompute, *module(dispatch.shader), "main", &values};
  return {device_, cache_, vk::ComputePipelineCreateInfo{{}, stage, *layout.pipeline}};
}

void Pipelines::save() {
  if (!unsaved_ || path_.empty()) return;
  unsaved_ = false;
  const auto data = vulkan_call("read its pipeline cache", [&] { return cache_.getData(); });
  save_pipeline_cache(path_, std::as_bytes(std::span(data)));
}

}  // namespace fovea
