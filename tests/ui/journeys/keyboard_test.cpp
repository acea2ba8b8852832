#include <QAccessible>
#include <QClipboard>
#include <QGuiApplication>
#include <QImage>
#include <QMimeData>
#include <QTemporaryDir>
#include <QTest>

#include "tests/ui/journeys/person.h"
#include "ui/inspector/cell_grid.h"
#include "ui/source/picture_view.h"

using namespace fovea;
using namespace fovea::testing;

/// The journeys without a mouse.
class KeyboardTest : public QObject {
  Q_OBJECT
 private slots:
  void aValueIsTypedIntoAKernelAndTakenBack() {
    Person person;
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

  void aPastedPictureIsCroppedWithTheArrows() {
    Person person;
    QImage image(400, 200, QImage::Format_RGB32);
    for (int y = 0; y < 200; ++y)
      for (int x = 0; x < 400; ++x) image.setPixel(x, y, qRgb(x / 2, y, (x * y) % 255));
    QGuiApplication::clipboard()->setImage(image);
    person.key(Qt::Key_V, Qt::ControlModifier);
    QTRY_COMPARE(person.document().input->picture->width(), 400);
    const Maps before = person.maps();
    QVERIFY(person.tabTo("Input picture"));
    const double x = person.document().input->crop.x;
    person.key(Qt::Key_Right, Qt::ShiftModifier);
    QCOMPARE(person.document().input->crop.x, x + 10);
    QVERIFY(all_differ_from(0, person.maps(), before));
    person.key(Qt::Key_Plus);
    QVERIFY(person.document().input->crop.width <= 200);
    person.key(Qt::Key_Minus);
    QVERIFY(person.document().input->crop.width < 200);
  }

  void dropDownsOpenWalkAndCloseWithKeys() {
    Person person;
    QVERIFY(person.tabTo("Samples"));
    person.key(Qt::Key_Return);
    QTest::qWait(50);
    person.key(Qt::Key_Down);
    person.key(Qt::Key_Return);
    QTRY_VERIFY(person.document().input->picture->name != "chelsea.png");
    QTRY_COMPARE(person.focusName(), "Samples");
    person.key(Qt::Key_Return);
    QTest::qWait(50);
    person.key(Qt::Key_Escape);
    QTRY_COMPARE(person.focusName(), "Samples");
  }

  void aBrokenFileOnTheClipboardIsOneSentence() {
    Person person;
    QTemporaryDir folder;
    QFile file(folder.filePath("torn.jpg"));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("\xff\xd8\xff\xe0 nothing follows");
    file.close();
    const Maps before = person.maps();
    auto* data = new QMimeData;
    data->setUrls({QUrl::fromLocalFile(file.fileName())});
    QGuiApplication::clipboard()->setMimeData(data);
    person.key(Qt::Key_V, Qt::ControlModifier);
    QTRY_COMPARE(person.names(QAccessible::AlertMessage).size(), 1);
    QVERIFY(person.names(QAccessible::AlertMessage).first().contains("torn.jpg"));
    QCOMPARE(person.maps(), before);
    QVERIFY(person.tabTo("Dismiss"));
    person.key(Qt::Key_Return);
    QTRY_VERIFY(person.names(QAccessible::AlertMessage).isEmpty());
  }

  void networksPicturesAndEnginesAreTakenFromThePalette() {
    Person person;
    person.command("written digits");
    QTRY_COMPARE(person.workspace().networkName(), "lenet5-digits");
    QTRY_VERIFY(person.names_of_answer().size() == 10);
    person.command("astronaut");
    QTRY_COMPARE(person.document().input->picture->name, std::string("astronaut.png"));
    QVERIFY(!person.maps().empty());
    person.command("engine vulkan");
    QCOMPARE(person.workspace().engineChoice(), Workspace::Vulkan);
    person.command("engine cpu");
    QCOMPARE(person.workspace().engineChoice(), Workspace::Cpu);
    person.command("draw");
    QTRY_COMPARE(person.focusName(), "Drawing pad");
    person.key(Qt::Key_E, Qt::ControlModifier);
    QTRY_COMPARE(person.workspace().networkName(), "edges");
  }
};

QTEST_MAIN(KeyboardTest)
#include "keyboard_test.moc"
