#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QTemporaryDir>
#include <QtTest>

#include "core/base/error.h"
#include "core/figure/recipe.h"
#include "core/media/npy.h"
#include "core/media/picture.h"
#include "tests/app/program.h"

using namespace fovea;
using namespace fovea::testing;

class CliExportTest : public QObject {
  Q_OBJECT

 private:
  const QTemporaryDir folder_;
  QString path(const char* name) const { return folder_.filePath(name); }
  static QByteArray bytes_of(const QString& path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
  }
  static Outcome exported(const QStringList& words) {
    return fovea_with(QStringList{"export"} + words + QStringList{"--engine", "cpu"});
  }
  /// The recipe of a figure that the tests wrote, its model's edits being others.
  QString edited_figure() {
    const QString first = path("plain.png");
    exported({"lenet5-digits", "-i", picture("camera.png"), "-o", first});
    FigureRecipe recipe = read_recipe(first.toStdString());
    const Outcome info = fovea_with({"info", "lenet5-digits", "--json"});
    recipe.spec.layer = info.json()["layers"][0]["name"].toString().toStdString();
    recipe.spec.units = {0};
    recipe.muted = {{recipe.spec.layer, 0}};
    const QString edited = path("edited.svg");
    QFile file(edited);
    if (!file.open(QIODevice::WriteOnly)) return {};
    const QString json = QString::fromStdString(to_json(recipe)).toHtmlEscaped();
    file.write(QString("<svg><metadata><fovea:recipe xmlns:fovea=\"x\">%1</fovea:recipe>"
                       "</metadata></svg>")
                   .arg(json)
                   .toUtf8());
    return edited;
  }

 private slots:
  void initTestCase() {
    QVERIFY2(!qEnvironmentVariableIsEmpty("FOVEA_PROGRAM"), "FOVEA_PROGRAM names the binary");
  }

  void theEndingChoosesTheFormat() {
    const QStringList call{"lenet5-digits", "-i", picture("camera.png"), "--what", "kernels", "-o"};
    for (const auto& [name, begin] : {std::pair{"a.png", "\x89PNG"},
                                      {"a.svg", "<?xml"},
                                      {"a.pdf", "%PDF-"},
                                      {"a.html", "<!DOCTYPE html>"},
                                      {"a.csv", "layer,unit,"},
                                      {"a.npy", "\x93NUMPY"}}) {
      const Outcome outcome = exported(call + QStringList{path(name)});
      QVERIFY2(outcome.code == 0, qPrintable(outcome.err));
      QVERIFY2(bytes_of(path(name)).startsWith(begin), name);
    }
    QCOMPARE(exported(call + QStringList{path("a.gif")}).code, 2);
    const Outcome other = exported(call + QStringList{path("a.bmp")});
    QCOMPARE(other.code, 1);
    QVERIFY2(other.is_one_line_error() && other.err.contains(".png, .svg"), qPrintable(other.err));
    QVERIFY(!QFile::exists(path("a.bmp")));
  }

  void theOptionsAreThoseOfTheFigure() {
    const Outcome right = exported({"edges",       "-i",          picture("camera.png"),
                                    "--size",      "64x48",       "--units",
                                    "0,2-3",       "--columns",   "3",
                                    "--scale",     "layer",       "--range",
                                    "-1,1",        "--colors",    "print",
                                    "--theme",     "dark",        "--zoom",
                                    "2",           "--width-mm",  "50",
                                    "--font-pt",   "7",           "--caption",
                                    "--what",      "activations", "-o",
                                    path("o.png"), "--layer",     "maps"});
    QVERIFY2(right.code == 0, qPrintable(right.err));
    const FigureRecipe said = read_recipe(path("o.png").toStdString());
    FigureSpec expected;
    expected.kind = FigureKind::activations;
    expected.layer = "maps";
    expected.units = {0, 2, 3};
    expected.columns = 3;
    expected.scope = ScaleScope::layer;
    expected.range = {-1, 1};
    expected.palette = Palette::print;
    expected.theme = Theme::dark;
    expected.zoom = 2;
    expected.width_mm = 50;
    expected.font_pt = 7;
    expected.caption = true;
    QVERIFY(said.spec == expected);
    QCOMPARE(said.model.name, std::string("edges"));
    QCOMPARE(said.inputs.size(), std::size_t{1});
    QCOMPARE(said.inputs[0].sha256,
             QCryptographicHash::hash(bytes_of(picture("camera.png")), QCryptographicHash::Sha256)
                 .toHex()
                 .toStdString());
    QCOMPARE(said.preprocessing->width, 64);
    QCOMPARE(read_picture(path("o.png").toStdString()).width(), 2 * 189);
  }

  void wrongWordsAreToldPlainly_data() {
    QTest::addColumn<QStringList>("words");
    QTest::addColumn<QString>("said");
    const QStringList call{"edges", "-i", "x", "-o", "y.png"};
    QTest::newRow("what") << call + QStringList{"--what", "spells"} << "none of maps";
    QTest::newRow("units") << call + QStringList{"--units", "3-1"} << "of the form 0,3-7";
    QTest::newRow("many units") << call + QStringList{"--units", "0-9999999999"} << "of the form";
    QTest::newRow("range") << call + QStringList{"--range", "2,1"} << "the smaller first";
    QTest::newRow("scale") << call + QStringList{"--scale", "some"} << "unit, layer, shared, all";
    QTest::newRow("at") << call + QStringList{"--at", "1"} << "ROW,COLUMN";
    QTest::newRow("zoom") << call + QStringList{"--zoom", "9"} << "range 1 to 8";
    QTest::newRow("two units") << call + QStringList{"--what", "unit", "--units", "0,1"}
                               << "shows one unit";
    QTest::newRow("format") << call + QStringList{"--format", "svg"} << "ending says png, not svg";
    QTest::newRow("nothing") << QStringList{"edges", "-i", "x", "-o", ""} << "a file or a folder";
    QTest::newRow("no model") << QStringList{"-o", "y.png"} << "--like";
    QTest::newRow("film") << QStringList{"edges", "-o", "y.mp4"} << "maps does not move";
  }

  void wrongWordsAreToldPlainly() {
    QFETCH(QStringList, words);
    QFETCH(QString, said);
    const Outcome outcome = fovea_with(QStringList{"export"} + words);
    QCOMPARE(outcome.code, 2);
    QVERIFY2(outcome.is_one_line_error() && outcome.err.contains(said), qPrintable(outcome.err));
  }

  void whatIsMissingIsToldAndNothingIsWritten() {
    for (const QStringList& words :
         {QStringList{"lenet5-digits", "-i", "nowhere.png"},
          QStringList{"nowhere.onnx", "-i", picture("camera.png")},
          QStringList{"lenet5-digits", "-i", picture("camera.png"), "--layer", "x"},
          QStringList{"lenet5-digits", "-i", picture("camera.png"), "--what", "comparison"},
          QStringList{"lenet5-digits"},
          QStringList{"--like", picture("camera.png"), "-i", picture("camera.png")}}) {
      const Outcome outcome = exported(words + QStringList{"-o", path("none.png")});
      QCOMPARE(outcome.code, 1);
      QVERIFY2(outcome.is_one_line_error(), qPrintable(outcome.err));
      QVERIFY(!QFile::exists(path("none.png")));
    }
  }

  void picturesAreAsLargeAsAWindowBegins() {
    QCOMPARE(exported({"natural10", "-i", picture("chelsea.png"), "--layer", "conv1", "-o",
                       path("start.npy")})
                 .code,
             0);
    QVERIFY(read_npy(path("start.npy").toStdString()).shape() == (Shape{24, 64, 64}));
  }

  void aNetworkAndItsKernelsNeedNoInput() {
    for (const char* what : {"network", "kernels"}) {
      const Outcome outcome = exported({"natural10", "--what", what, "-o", path("alone.svg")});
      QVERIFY2(outcome.code == 0, qPrintable(outcome.err));
    }
    const Outcome csv = exported({"lenet5-digits", "--what", "network", "-o", path("n.csv")});
    QCOMPARE(csv.code, 0);
    QVERIFY(bytes_of(path("n.csv")).contains(",Conv,6 × 28 × 28,"));
  }

  void aBatchIsMadeOnceAndGoesOnWhereItStopped() {
    QVERIFY(QDir(folder_.path()).mkdir("in"));
    const QStringList names{"camera", "chelsea"};
    for (const QString& name : names)
      QVERIFY(QFile::copy(picture(qPrintable(name + ".png")), path("in/") + name + ".png"));
    const QStringList call{"lenet5-digits", "-i", path("in"), "-o", path("out"), "--json"};
    const auto states = [&](const QStringList& words) {
      QStringList result;
      const Outcome outcome = exported(words);
      for (const QJsonValue& figure : outcome.json()["figures"].toArray())
        result.push_back(QFileInfo(figure["file"].toString()).fileName() + " " +
                         figure["state"].toString());
      return result;
    };
    QCOMPARE(states(call), (QStringList{"camera.png written", "chelsea.png written"}));
    const QByteArray first = bytes_of(path("out/camera.png"));
    QVERIFY(read_picture(path("out/camera.png").toStdString()).width() > 400);
    QCOMPARE(states(call), (QStringList{"camera.png kept", "chelsea.png kept"}));
    QVERIFY(QFile::remove(path("out/camera.png")));
    QCOMPARE(states(call), (QStringList{"camera.png written", "chelsea.png kept"}));
    QCOMPARE(bytes_of(path("out/camera.png")), first);
    // Another figure, or another input, is made anew.
    QCOMPARE(states(call + QStringList{"--theme", "dark"}),
             (QStringList{"camera.png written", "chelsea.png written"}));
    QVERIFY(QFile::remove(path("in/camera.png")));
    QVERIFY(QFile::copy(picture("chelsea.png"), path("in/camera.png")));
    QCOMPARE(states(call + QStringList{"--theme", "dark"}),
             (QStringList{"camera.png written", "chelsea.png kept"}));
  }

  void aBatchKnowsWhatLiesInItsFolder() {
    QVERIFY(QDir(folder_.path()).mkdir("two"));
    for (const char* name : {"camera.png", "chelsea.png"})
      QVERIFY(QFile::copy(picture(name), path("two/") + name));
    const QStringList call{"lenet5-digits", "-i", path("two"), "-o", path("again"), "--json"};
    const auto states = [&](const QStringList& more) {
      QStringList result;
      const Outcome outcome = exported(call + more);
      for (const QJsonValue& figure : outcome.json()["figures"].toArray())
        result.push_back(figure["state"].toString());
      return result;
    };
    const QStringList written{"written", "written"}, kept{"kept", "kept"};
    QCOMPARE(states({}), written);
    const QByteArray light = bytes_of(path("again/camera.png"));
    QCOMPARE(states({"--theme", "dark"}), written);
    // The dark ones lie there: nothing of the light ones is to be kept.
    QCOMPARE(states({}), written);
    QCOMPARE(bytes_of(path("again/camera.png")), light);
    // Another program wrote over one of them.
    QFile figure(path("again/chelsea.png"));
    QVERIFY(figure.open(QIODevice::WriteOnly));
    figure.write("mine");
    figure.close();
    QCOMPARE(states({}), (QStringList{"kept", "written"}));
    QCOMPARE(states({}), kept);
    // A batch that was killed while it noted a figure.
    QByteArray camera, chelsea;
    for (const QByteArray& line : bytes_of(path("again/.fovea-export")).split('\n')) {
      if (line.endsWith("camera.png")) camera = line;
      if (line.endsWith("chelsea.png")) chelsea = line;
    }
    QFile ledger(path("again/.fovea-export"));
    QVERIFY(ledger.open(QIODevice::WriteOnly));
    ledger.write(camera + '\n' + chelsea.first(chelsea.size() - 3));
    ledger.close();
    QCOMPARE(states({}), (QStringList{"kept", "written"}));
    QCOMPARE(states({}), kept);
  }

  void aRunThatWentOnIsDrawnAnew() {
    const QByteArray head =
        "kind,step,epoch,loss,accuracy,learning_rate,gradient_norm,images_per_s,examples\n";
    for (const char* name : {"run-a", "run-b"}) {
      QVERIFY(QDir(folder_.path()).mkdir(name));
      QFile log(path(name) + "/log.csv");
      QVERIFY(log.open(QIODevice::WriteOnly));
      log.write(head + "step,1,0.5,2.5,0.1,0.1,1,,\n");
    }
    const QStringList call{"lenet5-digits", "--what", "timeline",     "-i",    path("run-a"),
                           path("run-b"),   "-o",     path("curves"), "--json"};
    const auto states = [&] {
      QStringList result;
      const Outcome outcome = exported(call);
      for (const QJsonValue& figure : outcome.json()["figures"].toArray())
        result.push_back(figure["state"].toString());
      return result;
    };
    QCOMPARE(states(), (QStringList{"written", "written"}));
    QCOMPARE(states(), (QStringList{"kept", "kept"}));
    QFile log(path("run-b/log.csv"));
    QVERIFY(log.open(QIODevice::Append));
    log.write("step,2,1,2,0.2,0.1,1,,\n");
    log.close();
    QCOMPARE(states(), (QStringList{"kept", "written"}));
  }

  void aFigureTakesNoPlaceOfWhatItIsMadeFrom() {
    QVERIFY(QDir(folder_.path()).mkdir("mine"));
    QVERIFY(QFile::copy(picture("camera.png"), path("mine/camera.png")));
    const QByteArray before = bytes_of(path("mine/camera.png"));
    for (const QString& output : {path("mine"), path("mine/camera.png")}) {
      const Outcome outcome =
          exported({"lenet5-digits", "-i", path("mine/camera.png"), "-o", output});
      QCOMPARE(outcome.code, 1);
      QVERIFY2(outcome.is_one_line_error() && outcome.err.contains("say another -o"),
               qPrintable(outcome.err));
      QCOMPARE(bytes_of(path("mine/camera.png")), before);
    }
  }

  void noTwoFiguresShareAFile() {
    QStringList inputs;
    for (const char* name : {"x/a", "y/a", "z/a-2"}) {
      QVERIFY(QDir(folder_.path()).mkpath(QString(name).section('/', 0, 0)));
      inputs << path(name) + ".png";
      QVERIFY(QFile::copy(picture("camera.png"), inputs.back()));
    }
    const Outcome outcome = exported(QStringList{"lenet5-digits", "-i"} + inputs +
                                     QStringList{"-o", path("apart"), "--json"});
    QCOMPARE(outcome.code, 0);
    QCOMPARE(QDir(path("apart")).entryList({"*.png"}).size(), 3);
  }

  void oneInputThatFailsKeepsNoOtherFromBeingMade() {
    QFile file(path("no-picture.png"));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("no picture");
    file.close();
    const Outcome outcome = exported({"lenet5-digits", "-i", picture("camera.png"),
                                      path("no-picture.png"), "-o", path("some.svg")});
    QCOMPARE(outcome.code, 1);
    QVERIFY2(outcome.is_one_line_error() && outcome.err.contains("no-picture.png: "),
             qPrintable(outcome.err));
    QVERIFY(QFile::exists(path("some-camera.svg")));
    QVERIFY(!QFile::exists(path("some-no-picture.svg")));
  }

  void aBatchOnManyThreadsIsThatOfOne() {
    const QStringList call{"lenet5-digits",        "-i",       picture("camera.png"),
                           picture("chelsea.png"), "--format", "png"};
    QCOMPARE(exported(call + QStringList{"-o", path("one"), "--threads", "1"}).code, 0);
    QCOMPARE(exported(call + QStringList{"-o", path("two"), "--threads", "2"}).code, 0);
    for (const char* name : {"camera.png", "chelsea.png"})
      QCOMPARE(bytes_of(path("two/") + name), bytes_of(path("one/") + name));
  }

  void aFigureIsRepeatedOnAnotherInputWithItsEdits() {
    const QString figure = edited_figure();
    QVERIFY(!figure.isEmpty());
    const Outcome outcome =
        exported({"--like", figure, "-i", picture("chelsea.png"), "-o", path("like.csv")});
    QVERIFY2(outcome.code == 0, qPrintable(outcome.err));
    const QStringList lines = QString(bytes_of(path("like.csv"))).trimmed().split('\n');
    QCOMPARE(lines.size(), 28 * 28 + 1);
    for (const QString& line : lines.mid(1)) QCOMPARE(line.section(',', 4).toFloat(), 0.0F);
    QCOMPARE(
        exported({"--like", figure, "-i", picture("chelsea.png"), "-o", path("like.png")}).code, 0);
    const FigureRecipe again = read_recipe(path("like.png").toStdString());
    QVERIFY(again.muted.size() == 1 && again.inputs[0].name == "chelsea.png");
    // Without an input it is the figure's own; what the call says goes before what the figure says.
    QCOMPARE(exported({"--like", path("like.png"), "--theme", "dark", "-o", path("same.png")}).code,
             0);
    const FigureRecipe same = read_recipe(path("same.png").toStdString());
    QVERIFY(same.inputs == again.inputs && same.spec.theme == Theme::dark);
    const Outcome compared = exported({"--like", figure, "-i", picture("chelsea.png"), "--what",
                                       "comparison", "-o", path("compared.svg")});
    QVERIFY2(compared.code == 0, qPrintable(compared.err));
    QVERIFY(bytes_of(path("compared.svg")).contains("Edited weights"));
  }

  void everyFigureOfEveryBundledNetworkIsMade() {
    for (const char* network : {"lenet5-digits", "natural10", "edges"}) {
      for (const char* what :
           {"maps", "kernels", "unit", "arithmetic", "network", "explain", "activations"}) {
        QStringList call{network, "-i", picture("chelsea.png"), "--what",
                         what,    "-o", path("each.svg")};
        if (QLatin1String(network) == QLatin1String("edges")) call += {"--size", "64x64"};
        const Outcome outcome = exported(call);
        QVERIFY2(outcome.code == 0, qPrintable(QString(network) + what + outcome.err));
      }
    }
  }

  void curvesAndConfusionsComeFromRunsAndData() {
    QFile log(path("log.csv"));
    QVERIFY(log.open(QIODevice::WriteOnly));
    log.write(
        "kind,step,epoch,loss,accuracy,learning_rate,gradient_norm,images_per_s,examples\n"
        "step,1,0.5,2.5,0.1,0.1,1,,\nstep,2,1,2,0.2,0.1,1,,\nepoch,2,1,2.25,0.15,0.1,,100,\n");
    log.close();
    const Outcome curves = exported(
        {"lenet5-digits", "--what", "timeline", "-i", path("log.csv"), "-o", path("curves.pdf")});
    QVERIFY2(curves.code == 0, qPrintable(curves.err));
    QFile table(path("set.csv"));
    QVERIFY(table.open(QIODevice::WriteOnly));
    for (int row = 0; row < 40; ++row) {
      QStringList cells{QString::number(row % 10)};
      for (int i = 0; i < 784; ++i) cells.push_back(QString::number((row * 37 + i * 11) % 256));
      table.write((cells.join(',') + '\n').toUtf8());
    }
    table.close();
    const Outcome confusion = exported({"lenet5-digits", "--what", "confusion", "-i",
                                        path("set.csv"), "-o", path("confusion.npy")});
    QVERIFY2(confusion.code == 0, qPrintable(confusion.err));
    const Tensor counts = read_npy(path("confusion.npy").toStdString());
    QVERIFY(counts.shape() == (Shape{10, 10}));
    std::int64_t sum = 0;
    for (const std::int64_t count : counts.values<std::int64_t>()) sum += count;
    QVERIFY(sum > 0 && sum < 40);
  }
};

QTEST_GUILESS_MAIN(CliExportTest)
#include "cli_export_test.moc"
