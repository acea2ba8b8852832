#include "core/cpu/parallel.h"

#include <QtTest>
#include <atomic>
#include <chrono>
#include <fstream>
#include <mutex>
#include <set>
#include <stdexcept>
#include <sys/resource.h>
#include <thread>
#include <unistd.h>
#include <vector>

using namespace fovea;

namespace {

/// Bytes that this process has mapped.
rlim_t address_space() {
  std::ifstream file("/proc/self/statm");
  rlim_t pages = 0;
  file >> pages;
  return pages * static_cast<rlim_t>(sysconf(_SC_PAGESIZE));
}

}  // namespace

class ParallelTest : public QObject {
  Q_OBJECT

 private slots:
  void everyIndexIsVisitedOnce() {
    const EagerThreads eager;
    for (const int threads : {1, 2, 5}) {
      for (const std::int64_t count : {0, 1, 2, 7, 1000}) {
        std::vector<std::atomic<int>> visits(static_cast<std::size_t>(count));
        parallel_for({.count = count, .nanoseconds_each = 100, .threads = threads}, CancelToken{},
                     [&](std::int64_t i) { ++visits[static_cast<std::size_t>(i)]; });
        for (const auto& visit : visits) QCOMPARE(visit.load(), 1);
      }
    }
  }

  void aLoopIsDoneWhereTheSystemGivesNoMoreThreads() {
    rlimit before{};
    QCOMPARE(getrlimit(RLIMIT_AS, &before), 0);
    rlimit tight = before;
    tight.rlim_cur = address_space() + (1 << 20);  // less than one more thread's stack
    const EagerThreads eager;
    std::atomic<int> visits = 0;
    QCOMPARE(setrlimit(RLIMIT_AS, &tight), 0);
    for (int round = 0; round < 2; ++round) {
      parallel_for({.count = 1000, .nanoseconds_each = 1e5, .threads = 1000}, CancelToken{},
                   [&](std::int64_t) { ++visits; });
    }
    QCOMPARE(setrlimit(RLIMIT_AS, &before), 0);
    QCOMPARE(visits.load(), 2000);
    std::mutex mutex;
    std::set<std::thread::id> threads;
    parallel_for({.count = 100, .nanoseconds_each = 1e6, .threads = 4}, CancelToken{},
                 [&](std::int64_t) {
                   std::this_thread::sleep_for(std::chrono::milliseconds(1));
                   const std::lock_guard lock(mutex);
                   threads.insert(std::this_thread::get_id());
                 });
    QVERIFY2(threads.size() > 1, "the pool is still of use");
  }

  void aTokenThatIsSetSkipsTheRestAndThrows() {
    const EagerThreads eager;
    const CancelToken cancel;
    std::atomic<int> visited = 0;
    bool thrown = false;
    try {
      parallel_for({.count = 10'000, .nanoseconds_each = 1e6, .threads = 2}, cancel,
                   [&](std::int64_t) {
                     if (++visited == 10) cancel.cancel();
                   });
    } catch (const Cancelled&) {
      thrown = true;
    }
    QVERIFY(thrown);
    QVERIFY2(visited < 100, qPrintable(QString::number(visited)));
  }

  void whatABodyThrowsArrivesAtTheCaller() {
    const EagerThreads eager;
    for (const int threads : {1, 2}) {
      QVERIFY_THROWS_EXCEPTION(
          std::runtime_error,
          parallel_for({.count = 100, .nanoseconds_each = 1, .threads = threads}, CancelToken{},
                       [](std::int64_t i) {
                         if (i == 50) throw std::runtime_error("fifty");
                       }));
    }
  }

  void aLoopInsideALoopIsDoneByItsOwnThread() {
    const EagerThreads eager;
    std::atomic<int> visits = 0;
    parallel_for({.count = 8, .nanoseconds_each = 1e6, .threads = 2}, CancelToken{},
                 [&](std::int64_t) {
                   parallel_for({.count = 8, .nanoseconds_each = 1e6, .threads = 2}, CancelToken{},
                                [&](std::int64_t) { ++visits; });
                 });
    QCOMPARE(visits.load(), 64);
  }

  void loopsOfSeveralCallersDoNotDisturbEachOther() {
    const auto sum_often = [](std::int64_t& wrong) {
      const EagerThreads eager;
      for (int round = 0; round < 2000; ++round) {
        std::atomic<std::int64_t> sum = 0;
        parallel_for({.count = 50, .nanoseconds_each = 1e5, .threads = 3}, CancelToken{},
                     [&](std::int64_t i) { sum += i; });
        if (sum != 49 * 50 / 2) ++wrong;
      }
    };
    std::int64_t wrong_here = 0, wrong_there = 0;
    std::thread other([&] { sum_often(wrong_there); });
    sum_often(wrong_here);
    other.join();
    QCOMPARE(wrong_here, 0);
    QCOMPARE(wrong_there, 0);
  }

  void longWorkIsSharedByTwoThreads() {
    if (default_threads() < 2) QSKIP("one processor");
    std::mutex mutex;
    std::set<std::thread::id> threads;
    parallel_for({.count = 100, .nanoseconds_each = 1e6, .threads = 2}, CancelToken{},
                 [&](std::int64_t) {
                   std::this_thread::sleep_for(std::chrono::milliseconds(1));
                   const std::lock_guard lock(mutex);
                   threads.insert(std::this_thread::get_id());
                 });
    QCOMPARE(threads.size(), std::size_t{2});
  }

  void shortWorkStaysOnItsThread() {
    std::set<std::thread::id> threads;
    parallel_for({.count = 10, .nanoseconds_each = 100, .threads = 2}, CancelToken{},
                 [&](std::int64_t) { threads.insert(std::this_thread::get_id()); });
    QVERIFY(threads == std::set{std::this_thread::get_id()});
  }
};

QTEST_GUILESS_MAIN(ParallelTest)
#include "parallel_test.moc"
