#pragma once

#include <atomic>
#include <memory>

namespace fovea {

/// Thrown out of a computation whose CancelToken was set; says nothing to a person.
struct Cancelled {};

/// A flag that one thread sets and a computation looks at between tiles. Copies share it.
class CancelToken {
 public:
  CancelToken() : flag_(std::make_shared<std::atomic<bool>>(false)) {}
  void cancel() const { flag_->store(true, std::memory_order_relaxed); }
  bool cancelled() const { return flag_->load(std::memory_order_relaxed); }
  void throw_if_cancelled() const {
    if (cancelled()) throw Cancelled{};
  }

 private:
  std::shared_ptr<std::atomic<bool>> flag_;
};

}  // namespace fovea
