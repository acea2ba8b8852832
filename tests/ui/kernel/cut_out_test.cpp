#include "ui/kernel/library/cut_out.h"

#include <QQuickItem>
#include <QTest>
#include <cmath>
#include <numeric>

#include "core/kernel/kernel_text.h"
#include "tests/ui/qml_harness.h"

using namespace fovea;
using namespace fovea::testing;

namespace {

constexpr auto k_item = R"(Item {
  id: root
  required property Workspace workspace
  width: 320; height: 240
  KernelBench { id: bench; workspace: root.workspace }
  CutOut { width: 320; height: 240; bench: bench; rows: 2; columns: 3; zeroMean: false }
})";

/// A cut-out of the ramp, whose grey is 4 times the column, of 255.
struct Bench {
  Workspace workspace{edges_document(), {.threads = 1, .make_vulkan = {}}};
  QmlHarness harness{k_item, &workspace};
  KernelBench* bench = harness.root()->findChild<KernelBench*>();
  CutOut* cut = harness.root()->findChild<CutOut*>();
  std::string before = to_text(bench->kernel());

  Bench() { cut->setActive(true); }
  bool shows(int column) const {
    const Tensor kernel = bench->shown();
    if (kernel.shape() != Shape{2, 3}) return false;
    for (std::size_t i = 0; i < 6; ++i) {
      const double grey = 4.0 * (column + static_cast<int>(i % 3)) / 255;
      if (std::abs(kernel.floats()[i] - grey) > 1e-5) return false;
    }
    return true;
  }
};

}  // namespace

class CutOutTest : public QObject {
  Q_OBJECT

 private slots:
  void theFrameBeginsInTheMiddleAndIsPreviewed() {
    const Bench on;
    QVERIFY(on.shows((64 - 3) / 2));
    QCOMPARE(to_text(on.bench->kernel()), on.before);
    on.cut->setActive(false);
    QCOMPARE(to_text(on.bench->shown()), on.before);
  }

  void pointerAndKeysMoveTheFrameInsideThePicture() {
    Bench on;
    // The picture is shown five times as large.
    QTest::mouseClick(on.harness.window(), Qt::LeftButton, {}, QPoint(5 * 21, 100));
    QVERIFY(on.shows(20));
    QTest::keyClick(on.harness.window(), Qt::Key_Right);
    QVERIFY(on.shows(21));
    QTest::keyClick(on.harness.window(), Qt::Key_Left, Qt::ShiftModifier);
    QVERIFY(on.shows(11));
    QTest::keyClick(on.harness.window(), Qt::Key_Left, Qt::ShiftModifier);
    QTest::keyClick(on.harness.window(), Qt::Key_Left, Qt::ShiftModifier);
    QVERIFY(on.shows(0));
    QTest::mouseClick(on.harness.window(), Qt::LeftButton, {}, QPoint(319, 239));
    QVERIFY(on.shows(61));
  }

  void theCutOutIsTakenAsOneUndoableEdit() {
    Bench on;
    on.cut->take();
    QVERIFY(!on.bench->isPreviewing());
    QVERIFY(on.shows((64 - 3) / 2));
    QCOMPARE(on.bench->name(), QString("Cut-out"));
    on.workspace.undo();
    QCOMPARE(to_text(on.bench->kernel()), on.before);
  }

  void aMatchedFilterSumsToZero() {
    const Bench on;
    on.cut->setZeroMean(true);
    const Tensor kernel = on.bench->shown();
    QVERIFY(std::abs(std::accumulate(kernel.floats().begin(), kernel.floats().end(), 0.0)) < 1e-6);
    QVERIFY(kernel.floats()[0] < 0 && kernel.floats()[2] > 0);
  }

  void theFrameGrowsToTheLargestKernel() {
    const Bench on;
    on.cut->setRows(99);
    on.cut->setColumns(99);
    QVERIFY(on.bench->shown().shape() == (Shape{31, 31}));
  }
};

QTEST_MAIN(CutOutTest)
#include "cut_out_test.moc"
