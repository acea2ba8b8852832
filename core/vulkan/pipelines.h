#pragma once

#include <map>
#include <string>
#include <tuple>

#include "core/ops/plan.h"
#include "core/vulkan/cache_file.h"
#include "core/vulkan/raii.h"

namespace fovea {

/// Handles of one compiled shader; they live as long as the Pipelines that made them.
struct Pipeline {
  vk::Pipeline pipeline;
  vk::PipelineLayout layout;
  vk::DescriptorSetLayout set_layout;
};

/// Compiled shaders, by shader and specialization, and the driver's cache of them on disk.
class Pipelines {
 public:
  Pipelines(const vk::raii::PhysicalDevice& physical, const vk::raii::Device& device);

  /// Compiles at the first call. Throws Error where the driver refuses.
  Pipeline get(const Dispatch& dispatch);

  /// Writes what was compiled since the last call to the user's cache folder.
  void save();

 private:
  struct Layout {
    vk::raii::DescriptorSetLayout set;
    vk::raii::PipelineLayout pipeline;
  };
  using LayoutKey = std::pair<std::size_t, std::size_t>;  // bindings, bytes of push constants
  using Key = std::tuple<std::string, std::vector<std::uint32_t>, LayoutKey>;

  const Layout& layout(LayoutKey key);
  const vk::raii::ShaderModule& module(std::string_view name);
  vk::raii::Pipeline compile(const Dispatch& dispatch, const Layout& layout);

  const vk::raii::Device& device_;
  std::filesystem::path path_;
  vk::raii::PipelineCache cache_;
  bool unsaved_ = false;
  std::map<LayoutKey, Layout> layouts_;
  std::map<std::string, vk::raii::ShaderModule, std::less<>> modules_;
  std::map<Key, vk::raii::Pipeline> pipelines_;
};

}  // namespace fovea
