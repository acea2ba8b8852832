#include <QTest>

#include "tests/ui/journeys/person.h"
#include "ui/inspector/cell_grid.h"

using namespace fovea;
using namespace fovea::testing;

/// Somebody drags a cell while the engine is switched under their hand.
class EnginesTest : public QObject {
  Q_OBJECT
 private slots:
  void initTestCase_data() { add_settings(); }
  void initTestCase() {
    if (!has_vulkan()) QSKIP("there is no Vulkan device, not even a software one");
  }

  void nothingJumpsButTheTime() {
    Person person(this_setting(), EngineChoice::automatic);
    QTest::mouseClick(&person.window(), Qt::LeftButton, {}, person.onMap(1, 3, 8, 8));
    person.lens().zoomBy(2, {100, 100});
    person.lens().scrollBy(60, 0);
    const QPointF scroll = person.lens().scroll();
    QVERIFY(scroll.x() > 0);
    const Selection selection = person.document().selection;
    auto* grid = person.the<CellGrid>();
    QVERIFY(person.reach(grid));
    grid->setCurrent(4);
    const QPoint cell = grid->mapToScene(grid->currentRect().center()).toPoint();
    const double first = grid->model()->cell(4);

    person.press(cell);
    int way = 0, vulkan_frames = 0;
    for (const auto engine :
         {Workspace::Cpu, Workspace::Vulkan, Workspace::Auto, Workspace::Vulkan, Workspace::Cpu}) {
      person.moveTo(cell + QPoint(way -= 20, 0));
      const Maps before = person.maps();
      const auto frame = person.workspace().frame();
      // Both hands are at the mouse: the switch turns as if by another one.
      person.workspace().setEngineChoice(engine);
      QTRY_VERIFY(person.workspace().frame() != frame);
      const bool on_vulkan = person.workspace().frame()->engine == EngineKind::vulkan;
      QVERIFY2(person.workspace().notice().isEmpty(), qPrintable(person.workspace().notice()));
      if (engine != Workspace::Auto) QCOMPARE(on_vulkan, engine == Workspace::Vulkan);
      vulkan_frames += on_vulkan;
      const double difference = relative_difference(before, person.maps());
      QVERIFY2(difference < 1e-4, qPrintable(QString::number(difference)));
      QCOMPARE(person.lens().scroll(), scroll);
      QCOMPARE(person.document().selection, selection);
      // The drag goes on from where the hand is.
      QCOMPARE(float(grid->model()->cell(4)), float(first + way * grid->model()->step()));
    }
    person.moveTo(cell + QPoint(way -= 20, 0));
    QCOMPARE(float(grid->model()->cell(4)), float(first + way * grid->model()->step()));
    person.release(cell + QPoint(way, 0));
    QVERIFY(vulkan_frames >= 2);
    person.key(Qt::Key_Z, Qt::ControlModifier);
    QVERIFY(qAbs(grid->model()->cell(4) - first) < 1e-6);  // all of it was one step
  }

  void theEngineIsSwitchedDuringAnEditWithKeysAlone() {
    Person person(this_setting(), EngineChoice::cpu);
    for (const int key : {Qt::Key_Right, Qt::Key_Right, Qt::Key_Down}) person.key(key);
    const Selection selection = person.document().selection;
    auto* grid = person.the<CellGrid>();
    for (const auto& [command, kind] : {std::pair("engine vulkan", EngineKind::vulkan),
                                        std::pair("engine cpu", EngineKind::cpu)}) {
      QVERIFY(person.tabTo("Cells of the kernel"));
      const double first = grid->model()->cell(grid->current());
      person.key(Qt::Key_PageUp);
      QVERIFY(grid->model()->cell(grid->current()) > first);
      const Maps before = person.maps();
      const QPointF scroll = person.lens().scroll();
      const auto frame = person.workspace().frame();
      person.command(command);
      QTRY_VERIFY(person.workspace().frame() != frame);
      QVERIFY2(person.workspace().notice().isEmpty(), qPrintable(person.workspace().notice()));
      QCOMPARE(person.workspace().frame()->engine, kind);
      const double difference = relative_difference(before, person.maps());
      QVERIFY2(difference < 1e-4, qPrintable(QString::number(difference)));
      QCOMPARE(person.lens().scroll(), scroll);
      QCOMPARE(person.document().selection, selection);
      // The keyboard is where it was, so that the edit goes on.
      QTRY_COMPARE(person.focusName(), "Cells of the kernel");
      const double now = grid->model()->cell(grid->current());
      person.key(Qt::Key_PageUp);
      QVERIFY(grid->model()->cell(grid->current()) > now);
    }
  }
};

QTEST_MAIN(EnginesTest)
#include "engines_gpu_test.moc"
