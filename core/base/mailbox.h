#pragma once

#include <condition_variable>
#include <mutex>
#include <optional>
#include <utility>

namespace fovea {

/// One slot between threads: a newer letter replaces one that nobody has taken yet.
template <typename Letter>
class Mailbox {
 public:
  void post(Letter letter) {
    {
      const std::lock_guard lock(mutex_);
      slot_ = std::move(letter);
    }
    arrived_.notify_one();
  }

  /// Waits for a letter; nothing once the box is closed.
  std::optional<Letter> take() {
    std::unique_lock lock(mutex_);
    arrived_.wait(lock, [this] { return closed_ || slot_.has_value(); });
    if (closed_) return std::nullopt;
    return std::exchange(slot_, std::nullopt);
  }

  /// Whether what was taken last is not wanted any more: something newer waits, or nobody does.
  bool is_outdated() const {
    const std::lock_guard lock(mutex_);
    return closed_ || slot_.has_value();
  }

  void close() {
    {
      const std::lock_guard lock(mutex_);
      closed_ = true;
    }
    arrived_.notify_all();
  }

 private:
  mutable std::mutex mutex_;
  std::condition_variable arrived_;
  std::optional<Letter> slot_;
  bool closed_ = false;
};

}  // namespace fovea
