#pragma once

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <functional>
#include <mutex>

namespace fovea {

/// Told now and then how far the reading of a set is: `done` of `total`, both at least 1. Called by
/// one thread at a time, which may be any; empty where nobody wants to know.
using DataProgress = std::function<void(std::int64_t done, std::int64_t total)>;

/// Counts what several threads have done and tells it about a hundred times in all, in order.
class ProgressTeller {
 public:
  ProgressTeller(const DataProgress& progress, std::int64_t total)
      : progress_(progress), total_(total) {}

  void one_more() {
    const std::int64_t done = ++done_;
    if (!progress_ || (done % std::max<std::int64_t>(total_ / 100, 1) != 0 && done != total_)) {
      return;
    }
    const std::lock_guard lock(telling_);
    if (done <= told_) return;
    told_ = done;
    progress_(done, total_);
  }

 private:
  const DataProgress& progress_;
  std::int64_t total_;
  std::atomic<std::int64_t> done_{0};
  std::mutex telling_;
  std::int64_t told_ = 0;
};

}  // namespace fovea
