#include "core/kernel/brush.h"

#include <QtTest>
#include <algorithm>

using namespace fovea;

class BrushTest : public QObject {
  Q_OBJECT
 private slots:
  void withoutSymmetryOneCellIsPainted();
  void whatIsPaintedAppearsMirroredAndTurned();
  void symmetryIsClosed();
  void linesHaveBothEndsAndNoGaps();
};

void BrushTest::withoutSymmetryOneCellIsPainted() {
  QVERIFY(painted_cells({1, 2}, 5, 4, {}) == (std::vector<KernelCell>{{1, 2}}));
}

void BrushTest::whatIsPaintedAppearsMirroredAndTurned() {
  QVERIFY(painted_cells({0, 0}, 3, 5, {.horizontal = true}) ==
          (std::vector<KernelCell>{{0, 0}, {0, 4}}));
  QVERIFY(painted_cells({0, 1}, 3, 5, {.vertical = true}) ==
          (std::vector<KernelCell>{{0, 1}, {2, 1}}));
  QVERIFY(painted_cells({0, 1}, 3, 5, {.rotational = true}) ==
          (std::vector<KernelCell>{{0, 1}, {2, 3}}));
  QCOMPARE(painted_cells({0, 1}, 5, 5, {.rotational = true}).size(), std::size_t{4});
  QCOMPARE(painted_cells({2, 2}, 5, 5, {true, true, true}).size(), std::size_t{1});
}

void BrushTest::symmetryIsClosed() {
  // Each painted cell paints the very same ones.
  for (int mask = 0; mask < 8; ++mask) {
    const BrushSymmetry symmetry{(mask & 1) != 0, (mask & 2) != 0, (mask & 4) != 0};
    for (const std::int64_t rows : {4, 5, 6})
      for (std::int64_t i = 0; i < rows * 5; ++i) {
        const auto cells = painted_cells({i / 5, i % 5}, rows, 5, symmetry);
        for (const KernelCell& cell : cells)
          QVERIFY(painted_cells(cell, rows, 5, symmetry) == cells);
      }
  }
}

void BrushTest::linesHaveBothEndsAndNoGaps() {
  const auto cells = line_cells({7, 1}, {2, 12});
  QVERIFY(cells.front() == (KernelCell{7, 1}) && cells.back() == (KernelCell{2, 12}));
  QCOMPARE(cells.size(), std::size_t{12});
  for (std::size_t i = 1; i < cells.size(); ++i) {
    QVERIFY(std::abs(cells[i].row - cells[i - 1].row) <= 1);
    QVERIFY(std::abs(cells[i].column - cells[i - 1].column) <= 1);
  }
  QCOMPARE(line_cells({3, 3}, {3, 3}).size(), std::size_t{1});
}

QTEST_GUILESS_MAIN(BrushTest)
#include "brush_test.moc"
