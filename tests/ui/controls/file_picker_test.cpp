#include <QDir>
#include <QTemporaryDir>
#include <QTest>

#include "tests/ui/qml_harness.h"
#include "ui/controls/folder_list.h"

using namespace fovea;
using fovea::testing::QmlHarness;

namespace {

constexpr auto k_picker = R"(Item {
  id: root
  width: 400; height: 900
  property string chosen: ""
  property bool saving: false
  function start(name) { picker.start(name) }
  property alias shown: picker.visible
  property alias taken: picker.taken
  property alias problem: picker.problem
  FilePicker {
    id: picker
    saving: root.saving
    suffix: "onnx"
    filters: [{ text: "networks", endings: ["onnx"] }]
    onChosen: url => root.chosen = url
  }
})";

void touch(const QString& path) {
  QFile file(path);
  if (!file.open(QIODevice::WriteOnly)) qWarning("cannot write %s", qPrintable(path));
}

struct Bench {
  QTemporaryDir dir;
  QmlHarness harness{k_picker};

  Bench() {
    QDir(dir.path()).mkdir("models");
    touch(dir.filePath("models/lenet.onnx"));
    touch(dir.filePath("models/legend.onnx"));
    touch(dir.filePath("models/legend.txt"));
  }
  QQuickItem* root() const { return harness.root(); }
  void start(bool saving, const QString& name) {
    root()->setProperty("saving", saving);
    QMetaObject::invokeMethod(root(), "start", Q_ARG(QVariant, name));
    QTRY_VERIFY(harness.window()->activeFocusItem() &&
                harness.window()->activeFocusItem()->inherits("QQuickTextInput"));
  }
  void key(int key) { QTest::keyClick(harness.window(), static_cast<Qt::Key>(key)); }
  void type(const QString& text) {
    for (const QChar c : text) QTest::keyClick(harness.window(), c.toLatin1());
  }
  QString text() { return harness.window()->activeFocusItem()->property("text").toString(); }
  QUrl url(const QString& file) const { return QUrl::fromLocalFile(dir.filePath(file)); }
  QUrl chosen() const { return QUrl(root()->property("chosen").toString()); }
};

}  // namespace

class FilePickerTest : public QObject {
  Q_OBJECT
 private slots:
  void aPathIsTypedCompletedAndOpened() {
    Bench bench;
    bench.start(false, "");
    bench.type(bench.dir.path() + "/mo");
    QTest::qWait(200);
    bench.key(Qt::Key_Tab);
    QCOMPARE(bench.text(), bench.dir.path() + "/models/");
    QTest::qWait(200);
    bench.key(Qt::Key_Tab);
    QCOMPARE(bench.text(), bench.dir.path() + "/models/le");
    bench.type("n");
    bench.key(Qt::Key_Tab);
    bench.key(Qt::Key_Return);
    QTRY_COMPARE(bench.chosen(), bench.url("models/lenet.onnx"));
    QVERIFY(!bench.root()->property("shown").toBool());
  }

  void whatIsNotThereIsSaid() {
    Bench bench;
    bench.start(false, "");
    bench.type(bench.dir.path() + "/models/none.onnx");
    bench.key(Qt::Key_Return);
    QVERIFY(bench.root()->property("problem").toString().contains("none.onnx"));
    QVERIFY(bench.root()->property("shown").toBool());
    QVERIFY(bench.chosen().isEmpty());
  }

  void aSuggestedNameIsSavedByReturnInTheFolderUsedLast() {
    Bench bench;
    bench.start(true, "");
    bench.type(bench.dir.path() + "/models");
    bench.key(Qt::Key_Return);  // goes into the folder
    QVERIFY(bench.root()->property("shown").toBool());
    bench.type("mine");
    bench.key(Qt::Key_Return);
    QTRY_COMPARE(bench.chosen(), bench.url("models/mine.onnx"));
    Bench again;
    again.start(true, "natural10.onnx");
    again.key(Qt::Key_Return);
    QTRY_COMPARE(again.chosen(), bench.url("models/natural10.onnx"));
  }

  void aFileThatIsThereIsReplacedOnlyWhenThePersonSaysSo() {
    Bench bench;
    bench.start(true, bench.dir.filePath("models/lenet.onnx"));
    bench.key(Qt::Key_Return);
    QCOMPARE(bench.root()->property("taken").toString(), QString("lenet.onnx"));
    bench.key(Qt::Key_Return);  // the keyboard is on “Another name”
    QVERIFY(bench.chosen().isEmpty());
    QVERIFY(bench.root()->property("taken").toString().isEmpty());
    bench.key(Qt::Key_Return);
    bench.key(Qt::Key_Tab);
    bench.key(Qt::Key_Return);  // “Replace”
    QTRY_COMPARE(bench.chosen(), bench.url("models/lenet.onnx"));
  }

  void onlyFilesThatFitAreListedFoldersFirst() {
    Bench bench;
    QDir(bench.dir.path()).mkdir("models/zoo");
    FolderList files;
    files.setEndings({"onnx"});
    files.setFolder(bench.dir.filePath("models"));
    QTRY_COMPARE(files.listed(), bench.dir.filePath("models"));
    QTRY_COMPARE(files.count(), 3);
    QCOMPARE(files.typedFor(0), QString("zoo/"));
    QCOMPARE(files.typedFor(1), QString("legend.onnx"));
    files.setTyped("len");
    QCOMPARE(files.count(), 1);
    files.setTyped("nowhere/x");
    QVERIFY(files.target(true, "onnx")["problem"].toString().contains("nowhere"));
    // A name gets the one ending that there is; of several a person has to choose.
    for (const auto& [typed, name] : {std::pair{"mine", "mine.onnx"},
                                      {"a.ONNX", "a.ONNX"},
                                      {"v1.2", "v1.2.onnx"},
                                      {"pic.png", "pic.png.onnx"}}) {
      files.setTyped(typed);
      const QVariantMap target = files.target(true, "onnx");
      QCOMPARE(target["name"].toString(), QString(name));
      QCOMPARE(target["problem"].toString(), QString());
    }
    files.setEndings({"png", "svg"});
    files.setTyped("fig");
    QCOMPARE(files.target(true, "png")["name"].toString(), QString("fig.png"));
    files.setTyped("fig.gif");
    QCOMPARE(files.target(true, "png")["problem"].toString(),
             QString("The name ends with .gif, and what can be written ends with .png, .svg."));
    files.setTyped("fig.svg");
    QCOMPARE(files.target(true, "png")["problem"].toString(), QString());
  }
};

QTEST_MAIN(FilePickerTest)
#include "file_picker_test.moc"
