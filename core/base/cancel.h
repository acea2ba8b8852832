#pragma once

#include <atomic>
#include <chrono>
#include <limits>
#include <memory>

namespace fovea {

/// Thrown out of a computation whose CancelToken was set; says nothing to a person.
struct Cancelled {};

/// A flag that one thread sets, at once or for a time to come, and a computation looks at between
/// tiles. Copies share it.
class CancelToken {
 public:
  using Clock = std::chrono::steady_clock;

  CancelToken() : state_(std::make_shared<State>()) {}
  void cancel() const { state_->flag.store(true, std::memory_order_relaxed); }
  void cancel_at(Clock::time_point time) const {
    state_->deadline.store(time.time_since_epoch().count(), std::memory_order_relaxed);
  }
  bool cancelled() const {
    return state_->flag.load(std::memory_order_relaxed) ||
           is_over(state_->deadline.load(std::memory_order_relaxed));
  }
  void throw_if_cancelled() const {
    if (cancelled()) throw Cancelled{};
  }

 private:
  static constexpr Clock::rep k_never = std::numeric_limits<Clock::rep>::max();
  struct State {
    std::atomic<bool> flag{false};
    std::atomic<Clock::rep> deadline{k_never};
  };
  /// The clock is asked only where there is a deadline: inner loops look often.
  static bool is_over(Clock::rep deadline) {
    return deadline != k_never && Clock::now().time_since_epoch().count() >= deadline;
  }

  std::shared_ptr<State> state_;
};

}  // namespace fovea
