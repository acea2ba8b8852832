#include "core/vulkan/memory_pool.h"

#include <algorithm>
#include <cassert>

#include "core/tensor/tensor.h"

namespace fovea {
namespace {

using Flag = vk::MemoryPropertyFlagBits;

/// A network's feature maps are some 100 KB each; larger buffers get a block of their own.
constexpr std::int64_t k_block_bytes = std::int64_t{8} << 20;

constexpr auto k_usage = vk::BufferUsageFlagBits::eStorageBuffer |
                         vk::BufferUsageFlagBits::eTransferSrc |
                         vk::BufferUsageFlagBits::eTransferDst;

vk::raii::Buffer make_buffer(const vk::raii::Device& device, std::int64_t bytes) {
  return {device, vk::BufferCreateInfo{{}, static_cast<vk::DeviceSize>(bytes), k_usage}};
}

/// A type of memory that has all the `wanted` properties and that buffers may lie in: drivers also
/// list types that are for images alone.
std::optional<std::uint32_t> find_type(const vk::raii::PhysicalDevice& physical,
                                       const vk::raii::Device& device,
                                       vk::MemoryPropertyFlags wanted) {
  const auto allowed = make_buffer(device, 64).getMemoryRequirements().memoryTypeBits;
  const auto memory = physical.getMemoryProperties();
  for (std::uint32_t i = 0; i < memory.memoryTypeCount; ++i) {
    const bool fits = (memory.memoryTypes[i].propertyFlags & wanted) == wanted;
    if (fits && (allowed >> i & 1) != 0) return i;
  }
  return std::nullopt;
}

constexpr vk::MemoryPropertyFlags k_readable =
    Flag::eHostVisible | Flag::eHostCoherent | Flag::eHostCached;

std::uint32_t type_of(const vk::raii::PhysicalDevice& physical, const vk::raii::Device& device,
                      MemoryPool::Kind kind) {
  const auto find = [&](vk::MemoryPropertyFlags flags) {
    return find_type(physical, device, flags);
  };
  std::optional<std::uint32_t> type;
  if (kind == MemoryPool::Kind::shared) type = find(k_readable | Flag::eDeviceLocal);
  if (kind == MemoryPool::Kind::device) type = find(Flag::eDeviceLocal);
  if (kind == MemoryPool::Kind::staging) type = find(k_readable);
  // Every driver has this one for buffers: Vulkan 1.3 specification, 11.6, "Device Memory".
  if (!type) type = find(Flag::eHostVisible | Flag::eHostCoherent);
  assert(type);
  return *type;
}

}  // namespace

Buffer::~Buffer() {
  if (pool_ != nullptr) pool_->release(*this);
}

bool MemoryPool::has_shared(const vk::raii::PhysicalDevice& physical,
                            const vk::raii::Device& device) {
  return find_type(physical, device, k_readable | Flag::eDeviceLocal).has_value();
}

MemoryPool::MemoryPool(const vk::raii::PhysicalDevice& physical, const vk::raii::Device& device,
                       std::int64_t largest, Kind kind)
    : device_(device), memory_type_(type_of(physical, device, kind)), largest_(largest) {
  const auto limits = physical.getProperties().limits;
  const auto memory = physical.getMemoryProperties();
  const auto flags = memory.memoryTypes[memory_type_].propertyFlags;
  mappable_ = bool(flags & Flag::eHostVisible) && kind != Kind::device;
  alignment_ =
      std::max<std::int64_t>(64, static_cast<std::int64_t>(limits.minStorageBufferOffsetAlignment));
}

Buffer MemoryPool::allocate(std::int64_t bytes) {
  // Rounded up so that shaders may read whole vectors; empty tensors still need a binding.
  const std::int64_t rounded = std::max<std::int64_t>((bytes + 15) / 16 * 16, 16);
  if (rounded > largest_) {
    throw Error("a buffer of " + human_bytes(bytes) + " is more than the Vulkan device allows (" +
                    human_bytes(largest_) + ")",
                {}, "Use a smaller input, or the CPU engine");
  }
  for (std::size_t block = 0; block < blocks_.size(); ++block) {
    if (blocks_[block] == nullptr) continue;
    if (Buffer buffer = cut(block, rounded); !buffer.empty()) return buffer;
  }
  return cut(add_block(std::max(rounded, k_block_bytes)), rounded);
}

Buffer MemoryPool::cut(std::size_t block, std::int64_t bytes) {
  Buffer buffer;
  const auto offset = blocks_[block]->ranges.allocate(bytes, alignment_);
  if (!offset) return buffer;
  buffer.pool_ = this;
  buffer.block_ = block;
  buffer.offset_ = *offset;
  buffer.bytes_ = bytes;
  if (blocks_[block]->mapped != nullptr) buffer.mapped_ = blocks_[block]->mapped + *offset;
  return buffer;
}

std::size_t MemoryPool::add_block(std::int64_t bytes) {
  return vulkan_call("make a buffer", [&] {
    vk::raii::Buffer buffer = make_buffer(device_, bytes);
    const auto needs = buffer.getMemoryRequirements();
    assert((needs.memoryTypeBits >> memory_type_ & 1) != 0);
    vk::raii::DeviceMemory memory(device_, vk::MemoryAllocateInfo{needs.size, memory_type_});
    buffer.bindMemory(*memory, 0);
    auto* mapped =
        mappable_ ? static_cast<std::byte*>(memory.mapMemory(0, VK_WHOLE_SIZE)) : nullptr;
    const auto gap = std::ranges::find_if(blocks_, [](const auto& b) { return b == nullptr; });
    const auto index = static_cast<std::size_t>(gap - blocks_.begin());
    if (gap == blocks_.end()) blocks_.emplace_back();
    blocks_[index] = std::make_unique<Block>(
        Block{BlockAllocator(bytes), std::move(memory), std::move(buffer), mapped});
    return index;
  });
}

void MemoryPool::release(const Buffer& buffer) noexcept {
  if (keeps_all_) return;
  auto& block = blocks_[buffer.block_];
  block->ranges.release(buffer.offset_);
  // One empty block is kept: the next frame, or the next network, wants it again.
  const auto empty_blocks = std::ranges::count_if(
      blocks_, [](const auto& b) { return b != nullptr && b->ranges.used_bytes() == 0; });
  if (block->ranges.used_bytes() == 0 &&
      (empty_blocks > 1 || block->ranges.size() > k_block_bytes)) {
    block.reset();
  }
}

vk::DescriptorBufferInfo MemoryPool::descriptor(const Buffer& buffer) const {
  return {*blocks_[buffer.block_]->buffer, static_cast<vk::DeviceSize>(buffer.offset_),
          static_cast<vk::DeviceSize>(buffer.bytes_)};
}

std::int64_t MemoryPool::used_bytes() const {
  std::int64_t bytes = 0;
  for (const auto& block : blocks_) bytes += block == nullptr ? 0 : block->ranges.used_bytes();
  return bytes;
}

std::int64_t MemoryPool::reserved_bytes() const {
  std::int64_t bytes = 0;
  for (const auto& block : blocks_) bytes += block == nullptr ? 0 : block->ranges.size();
  return bytes;
}

}  // namespace fovea
