#include <QImage>
#include <QPainter>
#include <QTemporaryDir>
#include <QTest>

#include "tests/ui/journeys/person.h"
#include "ui/source/picture_view.h"

using namespace fovea;
using namespace fovea::testing;

/// Somebody drops a photograph from their own camera.
class OwnPictureTest : public QObject {
  Q_OBJECT
 private slots:
  void initTestCase_data() { add_settings(); }
  void initTestCase() {
    QImage photo(4000, 3000, QImage::Format_RGB32);
    QPainter painter(&photo);
    QLinearGradient sky(0, 0, 4000, 3000);
    sky.setColorAt(0, QColor(20, 60, 180));
    sky.setColorAt(0.5, QColor(240, 200, 40));
    sky.setColorAt(1, QColor(160, 20, 60));
    painter.fillRect(photo.rect(), sky);
    for (int i = 0; i < 40; ++i)
      painter.fillRect(i * 100, (i * 731) % 2600, 60, 400,
                       QColor::fromHsv((i * 47) % 360, 200, 230));
    painter.end();
    QVERIFY(photo.save(folder_.filePath("mine.jpg"), "JPEG", 85));
  }

  void itsCropIsSeenAndMovesWithTheMapsUnderTheHand() {
    Person person(this_setting());
    const Maps cat = person.maps();
    person.drop(folder_.filePath("mine.jpg"));
    QTRY_COMPARE_WITH_TIMEOUT(person.document().input->picture->name, std::string("mine.jpg"),
                              8000);
    auto* view = person.the<PictureView>();
    QVERIFY(view->isVisible() && view->isCropped());
    QCOMPARE(view->cropText(), "3000 × 3000 at (500, 0)");
    QVERIFY(person.reach(view));
    Maps last = person.maps();
    QVERIFY(all_differ_from(0, cat, last));

    // Dimmed outside of the crop, bright inside: the borders of the crop are seen.
    QTest::qWait(300);
    const QRectF shown = person.seenPart(view);
    const QImage image = person.window().grabWindow();
    const auto brightness = [&](double across) {
      int sum = 0;
      for (int y = -20; y <= 20; ++y)
        sum += image
                   .pixelColor(
                       (shown.topLeft() + QPointF(across * shown.width(), shown.height() / 2 + y))
                           .toPoint())
                   .value();
      return sum / 41;
    };
    QVERIFY(brightness(0.06) < 0.7 * brightness(0.25));
    QVERIFY(brightness(0.94) < 0.7 * brightness(0.75));

    const QPoint from = shown.center().toPoint();
    person.hover(from);
    person.press(from);
    double x = person.document().input->crop.x;
    for (int step = 1; step <= 3; ++step) {
      person.moveTo(from + QPoint(8 * step, 0));
      const Maps now = person.maps();  // before the button is released
      QVERIFY(person.document().input->crop.x > x);
      x = person.document().input->crop.x;
      QVERIFY(all_differ_from(0, now, last));
      last = now;
    }
    person.moveTo(from + QPoint(900, 0));
    person.release(from + QPoint(900, 0));
    QCOMPARE(person.document().input->crop.right(), 4000.0);
    person.key(Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(view->cropText(), "3000 × 3000 at (500, 0)");
    person.key(Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(person.maps(), cat);
  }

  void itsCropMovesWithKeysAlone() {
    Person person(this_setting());
    const Maps cat = person.maps();
    person.open(folder_.filePath("mine.jpg"));
    QTRY_COMPARE_WITH_TIMEOUT(person.document().input->picture->name, std::string("mine.jpg"),
                              8000);
    QVERIFY(person.tabTo("Input picture"));
    auto* view = person.the<PictureView>();
    QVERIFY(person.seenPart(view).size() == view->size());
    Maps last = person.maps();
    const auto follows = [&](int key, const char* crop) {
      person.key(key, Qt::ShiftModifier);
      QCOMPARE(view->cropText(), crop);
      const Maps now = person.maps();
      QVERIFY(all_differ_from(0, now, last));
      last = now;
    };
    follows(Qt::Key_Right, "3000 × 3000 at (510, 0)");
    follows(Qt::Key_Left, "3000 × 3000 at (500, 0)");
    follows(Qt::Key_Minus, "2857 × 2857 at (571, 71)");
    follows(Qt::Key_Down, "2857 × 2857 at (571, 81)");
    person.key(Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(view->cropText(), "3000 × 3000 at (500, 0)");
    person.key(Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(person.maps(), cat);
  }

 private:
  QTemporaryDir folder_;
};

QTEST_MAIN(OwnPictureTest)
#include "own_picture_test.moc"
