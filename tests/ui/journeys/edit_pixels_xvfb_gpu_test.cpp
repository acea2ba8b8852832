#include <QGuiApplication>
#include <QTest>

#include "tests/ui/journeys/person.h"
#include "ui/inspector/cell_grid.h"

using namespace fovea;
using namespace fovea::testing;

/// The same on a real display, with Vulkan: what counts is what is on the screen.
class EditPixelsTest : public QObject {
  Q_OBJECT
 private slots:
  void initTestCase_data() { add_settings(); }
  void aDownstreamMapChangesOnTheScreenAndComesBack() {
    if (QGuiApplication::platformName() != "xcb")
      QSKIP("there is no X server: the Debian package xvfb is not installed");
    if (!has_vulkan()) QSKIP("there is no Vulkan device, not even a software one");
    Person person(this_setting(), EngineChoice::vulkan);
    QVERIFY2(person.workspace().notice().isEmpty(), qPrintable(person.workspace().notice()));
    QCOMPARE(person.workspace().frame()->engine, EngineKind::vulkan);

    const Maps cat = person.maps();
    person.drop(FOVEA_SOURCE_DIR "/assets/pictures/coffee.png");
    QTRY_COMPARE(person.document().input->picture->name, std::string("coffee.png"));
    const Maps start = person.maps();
    QVERIFY(all_differ_from(0, start, cat));
    QTest::mouseClick(&person.window(), Qt::LeftButton, {}, person.onMap(1, 3, 8, 8));
    auto* grid = person.the<CellGrid>();
    QVERIFY(person.reach(grid));
    grid->setCurrent(4);
    const QPoint cell = grid->mapToScene(grid->currentRect().center()).toPoint();
    // Away from cells and maps, what they are made of is not lit.
    const QPoint aside(person.window().width() / 2, 4);
    person.hover(aside);
    const int late = person.lens().columnsInView().second - 2;  // the last one that is whole
    QVERIFY(late >= 2);
    const QImage before = settled(person);

    person.press(cell);
    for (int step = 1; step <= 10; ++step) person.moveTo(cell + QPoint(-12 * step, 0));
    QVERIFY(!person.maps().empty());
    QTRY_VERIFY(settled(person) != before);  // while the button is held
    const QImage edited = person.window().grabWindow();
    person.release(cell + QPoint(-120, 0));
    QVERIFY(edited.copy(map(person, late)) != before.copy(map(person, late)));

    person.key(Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(person.maps(), start);
    person.hover(aside);
    for (int column = 0; column <= late; ++column)
      QTRY_VERIFY(settled(person).copy(map(person, column)) == before.copy(map(person, column)));
  }

 private:
  /// The inside of the edited unit's map of a column, or of the picture's first channel, on the
  /// screen.
  static QRect map(Person& person, int column) {
    const int unit = column == 0 ? 0 : 3;
    const auto& view = person.lens().layout().columns.at(static_cast<std::size_t>(column)).view;
    return QRect(person.onMap(column, unit, 0, 0),
                 person.onMap(column, unit, view.rows - 1, view.columns - 1));
  }
  /// The window once two pictures of it in a row are the same.
  static QImage settled(Person& person) {
    QImage image = person.window().grabWindow(), next;
    for (int i = 0; i < 20; ++i, image = next) {
      QTest::qWait(60);
      next = person.window().grabWindow();
      if (next == image) break;
    }
    return image;
  }
};

QTEST_MAIN(EditPixelsTest)
#include "edit_pixels_xvfb_gpu_test.moc"
