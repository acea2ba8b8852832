#include "ui/figure/figure_model.h"

#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include "core/base/files.h"
#include "core/document/edits.h"
#include "core/document/kernel_place.h"
#include "core/document/unit_view.h"
#include "core/figure/recipe.h"
#include "core/figure/recipe_window.h"
#include "tests/ui/train/train_bench.h"
#include "ui/clipboard/copied_map.h"
#include "ui/figure/unit_list.h"

using namespace fovea;
using namespace fovea::testing;

namespace {

struct Bench {
  Workspace workspace{edges_document(), {.threads = 1, .make_vulkan = {}}};
  FigureModel model;

  Bench() {
    model.setWorkspace(&workspace);
    model.setWidthMm(180);
    model.setKind(0);
    model.setActive(true);
  }
  bool drawn() {
    return QTest::qWaitFor([&] { return workspace.isCurrent(); }, 10000) &&
           QTest::qWaitFor([&] { return !model.preview().value<QImage>().isNull(); }, 10000);
  }
};

ValueId first_value(const Workspace& workspace) {
  return workspace.shaped()->graph.node(0).outputs[0];
}

/// Another, much weaker kernel of the first unit.
Edit weakened(const Document& document) {
  const KernelSlice slice{{0, 0}, 0};
  const Tensor kernel = kernel_of(document.network.graph, slice);
  std::vector<float> cells(kernel.floats().begin(), kernel.floats().end());
  for (float& cell : cells) cell *= 0.1F;
  return set_kernel(document, slice, cells, "weaker");
}

QByteArray bytes_of(const QString& path) {
  QFile file(path);
  return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// The table that the newest values make.
QByteArray table_of_newest(const FigureModel& model, const Workspace& workspace) {
  const FigureSource source{.network = workspace.document().network,
                            .shaped = workspace.shaped(),
                            .frame = workspace.frame(),
                            .original = workspace.originalFrame()};
  return QByteArray::fromStdString(figure_data(model.spec(), source).csv);
}

/// The only picture in an SVG.
QImage picture_in(const QByteArray& svg) {
  const QByteArray begin = "data:image/png;base64,";
  const auto at = svg.indexOf(begin) + begin.size();
  return QImage::fromData(QByteArray::fromBase64(svg.mid(at, svg.indexOf('"', at) - at)));
}

void show_kernel_lens(Workspace& workspace, bool in_network) {
  View view = workspace.document().view;
  view.lens = Lens::kernel;
  view.kernel_in_network = in_network;
  workspace.setView(view);
}

QStringList texts(const QVariantList& choices) {
  QStringList all;
  for (const QVariant& it : choices) all << it.toMap()["text"].toString();
  return all;
}

}  // namespace

class FigureModelTest : public QObject {
  Q_OBJECT

 private slots:
  void listsOfUnitsAreReadAndWritten() {
    QCOMPARE(unit_list_text({0, 3, 4, 5, 7}), QString("0, 3-5, 7"));
    QVERIFY(units_from_text(" 0, 3-5;7 ") == (std::vector<std::int64_t>{0, 3, 4, 5, 7}));
    QVERIFY(units_from_text("") == std::vector<std::int64_t>{});
    for (const char* wrong : {"a", "3-1", "-2", "1-99999999", "1.5"})
      QVERIFY2(!units_from_text(wrong), wrong);
  }

  void thePreviewFollowsTheSettings() {
    Bench on;
    QVERIFY(on.drawn());
    QVERIFY(on.model.problem().isEmpty());
    QVERIFY2(on.model.sizeText().startsWith("180 × "), qPrintable(on.model.sizeText()));
    const auto before = on.model.preview().value<QImage>();
    on.model.setWidthMm(85);
    QTRY_VERIFY(on.model.sizeText().startsWith("85 × "));
    QVERIFY(on.model.preview().value<QImage>().width() < before.width());
    on.model.setUnits("400");
    QTRY_VERIFY(!on.model.problem().isEmpty());
    on.model.setUnits("x");
    QVERIFY(on.model.problem().contains("no list of units"));
    on.model.setUnits("");
    QTRY_VERIFY(on.model.problem().isEmpty());
  }

  void whatIsNotThereCannotBeChosenAndSaysWhy() {
    Bench on;
    const QVariantList kinds = on.model.kinds();
    QCOMPARE(kinds.size(), 9);
    QVERIFY(!kinds[static_cast<int>(FigureKind::timeline)].toMap()["enabled"].toBool());
    QVERIFY(kinds[static_cast<int>(FigureKind::timeline)].toMap()["reason"].toString().contains(
        "no training run"));
    QVERIFY(!kinds[static_cast<int>(FigureKind::comparison)].toMap()["enabled"].toBool());
    QVERIFY(kinds[static_cast<int>(FigureKind::maps)].toMap()["enabled"].toBool());
    QVERIFY(texts(on.model.layers()).front() == "All layers");
    on.model.setKind(static_cast<int>(FigureKind::kernels));
    QVERIFY(!texts(on.model.layers()).contains("All layers"));
  }

  void whatWasTrainedIsSaidAndWhatWasEditedSince() {
    const QTemporaryDir folder;
    TrainBench train;
    FigureModel model;
    model.setWorkspace(&train.workspace);
    model.setTrain(&train.model);
    train.model.settings()->setEpochs(1);
    train.model.play();
    QVERIFY(train.ends());
    model.setActive(true);
    model.setKind(static_cast<int>(FigureKind::kernels));
    const auto text_of_file = [&](const QString& name) {
      const QString path = folder.filePath(name);
      QSignalSpy written(&model, &FigureModel::written);
      model.write(QUrl::fromLocalFile(path));
      if (!QTest::qWaitFor([&] { return written.count() == 1; }, 10000)) return QString();
      QFile file(path);
      return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
    };
    const QString trained = text_of_file("trained.svg");
    QVERIFY2(trained.contains("Trained, step "), qPrintable(model.problem()));
    QVERIFY(!trained.contains("Edited weights"));
    const Document& document = train.workspace.document();
    NodeId dense = 0;
    while (unit_count(document.network.graph, dense) == 0) ++dense;
    train.workspace.apply(set_kernel_cell(document, {{dense, 1}, 0}, 0, 3.5F));
    const QString edited = text_of_file("edited.svg");
    QVERIFY2(edited.contains("Edited weights: ") && edited.contains("unit 1 changed"),
             qPrintable(edited.right(1500)));
  }

  void curvesOfARunAreAFigure() {
    TrainBench train;
    FigureModel model;
    model.setWorkspace(&train.workspace);
    model.setTrain(&train.model);
    train.model.settings()->setEpochs(1);
    train.model.play();
    QVERIFY(train.ends());
    model.setActive(true);
    model.setKind(static_cast<int>(FigureKind::timeline));
    QTRY_VERIFY(!model.preview().value<QImage>().isNull() && model.problem().isEmpty());
    // It is of what the run learns from, not of the picture that is open.
    const QTemporaryDir folder;
    const QString file = folder.filePath("curves.svg");
    model.setCaption(true);
    model.write(QUrl::fromLocalFile(file));
    QTRY_VERIFY(QFile::exists(file));
    const Bytes bytes = read_file(file.toStdString());
    const std::string_view text = text_of(bytes);
    QVERIFY(text.find(">sides<") != std::string::npos);
    const std::string& picture = train.workspace.document().input->picture->name;
    QVERIFY(text.find(">" + picture + "<") == std::string::npos);
    QVERIFY(text.find("input " + picture) == std::string::npos);
  }

  void inTheKernelLensFiguresAreOfItsFilter() {
    Bench on;
    QVERIFY(on.model.subjects().isEmpty());
    show_kernel_lens(on.workspace, false);
    QCOMPARE(texts(on.model.subjects()), (QStringList{"The filter on the picture", "The network"}));
    on.model.setKind(static_cast<int>(FigureKind::arithmetic));
    KernelLook look;
    look.windows[0] = {.row = 5, .column = 7, .rows = 48, .columns = 64};
    on.workspace.setKernelLook(look);
    on.model.takeSelection();
    QCOMPARE(on.model.subject(), 0);
    QCOMPARE(texts(on.model.layers()), QStringList{"Sobel x"});
    QCOMPARE(on.model.units(), QString("0"));
    QVERIFY(on.model.spec().position == (std::pair<std::int64_t, std::int64_t>{5, 7}));
    QVERIFY(on.drawn());
    QVERIFY2(on.model.problem().isEmpty(), qPrintable(on.model.problem()));
    const QVariantMap curves = on.model.kinds()[static_cast<int>(FigureKind::confusion)].toMap();
    QVERIFY(!curves["enabled"].toBool());
    QCOMPARE(curves["reason"].toString(), QString("It is of a network"));
    on.model.setKind(static_cast<int>(FigureKind::maps));
    QCOMPARE(texts(on.model.layers()), (QStringList{"All layers", "picture", "Sobel x"}));
    on.model.setSubject(1);
    QVERIFY(!texts(on.model.layers()).contains("Sobel x"));
    QVERIFY(on.model.spec().subject == FigureSubject::network);
    // Another lens has figures of the network alone.
    on.model.setSubject(0);
    View view = on.workspace.document().view;
    view.lens = Lens::network;
    on.workspace.setView(view);
    on.model.takeSelection();
    QVERIFY(on.model.spec().subject == FigureSubject::network);
    QVERIFY(on.model.subjects().isEmpty());
  }

  void aFigureOfTheFilterBringsTheLensBack() {
    const QTemporaryDir folder;
    Bench on;
    show_kernel_lens(on.workspace, false);
    on.model.takeSelection();
    QVERIFY(on.drawn());
    QVERIFY(on.model.suggestedName().endsWith("-Sobel x-maps.png"));
    const QString path = folder.filePath("figure.png");
    QSignalSpy written(&on.model, &FigureModel::written);
    on.model.write(QUrl::fromLocalFile(path));
    QTRY_COMPARE(written.count(), 1);
    const FigureRecipe recipe = read_recipe(path.toStdString());
    QVERIFY(recipe.spec.subject == FigureSubject::filter);
    QVERIFY(window_filter(recipe.window) == on.workspace.document().filter);
  }

  void inTheKernelLensOnTheNetworkFiguresBeginOnItsConvolution() {
    Bench on;
    show_kernel_lens(on.workspace, true);
    on.model.setKind(static_cast<int>(FigureKind::arithmetic));
    const Graph& graph = on.workspace.document().network.graph;
    const NodeId conv = convolutions_of(graph).front();
    on.workspace.select(
        {.value = graph.node(conv).outputs.front(), .unit = 2, .pinned = std::nullopt});
    on.model.takeSelection();
    QVERIFY(on.model.subjects().isEmpty());
    QCOMPARE(on.model.spec().layer, value_label(graph, graph.node(conv).outputs.front()));
    QCOMPARE(on.model.units(), QString("2"));
    // Where nothing is selected the lens shows the first convolution.
    on.workspace.select({});
    on.model.takeSelection();
    QCOMPARE(on.model.spec().layer, value_label(graph, graph.node(conv).outputs.front()));
  }

  void filesAreWrittenWithTheirRecipe_data() {
    QTest::addColumn<QString>("ending");
    for (const char* ending : {"png", "svg", "pdf"}) QTest::newRow(ending) << ending;
  }
  void filesAreWrittenWithTheirRecipe() {
    QFETCH(QString, ending);
    const QTemporaryDir folder;
    Bench on;
    QVERIFY(on.drawn());
    on.model.setCaption(true);
    const QString path = folder.filePath("figure." + ending);
    QSignalSpy written(&on.model, &FigureModel::written);
    on.model.write(QUrl::fromLocalFile(path));
    QVERIFY(on.model.isWriting());
    QTRY_COMPARE(written.count(), 1);
    const FigureRecipe recipe = read_recipe(path.toStdString());
    QVERIFY(recipe.spec.kind == FigureKind::maps);
    QVERIFY(recipe.spec.caption);
  }

  void aMapOfAnEditedNetworkHasTheColoursOfTheWindow() {
    const QTemporaryDir folder;
    Bench on;
    QVERIFY(on.drawn());
    View view = on.workspace.document().view;
    view.scope = ScaleScope::unit;
    on.workspace.setView(view);
    on.workspace.apply(weakened(on.workspace.document()));
    QTRY_VERIFY(on.workspace.isCurrent() && on.workspace.originalFrame());
    const ValueId value = first_value(on.workspace);
    on.workspace.select({.value = value, .unit = 0, .pinned = std::nullopt});
    on.model.takeSelection();
    on.model.setUnits("0");
    on.model.setScope(0);
    on.model.setLight(false);
    on.model.setLegend(false);
    const QString path = folder.filePath("map.svg");
    QSignalSpy written(&on.model, &FigureModel::written);
    on.model.write(QUrl::fromLocalFile(path));
    QTRY_COMPARE(written.count(), 1);
    on.model.setLegend(true);
    const QImage found = picture_in(bytes_of(path));
    // What is copied out of the window has its colours.
    const QImage wanted = copied_map(on.workspace, {value, 0, 0, 0}, true).picture();
    QVERIFY(found.width() > 10 && wanted.width() % found.width() == 0);
    const int cell = wanted.width() / found.width();
    for (int y = 0; y < found.height(); ++y)
      for (int x = 0; x < found.width(); ++x)
        QCOMPARE(QColor(found.pixel(x, y)), QColor(wanted.pixel(x * cell, y * cell)));
  }

  void whatIsWrittenRightAfterAnEditShowsIt() {
    const QTemporaryDir folder;
    Bench on;
    QVERIFY(on.drawn());
    const QByteArray before = table_of_newest(on.model, on.workspace);
    on.workspace.apply(weakened(on.workspace.document()));
    QVERIFY(!on.workspace.isNewest());
    QSignalSpy written(&on.model, &FigureModel::written);
    const QString path = folder.filePath("maps.csv");
    on.model.write(QUrl::fromLocalFile(path));
    QVERIFY(on.model.isWriting());
    QTRY_COMPARE(written.count(), 1);
    QVERIFY(on.workspace.isNewest());
    QCOMPARE(bytes_of(path), table_of_newest(on.model, on.workspace));
    QVERIFY(bytes_of(path) != before);
  }

  void aComparisonWaitsForTheNetworkAsItWas() {
    const QTemporaryDir folder;
    Bench on;
    // Before anything is computed: so the original is not known.
    on.workspace.apply(weakened(on.workspace.document()));
    QStringList problems;
    connect(&on.model, &FigureModel::previewChanged, this, [&] { problems << on.model.problem(); });
    on.model.setKind(static_cast<int>(FigureKind::comparison));
    const QString path = folder.filePath("both.csv");
    QSignalSpy written(&on.model, &FigureModel::written);
    on.model.write(QUrl::fromLocalFile(path));
    QTRY_COMPARE_WITH_TIMEOUT(written.count(), 1, 10000);
    QCOMPARE(bytes_of(path), table_of_newest(on.model, on.workspace));
    QTRY_VERIFY(!on.model.preview().value<QImage>().isNull());
    QVERIFY2(problems.contains("The network as it was is not computed yet."),
             qPrintable(problems.join('|')));
    QVERIFY2(problems.filter("as they were").isEmpty(), qPrintable(problems.join('|')));
  }

  void valuesThatAreNotComputedAnewAreNeitherDrawnNorWritten() {
    const QTemporaryDir folder;
    Bench on;
    on.model.setPatience(50);
    QVERIFY(on.drawn());
    QTest::qWait(200);
    const QImage before = on.model.preview().value<QImage>();
    on.workspace.holdOriginal(true);  // nothing else is computed
    on.workspace.apply(weakened(on.workspace.document()));
    const QString path = folder.filePath("maps.png");
    on.model.write(QUrl::fromLocalFile(path));
    QVERIFY(on.model.isWriting());
    QTRY_VERIFY(!on.model.isWriting());
    QCOMPARE(on.model.problem(), QString("What is shown is not computed anew yet."));
    QVERIFY(!QFile::exists(path));
    QTest::qWait(200);
    QCOMPARE(on.model.preview().value<QImage>(), before);
    on.workspace.holdOriginal(false);
    QTRY_VERIFY(on.model.preview().value<QImage>() != before);
    // The kernels are known without it.
    on.workspace.holdOriginal(true);
    on.workspace.apply(weakened(on.workspace.document()));
    on.model.setKind(static_cast<int>(FigureKind::kernels));
    QSignalSpy written(&on.model, &FigureModel::written);
    on.model.write(QUrl::fromLocalFile(path));
    QTRY_COMPARE(written.count(), 1);
  }

  void whateverAFigureThrowsIsSaid() {
    QCOMPARE(drawn_figure([]() -> Scene { throw Error{"there is no ink"}; }).problem,
             QString("There is no ink."));
    QVERIFY(drawn_figure([]() -> Scene { throw std::bad_alloc(); }).problem.contains("memory"));
    const DrawnFigure drawn = drawn_figure([]() -> Scene { throw std::length_error("too long"); });
    QCOMPARE(drawn.problem, QString("too long"));
    QVERIFY(drawn.image.isNull());
  }

  void aNameOfNoFormatAndAFolderThatIsGoneAreSaid() {
    const QTemporaryDir folder;
    Bench on;
    QVERIFY(on.drawn());
    on.model.write(QUrl::fromLocalFile(folder.filePath("figure.doc")));
    QVERIFY(on.model.problem().contains(".png, .svg, .pdf"));
    on.model.write(QUrl::fromLocalFile(folder.filePath("gone/figure.png")));
    QTRY_VERIFY(!on.model.isWriting());
    QVERIFY(!on.model.problem().isEmpty());
    QVERIFY(!QFile::exists(folder.filePath("gone")));
  }

  void theSettingsAreRemembered() {
    {
      Bench on;
      on.model.setFontPt(11);
      on.model.setLight(false);
    }
    const FigureModel again;
    QCOMPARE(again.fontPt(), 11.0);
    QVERIFY(!again.isLight());
  }
};

QTEST_MAIN(FigureModelTest)
#include "figure_model_test.moc"
