#include "core/document/class_names.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include "core/document/answer.h"
#include "core/document/history.h"
#include "core/onnx/bundled.h"

using namespace fovea;

namespace {

Document digits() {
  auto picture = std::make_shared<const Picture>(Picture{
      .pixels = Tensor::filled<std::uint8_t>(Shape{28, 28, 1}, 90), .name = "grey", .warning = {}});
  return make_document(make_origin(bundled_network("lenet5-digits"), "digits"), picture);
}

std::vector<std::string> read(const QByteArray& text) {
  QTemporaryDir folder;
  const QString path = folder.filePath("names.txt");
  QFile file(path);
  if (!file.open(QIODevice::WriteOnly)) return {};
  file.write(text);
  file.close();
  return read_class_names(path.toStdString());
}

}  // namespace

class ClassNamesTest : public QObject {
  Q_OBJECT
 private slots:
  void aSavedEditIsNotLeftBehindByNamingItsClasses() {
    History history(digits());
    const NodeId conv = history.current().network.graph.find_node("conv1");
    history.apply(set_bias(history.current(), {conv, 0}, 2));
    history.apply(
        name_classes(history.current(), {"a", "b", "c", "d", "e", "f", "g", "h", "i", "j"}));
    QVERIFY(history.is_modified());
    history.mark_saved();
    QVERIFY(!history.is_modified());
  }

  void identifiersBeforeAllNamesAreLeftOut() {
    QCOMPARE(read("n01440764 tench, Tinca tinca\nn01443537 goldfish\n"),
             (std::vector<std::string>{"tench, Tinca tinca", "goldfish"}));
    const std::vector<std::string> mixed{"n01440764 tench", "goldfish"};
    QCOMPARE(read("n01440764 tench\ngoldfish\n"), mixed);
  }

  void aNameIsALine() {
    const std::vector<std::string> expected{"tench, Tinca tinca", "gold fish", "shark"};
    QCOMPARE(read("tench, Tinca tinca\ngold fish\nshark\n"), expected);
    QCOMPARE(read("\xef\xbb\xbf  tench, Tinca tinca\r\n\r\ngold fish\t\r\nshark"), expected);
  }

  void whatHoldsNoNamesIsRefused() {
    QVERIFY_THROWS_EXCEPTION(Error, read(""));
    QVERIFY_THROWS_EXCEPTION(Error, read("\n \n"));
    QVERIFY_THROWS_EXCEPTION(Error, read(QByteArray("a\0b\n", 4)));
  }

  void namingKeepsTheWeightsAndIsSaved() {
    const Document document = digits();
    std::vector<std::string> names;
    for (char name = 'a'; name < 'k'; ++name) names.emplace_back(1, name);
    const Document named = name_classes(document, names).document;
    QCOMPARE(class_name(*named.network.origin, 2), std::string("c"));
    QVERIFY(named.network.graph == document.network.graph);
    QVERIFY(!named.network.is_edited());
    QCOMPARE(make_origin(edited_model(named), "again")->classes, names);
  }

  void anotherNumberOfNamesIsRefusedWithBothNumbers() {
    try {
      name_classes(digits(), {"one", "two", "three"});
      QFAIL("three names for ten classes");
    } catch (const Error& error) {
      const QString text = QString::fromStdString(error.sentence());
      QVERIFY2(text.startsWith("There are 3 names for 10 outputs."), qPrintable(text));
    }
  }
};

QTEST_GUILESS_MAIN(ClassNamesTest)
#include "class_names_test.moc"
