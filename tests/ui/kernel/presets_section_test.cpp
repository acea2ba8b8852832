#include <QAccessible>
#include <QSignalSpy>
#include <QtTest>

#include "tests/ui/qml_harness.h"
#include "ui/kernel/kernel_bench.h"
#include "ui/kernel/presets/presets_model.h"

using namespace fovea;
using namespace fovea::testing;

namespace {

constexpr auto k_section = R"(Item {
  id: root
  required property Workspace workspace
  width: 400; height: 900
  KernelBench { id: kernelBench; workspace: root.workspace }
  ScrollPanel {
    width: 312; height: 900
    PresetsSection { width: parent.width; bench: kernelBench }
  }
})";

/// All items below `root`, whoever owns them: a Repeater's have no parent object.
std::vector<QQuickItem*> items_below(QQuickItem* root) {
  std::vector<QQuickItem*> all;
  for (QQuickItem* child : root->childItems()) {
    all.push_back(child);
    std::ranges::copy(items_below(child), std::back_inserter(all));
  }
  return all;
}

struct Bench {
  Workspace workspace{edges_document(), {.threads = 1, .make_vulkan = {}}};
  QmlHarness harness{k_section, &workspace};
  KernelBench* bench = harness.root()->findChild<KernelBench*>();
  PresetsModel* presets = harness.root()->findChild<PresetsModel*>();

  int row(const QString& title) const {
    for (int row = 0; row < presets->rowCount(); ++row)
      if (presets->index(row).data(PresetsModel::Title) == title) return row;
    return -1;
  }
  /// What a screen reader would find under that name.
  QQuickItem* named(const QString& name, const char* property = "text") const {
    for (QQuickItem* item : items_below(harness.root())) {
      const QAccessibleInterface* it = QAccessible::queryAccessibleInterface(item);
      if (item->isVisible() && item->property(property).isValid() && it &&
          it->text(QAccessible::Name) == name)
        return item;
    }
    return nullptr;
  }
  std::vector<float> cells() const {
    const Tensor kernel = bench->kernel();
    return {kernel.floats().begin(), kernel.floats().end()};
  }
  /// The card may have the same title.
  QQuickItem* tile(const QString& name) const { return named(name, "chosen"); }
  void pointAt(const QQuickItem* item, QPoint offset = {}) {
    QTest::mouseMove(harness.window(), harness.middle(item, offset));
    QTest::qWait(50);
  }
  void click(const QQuickItem* item) {
    QTest::mouseClick(harness.window(), Qt::LeftButton, {}, harness.middle(item));
  }
};

std::vector<float> cells_of(const char* text) {
  const Tensor kernel = kernel_preset(text);
  return {kernel.floats().begin(), kernel.floats().end()};
}

}  // namespace

class PresetsSectionTest : public QObject {
  Q_OBJECT

 private slots:
  void theKernelInPlaceIsRecognised() {
    Bench it;
    QCOMPARE(it.presets->chosen(), it.row("Sobel x"));
    QCOMPARE(it.presets->shown()["title"].toString(), QString("Sobel x"));
    it.bench->setKernel(Tensor::filled(Shape{3, 3}, 7.0f), "drawn");
    QCOMPARE(it.presets->chosen(), -1);
    it.workspace.undo();
    QCOMPARE(it.presets->chosen(), it.row("Sobel x"));
  }

  void pointingTriesAPresetAndLeavingPutsBackWhatWasThere() {
    Bench it;
    const auto before = it.cells();
    it.pointAt(it.tile("Box blur"));
    it.pointAt(it.tile("Box blur"), {3, 3});
    QVERIFY(it.bench->isPreviewing());
    QVERIFY(std::ranges::equal(it.bench->shown().floats(), cells_of("box")));
    QCOMPARE(it.presets->shown()["title"].toString(), QString("Box blur"));
    QTest::mouseMove(it.harness.window(), {390, 890});
    QTRY_VERIFY(!it.bench->isPreviewing());
    QCOMPARE(it.cells(), before);
    QVERIFY(!it.workspace.canUndo());
  }

  void aClickPutsThePresetInPlaceAsOneEdit() {
    Bench it;
    it.pointAt(it.tile("Box blur"));
    it.pointAt(it.tile("Box blur"), {3, 3});
    QVERIFY(it.bench->isPreviewing());
    it.click(it.tile("Box blur"));
    QCOMPARE(it.cells(), cells_of("box"));
    QVERIFY(!it.bench->isPreviewing());
    QCOMPARE(it.bench->name(), QString("Box blur"));
    QCOMPARE(it.presets->chosen(), it.row("Box blur"));
    it.workspace.undo();
    QVERIFY(!it.workspace.canUndo());
    QCOMPARE(it.bench->name(), QString("Sobel x"));
  }

  void draggingAParameterShapesTheKernelInOneEdit() {
    Bench it;
    it.click(it.tile("Gaussian blur"));
    QTest::qWait(50);
    QQuickItem* slider = it.named("Size", "visualPosition");
    QVERIFY(slider);
    const QPoint from = it.harness.middle(slider, {-static_cast<int>(slider->width()) / 2 + 20, 0});
    QTest::mousePress(it.harness.window(), Qt::LeftButton, {}, from);
    for (int step = 1; step <= 6; ++step)
      QTest::mouseMove(it.harness.window(), from + QPoint(8 * step, 0), 5);
    const int shaped = it.bench->rows();
    QVERIFY(shaped > 5);
    QTest::mouseRelease(it.harness.window(), Qt::LeftButton, {}, from + QPoint(48, 0));
    QCOMPARE(it.cells(), cells_of(qPrintable(QString("gaussian:%1").arg(it.bench->rows()))));
    it.workspace.undo();
    QCOMPARE(it.cells(), cells_of("gaussian"));
    it.workspace.undo();
    QCOMPARE(it.bench->name(), QString("Sobel x"));
  }

  void aBankOffersItsKernels() {
    Bench it;
    it.click(it.tile("Gabor bank"));
    QTest::qWait(50);
    QCOMPARE(it.presets->members().size(), 18);
    it.click(it.tile("60°, 4 px"));
    QCOMPARE(it.presets->member(), 2);
    QCOMPARE(it.cells(), cells_of("gabor:15:60:4"));
    QCOMPARE(it.presets->chosen(), it.row("Gabor bank"));
    it.presets->shape(1, 2);
    QCOMPARE(it.presets->members().size(), 6);
    QCOMPARE(it.bench->rows(), 15);
  }

  void theSearchLeavesWhatItsWordsDescribe() {
    Bench it;
    it.presets->setSearch("blur line");
    QTest::qWait(20);
    QVERIFY(it.tile("Motion blur"));
    QVERIFY(!it.tile("Sobel x"));
    it.presets->setSearch("spaghetti");
    QCOMPARE(it.presets->matchCount(), 0);
    QTRY_VERIFY(it.named("No kernel is described so."));
  }

  void theArrowKeysWalkTheGallery() {
    Bench it;
    QQuickItem* first = it.tile("Identity");
    first->forceActiveFocus(Qt::TabFocusReason);
    QTest::keyClick(it.harness.window(), Qt::Key_Right);
    QVERIFY(it.tile("Box blur")->hasActiveFocus());
    QVERIFY(std::ranges::equal(it.bench->shown().floats(), cells_of("box")));
    QTest::keyClick(it.harness.window(), Qt::Key_Down);
    QVERIFY(!it.tile("Box blur")->hasActiveFocus());
    QTest::keyClick(it.harness.window(), Qt::Key_Up);
    QVERIFY(it.tile("Box blur")->hasActiveFocus());
    QTest::keyClick(it.harness.window(), Qt::Key_Return);
    QCOMPARE(it.cells(), cells_of("box"));
  }

  void inTheNetworkAPresetHasTheNetworksSize() {
    Bench it;
    it.bench->setOnPicture(false);
    QVERIFY(it.bench->hasKernel());
    QCOMPARE(it.bench->rows(), 5);
    it.presets->choose(it.row("Binomial blur"));
    QCOMPARE(it.cells(), cells_of("binomial:5"));
    QVERIFY(!it.presets->parameters()[0].toMap()["there"].toBool());
    it.presets->choose(it.row("Sobel y"));
    const Tensor wide = centred(kernel_preset("sobel-y"), 5, 5);
    QVERIFY(std::ranges::equal(it.bench->kernel().floats(), wide.floats()));
  }
};

QTEST_MAIN(PresetsSectionTest)
#include "presets_section_test.moc"
