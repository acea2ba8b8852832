#include <QAccessible>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include "tests/ui/journeys/person.h"

using namespace fovea;
using namespace fovea::testing;

namespace {

constexpr auto k_question = "The network has edits that are not saved.";

void edit(Person& person) {
  const KernelSlice slice{.unit = {.node = 0, .index = 0}, .input = 0};
  person.workspace().apply(set_kernel_cell(person.document(), slice, 0, 3));
}

/// Types a name into the file picker and takes it.
bool save_as(Person& person, const QString& path) {
  QQuickItem* box = nullptr;
  if (!QTest::qWaitFor([&] { return (box = person.see("File name")) != nullptr; }, 2000))
    return false;
  box->setProperty("text", path);
  QTest::qWait(20);
  return person.click("Save");
}

}  // namespace

/// The window is closed by its own button.
class ClosingTest : public QObject {
  Q_OBJECT
 private slots:
  void withoutEditsItClosesAtOnce() {
    Person person;
    QVERIFY(person.window().close());
    QVERIFY(!person.window().isVisible());
  }

  void withEditsItAsksAndCancelStays() {
    Person person;
    edit(person);
    person.window().close();
    QTRY_VERIFY(person.see(k_question));
    QVERIFY(person.names(QAccessible::Dialog).contains(k_question));
    QVERIFY(person.window().isVisible());
    QVERIFY(person.click("Cancel"));
    QTRY_VERIFY(!person.see(k_question));
    QVERIFY(person.window().isVisible() && person.workspace().isModified());
  }

  void discardCloses() {
    Person person;
    edit(person);
    person.window().close();
    QTRY_VERIFY(person.see("Discard"));
    QVERIFY(person.click("Discard"));
    QTRY_VERIFY(!person.window().isVisible());
  }

  void saveSavesAndThenCloses() {
    QTemporaryDir folder;
    const QString path = folder.filePath("edited.fovea");
    Person person;
    edit(person);
    person.window().close();
    QTRY_VERIFY(person.see("Save…"));
    QVERIFY(person.click("Save…"));
    QVERIFY(save_as(person, path));
    QTRY_VERIFY(!person.window().isVisible());
    QVERIFY(QFile::exists(path));
  }

  void aCancelledSaveClosesNothingLater() {
    QTemporaryDir folder;
    Person person;
    edit(person);
    person.window().close();
    QTRY_VERIFY(person.see("Save…"));
    QVERIFY(person.click("Save…"));
    QTRY_VERIFY(person.see("File name"));
    person.key(Qt::Key_Escape);
    QTRY_VERIFY(!person.see("File name"));
    person.key(Qt::Key_S, Qt::ControlModifier);
    QVERIFY(save_as(person, folder.filePath("later.onnx")));
    QTRY_VERIFY(!person.workspace().isModified());
    QTest::qWait(50);
    QVERIFY(person.window().isVisible());
  }

  void aSaveThatFailsClosesNothingLater() {
    QTemporaryDir folder;
    Person person;
    edit(person);
    QStringList failures;
    connect(&person.workspace(), &Workspace::failed, this,
            [&](const QString& sentence) { failures << sentence; });
    ProjectFile* project = person.workspace().project();
    project->saveAs(QUrl::fromLocalFile("/proc/none/edited.fovea"), true);
    QTRY_COMPARE(failures.size(), 1);
    project->saveAs(QUrl::fromLocalFile(folder.filePath("later.fovea")));
    QTRY_VERIFY(!person.workspace().isModified());
    QTest::qWait(50);
    QVERIFY(person.window().isVisible());
  }
};

QTEST_MAIN(ClosingTest)
#include "closing_test.moc"
