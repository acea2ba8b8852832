#include <QTest>

#include "tests/ui/journeys/person.h"
#include "ui/source/drawing_pad.h"

using namespace fovea;
using namespace fovea::testing;

namespace {

/// A stroke through these points of the pad, in pixels of its picture; what it changes is
/// looked at after every point while the button is held.
void stroke(
    Person& person, const QList<QPointF>& points, const std::function<void()>& look = [] {}) {
  auto* pad = person.the<DrawingPad>();
  const auto at = [&](QPointF point) {
    return pad
        ->mapToScene(QPointF(point.x() * pad->width(), point.y() * pad->height()) /
                     DrawingPad::k_side)
        .toPoint();
  };
  person.press(at(points.first()));
  for (const QPointF& point : points.mid(1)) {
    person.moveTo(at(point));
    look();
  }
  person.release(at(points.last()));
}

}  // namespace

/// Somebody draws a digit, badly, and mends it.
class DrawingTest : public QObject {
  Q_OBJECT
 private slots:
  void aBadThreeBecomesAFiveWhenAPartIsErased() {
    Person person;
    QVERIFY(person.click("Change…"));
    QVERIFY(person.click("lenet5-digits"));
    QTRY_COMPARE(person.workspace().networkName(), "lenet5-digits");
    QVERIFY(person.click("Draw"));
    QTRY_VERIFY(person.the<DrawingPad>()->isVisible() && person.workspace().isCurrent());
    QVERIFY(person.reach(person.the<DrawingPad>()));

    Maps last = person.maps();
    QVERIFY(last.size() > 6);
    const auto follows = [&] {
      const Maps now = person.maps();
      QVERIFY(all_differ_from(0, now, last));
      last = now;
    };
    // The upper bow with a stub on its left, then the lower bow.
    stroke(person, {{96, 114}, {98, 92}, {92, 62}, {140, 54}, {184, 60}, {190, 92}, {150, 126}},
           follows);
    const QString half = person.answer();
    stroke(person, {{120, 132}, {148, 132}, {188, 158}, {184, 208}, {134, 232}, {84, 214}},
           follows);
    QTRY_VERIFY(person.answer() != half);
    QTRY_VERIFY2(person.answer().startsWith("3 "), qPrintable(person.answer()));

    QVERIFY(person.click("Eraser"));
    stroke(person, {{198, 80}, {196, 108}, {172, 114}}, follows);
    QTRY_VERIFY2(person.answer().startsWith("5 "), qPrintable(person.answer()));
    person.key(Qt::Key_Z, Qt::ControlModifier);
    QTRY_VERIFY2(person.answer().startsWith("3 "), qPrintable(person.answer()));
  }
};

QTEST_MAIN(DrawingTest)
#include "drawing_test.moc"
