#include <QDropEvent>
#include <QImage>
#include <QMimeData>
#include <QTest>

#include "core/document/kernel_place.h"
#include "tests/ui/journeys/person.h"
#include "ui/kernel/shares_bars.h"

using namespace fovea;
using namespace fovea::testing;

namespace {

bool drop_at(Person& person, QMimeData& data, const QPoint& place) {
  QDragEnterEvent enter(place, Qt::CopyAction, &data, Qt::LeftButton, {});
  QCoreApplication::sendEvent(&person.window(), &enter);
  QDragMoveEvent move(place, Qt::CopyAction, &data, Qt::LeftButton, {});
  QCoreApplication::sendEvent(&person.window(), &move);
  QDropEvent drop(place, Qt::CopyAction, &data, Qt::LeftButton, {});
  QCoreApplication::sendEvent(&person.window(), &drop);
  return drop.isAccepted();
}

bool drop(Person& person, QMimeData& data) {
  return drop_at(person, data, {person.window().width() / 2, person.window().height() / 2});
}

/// All cells of the slice are 7.
bool is_sevens(const Person& person, const KernelPlace& place) {
  const Tensor kernel = kernel_of(person.document().network.graph, place.slice());
  return std::ranges::count(kernel.floats(), 7.0F) == 9;
}

constexpr auto k_sevens = "7 7 7; 7 7 7; 7 7 7";

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

  void aKernelGoesToTheUnitThatItIsDroppedOn() {
    Person person;
    QMimeData data;
    data.setText(k_sevens);
    QVERIFY(drop_at(person, data, person.onMap(1, 2, 5, 5)));
    QCOMPARE(person.workspace().lens(), Workspace::KernelLens);
    const NodeId conv = convolutions_of(person.document().network.graph).front();
    QVERIFY(is_sevens(person, {.conv = conv, .unit = 2, .read = 0}));
    QVERIFY(person.document().filter == first_filter());
  }

  void aKernelGoesToTheInputMapWhoseShareItIsDroppedOn() {
    Person person;
    person.key(Qt::Key_2, Qt::AltModifier);
    person.click("In the network");
    auto* slide = person.the<SlideModel>();
    QTRY_VERIFY(slide && slide->readCount() == 3 && slide->isReady());
    auto* bars = person.the<SharesBars>();
    QVERIFY(bars->isVisible());
    QMimeData data;
    data.setText(k_sevens);
    const QPoint second = bars->mapToScene(QPointF(1.5 * 64, bars->height() / 2)).toPoint();
    QVERIFY(drop_at(person, data, second));
    QCOMPARE(slide->read(), 1);
    const NodeId conv = convolutions_of(person.document().network.graph).front();
    QVERIFY(is_sevens(person, {.conv = conv, .unit = 0, .read = 1}));
  }

  void elsewhereAKernelIsThePicturesFilter() {
    Person person;
    QMimeData data;
    data.setText(k_sevens);
    const Graph before = person.document().network.graph;
    QVERIFY(drop_at(person, data, {40, 400}));  // on the source panel
    QCOMPARE(person.document().filter.kernel.floats()[0], 7.0F);
    QVERIFY(person.document().network.graph == before);
  }
};

QTEST_MAIN(DropTest)
#include "drop_test.moc"
