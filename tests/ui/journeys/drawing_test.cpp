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

/// The pen of the keys: walks to points of the pad, each coordinate a multiple of four.
class KeyPen {
 public:
  explicit KeyPen(Person& person) : person_(person) {}

  void to(QPoint point) {
    const QPoint from = at_, way = point - from;
    const int steps = std::max(std::abs(way.x()), std::abs(way.y())) / k_step;
    for (int step = 1; step <= steps; ++step) {
      const QPoint next = from + way * step / steps / k_step * k_step;
      if (next.x() != at_.x()) person_.key(next.x() > at_.x() ? Qt::Key_Right : Qt::Key_Left);
      if (next.y() != at_.y()) person_.key(next.y() > at_.y() ? Qt::Key_Down : Qt::Key_Up);
      at_ = next;
    }
  }
  /// To the first point in the air, through all others on the pad.
  void stroke(const QList<QPoint>& points) {
    to(points.first());
    person_.key(Qt::Key_Space);
    for (const QPoint& point : points.mid(1)) to(point);
    person_.key(Qt::Key_Space);
  }

 private:
  static constexpr int k_step = 4;
  Person& person_;
  QPoint at_{DrawingPad::k_side / 2, DrawingPad::k_side / 2};
};

}  // namespace

/// Somebody draws a digit, badly, and mends it.
class DrawingTest : public QObject {
  Q_OBJECT
 private slots:
  void initTestCase_data() { add_settings(); }
  void aBadThreeBecomesAFiveWhenAPartIsErased() {
    Person person(this_setting());
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

  void theSameWithKeysAlone() {
    Person person(this_setting());
    person.command("written digits");
    QTRY_COMPARE(person.workspace().networkName(), "lenet5-digits");
    person.key(Qt::Key_D, Qt::ControlModifier);
    QTRY_COMPARE(person.focusName(), "Drawing pad");
    auto* pad = person.the<DrawingPad>();
    QTest::qWait(50);
    QVERIFY(person.seenPart(pad).size() == pad->size());
    Maps last = person.maps();
    const auto follows = [&] {
      const Maps now = person.maps();
      QVERIFY(all_differ_from(0, now, last));
      last = now;
    };
    KeyPen pen(person);
    pen.stroke({{96, 112}, {100, 92}, {92, 64}, {140, 56}, {184, 60}, {188, 92}, {152, 124}});
    follows();
    pen.stroke({{120, 132}, {148, 132}, {188, 156}, {184, 208}, {136, 232}, {84, 212}});
    follows();
    QTRY_VERIFY2(person.answer().startsWith("3 "), qPrintable(person.answer()));
    person.key(Qt::Key_E);
    pen.stroke({{200, 80}, {196, 108}, {172, 116}});
    follows();
    QTRY_VERIFY2(person.answer().startsWith("5 "), qPrintable(person.answer()));
    person.key(Qt::Key_Z, Qt::ControlModifier);
    QTRY_VERIFY2(person.answer().startsWith("3 "), qPrintable(person.answer()));
  }
};

QTEST_MAIN(DrawingTest)
#include "drawing_test.moc"
