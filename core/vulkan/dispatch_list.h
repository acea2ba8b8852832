#pragma once

#include <span>

#include "core/vulkan/device.h"

namespace fovea {

/// A dispatch of a plan and the buffers that its bindings stand for, in the bindings' order.
struct BoundDispatch {
  Dispatch dispatch;
  std::vector<const Buffer*> buffers;
};

/// Dispatches made ready to be recorded again and again: compiled, their descriptor sets written.
/// The device and the buffers must outlive it.
class DispatchList {
 public:
  DispatchList(VulkanDevice& device, std::span<const BoundDispatch> dispatches);
  ~DispatchList();

  std::size_t size() const;

  struct Impl;  // commands.cpp records it
  const Impl& impl() const { return *impl_; }

 private:
  VulkanDevice& device_;
  std::unique_ptr<Impl> impl_;
};

}  // namespace fovea
