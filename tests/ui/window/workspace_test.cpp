#include "ui/window/workspace.h"

#include <QImage>
#include <QMimeData>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include "core/onnx/bundled.h"
#include "core/onnx/model.h"

using namespace fovea;

namespace {

Document edges_document() {
  Tensor pixels = Tensor::filled<std::uint8_t>(Shape{32, 32, 1}, 90);
  auto picture = std::make_shared<const Picture>(
      Picture{.pixels = std::move(pixels), .name = "grey", .warning = {}});
  return make_document(make_origin(edges_network(), "edges"), std::move(picture));
}

Edit first_cell(const Document& document, float value) {
  return set_kernel_cell(document, {.unit = {.node = 0, .index = 0}, .input = 0}, 12, value);
}

float first_value(const Workspace& workspace) {
  const ValueId output = workspace.document().network.graph.structure().outputs.front();
  return workspace.frame()->value(output).floats()[16 * 32 + 16];
}

}  // namespace

class WorkspaceTest : public QObject {
  Q_OBJECT
 private slots:
  void aFrameComesOfItself() {
    Workspace workspace(edges_document(), {.threads = 1, .make_vulkan = {}});
    QTRY_VERIFY(workspace.isCurrent());
    QVERIFY(!workspace.engineText().isEmpty());
  }

  void anEditChangesTheFrameAndUndoBringsItBack() {
    Workspace workspace(edges_document(), {.threads = 1, .make_vulkan = {}});
    QTRY_VERIFY(workspace.isCurrent());
    const float before = first_value(workspace);
    workspace.apply(first_cell(workspace.document(), 7));
    QVERIFY(!workspace.isCurrent());
    QVERIFY(workspace.isModified());
    QTRY_VERIFY(workspace.isCurrent());
    QVERIFY(first_value(workspace) != before);
    QVERIFY(workspace.undoText().contains("cell"));
    workspace.undo();
    QTRY_VERIFY(workspace.isCurrent());
    QCOMPARE(first_value(workspace), before);
    QVERIFY(!workspace.isModified());
    QVERIFY(workspace.canRedo());
  }

  void theOriginalIsThereWhileItIsHeld() {
    Workspace workspace(edges_document(), {.threads = 1, .make_vulkan = {}});
    QTRY_VERIFY(workspace.isCurrent());
    const auto original = workspace.frame();
    workspace.apply(first_cell(workspace.document(), 7));
    QTRY_VERIFY(workspace.isCurrent());
    workspace.holdOriginal(true);
    QTRY_VERIFY(workspace.shownFrame() != workspace.frame());
    QVERIFY(workspace.shownFrame()->graph == original->graph);
    workspace.holdOriginal(false);
    QVERIFY(workspace.shownFrame() == workspace.frame());
  }

  void brokenFilesLeaveTheDocumentAsItWas_data() {
    QTest::addColumn<QString>("name");
    QTest::addColumn<QByteArray>("content");
    QTest::newRow("empty picture") << "a.png" << QByteArray();
    QTest::newRow("truncated picture")
        << "b.png" << QByteArray("\x89PNG\r\n\x1a\n\0\0\0\rIHDR", 16);
    QTest::newRow("broken model") << "c.onnx" << QByteArray("\x08\xff\xff\xff");
    QTest::newRow("table") << "d.csv" << QByteArray("1,2,3\n4,5\n");
    QTest::newRow("noise") << "e.bin" << QByteArray(64, 'x');
  }
  void brokenFilesLeaveTheDocumentAsItWas() {
    QFETCH(QString, name);
    QFETCH(QByteArray, content);
    QTemporaryDir folder;
    QFile file(folder.filePath(name));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(content);
    file.close();
    Workspace workspace(edges_document(), {.threads = 1, .make_vulkan = {}});
    const auto input = workspace.document().input;
    QSignalSpy failed(&workspace, &Workspace::failed);
    workspace.openUrl(QUrl::fromLocalFile(file.fileName()));
    QTRY_COMPARE(failed.count(), 1);
    QVERIFY(failed[0][0].toString().contains(name));
    QCOMPARE(workspace.document().input, input);
    QVERIFY(!workspace.canUndo());
    QVERIFY(!workspace.isOpening());
  }

  void aNewerOpenReplacesAnOlder() {
    Workspace workspace(edges_document(), {.threads = 1, .make_vulkan = {}});
    workspace.openSample("chelsea.png");
    workspace.openSample("coffee.png");
    QTRY_VERIFY(!workspace.isOpening());
    QCOMPARE(workspace.document().input->picture->name, std::string("coffee.png"));
    workspace.undo();
    QVERIFY(!workspace.canUndo());
  }

  void whatIsHoveredIsNamedWithWhatItSees() {
    Workspace workspace(edges_document(), {.threads = 1, .make_vulkan = {}});
    QTRY_VERIFY(workspace.isCurrent());
    const ValueId output = workspace.document().network.graph.structure().outputs.front();
    workspace.setHover(Place{output, 0, 14, 9});
    QVERIFY2(workspace.hoverText().contains("(14, 9) = "), qPrintable(workspace.hoverText()));
    QVERIFY2(workspace.hoverField().contains("5 × 5"), qPrintable(workspace.hoverField()));
    workspace.setHover({});
    QVERIFY(workspace.hoverText().isEmpty());
  }

  void selectionAndViewAreNoEdits() {
    Workspace workspace(edges_document(), {.threads = 1, .make_vulkan = {}});
    QTRY_VERIFY(workspace.isCurrent());
    Selection selection;
    selection.value = workspace.document().network.graph.structure().outputs.front();
    selection.unit = 2;
    workspace.select(selection);
    View view;
    view.peak = true;
    workspace.setView(view);
    QVERIFY(workspace.isCurrent());
    QVERIFY(!workspace.canUndo());
  }

  void theSavedNetworkIsNoLongerModified() {
    QTemporaryDir folder;
    Workspace workspace(edges_document(), {.threads = 1, .make_vulkan = {}});
    workspace.apply(first_cell(workspace.document(), 7));
    QVERIFY(workspace.isModified());
    QSignalSpy saved(&workspace, &Workspace::saved);
    workspace.saveNetwork(QUrl::fromLocalFile(folder.filePath("edited.onnx")));
    QTRY_COMPARE(saved.count(), 1);
    QVERIFY(!workspace.isModified());
    QVERIFY(QFile::exists(folder.filePath("edited.onnx")));
  }

  void savingWhereNothingCanBeWrittenIsSaid() {
    Workspace workspace(edges_document(), {.threads = 1, .make_vulkan = {}});
    workspace.apply(first_cell(workspace.document(), 7));
    QSignalSpy failed(&workspace, &Workspace::failed);
    workspace.saveNetwork(QUrl::fromLocalFile("/proc/none/edited.onnx"));
    QTRY_COMPARE(failed.count(), 1);
    QVERIFY(workspace.isModified());
  }

  void aModelAndAPictureOpenTogether() {
    QTemporaryDir folder;
    const QString model = folder.filePath("bank.onnx"), picture = folder.filePath("p.png");
    save_model(edges_network(), model.toStdString());
    QVERIFY(QImage(40, 30, QImage::Format_RGB888).save(picture));
    Workspace workspace(edges_document(), {.threads = 1, .make_vulkan = {}});
    workspace.openUrls({QUrl::fromLocalFile(model), QUrl::fromLocalFile(picture)});
    QTRY_VERIFY(!workspace.isOpening());
    QCOMPARE(workspace.networkName(), QString("bank.onnx"));
    QCOMPARE(workspace.document().input->picture->name, std::string("p.png"));
  }

  void aBrokenFileIsToldOfAfterTheGoodOneIsOpen() {
    QTemporaryDir folder;
    const QString good = folder.filePath("p.png"), broken = folder.filePath("broken.png");
    QVERIFY(QImage(40, 30, QImage::Format_RGB888).save(good));
    QFile(broken).open(QIODevice::WriteOnly);
    Workspace workspace(edges_document(), {.threads = 1, .make_vulkan = {}});
    QStringList told;
    connect(&workspace, &Workspace::documentChanged, this, [&] { told << "changed"; });
    connect(&workspace, &Workspace::failed, this, [&](const QString& text) { told << text; });
    workspace.openUrls({QUrl::fromLocalFile(broken), QUrl::fromLocalFile(good)});
    QTRY_COMPARE(told.size(), 2);
    QCOMPARE(told[0], QString("changed"));
    QVERIFY2(told[1].startsWith("broken.png"), qPrintable(told[1]));
  }

  void everyFailureOfOneDropIsTold() {
    QTemporaryDir folder;
    QList<QUrl> urls;
    for (const char* name : {"a.png", "b.png", "c.png", "d.png", "e.png"}) {
      QFile(folder.filePath(name)).open(QIODevice::WriteOnly);
      urls << QUrl::fromLocalFile(folder.filePath(name));
    }
    Workspace workspace(edges_document(), {.threads = 1, .make_vulkan = {}});
    QSignalSpy failed(&workspace, &Workspace::failed);
    workspace.openUrls(urls.first(2));
    QTRY_COMPARE(failed.count(), 1);
    const QStringList two = failed[0][0].toString().split('\n');
    QCOMPARE(two.size(), 2);
    QVERIFY(two[0].startsWith("a.png") && two[1].startsWith("b.png"));
    workspace.openUrls(urls);
    QTRY_COMPARE(failed.count(), 2);
    QCOMPARE(failed[1][0].toString().split('\n').size(), 4);
    QVERIFY(failed[1][0].toString().endsWith("2 more could not be opened."));
  }

  void aPinnedPlaceThatTheSizeNoLongerHasIsNotRead() {
    Workspace workspace(edges_document(), {.threads = 1, .make_vulkan = {}});
    workspace.apply(set_input_size(workspace.document(), 64, 64));
    QTRY_VERIFY(workspace.isCurrent());
    Selection selection;
    selection.value = workspace.document().network.graph.structure().outputs.front();
    selection.unit = 1;
    selection.pinned = {50, 51};
    workspace.select(selection);
    QVERIFY(workspace.focusPlace().has_value());
    workspace.apply(set_input_size(workspace.document(), 32, 32));
    workspace.select(selection);
    QTRY_VERIFY(workspace.isCurrent());
    QVERIFY(!workspace.focusPlace().has_value());
    QVERIFY(workspace.hoverText().isEmpty() && workspace.hoverField().isEmpty());
    QVERIFY(workspace.provenanceOfFocus().empty());
  }

  void aPastedPictureIsReadAsOneFromAFile() {
    Workspace workspace(edges_document(), {.threads = 1, .make_vulkan = {}});
    QImage clear(8, 8, QImage::Format_ARGB32);
    clear.fill(Qt::transparent);
    QMimeData data;
    data.setImageData(clear);
    QVERIFY(workspace.take(data));
    QTRY_COMPARE(workspace.document().input->picture->width(), 8);
    QCOMPARE(int(*workspace.document().input->picture->at(4, 4)), 255);  // on white
    QImage grey(9, 9, QImage::Format_Grayscale8);
    grey.fill(77);
    data.setImageData(grey);
    QVERIFY(workspace.take(data));
    QTRY_COMPARE(workspace.document().input->picture->width(), 9);
    QCOMPARE(workspace.document().input->picture->channels(), 1);
  }

  void theSavedNetworkRemembersItsPreprocessing() {
    QTemporaryDir folder;
    Workspace workspace(edges_document(), {.threads = 1, .make_vulkan = {}});
    Preprocessing preprocessing = workspace.document().input->preprocessing;
    preprocessing.mean[0] = 0.25;
    workspace.apply(set_preprocessing(workspace.document(), preprocessing, "mean"));
    QSignalSpy saved(&workspace, &Workspace::saved);
    const QString path = folder.filePath("edited.onnx");
    workspace.saveNetwork(QUrl::fromLocalFile(path));
    QTRY_COMPARE(saved.count(), 1);
    const auto again = make_origin(load_model(path.toStdString()), "edited");
    QVERIFY(again->preprocessing.has_value());
    QCOMPARE(again->preprocessing->mean[0], 0.25);
  }

  void editsThatFollowEachOtherSlowlyAllReachTheScreen() {
    Workspace workspace(edges_document(), {.threads = 1, .make_vulkan = {}});
    QTRY_VERIFY(workspace.isCurrent());
    workspace.apply(set_input_size(workspace.document(), 1024, 1024));
    // The pause before the original is computed falls between edits, at many places of a run.
    for (int edit = 0; edit < 12; ++edit) {
      workspace.apply(first_cell(workspace.document(), static_cast<float>(edit)));
      QTest::qWait(15 * edit);
    }
    QTRY_VERIFY_WITH_TIMEOUT(workspace.isCurrent(), 5000);
    QTRY_VERIFY_WITH_TIMEOUT(workspace.originalFrame() != nullptr, 5000);
    QVERIFY(workspace.isCurrent());
  }

  void anotherEngineComputesTheDocumentAgain() {
    Workspace workspace(edges_document(), {.threads = 1, .make_vulkan = {}});
    workspace.apply(first_cell(workspace.document(), 7));
    QTRY_VERIFY(workspace.isCurrent() && workspace.originalFrame());
    const auto before = workspace.frame();
    workspace.setEngineChoice(Workspace::Cpu);
    QTRY_VERIFY(workspace.frame() != before);
    QVERIFY(workspace.frame()->graph == before->graph);
  }
};

QTEST_MAIN(WorkspaceTest)
#include "workspace_test.moc"
