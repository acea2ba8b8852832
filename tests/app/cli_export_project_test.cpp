#include <QFile>
#include <QTemporaryDir>
#include <QtTest>
#include <nlohmann/json.hpp>

#include "core/base/files.h"
#include "core/document/edits.h"
#include "core/document/project/project.h"
#include "core/document/unit_view.h"
#include "core/engine/cpu_backend.h"
#include "core/engine/session.h"
#include "core/figure/figure.h"
#include "core/figure/filter_source.h"
#include "core/figure/recipe.h"
#include "core/media/data_source.h"
#include "core/onnx/bundled.h"
#include "core/train/report.h"
#include "core/train/run_store.h"
#include "core/train/trainer.h"
#include "tests/app/program.h"
#include "tests/core/train/tiny_run.h"

using namespace fovea;
using namespace fovea::testing;

/// Figures of a project, without its window.
class CliExportProjectTest : public QObject {
  Q_OBJECT

 private:
  const QTemporaryDir folder_;
  Document document_;
  QString layer_;

  QString path(const char* name) const { return folder_.filePath(name); }
  QString project() const { return path("work.fovea"); }
  static QByteArray bytes_of(const QString& path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
  }
  static Outcome exported(const QStringList& words) {
    return fovea_with(QStringList{"export"} + words + QStringList{"--engine", "cpu"});
  }
  /// What the window would export of this document.
  FigureSource source_of(const Document& document) const {
    Session session(make_cpu_backend(1));
    FigureSource source{.network = document.network,
                        .preprocessing = document.input->preprocessing,
                        .input = document.input->picture->name};
    source.frame = session.run(make_request(document, 1), CancelToken{});
    source.shaped = source.frame->shaped;
    return source;
  }
  void save_with_a_run() const {
    const std::filesystem::path runs = path("runs").toStdString();
    const Graph graph = tiny_graph();
    RunRecord record;
    record.data = "digits";
    RunStore store =
        RunStore::create(runs / "first", record, model_of(graph), checkpoint_at(graph, 0));
    for (std::int64_t step = 1; step <= 4; ++step)
      store.log(
          StepMetrics{.step = step, .epoch = 0.25 * static_cast<double>(step), .weights = {}});
    store.save(checkpoint_at(graph, 4));
    Project project;
    project.document = document_;
    project.run = "first";
    project.runs = {"first"};
    save_project(project, path("trained.fovea").toStdString(), runs);
  }

  static void write(const QString& path, const QByteArray& bytes) {
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(bytes);
  }
  /// A project of a tiny network and the run of this record, which has the project's name.
  void save_tiny(const RunRecord& record, const char* name) const {
    const std::filesystem::path runs = path("runs").toStdString();
    const Graph graph = tiny_graph();
    RunStore store =
        RunStore::create(runs / name, record, model_of(graph), checkpoint_at(graph, 0));
    for (std::int64_t step = 1; step <= 4; ++step)
      store.log(
          StepMetrics{.step = step, .epoch = 0.25 * static_cast<double>(step), .weights = {}});
    store.save(checkpoint_at(graph, 4));
    Project project;
    project.document =
        make_document(make_origin(model_of(graph), "tiny"), document_.input->picture);
    project.run = name;
    project.runs = {name};
    save_project(project, path(name).toStdString(), runs);
  }

 private slots:
  void initTestCase() {
    QVERIFY2(!qEnvironmentVariableIsEmpty("FOVEA_PROGRAM"), "FOVEA_PROGRAM names the binary");
    Document document = make_document(
        make_origin(bundled_network("lenet5-digits"), "lenet5-digits"),
        std::make_shared<const Picture>(read_picture(picture("chelsea.png").toStdString())));
    const Graph& graph = document.network.graph;
    NodeId conv = k_no_node;
    for (NodeId id = 0; id < static_cast<NodeId>(graph.nodes().size()); ++id)
      if (conv == k_no_node && unit_count(graph, id) > 0) conv = id;
    document = set_kernel_cell(document, {{conv, 2}, 0}, 4, 1.5F).document;
    document = set_muted(document, {conv, 0}, true).document;
    Input input = *document.input;
    input.crop = {.x = 40, .y = 30, .width = 120, .height = 120};
    document.input = std::make_shared<const Input>(std::move(input));
    document.selection = {.value = graph.node(conv).outputs.front(), .unit = 2, .pinned = {{5, 7}}};
    document.view.scope = ScaleScope::unit;
    document.view.peak = true;
    layer_ = QString::fromStdString(value_label(graph, document.selection.value));
    document_ = document;
    Project saved;
    saved.document = document_;
    save_project(saved, project().toStdString());
  }

  void itsFiguresAreThoseOfItsWindow() {
    QVERIFY(exported({project(), "-o", path("all.csv")}).code == 0);
    FigureSpec spec;
    spec.scope = ScaleScope::unit;
    spec.reduction = Reduction::peak;
    const FigureSource source = source_of(document_);
    QCOMPARE(bytes_of(path("all.csv")), QByteArray::fromStdString(figure_data(spec, source).csv));
    const Outcome picture = exported({project(), "-o", path("all.png")});
    QVERIFY2(picture.code == 0 && picture.err.isEmpty(), qPrintable(picture.err));
    const QImage drawn(path("all.png"));
    QVERIFY(!drawn.isNull());
    QVERIFY(drawn.convertToFormat(QImage::Format_RGB32) ==
            paint_scene(make_scene(spec, source), 1).convertToFormat(QImage::Format_RGB32));
  }

  void itsEditsAreCaptionedAndCompared() {
    QCOMPARE(
        exported({project(), "--what", "comparison", "--layer", layer_, "-o", path("c.svg")}).code,
        0);
    QVERIFY(bytes_of(path("c.svg")).contains("Edited weights"));
    const FigureRecipe recipe = read_recipe(path("c.svg").toStdString());
    QCOMPARE(recipe.edits.size(), std::size_t{1});
    QCOMPARE(recipe.muted.size(), std::size_t{1});
    QCOMPARE(recipe.crop->width, document_.input->crop.width);
    QCOMPARE(recipe.inputs.front().name, std::string("chelsea.png"));
  }

  void whatIsSelectedInItIsShown() {
    QCOMPARE(exported({project(), "--what", "arithmetic", "-o", path("value.pdf")}).code, 0);
    const FigureSpec spec = read_recipe(path("value.pdf").toStdString()).spec;
    QCOMPARE(spec.layer, layer_.toStdString());
    QVERIFY(spec.units == std::vector<std::int64_t>{2});
    QVERIFY(spec.position == std::make_pair(std::int64_t{5}, std::int64_t{7}));
    QCOMPARE(exported({project(), "--what", "arithmetic", "--units", "1", "--at", "0,0", "-o",
                       path("value.pdf")})
                 .code,
             0);
    const FigureSpec said = read_recipe(path("value.pdf").toStdString()).spec;
    QVERIFY(said.units == std::vector<std::int64_t>{1} && said.position->first == 0);
  }

  void itsNetworkIsShownOtherInputsPreparedAsInIt() {
    QCOMPARE(exported({project(), "-i", picture("camera.png"), "--what", "maps", "--layer", layer_,
                       "--scale", "layer", "-o", path("other.csv")})
                 .code,
             0);
    const auto camera =
        std::make_shared<const Picture>(read_picture(picture("camera.png").toStdString()));
    Document other = make_document(document_.network.origin, camera);
    other.network = document_.network;
    FigureSpec spec;
    spec.layer = layer_.toStdString();
    QCOMPARE(bytes_of(path("other.csv")),
             QByteArray::fromStdString(figure_data(spec, source_of(other)).csv));
    const Outcome refused = exported({project(), "--scale", "1", "-o", path("none.png")});
    QVERIFY2(refused.code == 1 && refused.is_one_line_error() &&
                 refused.err.contains("other preparation needs -i INPUT"),
             qPrintable(refused.err));
  }

  void aFigureOfItIsRepeated() {
    QCOMPARE(exported({project(), "--layer", layer_, "-o", path("one.png")}).code, 0);
    const Outcome again = exported({"--like", path("one.png"), "-o", path("two.png")});
    QVERIFY2(again.code == 0 && again.err.isEmpty(), qPrintable(again.err));
    QCOMPARE(bytes_of(path("two.png")), bytes_of(path("one.png")));
  }

  void aFigureOfItNeedsItNoMore() {
    QCOMPARE(exported({project(), "--layer", layer_, "-o", path("kept.png")}).code, 0);
    const QByteArray before = bytes_of(path("kept.png"));
    QVERIFY(QFile::rename(project(), path("elsewhere.fovea")));
    const Outcome again = exported({"--like", path("kept.png"), "-o", path("again.png")});
    QVERIFY(QFile::rename(path("elsewhere.fovea"), project()));
    QVERIFY2(again.code == 0 && again.err.isEmpty(), qPrintable(again.err));
    QCOMPARE(bytes_of(path("again.png")), before);
    // Whoever prepares its own picture otherwise is told, and about which file.
    const Outcome refused =
        exported({"--like", path("kept.png"), "--scale", "1", "-o", path("none.png")});
    QVERIFY2(refused.code == 1 && refused.is_one_line_error() &&
                 refused.err.contains("kept.png: its own picture"),
             qPrintable(refused.err));
    // Of another picture, prepared alike, with the edits.
    const Outcome other = exported(
        {"--like", path("kept.png"), "-i", picture("camera.png"), "-o", path("other.svg")});
    QVERIFY2(other.code == 0, qPrintable(other.err));
    QVERIFY(bytes_of(path("other.svg")).contains("Edited weights"));
    QCOMPARE(read_recipe(path("other.svg").toStdString()).inputs.front().name,
             std::string("camera.png"));
  }

  void theSettingsOfItsFiguresAreKept() {
    Project saved;
    saved.document = document_;
    FigureSpec spec;
    spec.kind = FigureKind::activations;
    spec.theme = Theme::dark;
    spec.width_mm = 85;
    saved.look.figure = json_of(spec).dump();
    save_project(saved, path("set.fovea").toStdString());
    QCOMPARE(exported({path("set.fovea"), "-o", path("set.svg")}).code, 0);
    const FigureSpec made = read_recipe(path("set.svg").toStdString()).spec;
    QVERIFY(made.kind == FigureKind::activations && made.theme == Theme::dark);
    QCOMPARE(made.width_mm, 85.0);
    QCOMPARE(exported({path("set.fovea"), "--what", "network", "--theme", "light", "-o",
                       path("set.svg")})
                 .code,
             0);
    const FigureSpec said = read_recipe(path("set.svg").toStdString()).spec;
    QVERIFY(said.kind == FigureKind::network && said.theme == Theme::light);
  }

  void itsFilterIsShownAsItsKernelLensHasItAndOverOtherPictures() {
    Project saved;
    saved.document = document_;
    saved.document.view.lens = Lens::kernel;
    saved.document.view.kernel_in_network = false;
    saved.document.filter.stride = {8, 8};
    saved.document.filter.border = Border::wrap;
    FigureSpec spec;
    spec.subject = FigureSubject::filter;
    spec.layer = filter_layers(saved.document.filter).made;
    saved.look.figure = json_of(spec).dump();
    save_project(saved, path("filter.fovea").toStdString());
    const auto numbers_of = [&](const Picture& shown) {
      const FigureSource source = filter_source(saved.document.filter, shown, 1, CancelToken{});
      return QByteArray::fromStdString(figure_data(spec, source).csv);
    };
    const QString file = path("filter.fovea");
    QCOMPARE(exported({file, "-o", path("filter.csv")}).code, 0);
    QCOMPARE(bytes_of(path("filter.csv")), numbers_of(*document_.input->picture));
    QCOMPARE(exported({file, "-o", path("filter.png")}).code, 0);
    // Of the figure alone, and of another picture.
    QVERIFY(QFile::remove(file));
    const Outcome again = exported({"--like", path("filter.png"), "-o", path("again.csv")});
    QVERIFY2(again.code == 0 && again.err.isEmpty(), qPrintable(again.err));
    QCOMPARE(bytes_of(path("again.csv")), bytes_of(path("filter.csv")));
    const QString camera = picture("camera.png");
    QCOMPARE(exported({"--like", path("filter.png"), "-i", camera, "-o", path("camera.csv")}).code,
             0);
    QCOMPARE(bytes_of(path("camera.csv")), numbers_of(read_picture(camera.toStdString())));
    // In another lens the figures are the network's.
    saved.document.view.lens = Lens::network;
    save_project(saved, file.toStdString());
    QCOMPARE(exported({file, "-o", path("network.svg")}).code, 0);
    QVERIFY(read_recipe(path("network.svg").toStdString()).spec.subject == FigureSubject::network);
  }

  void itsRunsCurvesAreInIt() {
    save_with_a_run();
    const Outcome curves =
        exported({path("trained.fovea"), "--what", "timeline", "-o", path("curves.csv")});
    QVERIFY2(curves.code == 0, qPrintable(curves.err));
    QCOMPARE(bytes_of(path("curves.csv")).count('\n'), 5);
    const Outcome film = exported({path("trained.fovea"), "--what", "timeline", "--size", "320x240",
                                   "--seconds", "1", "-o", path("run.gif")});
    QVERIFY2(film.code == 0, qPrintable(film.err));
    QVERIFY(bytes_of(path("run.gif")).startsWith("GIF89a"));
    const Outcome none = exported({project(), "--what", "timeline", "-o", path("none.svg")});
    QVERIFY2(none.code == 1 && none.is_one_line_error() && none.err.contains("-i INPUT"),
             qPrintable(none.err));
  }

  void confusionIsOfItsRunsOwnValidation() {
    const QString table = path("examples.csv");
    QByteArray lines;
    for (int i = 0; i < 90; ++i) {
      lines += QByteArray::number(i % 3);
      for (int j = 0; j < 16; ++j) lines += ',' + QByteArray::number((i * 37 + j * (i % 3)) % 256);
      lines += '\n';
    }
    write(table, lines);
    const auto data = read_data_set(table.toStdString());
    RunRecord record;
    record.data = data->name;
    record.data_source = table.toStdString();
    record.fingerprint = data->fingerprint;
    record.split = {.validation = 0.3, .test = 0.2, .seed = 7};
    record.scaling = {.mean = {0.2F}, .deviation = {0.3F}};
    record.settings.seed = 77;
    save_tiny(record, "judged.fovea");
    const Outcome made = exported(
        {path("judged.fovea"), "--what", "confusion", "--caption", "-o", path("confusion.csv")});
    QVERIFY2(made.code == 0, qPrintable(made.err));
    const Splits splits = split(*data, record.split);
    Trainer trainer(tiny_graph(), {data, splits, record.scaling}, {}, 1);
    FigureSource source;
    source.classes = data->classes;
    source.confusion = confusion_matrix(trainer.evaluate(splits.validation, CancelToken{}), *data,
                                        splits.validation);
    FigureSpec spec;
    spec.kind = FigureKind::confusion;
    QCOMPARE(bytes_of(path("confusion.csv")),
             QByteArray::fromStdString(figure_data(spec, source).csv));
    // Where they are others, or gone, that is said.
    lines[0] = '1';  // another label
    write(table, lines);
    const Outcome other =
        exported({path("judged.fovea"), "--what", "confusion", "-o", path("none.csv")});
    QVERIFY2(other.code == 1 && other.err.contains("examples.csv") &&
                 other.err.contains("they are others now"),
             qPrintable(other.err));
    QVERIFY(QFile::remove(table));
    const Outcome gone =
        exported({path("judged.fovea"), "--what", "confusion", "-o", path("none.csv")});
    QVERIFY2(gone.code == 1 && gone.err.contains("examples.csv") && gone.err.contains("-i DATA"),
             qPrintable(gone.err));
    record.data_source.clear();
    save_tiny(record, "drawn.fovea");
    const Outcome drawn =
        exported({path("drawn.fovea"), "--what", "confusion", "-o", path("none.csv")});
    QVERIFY2(drawn.code == 1 && drawn.err.contains("in no file"), qPrintable(drawn.err));
  }

  void theSeedOfCurvesIsThatOfTheirRun() {
    RunRecord record;
    record.settings.seed = 77;
    save_tiny(record, "seeded.fovea");
    const auto seed_of = [&](const QStringList& words) {
      const QString file = path("seeded.svg");
      const Outcome made =
          exported(words + QStringList{"--what", "timeline", "--caption", "-o", file});
      if (made.code != 0) return made.err.toUtf8();
      return bytes_of(file).contains("seed 77") &&
                     read_recipe(file.toStdString()).seed == std::uint64_t{77}
                 ? QByteArray("77")
                 : QByteArray("another");
    };
    QCOMPARE(seed_of({path("seeded.fovea")}), QByteArray("77"));
    const QString run = path("runs/seeded.fovea");
    QCOMPARE(seed_of({project(), "-i", run}), QByteArray("77"));
    QCOMPARE(seed_of({project(), "-i", run + "/log.csv"}), QByteArray("77"));
  }

  void aBrokenProjectIsToldInASentence() {
    QFile file(path("broken.fovea"));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(bytes_of(project()).first(2000));
    file.close();
    const Outcome outcome = exported({path("broken.fovea"), "-o", path("none.png")});
    QCOMPARE(outcome.code, 1);
    QVERIFY2(outcome.is_one_line_error() && outcome.err.contains("broken.fovea: "),
             qPrintable(outcome.err));
    QVERIFY(!QFile::exists(path("none.png")));
  }
};

QTEST_MAIN(CliExportProjectTest)
#include "cli_export_project_test.moc"
