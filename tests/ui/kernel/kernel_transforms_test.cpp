#include "ui/kernel/transform/kernel_transforms.h"

#include <QSignalSpy>
#include <QTest>

#include "core/kernel/gain.h"
#include "core/kernel/turns.h"
#include "core/ops/conv/presets.h"
#include "tests/core/kernel/kernels.h"
#include "tests/ui/qml_harness.h"

using namespace fovea;
using namespace fovea::testing;

namespace {

struct Bench {
  Workspace workspace{edges_document(), {.threads = 1, .make_vulkan = {}}};
  KernelBench bench;
  KernelTransforms change;

  Bench() {
    bench.setWorkspace(&workspace);
    bench.setOnPicture(true);
    change.setBench(&bench);
  }
  void put(const Tensor& kernel) { bench.setKernel(kernel, "put"); }
  double differenceTo(const Tensor& kernel) const {
    return largest_difference(bench.kernel(), kernel);
  }
};

}  // namespace

class KernelTransformsTest : public QObject {
  Q_OBJECT

 private slots:
  void anActionIsPreviewedWithoutAnEditAndThenDoneAsOne() {
    Bench it;
    const Tensor before = it.bench.kernel();
    it.change.preview(KernelTransforms::TurnRight);
    QVERIFY(it.bench.isPreviewing());
    QCOMPARE(largest_difference(it.bench.shown(), turned_by_quarter(before)), 0.0);
    QCOMPARE(it.differenceTo(before), 0.0);
    it.change.endPreview();
    QVERIFY(!it.bench.isPreviewing());
    QVERIFY(!it.workspace.canUndo());
    it.change.apply(KernelTransforms::TurnRight);
    QCOMPARE(it.differenceTo(turned_by_quarter(before)), 0.0);
    QVERIFY(it.workspace.undoText().contains("turn right"));
    it.workspace.undo();
    QCOMPARE(it.differenceTo(before), 0.0);
  }

  void everyActionDoesWhatItsNameSays() {
    Bench it;
    it.put(kernel_of_cells(2, 2, {1, 2, 3, 4}));
    const auto after = [&](KernelTransforms::Action action) {
      it.change.apply(action);
      const Tensor result = it.bench.kernel();
      it.workspace.undo();
      return std::vector<float>(result.floats().begin(), result.floats().end());
    };
    QCOMPARE(after(KernelTransforms::Normalise), (std::vector<float>{0.1F, 0.2F, 0.3F, 0.4F}));
    QCOMPARE(after(KernelTransforms::ZeroMean), (std::vector<float>{-1.5F, -0.5F, 0.5F, 1.5F}));
    QCOMPARE(after(KernelTransforms::FlipLeftRight), (std::vector<float>{2, 1, 4, 3}));
    QCOMPARE(after(KernelTransforms::FlipUpDown), (std::vector<float>{3, 4, 1, 2}));
    QCOMPARE(after(KernelTransforms::TurnLeft), (std::vector<float>{2, 4, 1, 3}));
    QCOMPARE(after(KernelTransforms::TurnRight), (std::vector<float>{3, 1, 4, 2}));
    QCOMPARE(after(KernelTransforms::Transpose), (std::vector<float>{1, 3, 2, 4}));
    QCOMPARE(after(KernelTransforms::Negate), (std::vector<float>{-1, -2, -3, -4}));
  }

  void aNumberStartsFromTheSameKernelHoweverOftenItMoves() {
    Bench it;
    it.put(random_kernel(5, 5));
    const Tensor before = it.bench.kernel();
    for (const double angle : {10.0, 25.0, 40.0}) it.change.setAngle(angle);
    QCOMPARE(it.differenceTo(turned(before, 40)), 0.0);
    QVERIFY(it.workspace.undoText().contains("turn by 40°"));
    it.workspace.undo();
    QCOMPARE(it.differenceTo(before), 0.0);
    QCOMPARE(it.change.angle(), 0.0);
  }

  void anotherNumberStartsFromWhatTheFirstMade() {
    Bench it;
    it.change.setFactor(2);
    const Tensor doubled = it.bench.kernel();
    it.change.setBits(2);
    QCOMPARE(it.change.factor(), 1.0);
    QVERIFY(it.change.rounding().contains("whole steps of 4.00"));
    it.workspace.undo();
    QCOMPARE(it.differenceTo(doubled), 0.0);
    QCOMPARE(it.change.bits(), KernelTransforms::k_all_bits);
    it.change.setStep(3);
    QVERIFY(it.change.rounding().contains("largest change is 1.00"));
  }

  void anEditFromElsewhereTakesTheNumbersBack() {
    Bench it;
    it.change.setNoise(20);
    it.put(kernel_preset("box"));
    QCOMPARE(it.change.noise(), 0.0);
    it.change.setShare(50);
    it.bench.setOnPicture(false);
    QCOMPARE(it.change.share(), 0.0);
  }

  void aNumberThatGoesBackLeavesTheKernelAsItWas() {
    Bench it;
    const Tensor before = it.bench.kernel();
    it.change.setShare(30);
    it.change.setShare(0);
    QCOMPARE(it.differenceTo(before), 0.0);
  }

  void commandsCanBeGivenTwice() {
    Bench it;
    const Tensor before = it.bench.kernel();
    it.change.multiplyBy(2);
    it.change.multiplyBy(2);
    QCOMPARE(it.bench.kernel().floats()[0], 4 * before.floats()[0]);
    it.workspace.undo();
    QCOMPARE(it.bench.kernel().floats()[0], 2 * before.floats()[0]);
    it.change.addNoise(10);
    const Tensor first = it.bench.kernel();
    it.change.addNoise(10);
    QVERIFY(it.differenceTo(first) > 0);
  }

  void stretchingChangesTheSizeOnThePicture() {
    Bench it;
    it.put(kernel_preset("gaussian:5"));
    it.change.setStretchedRows(9);
    QCOMPARE(it.bench.rows(), 9);
    QCOMPARE(it.bench.columns(), 5);
    QCOMPARE(it.change.ownRows(), 5);
    QVERIFY(std::abs(gain_of(it.bench.kernel()).sum - 1) < 1e-5);
    it.change.setKeepSum(false);
    QVERIFY(gain_of(it.bench.kernel()).sum > 1.5);
    it.change.setStretchedColumns(3);
    QCOMPARE(it.bench.columns(), 3);
    it.workspace.undo();
    QCOMPARE(it.bench.rows(), 5);
  }

  void inANetworkTheSizeStays() {
    Bench it;
    it.bench.setOnPicture(false);
    const int rows = it.bench.rows(), columns = it.bench.columns();
    it.change.setStretchedRows(rows + 2);
    it.change.setOther(1);
    it.change.setShare(100);
    QCOMPARE(it.bench.rows(), rows);
    QCOMPARE(it.bench.columns(), columns);
    QCOMPARE(it.differenceTo(centred(kernel_preset("box"), rows, columns)), 0.0);
  }

  void whatFloatsCannotHoldIsRefusedInASentence() {
    Bench it;
    QSignalSpy failures(&it.workspace, &Workspace::failed);
    const Tensor before = Tensor::filled<float>(Shape{3, 3}, 3e38F);
    it.put(before);
    it.change.setFactor(2);
    QCOMPARE(failures.size(), 1);
    QCOMPARE(it.differenceTo(before), 0.0);
    QCOMPARE(it.change.factor(), 1.0);
  }
};

QTEST_MAIN(KernelTransformsTest)
#include "kernel_transforms_test.moc"
