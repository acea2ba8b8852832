#include "core/figure/motion/in_order.h"

#include <QtTest>
#include <atomic>
#include <new>
#include <stdexcept>

using namespace fovea;

namespace {

/// Something that there is no memory for when it is moved for the n-th time.
class Heavy {
 public:
  explicit Heavy(int fails_at) : left_(fails_at) {}
  Heavy(Heavy&& other) : left_(other.left_ - 1) {
    if (left_ == 0) throw std::bad_alloc();
  }

 private:
  int left_;
};

}  // namespace

class InOrderTest : public QObject {
  Q_OBJECT

 private slots:
  void partsComeInOrderFromAnyNumberOfThreads_data() {
    QTest::addColumn<int>("threads");
    QTest::newRow("one") << 1;
    QTest::newRow("two") << 2;
    QTest::newRow("eight") << 8;
  }
  void partsComeInOrderFromAnyNumberOfThreads() {
    QFETCH(const int, threads);
    std::vector<std::int64_t> taken;
    in_order(
        100, threads, CancelToken{},
        [](std::int64_t index) {
          if (index % 7 == 0) std::this_thread::sleep_for(std::chrono::milliseconds(2));
          return std::make_unique<std::int64_t>(index * index);
        },
        [&](std::int64_t index, std::unique_ptr<std::int64_t> part) {
          QCOMPARE(*part, index * index);
          taken.push_back(index);
        });
    QCOMPARE(taken.size(), std::size_t{100});
    QVERIFY(std::ranges::is_sorted(taken));
    in_order(
        0, threads, CancelToken{}, [](std::int64_t index) { return index; },
        [](std::int64_t, std::int64_t) { QFAIL("there is nothing to take"); });
  }

  void atMostTwiceAsManyAsThreadsAreAhead() {
    std::atomic<std::int64_t> made = 0;
    std::int64_t most = 0;
    in_order(
        50, 3, CancelToken{}, [&](std::int64_t index) { return ++made, index; },
        [&](std::int64_t index, std::int64_t) {
          std::this_thread::sleep_for(std::chrono::milliseconds(1));
          most = std::max(most, made.load() - index);
        });
    QVERIFY2(most > 1 && most <= 6, qPrintable(QString::number(most)));
  }

  void whatMakingOrTakingThrowsEndsIt() {
    std::atomic<int> made = 0;
    const auto run = [&](std::int64_t bad_to_make, std::int64_t bad_to_take) {
      in_order(
          1000, 2, CancelToken{},
          [&](std::int64_t index) {
            ++made;
            if (index == bad_to_make) throw std::runtime_error("made");
            return index;
          },
          [&](std::int64_t index, std::int64_t) {
            if (index == bad_to_take) throw std::logic_error("taken");
          });
    };
    QVERIFY_EXCEPTION_THROWN(run(10, -1), std::runtime_error);
    QVERIFY(made < 20);
    QVERIFY_EXCEPTION_THROWN(run(-1, 10), std::logic_error);
    QVERIFY(made < 40);
  }

  void cancellingEndsIt() {
    const CancelToken cancel;
    std::int64_t last = -1;
    const auto run = [&] {
      in_order(
          1000, 2, cancel, [](std::int64_t index) { return index; },
          [&](std::int64_t index, std::int64_t) {
            last = index;
            if (index == 5) cancel.cancel();
          });
    };
    QVERIFY_EXCEPTION_THROWN(run(), Cancelled);
    QCOMPARE(last, std::int64_t{5});
  }

  void aLackOfMemoryAnywhereIsThrownToTheCaller_data() {
    QTest::addColumn<int>("move");
    for (int move = 1; move <= 3; ++move) QTest::addRow("move %d", move) << move;
  }
  void aLackOfMemoryAnywhereIsThrownToTheCaller() {
    QFETCH(int, move);
    QVERIFY_EXCEPTION_THROWN(
        in_order(
            20, 2, {}, [&](std::int64_t) { return Heavy(move); },
            [](std::int64_t, Heavy heavy) { const Heavy kept(std::move(heavy)); }),
        std::bad_alloc);
  }
};

QTEST_GUILESS_MAIN(InOrderTest)
#include "in_order_test.moc"
