#include <QSignalSpy>
#include <QTest>
#include <functional>

#include "tests/ui/qml_harness.h"
#include "ui/controls/number_text.h"

using namespace fovea;
using fovea::testing::QmlHarness;

namespace {

constexpr auto k_box = R"(Item {
  property int ends: 0
  NumberBox {
    objectName: "box"; x: 100; y: 100; from: -2; to: 2; value: 0.5; resetValue: 0.25; name: "bias"
    onEdited: wanted => value = wanted
    onFinished: parent.ends += 1
  }
  NumberBox { objectName: "other"; x: 200; y: 100; name: "gain" }
})";

double value_of(const QmlHarness& harness) {
  return harness.find("box")->property("value").toDouble();
}

}  // namespace

class NumberBoxTest : public QObject {
  Q_OBJECT
 private slots:
  void aTypedValueIsTaken() {
    QmlHarness harness(k_box);
    harness.find("box")->forceActiveFocus();
    for (const char key : {'-', '1', '.', '2', '5'}) QTest::keyClick(harness.window(), key);
    QTest::keyClick(harness.window(), Qt::Key_Return);
    QCOMPARE(value_of(harness), -1.25);
    QCOMPARE(harness.find("box")->property("shownText").toString(), QString("−1.25"));
  }

  void aZeroThatIsAChoiceIsAWord() {
    QmlHarness harness(R"(Item {
      NumberBox { objectName: "box"; zeroText: "auto"; decimals: 1; onEdited: it => value = it }
    })");
    QQuickItem* box = harness.find("box");
    QCOMPARE(box->property("shownText").toString(), QString("auto"));
    box->forceActiveFocus();
    QTest::keyClick(harness.window(), '2');
    QTest::keyClick(harness.window(), Qt::Key_Return);
    QCOMPARE(box->property("shownText").toString(), QString("2.0"));
    box->setProperty("value", 0);
    QCOMPARE(box->property("shownText").toString(), QString("auto"));
    // Opened it is a number, and left it stays what it was.
    QTest::keyClick(harness.window(), Qt::Key_Return);
    QTest::keyClick(harness.window(), Qt::Key_Return);
    QCOMPARE(value_of(harness), 0.0);
    QCOMPARE(box->property("shownText").toString(), QString("auto"));
  }

  void nonsenseAndEscapeChangeNothing() {
    QmlHarness harness(k_box);
    harness.find("box")->forceActiveFocus();
    for (const char key : {'-', '-', '7'}) QTest::keyClick(harness.window(), key);
    QTest::keyClick(harness.window(), Qt::Key_Return);
    QCOMPARE(value_of(harness), 0.5);
    QTest::keyClick(harness.window(), '1');
    QTest::keyClick(harness.window(), Qt::Key_Escape);
    QCOMPARE(value_of(harness), 0.5);
  }

  void aTypedValueStaysWithinTheRange() {
    QmlHarness harness(k_box);
    harness.find("box")->forceActiveFocus();
    for (const char key : {'9', '9'}) QTest::keyClick(harness.window(), key);
    QTest::keyClick(harness.window(), Qt::Key_Return);
    QCOMPARE(value_of(harness), 2.0);
  }

  void aDragScrubsAndEndsOnce() {
    QmlHarness harness(k_box);
    const QPoint from = harness.middle(harness.find("box"));
    QTest::mousePress(harness.window(), Qt::LeftButton, {}, from);
    for (int step = 1; step <= 10; ++step)
      QTest::mouseMove(harness.window(), from + QPoint(4 * step, 0));
    QCOMPARE(harness.root()->property("ends").toInt(), 0);
    QTest::mouseRelease(harness.window(), Qt::LeftButton, {}, from + QPoint(40, 0));
    QCOMPARE(value_of(harness), 0.7);
    QCOMPARE(harness.root()->property("ends").toInt(), 1);
  }

  void arrowKeysStepAndADoubleClickResets() {
    QmlHarness harness(k_box);
    harness.find("box")->forceActiveFocus();
    QTest::keyClick(harness.window(), Qt::Key_Up);
    QCOMPARE(value_of(harness), 0.51);
    QTest::keyClick(harness.window(), Qt::Key_PageDown);
    QCOMPARE(value_of(harness), 0.41);
    QTest::mouseDClick(harness.window(), Qt::LeftButton, {}, harness.middle(harness.find("box")));
    QCOMPARE(value_of(harness), 0.25);
  }

  void aNumberThatIsOpenedAndLeftIsNotRounded() {
    QmlHarness harness(k_box);
    QQuickItem* box = harness.find("box");
    box->setProperty("value", 0.03117);
    for (const auto& leave :
         {std::function([&] { QTest::keyClick(harness.window(), Qt::Key_Tab); }),
          std::function([&] { QTest::keyClick(harness.window(), Qt::Key_Return); }),
          std::function([&] {
            QTest::mouseClick(harness.window(), Qt::LeftButton, {},
                              harness.middle(harness.find("other")));
          })}) {
      QTest::mouseClick(harness.window(), Qt::LeftButton, {}, harness.middle(box));
      QTRY_VERIFY(box->property("editing").toBool());
      leave();
      QVERIFY(!box->property("editing").toBool());
      QCOMPARE(value_of(harness), 0.03117);
      QCOMPARE(harness.root()->property("ends").toInt(), 0);
    }
  }

  void onlyItsOwnKeysBringTheFocusBack() {
    QmlHarness harness(k_box);
    QQuickItem *box = harness.find("box"), *other = harness.find("other");
    const auto type = [&](char digit) {
      box->forceActiveFocus();
      QTest::keyClick(harness.window(), digit);
      QVERIFY(box->property("editing").toBool());
    };
    type('1');
    QTest::keyClick(harness.window(), Qt::Key_Tab);
    QCOMPARE(value_of(harness), 1.0);
    QVERIFY(other->hasActiveFocus());
    type('2');
    QTest::mouseClick(harness.window(), Qt::LeftButton, {}, harness.middle(other));
    QCOMPARE(value_of(harness), 2.0);
    QVERIFY(other->hasActiveFocus());
    for (const Qt::Key key : {Qt::Key_Return, Qt::Key_Enter, Qt::Key_Escape}) {
      type('1');
      QTest::keyClick(harness.window(), key);
      QVERIFY(box->hasActiveFocus() && !box->property("editing").toBool());
    }
    type('0');  // and the next number is typed as the first was
    QTest::keyClick(harness.window(), Qt::Key_Return);
    QCOMPARE(value_of(harness), 0.0);
  }

  void digitsHaveCellsOfEqualWidth() {
    QFont font("Inter");
    font.setPixelSize(13);
    QCOMPARE(number_width("111.11", font), number_width("888.88", font));
    QCOMPARE(number_string(-0.001, 2), QString("0.00"));
    QCOMPARE(number_string(-1.5, 1), QString("−1.5"));
  }
};

QTEST_MAIN(NumberBoxTest)
#include "number_box_test.moc"
