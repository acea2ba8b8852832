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

/// What is done without a mouse beside the journeys, each of which has its own test with keys.
class KeyboardTest : public QObject {
  Q_OBJECT
 private slots:
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
