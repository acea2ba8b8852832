#include "ui/window/answer_notes.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include "core/document/answer.h"
#include "tests/ui/journeys/person.h"
#include "ui/network/answer_model.h"

using namespace fovea;
using namespace fovea::testing;

namespace {

/// All that a person can read or hear in the window.
QStringList all_words(QQuickItem* item) {
  QStringList words;
  if (!item->isVisible()) return words;
  const QVariant text = item->property("text");
  if (text.isValid()) words << text.toString();
  for (QQuickItem* child : item->childItems()) words << all_words(child);
  return words;
}

QString cell(const AnswerModel& model, int row, int role) {
  return model.data(model.index(row), role).toString();
}

}  // namespace

/// What a person does with the answer: covers, predicts, names the true class, searches.
class AnswerNotesTest : public QObject {
  Q_OBJECT
 private slots:
  void oneKeyCoversTheAnswerUntilAClassIsPredicted() {
    Person person;
    const QStringList answer = person.names_of_answer();
    QVERIFY(answer[0].startsWith("cat "));
    person.key(Qt::Key_H, Qt::ControlModifier);
    QTRY_VERIFY(person.workspace().notes()->isCovered());
    // Neither scores nor the order tell.
    QStringList classes;
    for (const std::string& name : person.document().network.origin->classes)
      classes << QString::fromStdString(name);
    QTRY_COMPARE(person.names_of_answer(), classes);
    QVERIFY(person.click("dog"));
    QTRY_COMPARE(person.names_of_answer(), answer);
    const QStringList words = all_words(person.see("Answer"));
    QVERIFY2(!words.filter("you said").isEmpty(), qPrintable(words.join('|')));
    QCOMPARE(person.the<AnswerModel>()->prediction()["name"].toString(), QString("dog"));
  }

  void theKeyAloneUncoversToo() {
    Person person;
    const QStringList answer = person.names_of_answer();
    person.key(Qt::Key_H, Qt::ControlModifier);
    QTRY_VERIFY(person.names_of_answer() != answer);
    person.key(Qt::Key_H, Qt::ControlModifier);
    QTRY_COMPARE(person.names_of_answer(), answer);
    QVERIFY(person.the<AnswerModel>()->prediction().isEmpty());
  }

  void nothingElseTellsACoveredAnswer() {
    Person person;
    Workspace& workspace = person.workspace();
    const KernelSlice slice{.unit = {.node = 0, .index = 0}, .input = 0};
    workspace.apply(set_kernel_cell(person.document(), slice, 0, 3));
    QTRY_VERIFY(workspace.isCurrent() && workspace.originalFrame());
    const ValueId output = person.document().network.graph.structure().outputs.front();
    workspace.select(Selection{.value = output, .unit = 3, .pinned = {}});
    workspace.setHover(Place{output, 3, 0, 0});
    QVERIFY(workspace.hoverText().contains(" = "));
    QTest::qWait(50);
    QVERIFY(!all_words(person.window().contentItem()).filter(" → ").isEmpty());
    QVERIFY(person.see("Histogram of the values"));
    workspace.notes()->setCovered(true);
    QTest::qWait(50);
    QVERIFY(!workspace.hoverText().contains(" = "));
    QVERIFY(all_words(person.window().contentItem()).filter(" → ").isEmpty());
    QVERIFY(!person.see("Histogram of the values"));
    QVERIFY(workspace.notes()->covers(output));
    QVERIFY(!workspace.notes()->covers(person.lens().layout().columns[1].value));
  }

  void aPredictionIsOfOnePicture() {
    Person person;
    AnswerNotes& notes = *person.workspace().notes();
    notes.setCovered(true);
    notes.predict(5);
    notes.setTruth(3);
    QCOMPARE(notes.predicted(), 5);
    person.workspace().openSample("coffee.png");
    QTRY_VERIFY(!person.workspace().isOpening());
    QCOMPARE(notes.predicted(), -1);
    QCOMPARE(notes.truth(), -1);
    person.workspace().undo();
    QCOMPARE(notes.truth(), 3);
  }

  void theTrueClassStaysInViewWithItsRank() {
    Person person;
    auto* answer = person.the<AnswerModel>();
    const QString fifth = person.names_of_answer()[4];
    QVERIFY(person.click(fifth));
    QTRY_COMPARE(answer->truth()["note"].toString(), QString("true class · rank 5"));
    QVERIFY(person.see("Answer"));
    QVERIFY(!all_words(person.see("Answer")).filter("true class").isEmpty());
    answer->choose(answer->truth()["entry"].toInt());
    QVERIFY(answer->truth().isEmpty());
  }

  void classesAreSearched() {
    Person person;
    auto* answer = person.the<AnswerModel>();
    answer->setFilter("D");
    QVERIFY(answer->rowCount() >= 2);
    for (int row = 0; row < answer->rowCount(); ++row)
      QVERIFY(cell(*answer, row, AnswerModel::Name).contains('d'));
    answer->setFilter("qqq");
    QCOMPARE(answer->rowCount(), 0);
    answer->setFilter("");
    QCOMPARE(answer->rowCount(), 10);
  }

  void classNamesComeFromAFileAndGoWithUndo() {
    Person person;
    QTemporaryDir folder;
    const auto write = [&](int count) {
      QFile file(folder.filePath("names.txt"));
      QVERIFY(file.open(QIODevice::WriteOnly));
      for (int i = 0; i < count; ++i) file.write("thing " + QByteArray::number(i) + "\n");
    };
    QStringList failures;
    connect(&person.workspace(), &Workspace::failed, this,
            [&](const QString& sentence) { failures << sentence; });
    const QUrl url = QUrl::fromLocalFile(folder.filePath("names.txt"));
    write(9);
    person.workspace().openClassNames(url);
    QTRY_COMPARE(failures.size(), 1);
    QVERIFY2(failures[0].contains("9 names for 10 outputs"), qPrintable(failures[0]));
    QVERIFY(!person.workspace().canUndo());
    const QStringList before = person.names_of_answer();
    write(10);
    person.workspace().openClassNames(url);
    QTRY_VERIFY(person.workspace().canUndo());
    QTRY_VERIFY(person.names_of_answer().value(0).startsWith("thing 3 "));
    person.workspace().undo();
    QTRY_COMPARE(person.names_of_answer(), before);
  }

  void theListOfClassesIsWalkedWithKeys() {
    Person person;
    QVERIFY(person.tabTo("Classes"));
    person.key(Qt::Key_Down);
    person.key(Qt::Key_Down);
    person.key(Qt::Key_Return);
    QTRY_COMPARE(person.the<AnswerModel>()->truth()["note"].toString(),
                 QString("true class · rank 3"));
  }
};

QTEST_MAIN(AnswerNotesTest)
#include "answer_notes_test.moc"
