#include <QDropEvent>
#include <QImage>
#include <QMimeData>
#include <QTest>

#include "tests/ui/journeys/person.h"

using namespace fovea;
using namespace fovea::testing;

namespace {

bool drop(Person& person, QMimeData& data) {
  const QPoint place(person.window().width() / 2, person.window().height() / 2);
  QDragEnterEvent enter(place, Qt::CopyAction, &data, Qt::LeftButton, {});
  QCoreApplication::sendEvent(&person.window(), &enter);
  QDropEvent drop(place, Qt::CopyAction, &data, Qt::LeftButton, {});
  QCoreApplication::sendEvent(&person.window(), &drop);
  return drop.isAccepted();
}

}  // namespace

class DropTest : public QObject {
  Q_OBJECT
 private slots:
  void aPictureFromABrowserIsTaken() {
    Person person;
    QImage image(40, 30, QImage::Format_RGB32);
    image.fill(Qt::red);
    QMimeData data;
    data.setUrls({QUrl("https://example.org/red.png")});
    data.setImageData(image);
    QVERIFY(drop(person, data));
    QTRY_COMPARE(person.document().input->picture->width(), 40);
    QCOMPARE(int(person.document().input->picture->at(3, 3)[0]), 255);
  }

  void aPageOfTheNetIsRefusedInASentence() {
    Person person;
    QStringList failures;
    connect(&person.workspace(), &Workspace::failed, this,
            [&](const QString& sentence) { failures << sentence; });
    const auto input = person.document().input;
    QMimeData data;
    data.setUrls({QUrl("https://example.org/")});
    QVERIFY(drop(person, data));
    QCOMPARE(failures, QStringList{"Only files on this computer can be opened."});
    QCOMPARE(person.document().input, input);
  }

  void textIsNotTaken() {
    Person person;
    QMimeData data;
    data.setText("a sentence");
    QVERIFY(!drop(person, data));
  }
};

QTEST_MAIN(DropTest)
#include "drop_test.moc"
