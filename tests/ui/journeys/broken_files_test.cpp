#include <QAccessible>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>
#include <fstream>

#include "tests/core/onnx/make_model.h"
#include "tests/ui/journeys/person.h"

using namespace fovea;
using namespace fovea::testing;

/// Files that cannot be opened: one sentence each, and all is as it was.
class BrokenFilesTest : public QObject {
  Q_OBJECT
 private slots:
  void initTestCase_data() { add_settings(); }
  void initTestCase() {
    QFile picture(folder_.filePath("holiday.png"));
    QVERIFY(picture.open(QIODevice::WriteOnly));
    picture.write(QByteArray("\x89PNG\r\n\x1a\n\0\0\0\rIHDR", 16));
    std::ofstream model(folder_.filePath("strange.onnx").toStdString(), std::ios::binary);
    QVERIFY(one_node("HologramPool").SerializeToOstream(&model));
  }

  void oneSentenceEachAndEverythingAsItWas_data() {
    QTest::addColumn<bool>("keys");
    QTest::newRow("dropped") << false;
    QTest::newRow("with keys alone") << true;
  }
  void oneSentenceEachAndEverythingAsItWas() {
    QFETCH(bool, keys);
    Person person(this_setting());
    for (const int key : {Qt::Key_Right, Qt::Key_Right, Qt::Key_Down, Qt::Key_Down})
      person.key(key);
    const Maps maps = person.maps();
    const Document before = person.document();
    const auto frame = person.workspace().frame();
    const QStringList answer = person.names_of_answer();

    for (const auto& [file, words] :
         {std::pair("holiday.png", "holiday.png"), std::pair("strange.onnx", "HologramPool")}) {
      if (keys)
        person.open(folder_.filePath(file));
      else
        person.drop(folder_.filePath(file));
      QTRY_VERIFY(person.names(QAccessible::AlertMessage).size() == 1);
      QTRY_VERIFY(!person.workspace().isOpening());
      const QString sentence = person.names(QAccessible::AlertMessage).first();
      QVERIFY2(sentence.startsWith(file) && sentence.contains(words), qPrintable(sentence));
      QVERIFY2(sentence.endsWith('.') && !sentence.contains('\n') && sentence.size() < 260,
               qPrintable(sentence));
      const QQuickItem* bar = person.see(sentence);
      QVERIFY(person.seenPart(bar).size() == bar->size());

      const Document& now = person.document();
      QVERIFY(now.input == before.input);
      QVERIFY(now.network.origin == before.network.origin);
      QVERIFY(now.network.graph == before.network.graph);
      QVERIFY(now.selection == before.selection && now.view == before.view);
      QVERIFY(!person.workspace().canUndo() && person.workspace().frame() == frame);
      QCOMPARE(person.names_of_answer(), answer);
      if (keys) {
        QVERIFY(person.tabTo("Dismiss"));
        person.key(Qt::Key_Return);
      } else {
        QVERIFY(person.click("Dismiss"));
      }
      QTRY_VERIFY(person.names(QAccessible::AlertMessage).isEmpty());
    }
    QCOMPARE(person.maps(), maps);
  }

 private:
  QTemporaryDir folder_;
};

QTEST_MAIN(BrokenFilesTest)
#include "broken_files_test.moc"
