#include "core/cpu/thread_pool.h"

#include <algorithm>
#include <chrono>
#include <hwy/base.h>
#include <thread>

#if HWY_ARCH_X86
#include <immintrin.h>
#endif

namespace fovea {
namespace {

constexpr std::uint32_t k_seats = 0xffff;      // mask of the seats
constexpr std::uint32_t k_helper = 1U << 16U;  // one helper at work

/// Between a network's layers lie a few microseconds: a helper that sleeps at once would be late
/// for the next layer, one that waits longer would take time from other programs.
constexpr auto k_patience = std::chrono::microseconds(30);

/// More threads a processor than this make nothing faster, and the address space of their stacks is
/// lost to tensors where a limit is set.
constexpr int k_helpers_a_processor = 4;

void pause() {
#if HWY_ARCH_X86
  _mm_pause();
#endif
}

/// Calls done() until it is true or patience is at its end; whether it was true.
template <typename Done>
bool wait_briefly(Done done) {
  const auto end = std::chrono::steady_clock::now() + k_patience;
  do {
    for (int i = 0; i < 16; ++i) {
      if (done()) return true;
      pause();
    }
  } while (std::chrono::steady_clock::now() < end);
  return done();
}

}  // namespace

ThreadPool::ThreadPool() {
  CPU_ZERO(&allowed_);
  sched_getaffinity(0, sizeof allowed_, &allowed_);
  most_helpers_ = k_helpers_a_processor * std::max(CPU_COUNT(&allowed_), 1);
}

ThreadPool& ThreadPool::instance() {
  // Never destroyed: helpers may be asleep in it when the process ends.
  static auto* const pool = new ThreadPool;
  return *pool;
}

bool ThreadPool::try_run(int helpers, Work work, void* context) {
  if (in_use_.exchange(true, std::memory_order_acquire)) return false;
  start_helpers(std::clamp(helpers, 0, most_helpers_));
  helpers = std::clamp(helpers, 0, static_cast<int>(helpers_.size()));
  keep_off_this_processor();
  work_ = work;
  context_ = context;
  state_.store(static_cast<std::uint32_t>(helpers), std::memory_order_release);
  state_.notify_all();
  work(context);
  close_and_wait();
  in_use_.store(false, std::memory_order_release);
  return true;
}

void ThreadPool::start_helpers(int count) {
  while (std::ssize(helpers_) < count) {
    Helper& helper = helpers_.emplace_back();
    try {
      std::thread thread([this, &helper] { help(helper); });
      helper.thread = thread.native_handle();
      thread.detach();
    } catch (const std::exception&) {
      // The system gives no more: those that are there, or the caller alone, do all of the work.
      helpers_.pop_back();
      return;
    }
  }
}

/// Linux may wake a sleeper on the waker's own processor, where it waits for the next timer tick
/// although another is idle: 4 ms instead of 0.08, measured on a virtual machine of two.
void ThreadPool::keep_off_this_processor() {
  const int here = sched_getcpu();
  if (here < 0 || CPU_COUNT(&allowed_) < 2) return;
  for (Helper& helper : helpers_) {
    if (helper.processor.load(std::memory_order_relaxed) != here) continue;
    cpu_set_t others = allowed_;
    CPU_CLR(static_cast<std::size_t>(here), &others);
    pthread_setaffinity_np(helper.thread, sizeof others, &others);
  }
}

void ThreadPool::help(Helper& helper) {
  const auto has_seat = [this] { return (state_.load() & k_seats) != 0; };
  for (;;) {
    if (enter()) {
      work_(context_);
      leave();
    } else if (!wait_briefly(has_seat)) {
      helper.processor.store(sched_getcpu(), std::memory_order_relaxed);
      const std::uint32_t state = state_.load();
      if ((state & k_seats) == 0) state_.wait(state);
    }
  }
}

bool ThreadPool::enter() {
  std::uint32_t state = state_.load(std::memory_order_relaxed);
  while ((state & k_seats) != 0) {
    if (state_.compare_exchange_weak(state, state - 1 + k_helper, std::memory_order_acquire)) {
      return true;
    }
  }
  return false;
}

void ThreadPool::leave() { state_.fetch_sub(k_helper, std::memory_order_release); }

void ThreadPool::close_and_wait() {
  state_.fetch_and(~k_seats, std::memory_order_relaxed);
  const auto alone = [this] { return state_.load(std::memory_order_acquire) == 0; };
  // A helper that is late was interrupted: the processor may be what it waits for.
  while (!wait_briefly(alone)) std::this_thread::yield();
}

}  // namespace fovea
