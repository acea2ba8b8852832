#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>

namespace fovea {

class MemoryPool;

/// A piece of device memory that shaders see as a storage buffer. Gives itself back to its pool;
/// the device must outlive it, and nothing submitted may still use it.
class Buffer {
 public:
  Buffer() = default;
  Buffer(Buffer&& other) noexcept { swap(other); }
  Buffer& operator=(Buffer&& other) noexcept {
    Buffer(std::move(other)).swap(*this);
    return *this;
  }
  ~Buffer();

  bool empty() const { return pool_ == nullptr; }
  std::int64_t bytes() const { return bytes_; }
  /// The bytes as the CPU sees them; null where it does not.
  std::byte* mapped() const { return mapped_; }

 private:
  friend class MemoryPool;
  void swap(Buffer& other) noexcept {
    std::swap(pool_, other.pool_);
    std::swap(block_, other.block_);
    std::swap(offset_, other.offset_);
    std::swap(bytes_, other.bytes_);
    std::swap(mapped_, other.mapped_);
  }

  MemoryPool* pool_ = nullptr;
  std::size_t block_ = 0;
  std::int64_t offset_ = 0;
  std::int64_t bytes_ = 0;
  std::byte* mapped_ = nullptr;
};

}  // namespace fovea
