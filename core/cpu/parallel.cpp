#include "core/cpu/parallel.h"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <exception>
#include <fstream>
#include <sched.h>

#include "core/cpu/thread_pool.h"

namespace fovea {
namespace {

/// Waking a sleeping team takes 5 to 50 µs; a thread must have this much to do to be worth it.
constexpr double k_worthwhile_ns = 15'000;
/// Chunks are no shorter than this, so that threads do not meet at the counter all the time.
constexpr double k_chunk_ns = 4'000;

thread_local int eager_depth = 0;

int useful_threads(const ParallelLoop& loop) {
  const auto most = static_cast<int>(std::min<std::int64_t>(loop.threads, loop.count));
  if (eager_depth > 0 || most <= 1) return most;
  const double worthwhile =
      static_cast<double>(loop.count) * loop.nanoseconds_each / k_worthwhile_ns;
  return worthwhile >= most ? most : static_cast<int>(worthwhile);
}

std::int64_t chunk_size(const ParallelLoop& loop, int threads) {
  const double least = k_chunk_ns / std::max(loop.nanoseconds_each, 1e-3);
  const std::int64_t fair = std::max<std::int64_t>(loop.count / (std::int64_t{4} * threads), 1);
  return least >= static_cast<double>(fair) ? fair : std::max<std::int64_t>(std::int64_t(least), 1);
}

/// The loop as its threads share it.
class Team {
 public:
  Team(const ParallelLoop& loop, std::int64_t chunk, const CancelToken& cancel,
       void (*body)(void*, std::int64_t), void* context)
      : count_(loop.count), chunk_(chunk), cancel_(cancel), body_(body), context_(context) {}

  void work() {
    while (!failed_.load(std::memory_order_relaxed) && !cancel_.cancelled()) {
      const std::int64_t first = next_.fetch_add(chunk_, std::memory_order_relaxed);
      if (first >= count_) return;
      try {
        const std::int64_t last = std::min(first + chunk_, count_);
        for (std::int64_t index = first; index < last; ++index) body_(context_, index);
      } catch (...) {
        if (!failed_.exchange(true)) error_ = std::current_exception();
      }
    }
  }

  void finish() const {
    if (error_) std::rethrow_exception(error_);
    cancel_.throw_if_cancelled();
  }

 private:
  std::int64_t count_, chunk_;
  const CancelToken& cancel_;
  void (*body_)(void*, std::int64_t);
  void* context_;
  std::atomic<std::int64_t> next_{0};
  std::atomic<bool> failed_{false};
  std::exception_ptr error_;
};

/// Processors that this process may run on.
int allowed_processors() {
  cpu_set_t set;
  CPU_ZERO(&set);
  if (sched_getaffinity(0, sizeof set, &set) != 0) return 1;
  return std::max(1, CPU_COUNT(&set));
}

/// Processors' worth of time that a container grants, rounded up; many where it sets no limit.
/// Source: Linux, Control Group v2, cpu.max ("QUOTA PERIOD" in microseconds).
int quota_processors() {
  std::ifstream file("/sys/fs/cgroup/cpu.max");
  double quota = 0, period = 0;
  if (!(file >> quota >> period) || quota <= 0 || period <= 0) return 1 << 20;
  return std::max(1, static_cast<int>(std::ceil(quota / period)));
}

}  // namespace

int default_threads() {
  static const int threads = std::min(allowed_processors(), quota_processors());
  return threads;
}

namespace detail {

void run_parallel(const ParallelLoop& loop, const CancelToken& cancel,
                  void (*body)(void*, std::int64_t), void* context) {
  const int threads = useful_threads(loop);
  Team team(loop, chunk_size(loop, std::max(threads, 1)), cancel, body, context);
  const auto work = [](void* shared) { static_cast<Team*>(shared)->work(); };
  if (threads <= 1 || !ThreadPool::instance().try_run(threads - 1, work, &team)) team.work();
  team.finish();
}

}  // namespace detail

EagerThreads::EagerThreads() { ++eager_depth; }
EagerThreads::~EagerThreads() { --eager_depth; }

}  // namespace fovea
