#include <QAccessible>
#include <QTemporaryDir>
#include <QTest>
#include <algorithm>

#include "core/onnx/bundled.h"
#include "tests/ui/journeys/person.h"

using namespace fovea;
using namespace fovea::testing;

/// A model that does not say how pictures are prepared: it is said, and a recipe is adopted.
class RecipesTest : public QObject {
  Q_OBJECT
 private slots:
  void initTestCase_data() { add_settings(); }
  void initTestCase() {
    Model model = bundled_network("natural10");
    model.metadata.erase("fovea.input");
    save_model(model, folder_.filePath("silent.onnx").toStdString());
  }

  void aRecipeIsTakenFromTheTable_data() {
    QTest::addColumn<bool>("keys");
    QTest::newRow("mouse") << false;
    QTest::newRow("keys alone") << true;
  }
  void aRecipeIsTakenFromTheTable() {
    QFETCH(bool, keys);
    Person person(this_setting());
    QVERIFY(!person.see("Compare recipes…"));
    keys ? person.open(folder_.filePath("silent.onnx"))
         : person.drop(folder_.filePath("silent.onnx"));
    QTRY_COMPARE(person.workspace().networkName(), "silent.onnx");
    QVERIFY(!person.document().input->preprocessing.known);
    const Maps guessed = person.maps();
    if (keys) {
      QVERIFY(person.tabTo("Compare recipes…"));
      person.key(Qt::Key_Return);
    } else {
      QVERIFY(person.click("Compare recipes…"));
    }
    QTRY_VERIFY(person.see("Recipes"));
    const QQuickItem* list = person.see("Recipes");
    QTRY_VERIFY(!rows(list).isEmpty() && rows(list).first()->hasActiveFocus());
    for (const QQuickItem* row : rows(list))  // all of it fits
      QTRY_VERIFY(person.seenPart(row).height() > row->height() - 1);
    // Every recipe is answered; the one in use says the same as the window.
    const auto answers = [&] {
      QStringList texts;
      for (QQuickItem* row : rows(list))
        texts << QAccessible::queryAccessibleInterface(row)->text(QAccessible::Description);
      return texts;
    };
    QTRY_VERIFY(answers().size() > 3 && !answers().contains(QString()));

    if (keys) {
      person.key(Qt::Key_Down);
      person.key(Qt::Key_Return);
    } else {
      QVERIFY(person.click(rows(list).at(1)->property("name").toString()));
    }
    QTRY_VERIFY(!person.see("Recipes"));
    QVERIFY(person.document().input->preprocessing.known);
    QVERIFY(all_differ_from(0, person.maps(), guessed));
    QVERIFY(person.see("Another recipe…"));
    person.key(Qt::Key_Z, Qt::ControlModifier);
    QVERIFY(!person.document().input->preprocessing.known);
    QCOMPARE(person.maps(), guessed);
  }

 private:
  static QList<QQuickItem*> rows(const QQuickItem* list) {
    QList<QQuickItem*> rows = list->property("contentItem").value<QQuickItem*>()->childItems();
    rows.removeIf([](const QQuickItem* it) { return !it->property("recipe").isValid(); });
    std::ranges::sort(rows, {}, &QQuickItem::y);
    return rows;
  }

  QTemporaryDir folder_;
};

QTEST_MAIN(RecipesTest)
#include "recipes_test.moc"
