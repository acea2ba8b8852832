#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QProcess>
#include <QTemporaryDir>
#include <QtTest>
#include <csignal>
#include <nlohmann/json.hpp>

#include "core/figure/recipe.h"
#include "tests/app/program.h"
#include "tests/core/figure/motion/decoded_clip.h"

using namespace fovea;
using namespace fovea::testing;

class CliClipTest : public QObject {
  Q_OBJECT

 private:
  const QTemporaryDir folder_;
  QString path(const QString& name) const { return folder_.filePath(name); }
  static Outcome exported(const QStringList& words) {
    return fovea_with(QStringList{"export"} + words + QStringList{"--engine", "cpu"});
  }
  static QStringList slide() {
    return {"lenet5-digits", "-i", picture("camera.png"), "--what", "slide"};
  }
  static QStringList small() { return {"--clip-size", "320x240", "--fps", "10", "--seconds", "2"}; }
  DecodedClip clip(const QString& name) const { return decode_clip(path(name).toStdString()); }
  QStringList content() const {
    return QDir(folder_.path()).entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot);
  }

 private slots:
  void initTestCase() {
    QVERIFY2(!qEnvironmentVariableIsEmpty("FOVEA_PROGRAM"), "FOVEA_PROGRAM names the binary");
  }

  void theEndingMakesAClip_data() {
    QTest::addColumn<QString>("name");
    for (const char* name : {"slide.gif", "slide.mp4", "slide.webm"}) QTest::newRow(name) << name;
  }
  void theEndingMakesAClip() {
    QFETCH(const QString, name);
    const Outcome outcome = exported(slide() + small() + QStringList{"-o", path(name)});
    QVERIFY2(outcome.code == 0 && outcome.err.isEmpty(), qPrintable(outcome.err));
    const DecodedClip made = clip(name);
    QCOMPARE(made.times.size(), std::size_t{20});
    QCOMPARE(made.width, 320);
    QCOMPARE(made.height, 240);
    QVERIFY(std::abs(made.seconds - 2) < 0.11);
    QVERIFY(difference(made.first, made.last) > 1);
    if (name.endsWith("gif")) return;
    const auto recipe = nlohmann::ordered_json::parse(made.words.at("comment"));
    QCOMPARE(recipe["clip"]["frames_per_second"].get<int>(), 10);
    QCOMPARE(recipe["figure"]["what"].get<std::string>(), std::string("arithmetic"));
    QCOMPARE(recipe_from_json(made.words.at("comment")).inputs[0].name, std::string("camera.png"));
  }

  void aSlideIsAFigureWhereItDoesNotMove() {
    const Outcome outcome = exported(slide() + QStringList{"-o", path("slide.svg")});
    QVERIFY2(outcome.code == 0, qPrintable(outcome.err));
    QFile::remove(path("slide.svg"));
  }

  void aClipIsRepeatedOnAnotherInput() {
    QVERIFY(exported(slide() + small() + QStringList{"-o", path("one.webm")}).code == 0);
    const Outcome outcome = exported({"--like", path("one.webm"), "-i", picture("chelsea.png"),
                                      "--fps", "20", "-o", path("other.mp4")});
    QVERIFY2(outcome.code == 0, qPrintable(outcome.err));
    const DecodedClip other = clip("other.mp4");
    QCOMPARE(other.width, 320);
    QCOMPARE(other.times.size(), std::size_t{40});
    QVERIFY(difference(other.first, clip("one.webm").first) > 1);
    // Of a clip, a figure.
    const Outcome figure = exported({"--like", path("one.webm"), "-o", path("like.svg")});
    QVERIFY2(figure.code == 0, qPrintable(figure.err));
    QVERIFY(!read_recipe(path("like.svg").toStdString()).clip);
    QFile::remove(path("like.svg"));
  }

  void aRunMovesThroughItsCurves() {
    QFile log(path("log.csv"));
    QVERIFY(log.open(QIODevice::WriteOnly));
    log.write(
        "kind,step,epoch,loss,accuracy,learning_rate,gradient_norm,images_per_s,examples\n"
        "step,1,0.5,2.5,0.1,0.1,1,,\nstep,2,1,2,0.2,0.1,1,,\nepoch,2,1,2.25,0.15,0.1,,100,\n");
    log.close();
    const Outcome outcome =
        exported(QStringList{"lenet5-digits", "--what", "timeline", "-i", path("log.csv"), "-o",
                             path("run.mp4"), "--caption"} +
                 small());
    QVERIFY2(outcome.code == 0, qPrintable(outcome.err));
    QCOMPARE(clip("run.mp4").times.size(), std::size_t{20});
  }

  void anEditMovesFromBeforeToAfter() {
    FigureRecipe recipe;
    recipe.model.name = "lenet5-digits";
    recipe.spec.kind = FigureKind::comparison;
    const Outcome info = fovea_with({"info", "lenet5-digits", "--json"});
    recipe.muted = {{info.json()["layers"][0]["name"].toString().toStdString(), 0}};
    QFile figure(path("edited.svg"));
    QVERIFY(figure.open(QIODevice::WriteOnly));
    figure.write(QString("<svg><metadata><fovea:recipe xmlns:fovea=\"x\">%1</fovea:recipe>"
                         "</metadata></svg>")
                     .arg(QString::fromStdString(to_json(recipe)).toHtmlEscaped())
                     .toUtf8());
    figure.close();
    const Outcome outcome = exported(QStringList{"--like", path("edited.svg"), "-i",
                                                 picture("camera.png"), "-o", path("edit.webm")} +
                                     small());
    QVERIFY2(outcome.code == 0, qPrintable(outcome.err));
    const DecodedClip made = clip("edit.webm");
    QCOMPARE(made.times.size(), std::size_t{20});
    QVERIFY(difference(made.first, made.last) > 0.3);
  }

  void ofSeveralInputsEachHasAClip() {
    const QStringList call = QStringList{"lenet5-digits",
                                         "-i",
                                         picture("camera.png"),
                                         picture("chelsea.png"),
                                         "--what",
                                         "slide",
                                         "--format",
                                         "gif",
                                         "-o",
                                         path("clips"),
                                         "--json"} +
                             small();
    const auto states = [&] {
      QStringList result;
      for (const QJsonValue& it : exported(call).json()["figures"].toArray())
        result << QFileInfo(it["file"].toString()).fileName() + ' ' + it["state"].toString();
      return result;
    };
    QCOMPARE(states(), (QStringList{"camera.gif written", "chelsea.gif written"}));
    QCOMPARE(clip("clips/chelsea.gif").times.size(), std::size_t{20});
    QCOMPARE(states(), (QStringList{"camera.gif kept", "chelsea.gif kept"}));
  }

  void wrongWordsAreToldPlainly_data() {
    QTest::addColumn<QStringList>("words");
    QTest::addColumn<QString>("said");
    const QStringList call = slide() + QStringList{"-o", "y.mp4"};
    const QStringList kernels{"lenet5-digits", "--what", "kernels", "-o"};
    QTest::newRow("what") << kernels + QStringList{"y.mp4"} << "kernels does not move";
    QTest::newRow("into a folder")
        << kernels + QStringList{"y", "--format", "webm"} << "kernels does not move";
    QTest::newRow("no clip") << kernels + QStringList{"y.png", "--fps", "3"} << "--fps, --seconds";
    QTest::newRow("odd") << call + QStringList{"--clip-size", "321x240"} << "even";
    QTest::newRow("small") << call + QStringList{"--clip-size", "20x20"} << "160 × 120";
    QTest::newRow("no size") << call + QStringList{"--clip-size", "wide"} << "of the form 1280x720";
    QTest::newRow("rate") << call + QStringList{"--fps", "61"} << "range 1 to 60";
    QTest::newRow("gif") << slide() + QStringList{"-o", "y.gif", "--fps", "60"} << "50 frames";
    QTest::newRow("seconds") << call + QStringList{"--seconds", "0"} << "--seconds";
    QTest::newRow("loop") << call + QStringList{"--loop", "-1"} << "--loop";
  }
  void wrongWordsAreToldPlainly() {
    QFETCH(const QStringList, words);
    QFETCH(const QString, said);
    const Outcome outcome = fovea_with(QStringList{"export"} + words);
    QCOMPARE(outcome.code, 2);
    QVERIFY2(outcome.is_one_line_error() && outcome.err.contains(said), qPrintable(outcome.err));
  }

  void whatCannotBeMadeIsOneSentence() {
    for (const QStringList& words :
         {QStringList{"lenet5-digits", "-i", picture("camera.png"), "--what", "comparison"},
          QStringList{"lenet5-digits", "-i", picture("camera.png"), "--what", "slide", "--layer",
                      "x"},
          QStringList{"lenet5-digits", "-i", picture("camera.png"), "--what", "slide", "--seconds",
                      "600", "--fps", "60", "--loop", "9"}}) {
      const Outcome outcome = exported(words + QStringList{"-o", path("none.mp4")});
      QCOMPARE(outcome.code, 1);
      QVERIFY2(outcome.is_one_line_error(), qPrintable(outcome.err));
      QVERIFY(!QFile::exists(path("none.mp4")));
    }
  }

  void anInterruptedClipLeavesTheOldFile() {
    QFile old(path("old.mp4"));
    QVERIFY(old.open(QIODevice::WriteOnly));
    old.write("old");
    old.close();
    const QStringList before = content();
    QProcess process;
    process.start(qEnvironmentVariable("FOVEA_PROGRAM"),
                  QStringList{"export"} + slide() +
                      QStringList{"-o", path("old.mp4"), "--seconds", "300", "--engine", "cpu"});
    QVERIFY(process.waitForStarted());
    QTRY_VERIFY_WITH_TIMEOUT(content().size() > before.size(), 30'000);  // it has begun
    ::kill(static_cast<pid_t>(process.processId()), SIGINT);
    QVERIFY(process.waitForFinished(30'000));
    QCOMPARE(process.exitStatus(), QProcess::NormalExit);
    QCOMPARE(process.exitCode(), 1);
    QCOMPARE(process.readAllStandardError(), QByteArray("fovea: interrupted\n"));
    QCOMPARE(content(), before);
    QVERIFY(old.open(QIODevice::ReadOnly));
    QCOMPARE(old.readAll(), QByteArray("old"));
  }
};

QTEST_GUILESS_MAIN(CliClipTest)
#include "cli_clip_test.moc"
