#pragma once

#include <atomic>
#include <cstdint>
#include <deque>
#include <pthread.h>
#include <sched.h>

namespace fovea {

/// Threads that help with one loop at a time. A helper that the operating system has not let run
/// before the caller is done with everything is not waited for: while other programs use the
/// processors, a loop takes no longer than it would on one thread. (OpenMP's teams wait for every
/// member at the end of each loop; on two busy cores that made a network's median frame 20 ms
/// instead of 0.7.) Helpers sleep while there is nothing to do.
class ThreadPool {
 public:
  /// The program's pool. It lives until the process ends.
  static ThreadPool& instance();

  using Work = void (*)(void* context);

  /// Calls work(context) on the calling thread and on up to `helpers` others at the same time,
  /// fewer where the system gives no more threads; returns when all of them have returned. False,
  /// with nothing done, where the pool is in use, be it by this thread. `work` must not throw.
  bool try_run(int helpers, Work work, void* context);

 private:
  struct Helper {
    pthread_t thread{};
    std::atomic<int> processor{-1};  // where it fell asleep
  };

  ThreadPool();
  void start_helpers(int count);
  void keep_off_this_processor();
  void help(Helper& helper);
  bool enter();
  void leave();
  void close_and_wait();

  // Seats that helpers may still take (low half) and helpers at work (high half), in one word, so
  // that nobody takes a seat of a loop that has ended.
  std::atomic<std::uint32_t> state_{0};
  std::atomic<bool> in_use_{false};
  std::deque<Helper> helpers_;
  cpu_set_t allowed_{};   // processors of this process
  int most_helpers_ = 0;  // by the number of those
  Work work_ = nullptr;   // written only while there is neither seat nor helper
  void* context_ = nullptr;
};

}  // namespace fovea
