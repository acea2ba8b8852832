#include <QAccessible>
#include <QSet>
#include <QTest>

#include "tests/ui/journeys/person.h"

using namespace fovea;
using namespace fovea::testing;

namespace {

bool is_inside(const QQuickItem* item, const QQuickItem* ancestor) {
  for (; item; item = item->parentItem())
    if (item == ancestor) return true;
  return false;
}

}  // namespace

/// The smallest window, in the light theme: all that is needed is there and in reach. What is done
/// there is in the journeys' own tests.
class SmallWindowTest : public QObject {
  Q_OBJECT
 private slots:
  void everyControlIsInsideTheWindowWhenItHasTheFocus() {
    Person person(Setting{{1024, 700}, true});
    QVERIFY(person.click("Light theme"));
    QVERIFY(person.window().color().lightness() > 240);
    QTest::mouseClick(&person.window(), Qt::LeftButton, {}, person.onMap(1, 3, 8, 8));
    QTest::qWait(50);
    QList<QQuickItem*> reached;
    QStringList names;
    while (!reached.contains(person.window().activeFocusItem())) {
      QQuickItem* item = person.window().activeFocusItem();
      reached << item;
      names << person.focusName();
      const QString said = names.last() + " at " + QDebug::toString(person.seenPart(item));
      QVERIFY2(!names.last().isEmpty(), item->metaObject()->className());
      QVERIFY2(person.seenPart(item).size() == item->size(), qPrintable(said));
      person.key(Qt::Key_Tab);
      QTest::qWait(5);
    }
    for (const char* needed :
         {"Nothing to undo", "Open…", "Draw", "Samples", "Change…", "Paste", "Input picture",
          "Search commands", "Cells of the kernel", "Preset", "Reset", "Dark theme", "Help (F1)"})
      QVERIFY2(names.contains(needed) || person.see(needed), needed);
    QVERIFY2(reached.size() > 20, qPrintable(names.join(", ")));
    // None of them lies under another one.
    for (QQuickItem* a : reached)
      for (QQuickItem* b : reached) {
        if (is_inside(a, b) || is_inside(b, a)) continue;
        const QRectF both = person.seenPart(a).intersected(person.seenPart(b));
        QVERIFY2(both.width() < 1 || both.height() < 1,
                 qPrintable(names[reached.indexOf(a)] + " / " + names[reached.indexOf(b)]));
      }
  }

  void thePanelsLeaveTheLensItsRoom() {
    Person person(Setting{{1024, 700}, false});
    QList<QRectF> parts;
    for (const char* name : {"Tools", "Source", "Network", "Inspector"}) {
      const QQuickItem* part = person.see(name);
      QVERIFY2(part, name);
      parts << person.seenPart(part);
      QVERIFY2(parts.last().size() == part->size(), name);
    }
    for (int a = 0; a < parts.size(); ++a)
      for (int b = 0; b < a; ++b) {
        const QRectF both = parts[a].intersected(parts[b]);
        QVERIFY(both.width() < 1 || both.height() < 1);
      }
    QVERIFY(parts[2].width() > 440);
  }
};

QTEST_MAIN(SmallWindowTest)
#include "small_window_test.moc"
