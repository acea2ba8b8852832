#pragma once

#include <span>

#include "core/vulkan/dispatch_list.h"

namespace fovea {

/// Records copies and dispatches and runs them: one command buffer, one submission from one
/// `finish` to the next. The device must outlive it.
class Commands {
 public:
  explicit Commands(VulkanDevice& device);
  ~Commands();
  Commands(const Commands&) = delete;
  Commands& operator=(const Commands&) = delete;

  /// Copies into the start of a buffer. The bytes are taken at once: nothing recorded since the
  /// last `finish` may use the buffer.
  void upload(const Buffer& to, std::span<const std::byte> from);

  /// What is recorded later sees what this dispatch wrote.
  void dispatch(const DispatchList& list, std::size_t index);

  /// Copies from the start of a buffer when `finish` is called; `to` must stay until then.
  void download(const Buffer& from, std::span<std::byte> to);

  /// Notes the device's time at this place; the number of the note, counted from the last `reset`.
  std::size_t stamp();

  /// Runs what was recorded and waits for it. Throws DeviceLost where the device is gone or does
  /// not answer in time.
  void finish();

  /// Milliseconds between two stamps, once finished; 0 where the device cannot tell.
  double milliseconds(std::size_t from, std::size_t to) const;

  /// Forgets what was recorded, and the stamps. Call before each frame.
  void reset();

 private:
  struct Impl;
  VulkanDevice& device_;
  std::unique_ptr<Impl> impl_;
};

}  // namespace fovea
