#include <QTest>
#include <QWindow>

#include "tests/ui/journeys/person.h"

using namespace fovea;
using namespace fovea::testing;

/// The key that shows the original is let go where nobody hears it.
class HeldKeyTest : public QObject {
  Q_OBJECT
 private slots:
  void aPopupThatOpensEndsTheOriginal() {
    Person person;
    QTest::keyPress(&person.window(), Qt::Key_C);
    QTRY_VERIFY(person.workspace().isOriginalHeld());
    person.key(Qt::Key_K, Qt::ControlModifier);
    QTRY_VERIFY(!person.workspace().isOriginalHeld());
    QTest::keyRelease(&person.window(), Qt::Key_C);
    QVERIFY(!person.workspace().isOriginalHeld());
  }

  void anotherWindowThatTakesTheKeyboardEndsTheOriginal() {
    Person person;
    QTest::keyPress(&person.window(), Qt::Key_C);
    QTRY_VERIFY(person.workspace().isOriginalHeld());
    QWindow other;
    other.show();
    other.requestActivate();
    QTRY_VERIFY(!person.window().isActive());
    QTRY_VERIFY(!person.workspace().isOriginalHeld());
  }
};

QTEST_MAIN(HeldKeyTest)
#include "held_key_test.moc"
