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

/// Walks once around with Tab; a sentence where what has the focus is not whole inside the window,
/// or lies under something else that takes the focus.
QString failure_of_walk(Person& person, QStringList& names) {
  QList<QQuickItem*> reached;
  while (!reached.contains(person.window().activeFocusItem())) {
    QQuickItem* item = person.window().activeFocusItem();
    reached << item;
    names << person.focusName();
    if (person.seenPart(item).size() != item->size())
      return names.last() + " at " + QDebug::toString(person.seenPart(item)) + " of " +
             QDebug::toString(item->size());
    person.key(Qt::Key_Tab);
    QTest::qWait(5);
  }
  const QQuickItem* bar = person.see("Tools");
  for (QQuickItem* a : reached)
    for (QQuickItem* b : reached) {
      if (is_inside(a, b) || is_inside(b, a) || !is_inside(a, bar) || !is_inside(b, bar)) continue;
      const QRectF both = person.seenPart(a).intersected(person.seenPart(b));
      if (both.width() >= 1 && both.height() >= 1)
        return names[reached.indexOf(a)] + " over " + names[reached.indexOf(b)];
    }
  return {};
}

}  // namespace

/// The interface at 150 % and 200 %: everything stays in the window, and in reach.
class LargeTextTest : public QObject {
  Q_OBJECT
 private slots:
  void everyControlIsInsideTheWindow_data() {
    QTest::addColumn<QSize>("size");
    QTest::addColumn<int>("steps");
    QTest::newRow("1440 at 150 %") << QSize(1440, 900) << 5;
    QTest::newRow("1440 at 200 %") << QSize(1440, 900) << 10;
    QTest::newRow("1024 at 150 %") << QSize(1024, 700) << 5;
    QTest::newRow("1024 at 200 %") << QSize(1024, 700) << 10;
  }
  void everyControlIsInsideTheWindow() {
    QFETCH(QSize, size);
    QFETCH(int, steps);
    Person person(Setting{size});
    for (int step = 0; step < steps; ++step) person.key(Qt::Key_Plus, Qt::ControlModifier);
    QTest::qWait(100);
    QStringList names;
    QCOMPARE(failure_of_walk(person, names), QString());
    for (const char* needed : {"Nothing to undo", "Search commands", "Engine: CPU", "Light theme",
                               "Help (F1)", "Details"}) {
      const QQuickItem* item = person.see(needed);
      QVERIFY2(item && person.seenPart(item).size() == item->size(), needed);
    }
    if (!names.contains("Source")) return;  // the panels have room of their own
    person.workspace().select(
        Selection{.value = person.lens().layout().columns[1].value, .unit = 0, .pinned = {}});
    for (const auto& [key, needed] :
         {std::pair(Qt::Key_1, "Open…"), std::pair(Qt::Key_2, "Preset")}) {
      names.clear();
      person.key(key, Qt::ControlModifier);
      QTest::qWait(50);
      QCOMPARE(failure_of_walk(person, names), QString());
      QVERIFY2(names.contains(needed), needed);
      person.key(key, Qt::ControlModifier);
    }
  }
};

QTEST_MAIN(LargeTextTest)
#include "large_text_test.moc"
