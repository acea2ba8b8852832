#include "ui/figure/clip_model.h"

#include <QDir>
#include <QFile>
#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include "core/document/edits.h"
#include "core/figure/recipe.h"
#include "core/figure/recipe_window.h"
#include "tests/core/figure/motion/decoded_clip.h"
#include "tests/ui/train/train_bench.h"

using namespace fovea;
using namespace fovea::testing;

namespace {

void make_small(ClipModel& model) {
  model.setWidth(320);
  model.setHeight(240);
  model.setRate(10);
  model.setSeconds(2);
  model.setLoops(0);
}

bool is_drawn(const ClipModel& model) {
  return QTest::qWaitFor([&] { return !model.preview().value<QImage>().isNull(); }, 10000);
}

struct Bench {
  Workspace workspace{edges_document(), {.threads = 1, .make_vulkan = {}}};
  ClipModel model;

  Bench() {
    model.setWorkspace(&workspace);
    make_small(model);
    model.setActive(true);
  }
  bool drawn() {
    return QTest::qWaitFor([&] { return workspace.isCurrent(); }, 10000) && is_drawn(model);
  }
};

/// The picture with black for white.
Edit inverted(const Document& document) {
  auto picture = std::make_shared<Picture>(*document.input->picture);
  picture->pixels = picture->pixels.clone();
  for (std::uint8_t& byte : picture->pixels.mutable_values<std::uint8_t>()) byte = 255 - byte;
  return redraw(document, std::move(picture));
}

QStringList content_of(const QTemporaryDir& folder) {
  return QDir(folder.path()).entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot);
}

}  // namespace

class ClipModelTest : public QObject {
  Q_OBJECT

 private slots:
  void init() { QSettings().remove("clip"); }

  void anyFrameIsAPreview() {
    Bench on;
    QVERIFY(on.drawn());
    QVERIFY2(on.model.problem().isEmpty(), qPrintable(on.model.problem()));
    QCOMPARE(on.model.frames(), 20);
    QCOMPARE(on.model.lengthText(), QString("320 × 240 pixels, 20 frames, 2.0 s"));
    const auto first = on.model.preview().value<QImage>();
    QCOMPARE(first.size(), QSize(320, 240));
    on.model.setFrame(19);
    QTRY_VERIFY(on.model.preview().value<QImage>() != first);
    on.model.setFrame(0);
    QTRY_VERIFY(on.model.preview().value<QImage>() == first);
    on.model.setFrame(50);
    QCOMPARE(on.model.frame(), 19);
    on.model.setSeconds(1);
    QTRY_COMPARE(on.model.frames(), 10);
    QTRY_COMPARE(on.model.frame(), 9);
  }

  void playingMovesThroughTheFramesAndBeginsAgain() {
    Bench on;
    QVERIFY(on.drawn());
    on.model.setFrame(15);
    on.model.setPlaying(true);
    bool began_again = false;
    int before = 15;
    connect(&on.model, &ClipModel::frameChanged, this, [&] {
      began_again = began_again || on.model.frame() < before;
      before = on.model.frame();
    });
    QTRY_VERIFY(began_again);
    on.model.setPlaying(false);
    const int rests = on.model.frame();
    QTest::qWait(200);
    QCOMPARE(on.model.frame(), rests);
  }

  void sizesAreEvenAndWithinTheLimits() {
    ClipModel model;
    model.setWidth(641);
    QCOMPARE(model.width(), 642);
    model.setHeight(9999);
    QCOMPARE(model.height(), 2160);
    model.setRate(0);
    QCOMPARE(model.rate(), 1);
    model.setSeconds(0.01);
    QCOMPARE(model.seconds(), 0.1);
    model.setSeconds(0);
    QCOMPARE(model.seconds(), 0.0);
  }

  void whatIsNotThereCannotBeChosenAndSaysWhy() {
    Bench on;
    const QVariantList kinds = on.model.kinds();
    QCOMPARE(kinds.size(), 3);
    QVERIFY(kinds[0].toMap()["enabled"].toBool());
    QVERIFY(!kinds[1].toMap()["enabled"].toBool());
    QVERIFY(kinds[1].toMap()["reason"].toString().contains("no training run"));
    QVERIFY(kinds[2].toMap()["reason"].toString().contains("not edited"));
  }

  void aClipIsWrittenWithItsRecipe() {
    const QTemporaryDir folder;
    Bench on;
    QVERIFY(on.drawn());
    QSignalSpy written(&on.model, &ClipModel::written);
    QSignalSpy progress(&on.model, &ClipModel::progressChanged);
    const QString path = folder.filePath("clip.mp4");
    on.model.write(QUrl::fromLocalFile(path));
    QVERIFY(on.model.isWriting());
    QTRY_COMPARE_WITH_TIMEOUT(written.count(), 1, 20000);
    QVERIFY(!on.model.isWriting());
    QVERIFY(progress.count() > 3);
    const DecodedClip clip = decode_clip(path.toStdString());
    QCOMPARE(clip.times.size(), std::size_t{20});
    QVERIFY(difference(clip.first, on.model.preview().value<QImage>()) < 6);
    QVERIFY(recipe_from_json(clip.words.at("comment")).spec.kind == FigureKind::arithmetic);
    QCOMPARE(content_of(folder), QStringList{"clip.mp4"});
  }

  void theRecipeNamesThePicturesFile() {
    const QTemporaryDir folder;
    const QString picture = folder.filePath("squares.png"), path = folder.filePath("clip.mp4");
    QImage image(64, 48, QImage::Format_Grayscale8);
    for (int y = 0; y < 48; ++y)
      for (int x = 0; x < 64; ++x) image.scanLine(y)[x] = (x / 8 + y / 8) % 2 == 0 ? 0 : 255;
    QVERIFY(image.save(picture));
    Bench on;
    on.workspace.openUrl(QUrl::fromLocalFile(picture));
    QTRY_COMPARE(on.workspace.document().input->picture->name, std::string("squares.png"));
    QVERIFY(on.drawn());
    QSignalSpy written(&on.model, &ClipModel::written);
    on.model.write(QUrl::fromLocalFile(path));
    QTRY_COMPARE_WITH_TIMEOUT(written.count(), 1, 20000);
    const FigureRecipe recipe =
        recipe_from_json(decode_clip(path.toStdString()).words.at("comment"));
    QCOMPARE(recipe.inputs.size(), std::size_t{1});
    QCOMPARE(recipe.inputs[0].path, picture.toStdString());
    QCOMPARE(recipe.inputs[0].sha256, sha256_of_file(picture.toStdString()));
    QVERIFY(!recipe.window.empty());
  }

  void aClipThatIsWrittenRightAfterAnEditShowsIt() {
    const QTemporaryDir folder;
    const QString path = folder.filePath("clip.mp4");
    Bench on;
    QVERIFY(on.drawn());
    const auto before = on.model.preview().value<QImage>();
    on.workspace.apply(inverted(on.workspace.document()));
    QVERIFY(!on.workspace.isNewest());
    QSignalSpy written(&on.model, &ClipModel::written);
    on.model.write(QUrl::fromLocalFile(path));
    QTRY_COMPARE_WITH_TIMEOUT(written.count(), 1, 20000);
    QTRY_VERIFY(on.model.preview().value<QImage>() != before);
    const auto after = on.model.preview().value<QImage>();
    const QImage first = decode_clip(path.toStdString()).first;
    QVERIFY2(difference(first, after) < 6, qPrintable(QString::number(difference(first, after))));
    QVERIFY(difference(first, before) > 9);
  }

  void aClipThatWaitsForValuesIsCancelled() {
    const QTemporaryDir folder;
    Bench on;
    QVERIFY(on.drawn());
    on.workspace.holdOriginal(true);  // nothing else is computed
    on.workspace.apply(inverted(on.workspace.document()));
    const NodeId node = 0;
    on.workspace.apply(set_muted(on.workspace.document(), {node, 0}, true));
    QSignalSpy cancelled(&on.model, &ClipModel::cancelled);
    on.model.write(QUrl::fromLocalFile(folder.filePath("clip.mp4")));
    QVERIFY(on.model.isWriting());
    on.model.cancel();
    QCOMPARE(cancelled.count(), 1);
    QVERIFY(!on.model.isWriting());
    on.workspace.holdOriginal(false);
    QTRY_VERIFY(on.workspace.isCurrent());
    QTest::qWait(100);
    QVERIFY(content_of(folder).isEmpty());
  }

  void aRunThatIsNotThereIsNoClip() {
    const QTemporaryDir folder;
    Bench on;
    QVERIFY(on.drawn());
    on.model.setKind(static_cast<int>(ClipKind::training));
    on.model.write(QUrl::fromLocalFile(folder.filePath("clip.mp4")));
    QCOMPARE(on.model.problem(), QString("There is no training run yet."));
    QVERIFY(!on.model.isWriting());
    QVERIFY(content_of(folder).isEmpty());
  }

  void inTheKernelLensTheSlidingWindowIsOfItsFilter() {
    const QTemporaryDir folder;
    Bench on;
    QVERIFY(on.model.subjects().isEmpty());
    View view = on.workspace.document().view;
    view.lens = Lens::kernel;
    view.kernel_in_network = false;
    on.workspace.setView(view);
    on.model.takeSelection();
    QCOMPARE(on.model.subjects().size(), 2);
    QCOMPARE(on.model.subject(), 0);
    QCOMPARE(on.model.layers().size(), 2);
    QVERIFY(!on.model.kinds()[1].toMap()["enabled"].toBool());
    QCOMPARE(on.model.kinds()[2].toMap()["reason"].toString(), QString("It is of a network"));
    QVERIFY(on.drawn());
    QTRY_COMPARE(on.model.frames(), 20);
    QVERIFY2(on.model.problem().isEmpty(), qPrintable(on.model.problem()));
    QVERIFY(on.model.suggestedName().contains("Sobel x"));
    const QString path = folder.filePath("clip.mp4");
    QSignalSpy written(&on.model, &ClipModel::written);
    on.model.write(QUrl::fromLocalFile(path));
    QTRY_COMPARE_WITH_TIMEOUT(written.count(), 1, 20000);
    const FigureRecipe recipe = read_recipe(path.toStdString());
    QVERIFY(recipe.clip && recipe.spec.subject == FigureSubject::filter);
    QVERIFY(window_filter(recipe.window) == on.workspace.document().filter);
    on.model.setSubject(1);
    QVERIFY(on.model.spec().figure.subject == FigureSubject::network);
    QVERIFY(on.model.spec().figure.layer != "Sobel x");
    QTRY_VERIFY(on.model.problem().isEmpty() && on.model.frames() == 20);
  }

  void cancellingLeavesTheOldFile() {
    const QTemporaryDir folder;
    const QString path = folder.filePath("clip.gif");
    QFile old(path);
    QVERIFY(old.open(QIODevice::WriteOnly));
    old.write("old");
    old.close();
    Bench on;
    on.model.setSeconds(200);
    QVERIFY(on.drawn());
    QSignalSpy written(&on.model, &ClipModel::written), cancelled(&on.model, &ClipModel::cancelled);
    on.model.write(QUrl::fromLocalFile(path));
    QTRY_VERIFY_WITH_TIMEOUT(on.model.progress() > 0, 20000);
    on.model.cancel();
    QTRY_COMPARE(cancelled.count(), 1);
    QCOMPARE(written.count(), 0);
    QVERIFY(!on.model.isWriting() && on.model.problem().isEmpty());
    QVERIFY(old.open(QIODevice::ReadOnly));
    QCOMPARE(old.readAll(), QByteArray("old"));
    QCOMPARE(content_of(folder), QStringList{"clip.gif"});
  }

  void theWindowGoesOnWhileAClipIsWrittenAndMayBeClosed() {
    const QTemporaryDir folder;
    qint64 longest = 0;
    {
      Bench on;
      on.model.setSeconds(200);
      QVERIFY(on.drawn());
      on.model.write(QUrl::fromLocalFile(folder.filePath("clip.webm")));
      QElapsedTimer tick;
      QTimer timer;
      connect(&timer, &QTimer::timeout, this, [&] { longest = std::max(longest, tick.restart()); });
      tick.start();
      timer.start(5);
      QTest::qWait(600);
    }
    QVERIFY2(longest < 250, qPrintable(QString::number(longest)));
    QTRY_VERIFY_WITH_TIMEOUT(content_of(folder).isEmpty(), 10000);
  }

  void aNameOfNoFormatAndAFolderThatIsGoneAreSaid() {
    const QTemporaryDir folder;
    Bench on;
    QVERIFY(on.drawn());
    on.model.write(QUrl::fromLocalFile(folder.filePath("clip.avi")));
    QVERIFY(on.model.problem().contains(".gif, .mp4 or .webm"));
    on.model.write(QUrl::fromLocalFile(folder.filePath("gone/clip.mp4")));
    QTRY_VERIFY(!on.model.isWriting());
    QVERIFY2(on.model.problem().contains("folder does not exist"), qPrintable(on.model.problem()));
    on.model.setRate(60);
    on.model.write(QUrl::fromLocalFile(folder.filePath("clip.gif")));
    QTRY_VERIFY(!on.model.isWriting());
    QTRY_VERIFY2(on.model.problem().contains("50 frames"), qPrintable(on.model.problem()));
    QVERIFY(content_of(folder).isEmpty());
  }

  void aRunIsAClipOfItsMoments() {
    const QTemporaryDir folder;
    TrainBench train;
    ClipModel model;
    model.setWorkspace(&train.workspace);
    model.setTrain(&train.model);
    make_small(model);
    train.model.settings()->setEpochs(1);
    train.model.play();
    QVERIFY(train.ends());
    model.setActive(true);
    model.setKind(static_cast<int>(ClipKind::training));
    QVERIFY(model.layers().size() > 1);
    QVERIFY(is_drawn(model));
    QVERIFY2(model.problem().isEmpty(), qPrintable(model.problem()));
    QTRY_COMPARE(model.frames(), 20);
    const auto first = model.preview().value<QImage>();
    model.setFrame(19);
    QTRY_VERIFY(model.preview().value<QImage>() != first);
    QSignalSpy written(&model, &ClipModel::written);
    model.write(QUrl::fromLocalFile(folder.filePath("run.gif")));
    QTRY_COMPARE_WITH_TIMEOUT(written.count(), 1, 20000);
    QCOMPARE(decode_clip(folder.filePath("run.gif").toStdString()).times.size(), std::size_t{20});
  }

  void anEditIsAClipOfBeforeAndAfter() {
    Bench on;
    QVERIFY(on.drawn());
    const Graph& graph = on.workspace.document().network.graph;
    NodeId node = 0;
    while (unit_count(graph, node) == 0) ++node;
    on.workspace.apply(set_muted(on.workspace.document(), {node, 0}, true));
    QVERIFY(on.model.kinds()[2].toMap()["enabled"].toBool());
    on.model.setKind(static_cast<int>(ClipKind::edit));
    QTRY_VERIFY2(on.model.problem().isEmpty() && on.model.lengthText().contains("20 frames"),
                 qPrintable(on.model.problem()));
    const auto first = on.model.preview().value<QImage>();
    on.model.setFrame(19);
    QTRY_VERIFY(on.model.preview().value<QImage>() != first);
  }

  void theSettingsAreRemembered() {
    {
      Bench on;
      on.model.setLoops(3);
      on.model.setLight(false);
    }
    const ClipModel again;
    QCOMPARE(again.width(), 320);
    QCOMPARE(again.loops(), 3);
    QVERIFY(!again.isLight());
  }
};

QTEST_MAIN(ClipModelTest)
#include "clip_model_test.moc"
