#include "core/cpu/parallel.h"

#include <QtTest>
#include <atomic>
#include <stdexcept>
#include <vector>

using namespace fovea;

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
      QVERIFY_EXCEPTION_THROWN(
          parallel_for({.count = 100, .nanoseconds_each = 1, .threads = threads}, CancelToken{},
                       [](std::int64_t i) {
                         if (i == 50) throw std::runtime_error("fifty");
                       }),
          std::runtime_error);
    }
  }
};

QTEST_GUILESS_MAIN(ParallelTest)
#include "parallel_test.moc"
