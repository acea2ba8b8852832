#include "ui/inspector/cell_grid.h"

#include <QSignalSpy>
#include <QTest>

#include "tests/ui/qml_harness.h"

using namespace fovea;
using fovea::testing::edges_document;
using fovea::testing::QmlHarness;

namespace {

constexpr auto k_panel = R"(Item {
  id: root
  required property Workspace workspace
  width: 400; height: 900
  InspectorPanel { objectName: "inspector"; width: 312; height: 900; workspace: root.workspace }
})";

/// The identity of the edge bank.
constexpr std::int64_t k_identity = 15;

/// A workspace where it is selected, and its inspector.
struct Bench {
  Workspace workspace{edges_document(), {.threads = 1, .make_vulkan = {}}};
  QmlHarness harness{k_panel, &workspace};
  CellGrid* grid = nullptr;

  Bench() {
    Selection selection;
    selection.value = workspace.document().network.graph.structure().outputs.front();
    selection.unit = k_identity;
    workspace.select(selection);
    grid = harness.root()->findChild<CellGrid*>();
    // The panel lays itself out; a grid that moves under the pointer would be dragged by it.
    QPointF last;
    for (int same = 0, turn = 0; grid != nullptr && same < 3 && turn < 100; ++turn) {
      QTest::qWait(20);
      const QPointF now = grid->mapToScene({});
      same = now == last ? same + 1 : 0;
      last = now;
    }
  }
  QPoint cell(int index) const {
    grid->setCurrent(index);
    return grid->mapToScene(grid->currentRect().center()).toPoint();
  }
  float value(std::int64_t index) const {
    return kernel_of(workspace.document().network.graph, {{0, k_identity}, 0})
        .floats()[static_cast<std::size_t>(index)];
  }
};

/// One notch away from the person.
void turn_wheel(QQuickWindow* window, QPoint at) {
  QWheelEvent event(at, window->mapToGlobal(at), {}, {0, 120}, Qt::NoButton, Qt::NoModifier,
                    Qt::NoScrollPhase, false);
  QCoreApplication::sendEvent(window, &event);
}

}  // namespace

class CellGridTest : public QObject {
  Q_OBJECT
 private slots:
  void aDragIsOneStepOfTheHistory() {
    Bench bench;
    QVERIFY(bench.grid);
    const float before = bench.value(7);
    const QPoint from = bench.cell(7);
    QTest::mousePress(bench.harness.window(), Qt::LeftButton, {}, from);
    for (int step = 1; step <= 10; ++step)
      QTest::mouseMove(bench.harness.window(), from + QPoint(5 * step, 0));
    QTest::mouseRelease(bench.harness.window(), Qt::LeftButton, {}, from + QPoint(50, 0));
    QCOMPARE(bench.value(7), before + 0.5f);
    bench.workspace.undo();
    QCOMPARE(bench.value(7), before);
    QVERIFY(!bench.workspace.canUndo());
  }

  void twoDragsAreTwoSteps() {
    Bench bench;
    for (int drag = 0; drag < 2; ++drag) {
      const QPoint from = bench.cell(3);
      QTest::mousePress(bench.harness.window(), Qt::LeftButton, {}, from);
      QTest::mouseMove(bench.harness.window(), from + QPoint(10, 0));
      QTest::mouseRelease(bench.harness.window(), Qt::LeftButton, {}, from + QPoint(10, 0));
    }
    QCOMPARE(bench.value(3), 0.2f);
    bench.workspace.undo();
    QCOMPARE(bench.value(3), 0.1f);
    QVERIFY(bench.workspace.canUndo());
  }

  void aValueIsTypedIntoACellWithTheKeyboardAlone() {
    Bench bench;
    bench.grid->setCurrent(0);
    bench.grid->forceActiveFocus();
    QTest::keyClick(bench.harness.window(), Qt::Key_Right);
    QTest::keyClick(bench.harness.window(), Qt::Key_Down);
    QCOMPARE(bench.grid->current(), 6);
    for (const char key : {'-', '0', '.', '7', '5'}) QTest::keyClick(bench.harness.window(), key);
    QTest::keyClick(bench.harness.window(), Qt::Key_Return);
    QCOMPARE(bench.value(6), -0.75f);
    QVERIFY(bench.grid->hasActiveFocus());
  }

  void presetsAndTurnsChangeTheWholeKernel() {
    Bench bench;
    InspectorModel* model = bench.grid->model();
    const auto presets = model->presets();
    int sobel = -1;
    for (int i = 0; i < presets.size(); ++i)
      if (presets[i].toMap()["text"].toString().startsWith("Sobel")) sobel = sobel < 0 ? i : sobel;
    QVERIFY(sobel >= 0);
    model->applyPreset(sobel);
    const float corner = bench.value(6);
    QVERIFY(corner != 0);
    model->negate();
    QCOMPARE(bench.value(6), -corner);
    model->reset();
    QVERIFY(!bench.workspace.isModified());
    QVERIFY(bench.value(12) == 1 && bench.value(6) == 0);
  }

  void muteAndBiasAreUndone() {
    Bench bench;
    InspectorModel* model = bench.grid->model();
    model->setMuted(true);
    QVERIFY(model->isMuted() && !model->isEdited());
    model->setBias(0.5);
    QVERIFY(model->isMuted() && model->isEdited());
    QCOMPARE(model->bias(), 0.5);
    bench.workspace.undo();
    QCOMPARE(model->bias(), 0.0);
    bench.workspace.undo();
    QVERIFY(!model->isMuted());
  }

  void openingACellsEditorAndLeavingItIsNoEdit() {
    Bench bench;
    const float third = 1.0f / 3;
    bench.grid->model()->setCell(7, third);
    bench.grid->model()->endGesture();
    bench.grid->setCurrent(7);
    for (const auto leave : {Qt::Key_Tab, Qt::Key_Return, Qt::Key_Escape}) {
      bench.grid->forceActiveFocus();
      QTest::keyClick(bench.harness.window(), Qt::Key_Return);
      QVERIFY(!bench.grid->hasActiveFocus());
      QTest::keyClick(bench.harness.window(), leave);
      QCOMPARE(bench.value(7), third);
    }
    bench.workspace.undo();
    QVERIFY(!bench.workspace.canUndo());
  }

  void theFocusStaysWhereItWentWhenAnEditorIsLeft() {
    Bench bench;
    bench.grid->setCurrent(6);
    bench.grid->forceActiveFocus();
    QTest::keyClick(bench.harness.window(), Qt::Key_5);
    QTest::keyClick(bench.harness.window(), Qt::Key_Tab);
    QCOMPARE(bench.value(6), 5.0f);
    const QQuickItem* now = bench.harness.window()->activeFocusItem();
    QVERIFY(now && now != bench.grid && now->isVisible());

    const QQuickItem* bias = nullptr;
    for (const QQuickItem* item : bench.harness.root()->findChildren<QQuickItem*>())
      if (item->activeFocusOnTab() && item->property("name") == "Bias") bias = item;
    QVERIFY(bias);
    bench.grid->forceActiveFocus();
    QTest::keyClick(bench.harness.window(), Qt::Key_7);
    QTest::mouseClick(bench.harness.window(), Qt::LeftButton, {}, bench.harness.middle(bias));
    QCOMPARE(bench.value(6), 7.0f);
    QVERIFY(bias->hasActiveFocus());
  }

  void aNumberThatNoWeightHoldsIsRefused() {
    Bench bench;
    QSignalSpy failed(&bench.workspace, &Workspace::failed);
    bench.grid->setCurrent(6);
    bench.grid->forceActiveFocus();
    const float before = bench.value(6);
    for (const char key : {'1', 'e', '3', '9'}) QTest::keyClick(bench.harness.window(), key);
    QTest::keyClick(bench.harness.window(), Qt::Key_Return);
    QCOMPARE(bench.value(6), before);
    QCOMPARE(failed.count(), 1);
    bench.grid->model()->setBias(-1e300);
    QCOMPARE(failed.count(), 2);
    QVERIFY(!bench.workspace.canUndo());
  }

  void theWorkspaceKnowsWhichCellThePointerIsOn() {
    Bench bench;
    QTRY_VERIFY(bench.workspace.isCurrent());
    const QPoint at = bench.cell(7);
    QTest::mouseMove(bench.harness.window(), at - QPoint(3, 0));
    QTest::mouseMove(bench.harness.window(), at);
    const WeightPlace expected{{0, k_identity}, 0, 7};
    QVERIFY(bench.workspace.hoveredWeight() == expected);
    QVERIFY2(bench.workspace.hoverText().contains("cell (1, 2) = 0"),
             qPrintable(bench.workspace.hoverText()));
    QTest::mouseMove(bench.harness.window(), {10, 5});
    QVERIFY(!bench.workspace.hoveredWeight());
  }

  void theWheelTurnsTheCellThatThePointerWasMovedOnto() {
    Bench bench;
    const QPoint at = bench.cell(7);
    const float before = bench.value(7);
    QTest::mouseMove(bench.harness.window(), at - QPoint(3, 0));
    QTest::mouseMove(bench.harness.window(), at);
    turn_wheel(bench.harness.window(), at);
    QCOMPARE(bench.value(7), before + 0.05f);
    QVERIFY(!bench.grid->hasActiveFocus());
    QTest::mouseMove(bench.harness.window(), {10, 5});
    turn_wheel(bench.harness.window(), {10, 5});
    QCOMPARE(bench.value(7), before + 0.05f);
  }

  void theStepFollowsTheScaleOfTheOriginalKernels() {
    Document document = edges_document();
    const KernelSlice slice{{0, k_identity}, 0};
    auto origin = std::make_shared<NetworkOrigin>(*document.network.origin);
    std::vector<float> cells(25, 0.f);
    cells[12] = 0.0312f;
    document = set_kernel(document, slice, cells, "small").document;
    origin->model.graph = document.network.graph;
    document.network.origin = origin;
    Workspace workspace(document, {.threads = 1, .make_vulkan = {}});
    InspectorModel model;
    model.setWorkspace(&workspace);
    Selection selection;
    selection.value = document.network.graph.structure().outputs.front();
    selection.unit = k_identity;
    workspace.select(selection);
    QCOMPARE(model.step(), 0.0002);
    model.setCell(3, 5);
    QCOMPARE(model.step(), 0.0002);  // not of what the edit made of them
  }

  void smallCellsAreToldApart() {
    const QFont font(QStringLiteral("Inter"));
    const std::vector<float> small{0.0312f, -0.0041f, 0.f};
    QCOMPARE(cell_texts(small, 1000, font), QStringList({"0.0312", "\u22120.0041", "0.0000"}));
    const std::vector<float> whole{120, -4, 0};
    QCOMPARE(cell_texts(whole, 1000, font), QStringList({"120", "\u22124", "0"}));
    QVERIFY(cell_texts(small, 10, font).isEmpty());  // better none than nine zeros
  }
};

QTEST_MAIN(CellGridTest)
#include "cell_grid_test.moc"
