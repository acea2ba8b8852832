#pragma once

#include <condition_variable>
#include <cstdint>
#include <exception>
#include <map>
#include <mutex>
#include <thread>
#include <vector>

#include "core/base/cancel.h"

namespace fovea {

/// Calls make(0) … make(count − 1) on `threads` threads, and take(index, what it made) in that
/// order on the calling thread meanwhile; what is made is at most twice as many ahead as there are
/// threads. What either throws first is thrown again here, after all threads have stopped;
/// Cancelled where the token is set.
template <typename Make, typename Take>
void in_order(std::int64_t count, int threads, const CancelToken& cancel, Make&& make,
              Take&& take) {
  using Part = decltype(make(std::int64_t{0}));
  std::mutex mutex;
  std::condition_variable changed;
  std::map<std::int64_t, Part> made;
  std::int64_t next = 0, taken = 0;
  std::exception_ptr failure;
  bool stops = false;
  const std::int64_t ahead = 2 * std::int64_t{threads};

  const auto work = [&] {
    std::unique_lock lock(mutex);
    while (true) {
      changed.wait(lock, [&] { return stops || next >= count || next < taken + ahead; });
      if (stops || next >= count) return;
      const std::int64_t index = next++;
      lock.unlock();
      try {
        cancel.throw_if_cancelled();
        Part part = make(index);
        lock.lock();
        made.emplace(index, std::move(part));
      } catch (...) {
        if (!lock.owns_lock()) lock.lock();
        if (!failure) failure = std::current_exception();
        stops = true;
      }
      changed.notify_all();
    }
  };
  std::vector<std::thread> workers;
  const auto stop = [&] {
    {
      const std::lock_guard lock(mutex);
      stops = true;
    }
    changed.notify_all();
    for (std::thread& worker : workers) worker.join();
  };
  try {
    for (int i = 0; i < threads; ++i) workers.emplace_back(work);
    for (; taken < count;) {
      std::unique_lock lock(mutex);
      changed.wait(lock, [&] { return failure || made.contains(taken); });
      if (failure) std::rethrow_exception(failure);
      Part part = std::move(made.extract(taken).mapped());
      lock.unlock();
      cancel.throw_if_cancelled();
      take(taken, std::move(part));
      lock.lock();
      ++taken;
      changed.notify_all();
    }
  } catch (...) {
    stop();
    throw;
  }
  stop();
}

}  // namespace fovea
