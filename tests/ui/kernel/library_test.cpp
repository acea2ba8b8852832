#include <QClipboard>
#include <QGuiApplication>
#include <QMimeData>
#include <QTemporaryDir>
#include <QTest>

#include "core/base/files.h"
#include "core/kernel/kernel_text.h"
#include "core/media/kernel_file.h"
#include "core/media/npy.h"
#include "core/ops/conv/presets.h"
#include "tests/ui/qml_harness.h"
#include "ui/kernel/library/kernel_exchange.h"
#include "ui/kernel/library/library_model.h"

using namespace fovea;
using namespace fovea::testing;

namespace {

constexpr auto k_section = R"(Item {
  id: root
  required property Workspace workspace
  width: 312; height: 860
  KernelBench { id: bench; objectName: "bench"; workspace: root.workspace }
  LibrarySection { objectName: "section"; width: 284; bench: bench }
})";

/// A library in a folder of its own, and a workshop with Sobel x.
struct Bench {
  QTemporaryDir folder;
  Workspace workspace{edges_document(), {.threads = 1, .make_vulkan = {}}};
  KernelBench bench;
  LibraryModel library;
  QStringList failures;
  Bench() {
    QObject::connect(&workspace, &Workspace::failed,
                     [this](const QString& sentence) { failures << sentence; });
    bench.setWorkspace(&workspace);
    library.setFolder(folder.filePath("kernels"));
    library.setBench(&bench);
  }
  QString text(int row, int role) const {
    return library.data(library.index(row), role).toString();
  }
  QStringList names() const {
    QStringList names;
    for (int row = 0; row < library.rowCount(); ++row) names << text(row, LibraryModel::Name);
    return names;
  }
  std::string line() const { return to_text(bench.kernel()); }
};

}  // namespace

class LibraryTest : public QObject {
  Q_OBJECT

 private slots:
  void aKernelIsKeptFoundAndPutBack() {
    Bench on;
    const std::string sobel = on.line();
    on.library.save("Sobel x", "edges, 3 x 3");
    QTRY_COMPARE(on.library.rowCount(), 1);
    QCOMPARE(on.text(0, LibraryModel::Tags), QString("edges, 3 x 3"));
    on.bench.setKernel(kernel_preset("box"), "box");
    on.library.save("Box", "");
    QTRY_COMPARE(on.names(), (QStringList{"Box", "Sobel x"}));

    on.library.setWords("EDGES sob");
    QCOMPARE(on.names(), QStringList{"Sobel x"});
    QCOMPARE(on.library.total(), 2);
    on.library.place(0, 0);
    QCOMPARE(on.line(), sobel);
    QCOMPARE(on.bench.name(), QString("Sobel x"));
    on.workspace.undo();
    QCOMPARE(on.line(), to_text(kernel_preset("box")));
  }

  void rowsThatStayAreNotTouched() {
    Bench on;
    on.library.save("A", "");
    on.library.save("C", "");
    QTRY_COMPARE(on.library.rowCount(), 2);
    const QPersistentModelIndex c(on.library.index(1));
    on.library.save("B", "");
    QTRY_COMPARE(on.names(), (QStringList{"A", "B", "C"}));
    QCOMPARE(c.row(), 2);
    on.library.setWords("c");
    QCOMPARE(c.row(), 0);
    on.library.setWords("");
    QCOMPARE(c.row(), 2);
  }

  void nameAndTagsAreChangedAndAKernelIsDeleted() {
    Bench on;
    on.library.save("One", "");
    QTRY_COMPARE(on.library.rowCount(), 1);
    on.library.change(0, "Two", "tag");
    QTRY_COMPARE(on.names(), QStringList{"Two"});
    QCOMPARE(on.text(0, LibraryModel::Tags), QString("tag"));
    on.library.remove(0);
    QTRY_COMPARE(on.library.rowCount(), 0);
    QVERIFY(on.failures.isEmpty());
  }

  void aBankOfTheNetworkIsKeptWhole() {
    Bench on;
    QVERIFY(on.library.bankName().isEmpty());
    on.bench.setOnPicture(false);
    QVERIFY(!on.library.bankName().isEmpty());
    on.library.saveBank("All", "");
    QTRY_COMPARE(on.library.rowCount(), 1);
    const int count = on.library.data(on.library.index(0), LibraryModel::Count).toInt();
    QVERIFY(count > 5);
    const Tensor first = on.bench.kernel();
    QCOMPARE(on.library.cells(0, 0), (QList<qreal>(first.floats().begin(), first.floats().end())));
    QVERIFY(on.library.cells(0, count).isEmpty());
    on.bench.setOnPicture(true);
    on.library.place(0, count - 1);
    QCOMPARE(static_cast<qsizetype>(on.bench.kernel().elements()),
             on.library.cells(0, count - 1).size());
  }

  void whatIsDraggedIsTextTableAndKernelFile() {
    Bench on;
    on.library.save("Sobel x", "");
    QTRY_COMPARE(on.library.rowCount(), 1);
    const QVariantMap data = on.library.mimeData(0, 0);
    QCOMPARE(data["text/plain"].toString().toStdString(), on.line());
    QCOMPARE(to_text(parse_kernel_table(data["text/csv"].toString().toStdString())), on.line());
    QCOMPARE(decode_saved_kernel(data[k_kernel_mime].toString().toStdString()).name,
             std::string("Sobel x"));
  }

  void aDamagedFileIsToldOfAndAKernelFileFromElsewhereIsKept() {
    Bench on;
    const auto elsewhere = on.folder.filePath("x.fovea-kernel.json");
    write_file_atomically(elsewhere.toStdString(),
                          encode_saved_kernel({"Theirs", {}, kernel_preset("box")}));
    on.library.open(QUrl::fromLocalFile(elsewhere));
    QTRY_COMPARE(on.names(), QStringList{"Theirs"});
    write_file_atomically(on.folder.filePath("kernels/bad.fovea-kernel.json").toStdString(),
                          std::string_view("{"));
    on.library.reload();
    QTRY_COMPARE(on.failures.size(), 1);
    QVERIFY(on.failures[0].startsWith("bad.fovea-kernel.json: "));
    QCOMPARE(on.names(), QStringList{"Theirs"});
  }

  void filesOfCellsComeIntoTheWorkshop() {
    Bench on;
    const auto table = on.folder.filePath("k.csv");
    write_file_atomically(table.toStdString(), std::string_view("1;2,5\n3;4\n"));
    on.library.open(QUrl::fromLocalFile(table));
    QTRY_COMPARE(on.line(), std::string("1 2.5; 3 4"));
    QCOMPARE(on.bench.name(), QString("k.csv"));
    on.library.open(QUrl::fromLocalFile(on.folder.filePath("none.csv")));
    QTRY_COMPARE(on.failures.size(), 1);
  }

  void typedTextIsTakenOrTheReasonIsSaid() {
    Bench on;
    KernelExchange exchange;
    exchange.setBench(&on.bench);
    QCOMPARE(exchange.text().toStdString(), on.line());
    QVERIFY(exchange.apply("1 2; 3 4"));
    QCOMPARE(on.line(), std::string("1 2; 3 4"));
    QVERIFY(!exchange.apply("1 2; 3"));
    QCOMPARE(exchange.problem(),
             QString("Row 2 has 1 cell, row 1 has 2. Make all rows equally long."));
    QCOMPARE(on.line(), std::string("1 2; 3 4"));
    exchange.clearProblem();
    QVERIFY(exchange.problem().isEmpty());
  }

  void cellsOfASpreadsheetArePastedAndCopied() {
    Bench on;
    KernelExchange exchange;
    exchange.setBench(&on.bench);
    QGuiApplication::clipboard()->setText("0,5\t-1\r\n2\t3\r\n");
    exchange.paste();
    QCOMPARE(on.line(), std::string("0.5 -1; 2 3"));
    exchange.copy();
    QCOMPARE(QGuiApplication::clipboard()->text(), QString("0.5\t-1\n2\t3\n"));
    QGuiApplication::clipboard()->setText("hello");
    exchange.paste();
    QVERIFY(exchange.problem().contains("not a number"));
  }

  void whatIsExportedIsReadAgain() {
    Bench on;
    KernelExchange exchange;
    exchange.setBench(&on.bench);
    const std::string line = on.line();
    for (const auto& [format, ending] :
         {std::pair{KernelExchange::Csv, "csv"}, std::pair{KernelExchange::Npy, "npy"},
          std::pair{KernelExchange::Text, "txt"}}) {
      const QString path = on.folder.filePath(QString("out.") + ending);
      exchange.write(QUrl::fromLocalFile(path), format, true);
      QTRY_VERIFY(QFile::exists(path));
      QCOMPARE(to_text(read_kernel_file(path.toStdString())), line);
    }
    const Picture picture =
        decode_picture(encode_kernel(on.bench.kernel(), KernelExchange::Png, true), {});
    QCOMPARE(picture.width(), 3 * 16);
    const auto* middle = picture.at(24, 24);  // Sobel's middle cell is 0
    QVERIFY(middle[0] < 60 && middle[1] < 60 && middle[2] < 60);
    QVERIFY(picture.at(1, 24)[0] != picture.at(47, 24)[0]);  // its sides have opposite signs
    exchange.write(QUrl::fromLocalFile(on.folder.filePath("no/such/folder.csv")),
                   KernelExchange::Csv, true);
    QTRY_COMPARE(on.failures.size(), 1);
  }

  void thePanelKeepsAKernelUnderATypedName() {
    const QTemporaryDir folder;
    Workspace workspace(edges_document(), {.threads = 1, .make_vulkan = {}});
    QmlHarness harness(k_section, &workspace);
    QQuickItem* section = harness.find("section");
    QVERIFY(section);
    section->setProperty("folder", folder.path());
    auto* library = harness.root()->findChild<LibraryModel*>();
    QVERIFY(library);
    const auto press = [&](const QString& name) {
      for (auto* item : section->findChildren<QQuickItem*>()) {
        if (item->isVisible() && item->property("text").toString() == name &&
            item->inherits("QQuickAbstractButton")) {
          return QTest::mouseClick(harness.window(), Qt::LeftButton, {}, harness.middle(item));
        }
      }
      QFAIL(qPrintable("there is no button " + name));
    };
    press("Keep this kernel…");
    for (const char letter : {'M', 'i', 'n', 'e'}) QTest::keyClick(harness.window(), letter);
    QTest::keyClick(harness.window(), Qt::Key_Return);
    QTRY_COMPARE(library->rowCount(), 1);
    QCOMPARE(library->data(library->index(0), LibraryModel::Name).toString(), QString("Mine"));
  }
};

QTEST_MAIN(LibraryTest)
#include "library_test.moc"
