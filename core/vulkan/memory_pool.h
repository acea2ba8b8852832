#pragma once

#include <memory>
#include <vector>

#include "core/vulkan/block_allocator.h"
#include "core/vulkan/buffer.h"
#include "core/vulkan/raii.h"

namespace fovea {

/// Buffers of one kind of memory, cut out of large blocks: a driver allows few allocations, and
/// each is slow.
class MemoryPool {
 public:
  enum class Kind {
    device,   ///< where shaders run fastest; the CPU may not see it
    shared,   ///< as fast for shaders, and the CPU sees it, cached: software and unified memory
    staging,  ///< for copies between the CPU and `device` memory
  };

  /// `largest`: bytes of the largest buffer that may be asked for.
  MemoryPool(const vk::raii::PhysicalDevice& physical, const vk::raii::Device& device,
             std::int64_t largest, Kind kind);

  /// The device has memory of kind `shared`.
  static bool has_shared(const vk::raii::PhysicalDevice& physical, const vk::raii::Device& device);

  /// Elements are undefined. Throws Error where the device has no room or allows no storage
  /// buffer of that size.
  Buffer allocate(std::int64_t bytes);

  vk::DescriptorBufferInfo descriptor(const Buffer& buffer) const;

  /// From now on nothing is given back: the device has hung, and may still use all of it.
  void keep_all() { keeps_all_ = true; }

  std::int64_t used_bytes() const;
  std::int64_t reserved_bytes() const;

 private:
  friend class Buffer;
  struct Block {
    BlockAllocator ranges;
    vk::raii::DeviceMemory memory;
    vk::raii::Buffer buffer;
    std::byte* mapped;
  };

  void release(const Buffer& buffer) noexcept;
  std::size_t add_block(std::int64_t bytes);
  Buffer cut(std::size_t block, std::int64_t bytes);

  const vk::raii::Device& device_;
  std::uint32_t memory_type_;
  bool mappable_;
  std::int64_t alignment_;
  std::int64_t largest_;
  bool keeps_all_ = false;
  std::vector<std::unique_ptr<Block>> blocks_;  // null where one was given back
};

}  // namespace fovea
