#pragma once

#include "core/vulkan/device_impl.h"
#include "core/vulkan/dispatch_list.h"

namespace fovea {

struct DispatchList::Impl {
  struct Entry {
    Pipeline pipeline;
    vk::raii::DescriptorSet set;
    std::vector<std::byte> push;
    std::array<std::uint32_t, 3> groups;
  };
  std::optional<vk::raii::DescriptorPool> pool;  ///< absent where there is nothing to dispatch
  std::vector<Entry> entries;
};

}  // namespace fovea
