#include <QAccessible>
#include <QTest>

#include "tests/ui/journeys/person.h"

using namespace fovea;
using namespace fovea::testing;

/// What explains itself, and how much room it takes: F1, F11, Ctrl with + and −.
class HelpAndRoomTest : public QObject {
  Q_OBJECT
 private slots:
  void initTestCase_data() { add_settings(); }

  void f1ExplainsWhatHasTheFocusAndGivesTheKeyboardBack() {
    Person person(this_setting());
    QVERIFY(person.tabTo("Input picture"));
    person.key(Qt::Key_F1);
    QTRY_VERIFY(person.see("All keys"));
    const auto says = [&](const char* words) {
      return !person.names(QAccessible::StaticText).filter(words).isEmpty();
    };
    for (const char* words : {"Input picture", "Arrow keys move it", "Ctrl+K", "Ctrl+Z"})
      QTRY_VERIFY2(says(words), words);
    person.key(Qt::Key_Escape);
    QTRY_VERIFY(!person.see("All keys"));
    QTRY_COMPARE(person.focusName(), "Input picture");

    // What says nothing of itself is explained by what it stands in, or the whole program is.
    QVERIFY(person.click("Help (F1)"));
    QTRY_VERIFY(person.see("All keys"));
  }

  void f11LeavesTheLensAloneAndBringsTheRestBack() {
    Person person(this_setting());
    const Maps maps = person.maps();
    person.key(Qt::Key_F11);
    for (const char* part : {"Tools", "Source", "Inspector"}) QTRY_VERIFY2(!person.see(part), part);
    QVERIFY(person.names(QAccessible::StatusBar).isEmpty());
    const QQuickItem* lens = person.see("Network");
    QTRY_COMPARE(person.seenPart(lens).size(), QSizeF(person.window().size()));
    QVERIFY(person.see("Answer"));
    person.hover(person.onMap(1, 3, 8, 8));  // which still answers the pointer
    QVERIFY(!person.workspace().hoverText().isEmpty());
    person.key(Qt::Key_F11);
    for (const char* part : {"Tools", "Source", "Inspector"}) QTRY_VERIFY2(person.see(part), part);
    QCOMPARE(person.maps(), maps);
  }

  void theInterfaceGrowsToTwiceItsSizeAndShrinks() {
    Person person(this_setting());
    const auto height = [&] { return person.see("Tools")->height(); };
    const qreal usual = height();
    person.key(Qt::Key_Plus, Qt::ControlModifier);
    QTRY_VERIFY(height() > usual);
    for (int i = 0; i < 15; ++i) person.key(Qt::Key_Equal, Qt::ControlModifier);
    QTRY_COMPARE(height(), 2 * usual);
    // The lens keeps its room: panels fold, and come when they are asked for.
    QTest::qWait(50);
    const QQuickItem* lens = person.see("Network");
    QVERIFY(lens && person.seenPart(lens).width() > person.window().width() / 3);
    if (!person.see("Input picture")) {
      QVERIFY(person.click("Source"));
      QTRY_VERIFY(person.see("Input picture"));
    }
    QVERIFY(person.reach(person.see("Input picture")));
    for (int i = 0; i < 20; ++i) person.key(Qt::Key_Minus, Qt::ControlModifier);
    QTRY_VERIFY(height() < usual);
    QVERIFY(height() >= 0.75 * usual);
    person.key(Qt::Key_0, Qt::ControlModifier);
    QTRY_COMPARE(height(), usual);
  }
};

QTEST_MAIN(HelpAndRoomTest)
#include "help_and_room_test.moc"
