#include <QImage>
#include <QMimeData>
#include <QTemporaryDir>
#include <QTest>

#include "core/base/files.h"
#include "core/kernel/kernel_text.h"
#include "core/kernel/saved_kernel.h"
#include "core/media/npy.h"
#include "core/ops/conv/presets.h"
#include "tests/ui/qml_harness.h"

using namespace fovea;
using namespace fovea::testing;

namespace {

/// A workspace and what it offers.
struct Bench {
  QTemporaryDir folder;
  Workspace workspace{edges_document(), {.threads = 1, .make_vulkan = {}}};
  QStringList offers, failures;
  Bench() {
    QObject::connect(&workspace, &Workspace::kernelOffered,
                     [this](const QString& name, const Tensor& kernel) {
                       offers << name + ": " + QString::fromStdString(to_text(kernel));
                     });
    QObject::connect(&workspace, &Workspace::failed,
                     [this](const QString& sentence) { failures << sentence; });
  }
  void open(const QString& name, std::span<const std::uint8_t> bytes) {
    const QString path = folder.filePath(name);
    write_file_atomically(path.toStdString(), bytes);
    workspace.openUrl(QUrl::fromLocalFile(path));
    QTRY_VERIFY(!workspace.isOpening());
  }
  void open(const QString& name, std::string_view text) {
    open(name, std::span(reinterpret_cast<const std::uint8_t*>(text.data()), text.size()));
  }
};

}  // namespace

class OfferedKernelTest : public QObject {
  Q_OBJECT

 private slots:
  void filesOfKernelsAreOfferedInTheKernelLens() {
    Bench on;
    const auto input = on.workspace.document().input;
    on.open("a.csv", "1,0\n0,1\n");
    QCOMPARE(on.workspace.lens(), Workspace::KernelLens);
    on.open("b.npy", encode_npy(Tensor::filled(Shape{1, 1, 1, 2}, 0.5F)));
    on.open("c.fovea-kernel.json",
            encode_saved_kernel({"Theirs", {}, Tensor::filled(Shape{1, 2}, 3.0F)}));
    on.open("d.fovea-kernel.json",
            encode_saved_kernel({"Bank", {}, Tensor::filled(Shape{2, 3, 1, 1}, 4.0F)}));
    QCOMPARE(on.offers,
             (QStringList{"a.csv: 1 0; 0 1", "b.npy: 0.5 0.5", "Theirs: 3 3", "Bank, 1 of 6: 4"}));
    QVERIFY(on.failures.isEmpty());
    QCOMPARE(on.workspace.document().input, input);
  }

  void whatIsNoKernelIsRefusedInASentenceAndTheLensStays() {
    Bench on;
    on.open("a.csv", "1,0\n0\n");
    on.open("b.npy", encode_npy(Tensor::filled(Shape{3, 8, 8}, 1.0F)));
    on.open("c.npy", encode_npy(Tensor::filled(Shape{32, 2}, 1.0F)));
    on.open("d.json", "{}");
    QCOMPARE(on.failures,
             (QStringList{"a.csv: Line 2 has 1 cell, line 1 has 2. Make all lines equally long.",
                          "b.npy: A kernel has rows and columns, not 3 × 8 × 8.",
                          "c.npy: It has more than 31 rows. Leave at most 31 × 31 cells.",
                          "d.json: It is not a kernel file of Fovea."}));
    QVERIFY(on.offers.isEmpty());
    QCOMPARE(on.workspace.lens(), Workspace::NetworkLens);
  }

  void cellsOfASpreadsheetAreMeantNotTheirPicture() {
    Bench on;
    QMimeData data;
    data.setText("0,5\t1\n2\t3\n");
    data.setImageData(QImage(40, 30, QImage::Format_RGB32));
    const auto input = on.workspace.document().input;
    QVERIFY(on.workspace.take(data));
    QCOMPARE(on.offers, QStringList{"Pasted: 0.5 1; 2 3"});
    QVERIFY(!on.workspace.isOpening());
    QCOMPARE(on.workspace.document().input, input);
  }

  void aKernelDraggedFromTheLibraryKeepsItsName() {
    Bench on;
    QMimeData data;
    data.setText("1 1");
    const auto file = encode_saved_kernel({"Mine", {}, Tensor::filled(Shape{1, 2}, 1.0F)});
    data.setData(k_kernel_mime, QByteArray::fromStdString(file));
    QVERIFY(on.workspace.take(data));
    QCOMPARE(on.offers, QStringList{"Mine: 1 1"});
  }

  void raggedCellsAreToldOfAndSentencesAreNotTaken() {
    Bench on;
    QMimeData ragged;
    ragged.setText("1\t2\n3\n");
    QVERIFY(on.workspace.take(ragged));
    QCOMPARE(on.failures,
             QStringList{"Row 2 has 1 cell, row 1 has 2. Make all rows equally long."});
    QMimeData sentence;
    sentence.setText("2 kernels");
    QVERIFY(!on.workspace.take(sentence));
    QVERIFY(on.offers.isEmpty());
  }
};

QTEST_MAIN(OfferedKernelTest)
#include "offered_kernel_test.moc"
