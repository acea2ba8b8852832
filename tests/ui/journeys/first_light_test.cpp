#include <QAccessible>
#include <QTest>

#include "tests/ui/journeys/person.h"
#include "ui/inspector/cell_grid.h"

using namespace fovea;
using namespace fovea::testing;

/// The program starts, and a person touches the first kernel.
class FirstLightTest : public QObject {
  Q_OBJECT
 private slots:
  void initTestCase_data() { add_settings(); }
  void theCatAllMapsAndTheAnswerAreThere() {
    Person person(this_setting());
    QCOMPARE(QString::fromStdString(person.document().input->picture->name), "chelsea.png");
    QVERIFY2(person.answer().startsWith("cat "), qPrintable(person.answer()));
    QCOMPARE(person.names_of_answer().size(), 10);
    const Maps maps = person.maps();
    QVERIFY(maps.size() > 8);
    for (const auto& layer : maps) QVERIFY(!layer.empty());
  }

  void hoveringAMapTellsValuePlaceAndWhatItSaw() {
    Person person(this_setting());
    const int column = person.lens().columnsInView().second - 2;  // the last one that is whole
    QVERIFY(column >= 2);
    const Maps maps = person.maps();
    const auto& hovered = person.lens().layout().columns[static_cast<std::size_t>(column)];
    const std::int64_t row = hovered.view.rows / 2, at = hovered.view.columns / 3, unit = 1;
    const QImage before = person.window().grabWindow();
    person.hover(person.onMap(column, unit, row, at));
    const QString place = QString("unit %1 ▸ (%2, %3) = ").arg(unit).arg(row).arg(at);
    QVERIFY2(person.statusLine().contains(place),
             qPrintable(person.statusLine() + " wanted " + place));
    QVERIFY2(person.statusLine().contains("×"), qPrintable(person.statusLine()));
    const float value = maps[static_cast<std::size_t>(column)][static_cast<std::size_t>(
        (unit * hovered.view.rows + row) * hovered.view.columns + at)];
    QString number = person.statusLine().section(" = ", 1).section(' ', 0, 0);
    QVERIFY2(std::abs(number.replace("−", "-").toDouble() - double(value)) < 0.006,
             qPrintable(number));
    // Every earlier layer has its region, and something is drawn there.
    const QImage after = person.window().grabWindow();
    for (int earlier = 0; earlier < column; ++earlier) {
      const auto& it = person.lens().layout().columns[static_cast<std::size_t>(earlier)];
      const auto& box = person.workspace().provenanceOfFocus()[static_cast<std::size_t>(it.value)];
      QVERIFY(box.has_value());
      const Shape& shape = person.workspace().shaped()->shape(it.value);
      const MapArea area = map_area(shape, *box);
      const QPoint from =
          person.onMap(earlier, area.units.first, area.rows.first, area.columns.first);
      const QPoint to =
          person.onMap(earlier, area.units.first, area.rows.last - 1, area.columns.last - 1);
      const QRect around = QRect(from, to).adjusted(-6, -6, 6, 6);
      QVERIFY2(before.copy(around) != after.copy(around), qPrintable(QString::number(earlier)));
    }
  }

  void aCellThatIsDraggedTakesEveryLaterMapWithIt() {
    Person person(this_setting());
    const Maps start = person.maps();
    const QStringList answer = person.names_of_answer();
    QTest::mouseClick(&person.window(), Qt::LeftButton, {}, person.onMap(1, 3, 8, 8));
    auto* grid = person.the<CellGrid>();
    QVERIFY(person.see("Kernels of this unit, one for each input map"));
    QVERIFY(person.see("Cells of the kernel") && person.reach(grid));
    grid->setCurrent(4);
    const QPoint cell = grid->mapToScene(grid->currentRect().center()).toPoint();
    person.press(cell);
    Maps last = start;
    for (int step = 1; step <= 4; ++step) {
      person.moveTo(cell + QPoint(5 * step, -25 * step));
      const Maps now = person.maps();  // while the button is held
      QCOMPARE(first_difference(now, last), std::size_t{1});
      QVERIFY(all_differ_from(1, now, last));
      last = now;
    }
    QTRY_VERIFY(person.names_of_answer() != answer);
    const QStringList edited_answer = person.names_of_answer();
    person.release(cell + QPoint(20, -100));

    QTest::keyPress(&person.window(), Qt::Key_C);
    QTRY_COMPARE(person.names_of_answer(), answer);
    QCOMPARE(person.maps(), start);
    QTest::keyRelease(&person.window(), Qt::Key_C);
    QTRY_COMPARE(person.names_of_answer(), edited_answer);
    QCOMPARE(person.maps(), last);

    person.key(Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(person.maps(), start);
    QTRY_COMPARE(person.names_of_answer(), answer);
    QVERIFY(!person.workspace().canUndo() && !person.workspace().isModified());
    QVERIFY(person.workspace().canRedo());
  }

  void aValueIsTypedIntoAKernelAndTakenBackWithKeysAlone() {
    Person person(this_setting());
    const Maps start = person.maps();
    const QStringList answer = person.names_of_answer();
    person.key(Qt::Key_Right);  // to the input
    person.key(Qt::Key_Right);  // to the first convolution
    person.key(Qt::Key_Down);
    person.key(Qt::Key_Down);
    const LensColumn& column = person.lens().layout().columns[1];
    QCOMPARE(person.document().selection.value, column.value);
    QCOMPARE(person.document().selection.unit, 2);
    QVERIFY(person.focusName().endsWith("unit 2"));
    QVERIFY(person.tabTo("Cells of the kernel"));
    person.key(Qt::Key_Right);
    person.key(Qt::Key_Down);
    person.type("0.9");
    person.key(Qt::Key_Return);
    auto* grid = person.the<CellGrid>();
    QCOMPARE(grid->current(), grid->model()->columns() + 1);
    QCOMPARE(float(grid->model()->cell(grid->current())), 0.9f);
    const Maps edited = person.maps();
    QCOMPARE(first_difference(edited, start), std::size_t{1});
    QVERIFY(all_differ_from(1, edited, start));
    QTRY_VERIFY(person.names_of_answer() != answer);
    QTest::keyPress(&person.window(), Qt::Key_C);
    QTRY_COMPARE(person.names_of_answer(), answer);
    QTest::keyRelease(&person.window(), Qt::Key_C);
    person.key(Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(person.maps(), start);
    person.key(Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
    QCOMPARE(person.maps(), edited);
  }

  void beforeAnythingIsSelectedTheInspectorSaysWhatToDo() {
    Person person(this_setting());
    const QQuickItem* empty = person.see("Nothing is selected");
    QVERIFY(empty && person.seenPart(empty).size() == empty->size());
    QVERIFY(!person.see("Cells of the kernel"));
    QTest::mouseClick(&person.window(), Qt::LeftButton, {}, person.onMap(1, 3, 8, 8));
    QTRY_VERIFY(person.see("Cells of the kernel"));
    QVERIFY(!person.see("Nothing is selected"));
    person.key(Qt::Key_Escape);
    while (person.document().selection.value != k_no_value) person.key(Qt::Key_Escape);
    QTRY_VERIFY(person.see("Nothing is selected"));
  }
};

QTEST_MAIN(FirstLightTest)
#include "first_light_test.moc"
