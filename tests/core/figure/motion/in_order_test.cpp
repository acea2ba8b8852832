#include "core/figure/motion/in_order.h"

#include <QTest>
#include <new>

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
  void whatIsMadeIsTakenInOrder() {
    std::vector<std::int64_t> taken;
    in_order(
        100, 3, {}, [](std::int64_t i) { return 2 * i; },
        [&](std::int64_t i, std::int64_t twice) {
          QCOMPARE(twice, 2 * i);
          taken.push_back(i);
        });
    QCOMPARE(taken.size(), std::size_t{100});
    QVERIFY(std::is_sorted(taken.begin(), taken.end()));
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

  void whatACallerCancelsEnds() {
    const CancelToken cancel;
    QVERIFY_EXCEPTION_THROWN(in_order(
                                 1000, 2, cancel, [](std::int64_t i) { return i; },
                                 [&](std::int64_t i, std::int64_t) {
                                   if (i == 3) cancel.cancel();
                                 }),
                             Cancelled);
  }
};

QTEST_GUILESS_MAIN(InOrderTest)
#include "in_order_test.moc"
