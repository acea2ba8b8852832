#include "core/vulkan/block_allocator.h"

#include <QtTest>
#include <random>

using fovea::BlockAllocator;

class BlockAllocatorTest : public QObject {
  Q_OBJECT
 private slots:
  void startsAreAligned();
  void theSmallestRangeThatFitsIsTaken();
  void whatDoesNotFitIsRefused();
  void everythingReleasedIsOneRangeAgain();
  void rangesNeverOverlap();
};

void BlockAllocatorTest::startsAreAligned() {
  BlockAllocator block(1024);
  QCOMPARE(*block.allocate(10, 64), 0);
  QCOMPARE(*block.allocate(10, 64), 64);
  QCOMPARE(*block.allocate(10, 1), 10);
  QCOMPARE(block.used_bytes(), 30);
}

void BlockAllocatorTest::theSmallestRangeThatFitsIsTaken() {
  BlockAllocator block(1024);
  const auto large = block.allocate(256, 64);
  const auto between = block.allocate(64, 64);
  const auto small = block.allocate(64, 64);
  const auto last = block.allocate(64, 64);
  QVERIFY(between && last);
  block.release(*large);
  block.release(*small);
  QCOMPARE(block.allocate(64, 64), small);
}

void BlockAllocatorTest::whatDoesNotFitIsRefused() {
  BlockAllocator block(128);
  QVERIFY(!block.allocate(129, 1));
  QVERIFY(block.allocate(1, 1));
  QVERIFY(!block.allocate(128, 1));
  QVERIFY(!block.allocate(65, 64));
  QVERIFY(block.allocate(64, 64));
}

void BlockAllocatorTest::everythingReleasedIsOneRangeAgain() {
  BlockAllocator block(1024);
  std::vector<std::int64_t> starts;
  for (int i = 0; i < 8; ++i) starts.push_back(*block.allocate(100, 128));
  for (const int i : {3, 1, 0, 2, 7, 5, 6, 4}) block.release(starts[static_cast<std::size_t>(i)]);
  QCOMPARE(block.used_bytes(), 0);
  QCOMPARE(block.allocate(1024, 1024), std::optional<std::int64_t>(0));
}

void BlockAllocatorTest::rangesNeverOverlap() {
  BlockAllocator block(1 << 16);
  std::map<std::int64_t, std::int64_t> used;
  std::mt19937 random(7);
  for (int step = 0; step < 5000; ++step) {
    if (used.empty() || random() % 5 < 3) {
      const std::int64_t bytes = 1 + random() % 2000;
      const std::int64_t alignment = std::int64_t{1} << random() % 9;
      const auto start = block.allocate(bytes, alignment);
      if (!start) continue;
      QCOMPARE(*start % alignment, 0);
      QVERIFY(*start + bytes <= block.size());
      const auto next = used.lower_bound(*start);
      QVERIFY(next == used.end() || *start + bytes <= next->first);
      QVERIFY(next == used.begin() || std::prev(next)->first + std::prev(next)->second <= *start);
      used.emplace(*start, bytes);
    } else {
      const auto victim = std::next(used.begin(), random() % static_cast<unsigned>(used.size()));
      block.release(victim->first);
      used.erase(victim);
    }
  }
}

QTEST_GUILESS_MAIN(BlockAllocatorTest)
#include "block_allocator_test.moc"
