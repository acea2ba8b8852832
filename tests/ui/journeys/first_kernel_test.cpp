#include <QAccessible>
#include <QTest>

#include "tests/ui/journeys/person.h"
#include "ui/inspector/cell_grid.h"

using namespace fovea;
using namespace fovea::testing;

/// The first kernel is two keystrokes away: hand-made ones on a grey picture.
class FirstKernelTest : public QObject {
  Q_OBJECT
 private slots:
  void initTestCase_data() { add_settings(); }

  void sobelOnAGreyPictureWithKeysAlone() {
    Person person(this_setting());
    person.key(Qt::Key_E, Qt::ControlModifier);
    QTRY_COMPARE(person.workspace().networkName(), "edges");
    const Maps maps = person.maps();
    QCOMPARE(maps.size(), std::size_t{2});
    const auto& layout = person.lens().layout();
    QCOMPARE(layout.columns[0].view.units, 1);  // grey
    person.key(Qt::Key_Right);                  // to the input
    person.key(Qt::Key_Right);                  // to the bank, whose first kernel is Sobel's
    QTRY_VERIFY(!person.names(QAccessible::StaticText).filter("Sobel x").isEmpty());
    auto* grid = person.the<CellGrid>();
    QVERIFY(grid->isVisible());

    // The map is what that kernel makes of the picture.
    const InspectorModel& model = *grid->model();
    const int side = model.columns();
    const auto &picture = layout.columns[0].view, &map = layout.columns[1].view;
    const std::int64_t row = map.rows / 2, column = map.columns / 3;
    // Of the kernel's first cell, in the picture.
    const std::int64_t top = row + (picture.rows - map.rows) / 2 - side / 2,
                       left = column + (picture.columns - map.columns) / 2 - side / 2;
    double sum = model.bias();
    for (int y = 0; y < side; ++y)
      for (int x = 0; x < side; ++x)
        sum += double(model.cell(y * side + x)) *
               double(maps[0][static_cast<std::size_t>((top + y) * picture.columns + left + x)]);
    const float seen = maps[1][static_cast<std::size_t>(row * map.columns + column)];
    QVERIFY2(std::abs(sum - double(seen)) < 1e-4,
             qPrintable(QString("%1, seen %2").arg(sum).arg(double(seen))));

    QVERIFY(person.tabTo("Preset"));
    person.key(Qt::Key_Return);
    QTest::qWait(50);
    person.key(Qt::Key_Down);
    person.key(Qt::Key_Return);
    QTRY_VERIFY(person.workspace().canUndo() && person.workspace().isModified());
    QVERIFY(person.maps() != maps);
  }
};

QTEST_MAIN(FirstKernelTest)
#include "first_kernel_test.moc"
