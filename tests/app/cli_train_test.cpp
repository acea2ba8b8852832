#include <QDir>
#include <QFile>
#include <QImage>
#include <QProcess>
#include <QTemporaryDir>
#include <QtTest>
#include <cmath>
#include <csignal>

#include "core/onnx/model.h"
#include "core/train/random.h"
#include "core/train/run_log.h"
#include "tests/app/program.h"
#include "tests/core/figure/motion/decoded_clip.h"
#include "tests/core/train/tiny_run.h"

using namespace fovea;
using namespace fovea::testing;

namespace {

constexpr int k_side = 16;

void append_number(QByteArray& bytes, int number) {
  for (int shift = 24; shift >= 0; shift -= 8) bytes.append(static_cast<char>(number >> shift));
}

void write_file(const QString& path, const QByteArray& bytes) {
  QFile file(path);
  QVERIFY(file.open(QIODevice::WriteOnly));
  QCOMPARE(file.write(bytes), bytes.size());
}

/// Two IDX files of pictures with noise and a bright third, which is their class.
void write_idx(const QDir& folder, const QString& prefix, int count, std::uint64_t seed) {
  Random random(seed);
  QByteArray images, labels;
  append_number(images, 0x803);
  append_number(labels, 0x801);
  for (const int number : {count, k_side, k_side}) append_number(images, number);
  append_number(labels, count);
  for (int i = 0; i < count; ++i) {
    const int label = i % 3;
    labels.append(static_cast<char>(label));
    for (int pixel = 0; pixel < k_side * k_side; ++pixel) {
      const int light = pixel % k_side * 3 / k_side == label ? 120 : 0;
      images.append(static_cast<char>(random.below(130) + static_cast<std::uint64_t>(light)));
    }
  }
  write_file(folder.filePath(prefix + "-images-idx3-ubyte"), images);
  write_file(folder.filePath(prefix + "-labels-idx1-ubyte"), labels);
}

QList<QJsonObject> json_lines(const QString& text) {
  QList<QJsonObject> lines;
  for (const QString& line : text.split('\n', Qt::SkipEmptyParts)) {
    lines.append(QJsonDocument::fromJson(line.toUtf8()).object());
  }
  return lines;
}

QStringList operators(const Graph& graph) {
  QStringList names;
  for (const Node& node : graph.nodes()) {
    names.append(QString::fromUtf8(node.op->name.data(), static_cast<int>(node.op->name.size())));
  }
  return names;
}

}  // namespace

class CliTrainTest : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() {
    QVERIFY2(!qEnvironmentVariableIsEmpty("FOVEA_PROGRAM"), "FOVEA_PROGRAM names the binary");
    QVERIFY(QDir(data_.path()).mkpath("set"));
    write_idx(QDir(data()), "train", 600, 1);
    write_idx(QDir(data()), "t10k", 90, 2);
  }

  void init() { folder_ = std::make_unique<QTemporaryDir>(); }

  void aNetworkIsTrainedTestedAndSaved() {
    const Outcome outcome =
        fovea_with(words({"--epochs", "3", "--json", "--log", path("log.csv")}));
    QVERIFY2(outcome.code == 0, qPrintable(outcome.err));
    const QList<QJsonObject> lines = json_lines(outcome.out);
    QCOMPARE(lines.size(), 4);
    for (int i = 0; i < 3; ++i) {
      COMPARE_KEYS(lines[i], "epoch", "loss", "train_accuracy", "validation_accuracy",
                   "images_per_s");
      QCOMPARE(lines[i]["epoch"].toInt(), i + 1);
      QVERIFY(lines[i]["images_per_s"].toDouble() > 0);
    }
    COMPARE_KEYS(lines[3], "done", "file", "test_accuracy");
    QCOMPARE(lines[3]["done"].toBool(), true);
    QCOMPARE(lines[3]["file"].toString(), model_file());
    QVERIFY(lines[3]["test_accuracy"].toDouble() > 0.9);
    const Model model = load_model(model_file().toStdString());
    QVERIFY(model.metadata.at("fovea.classes").starts_with(R"(["0","1","2")"));
    QVERIFY(model.metadata.at("fovea.input").find("[16,16]") != std::string::npos);
    QVERIFY(model.metadata.at("fovea.training").find("fovea train lenet5") != std::string::npos);
    QVERIFY(model.metadata.at("fovea.training").find("\"seed\":3") != std::string::npos);
    QVERIFY(!QDir(path("model.onnx.run")).exists());
    QFile log(path("log.csv"));
    QVERIFY(log.open(QIODevice::ReadOnly));
    const Curves curves = read_log(log.readAll().toStdString(), 1'000'000);
    QCOMPARE(curves.epochs.size(), std::size_t{3});
    QCOMPARE(curves.validation.size(), std::size_t{3});
    QCOMPARE(static_cast<std::int64_t>(curves.steps.size()), curves.epochs.back().step);
  }

  void aRunThatIsKeptMovesInAClip() {
    QVERIFY(fovea_with(words({"--epochs", "2", "--keep-run"})).code == 0);
    const QString run = path("model.onnx.run");
    QVERIFY(QDir(run + "/timeline").entryList({"step-*.fvc"}).size() > 3);
    const Outcome clip =
        fovea_with({"export", model_file(), "--what", "timeline", "-i", run, "-o", path("run.mp4"),
                    "--clip-size", "320x240", "--fps", "10", "--seconds", "2"});
    QVERIFY2(clip.code == 0, qPrintable(clip.err));
    const DecodedClip decoded = decode_clip(path("run.mp4").toStdString());
    QCOMPARE(decoded.times.size(), std::size_t{20});
    QCOMPARE(decoded.words.at("title"), std::string("Training, conv1"));
    QVERIFY(difference(decoded.first, decoded.last) > 1);
    // The run goes on, to more epochs than it had.
    const Outcome on = fovea_with(words({"--epochs", "3", "--keep-run", "--resume"}));
    QVERIFY2(on.code == 0, qPrintable(on.err));
  }

  void normalisationIsFoldedIntoWhatIsSaved() {
    const Outcome outcome = fovea_with(
        {"train", "small-resnet", "--data", data(), "-o", model_file(), "--epochs", "1"});
    QVERIFY2(outcome.code == 0, qPrintable(outcome.err));
    QVERIFY(outcome.out.contains("test examples"));
    const Graph graph = load_model(model_file().toStdString()).graph;
    QVERIFY(!operators(graph).contains("BatchNormalization"));
    QVERIFY(operators(graph).contains("Add"));
  }

  void theSameSeedMakesTheSameNetworkAndAnotherAnother() {
    const Graph a = trained({"--epochs", "1"});
    QVERIFY(weight_bytes(a) == weight_bytes(trained({"--epochs", "1"})));
    QVERIFY(weight_bytes(a) != weight_bytes(trained({"--epochs", "1", "--seed", "4"})));
  }

  void aSavedNetworkIsTrainedOn() {
    (void)trained({"--epochs", "2"});
    const Outcome outcome = fovea_with({"train", model_file(), "--data", data(), "-o",
                                        path("second.onnx"), "--epochs", "1", "--json"});
    QVERIFY2(outcome.code == 0, qPrintable(outcome.err));
    QVERIFY(json_lines(outcome.out)[0]["train_accuracy"].toDouble() > 0.9);
  }

  void aNewHeadLearnsOtherClassesOnABodyThatStays() {
    (void)trained({"--epochs", "2"});
    const Graph body = load_model(model_file().toStdString()).graph;
    QVERIFY(QDir(folder_->path()).mkpath("classes/left"));
    QVERIFY(QDir(folder_->path()).mkpath("classes/right"));
    for (int i = 0; i < 40; ++i) {
      QImage image(k_side, k_side, QImage::Format_Grayscale8);
      image.fill(0);
      for (int y = 0; y < k_side; ++y)
        for (int x = 0; x < k_side / 2; ++x)
          image.scanLine(y)[x + i % 2 * k_side / 2] = static_cast<uchar>(150 + i);
      const char* side = i % 2 == 0 ? "classes/left" : "classes/right";
      QVERIFY(image.save(path(side) + QString("/%1.png").arg(i)));
    }
    const QStringList call{"train",           model_file(), "--data", path("classes"), "-o",
                           path("head.onnx"), "--epochs",   "8",      "--batch",       "8",
                           "--new-head",      "--test",     "0.25",   "--validation",  "0.2",
                           "--seed",          "3"};
    const Outcome outcome = fovea_with(call);
    QVERIFY2(outcome.code == 0, qPrintable(outcome.err));
    QVERIFY2(outcome.out.contains("100.00 % of 10 test examples"), qPrintable(outcome.out));
    const Model model = load_model(path("head.onnx").toStdString());
    QCOMPARE(model.metadata.at("fovea.classes"), std::string(R"(["left","right"])"));
    const auto weight_of = [](const Graph& graph, const char* node) {
      const Tensor& weight = graph.weight(graph.node(graph.find_node(node)).inputs[1]);
      return std::vector<float>(weight.floats().begin(), weight.floats().end());
    };
    for (const char* node : {"conv1", "conv2", "fc1", "fc2"})
      QVERIFY2(weight_of(model.graph, node) == weight_of(body, node), node);
    QCOMPARE(weight_of(model.graph, "fc3").size(), weight_of(body, "fc3").size() / 10 * 2);

    // Interrupted and resumed, the body stays as well.
    QProcess process;
    QStringList longer = call;
    longer[longer.indexOf("8")] = "2000";
    process.start(qEnvironmentVariable("FOVEA_PROGRAM"), longer);
    QVERIFY(process.waitForReadyRead(20'000));
    process.kill();
    QVERIFY(process.waitForFinished(20'000));
    const Outcome resumed = fovea_with(call + QStringList{"--resume"});
    QVERIFY2(resumed.code == 0, qPrintable(resumed.err));
    const Graph after = load_model(path("head.onnx").toStdString()).graph;
    QVERIFY(weight_of(after, "conv1") == weight_of(body, "conv1"));
  }

  void theSharesOfValidationAndTestAreThoseOfTheCall() {
    QVERIFY(QDir(path("")).mkpath("table"));
    QByteArray rows;
    for (int i = 0; i < 200; ++i)
      rows += QByteArray::number(i % 2) + ("," + QByteArray::number(i % 256)).repeated(256) + "\n";
    write_file(path("table/set.csv"), rows);
    const auto train = [&](const QStringList& options) {
      return fovea_with(QStringList{"train", "lenet5", "--data", path("table/set.csv"), "-o",
                                    model_file(), "--epochs", "1"} +
                        options);
    };
    QVERIFY(train({}).out.contains("of 20 test examples"));
    const Outcome half = train({"--test", "0.5", "--validation", "0"});
    QVERIFY2(half.out.contains("of 100 test examples"), qPrintable(half.out + half.err));
    QVERIFY(half.out.contains("validation –"));
    const Outcome none = train({"--test", "0"});
    QVERIFY2(none.out.contains("there are no test examples"), qPrintable(none.out + none.err));
  }

  void anInterruptedRunIsResumedBitForBit_data() {
    QTest::addColumn<int>("signal");
    QTest::newRow("Ctrl+C") << SIGINT;
    QTest::newRow("kill -9") << SIGKILL;
  }

  void anInterruptedRunIsResumedBitForBit() {
    QFETCH(int, signal);
    const QStringList options{"--epochs", "60", "--augment", "shift,flip", "--optimizer", "adam"};
    const Graph whole = trained(options);
    QVERIFY(QFile::remove(model_file()));
    QProcess process;
    process.start(qEnvironmentVariable("FOVEA_PROGRAM"), words(options));
    QVERIFY(process.waitForReadyRead(20'000));
    ::kill(static_cast<pid_t>(process.processId()), signal);
    QVERIFY(process.waitForFinished(20'000));
    QVERIFY(!QFile::exists(model_file()));
    if (signal == SIGINT) {
      QCOMPARE(process.exitCode(), 1);
      const QString said = QString::fromUtf8(process.readAllStandardError());
      QVERIFY2(said.contains("--resume"), qPrintable(said));
      const Outcome again = fovea_with(words(options));
      QCOMPARE(again.code, 1);
      QVERIFY2(again.is_one_line_error() && again.err.contains("--resume"), qPrintable(again.err));
    }
    const Outcome resumed = fovea_with(words(options + QStringList{"--resume"}));
    QVERIFY2(resumed.code == 0, qPrintable(resumed.err));
    QVERIFY(weight_bytes(load_model(model_file().toStdString()).graph) == weight_bytes(whole));
    QVERIFY(!QDir(path("model.onnx.run")).exists());
  }

  void vulkanTrainsWhatTheCpuDoes() {
    const Outcome outcome =
        fovea_with(words({"--engine", "vulkan", "--epochs", "2", "--lr", "0.01"}));
    QVERIFY2(outcome.code == 0, qPrintable(outcome.err));
    if (outcome.err.contains("CPU")) QSKIP(qPrintable(outcome.err));
    const Graph vulkan = load_model(model_file().toStdString()).graph;
    const Graph cpu = trained({"--epochs", "2", "--lr", "0.01"});
    QVERIFY(weight_bytes(vulkan) != weight_bytes(cpu));  // both round, each in its own way
    for (std::size_t i = 0; i < cpu.value_count(); ++i) {
      const auto id = static_cast<ValueId>(i);
      if (!cpu.is_weight(id) || cpu.weight(id).type() != ElementType::float32) continue;
      const auto a = cpu.weight(id).floats();
      const auto b = vulkan.weight(vulkan.find_value(cpu.name_of(id))).floats();
      for (std::size_t k = 0; k < a.size(); ++k) QVERIFY(std::abs(a[k] - b[k]) < 0.01);
    }
  }

  void anInterruptedRunOnVulkanIsResumedBitForBit() {
    const QStringList options{"--epochs", "3", "--engine", "vulkan", "--augment", "shift"};
    const Graph whole = trained(options);
    QVERIFY(QFile::remove(model_file()));
    QProcess process;
    process.start(qEnvironmentVariable("FOVEA_PROGRAM"), words(options));
    QVERIFY(process.waitForReadyRead(20'000));
    process.kill();
    QVERIFY(process.waitForFinished(20'000));
    const Outcome resumed = fovea_with(words(options + QStringList{"--resume"}));
    QVERIFY2(resumed.code == 0, qPrintable(resumed.err));
    QVERIFY(weight_bytes(load_model(model_file().toStdString()).graph) == weight_bytes(whole));
  }

  void whereThereIsNoVulkanTheCpuTrainsAndSaysSoOnce() {
    qputenv("VK_DRIVER_FILES", "/nowhere/driver.json");
    qputenv("VK_ICD_FILENAMES", "/nowhere/driver.json");
    const Outcome outcome = fovea_with(words({"--engine", "vulkan", "--epochs", "2", "--json"}));
    qunsetenv("VK_DRIVER_FILES");
    qunsetenv("VK_ICD_FILENAMES");
    QVERIFY2(outcome.code == 0, qPrintable(outcome.err));
    QVERIFY2(
        outcome.err.startsWith("fovea: Training runs on the CPU: ") && outcome.err.count('\n') == 1,
        qPrintable(outcome.err));
    const Graph fallen_back = load_model(model_file().toStdString()).graph;
    QVERIFY(weight_bytes(fallen_back) == weight_bytes(trained({"--epochs", "2"})));
  }

  void aRunThatExplodesIsKeptWhereItLearntAndResumedFromThere() {
    const QStringList options{"--epochs", "4"};
    const Outcome outcome = fovea_with(words(options + QStringList{"--lr", "1e9"}));
    QCOMPARE(outcome.code, 1);
    QVERIFY2(outcome.err.contains("--resume and a lower --lr"), qPrintable(outcome.err));
    QVERIFY2(outcome.err.contains("no longer a number"), qPrintable(outcome.err));
    const Outcome resumed = fovea_with(words(options + QStringList{"--resume", "--lr", "0.02"}));
    QVERIFY2(resumed.code == 0, qPrintable(resumed.err));
  }

  void whatCannotBeReadIsTold() {
    QVERIFY(QDir(path("")).mkpath("table"));
    QByteArray rows;
    for (int i = 0; i < 60; ++i)
      rows += QByteArray::number(i % 3) + "," + QByteArray::number(i % 256) +
              QByteArray(",0").repeated(255) + "\n";
    rows += "1,2,3\n";
    write_file(path("table/set.csv"), rows);
    const Outcome outcome = fovea_with(
        {"train", "lenet5", "--data", path("table/set.csv"), "-o", model_file(), "--epochs", "1"});
    QVERIFY2(outcome.code == 0, qPrintable(outcome.err));
    QVERIFY2(outcome.err.contains("row 61 of set.csv"), qPrintable(outcome.err));
  }

  void patienceStopsEarly() {
    const Outcome outcome =
        fovea_with(words({"--epochs", "500", "--patience", "2", "--json", "--lr", "0.2"}));
    QVERIFY2(outcome.code == 0, qPrintable(outcome.err));
    QVERIFY(json_lines(outcome.out).size() < 400);
  }

  void aCallThatIsWrongIsOneSentence_data() {
    QTest::addColumn<QStringList>("options");
    QTest::addColumn<int>("code");
    QTest::addColumn<QString>("said");
    const auto row = [](const char* name, const QStringList& options, int code, const char* said) {
      QTest::newRow(name) << options << code << said;
    };
    row("no epochs", {"--epochs", "0"}, 2, "--epochs");
    row("endless epochs", {"--epochs", "inf"}, 2, "--epochs");
    row("no batch", {"--batch", "0"}, 2, "--batch");
    row("negative rate", {"--lr", "-1"}, 2, "--lr");
    row("rate that is none", {"--lr", "nan"}, 2, "--lr");
    row("unknown optimiser", {"--optimizer", "lion"}, 2, "sgd, adam, adamw, rmsprop");
    row("unknown schedule", {"--schedule", "wild"}, 2, "constant, step, cosine, one-cycle");
    row("unknown change", {"--augment", "swirl"}, 2, "swirl");
    row("change beyond reason", {"--augment", "shift=7"}, 2, "from 0 to 1");
    row("negative patience", {"--patience", "-1"}, 2, "--patience");
    row("too much validation", {"--validation", "1"}, 2, "--validation");
    row("too much test", {"--test", "-0.1"}, 2, "--test");
    row("a new head on nothing", {"--new-head"}, 1, "--new-head");
    row("nothing to resume", {"--resume"}, 1, "no run");
    row("patience for nothing", {"--patience", "1", "--validation", "0"}, 1, "--patience");
    row("no such layer", {"--freeze", "conv9"}, 1, "conv9");
    row("no such device", {"--engine", "vulkan", "--device", "99"}, 1, "99");
    row("no folder for the log", {"--log", "/no/such/folder/log.csv"}, 1, "/no/such/folder");
  }

  void aCallThatIsWrongIsOneSentence() {
    QFETCH(QStringList, options);
    QFETCH(int, code);
    QFETCH(QString, said);
    const Outcome outcome = fovea_with(words(QStringList{"--epochs", "1"} + options));
    QCOMPARE(outcome.code, code);
    QVERIFY2(outcome.is_one_line_error(), qPrintable(outcome.out + outcome.err));
    QVERIFY2(outcome.err.contains(said), qPrintable(outcome.err));
    QVERIFY(!QFile::exists(model_file()));
    QVERIFY(!QDir(path("model.onnx.run")).exists());
  }

  void whatIsNotThereIsOneSentence_data() {
    QTest::addColumn<QStringList>("call");
    QTest::addColumn<int>("code");
    const QString out = "OUT";  // the folder of a row is not there yet
    QTest::newRow("no data") << QStringList{"train", "lenet5", "-o", out} << 2;
    QTest::newRow("no output") << QStringList{"train", "lenet5", "--data", data()} << 2;
    QTest::newRow("no such data") << QStringList{"train", "lenet5", "--data", "/none", "-o", out}
                                  << 1;
    QTest::newRow("no such network")
        << QStringList{"train", "lenet6", "--data", data(), "-o", out} << 1;
    QTest::newRow("other size") << QStringList{"train", "lenet5-digits", "--data", data(), "-o",
                                               out}
                                << 1;
    QTest::newRow("no folder") << QStringList{"train", "lenet5", "--data",
                                              data(),  "-o",     "/no/such/m.onnx"}
                               << 1;
    QTest::newRow("a folder") << QStringList{"train", "lenet5", "--data", data(), "-o", data()}
                              << 1;
  }

  void whatIsNotThereIsOneSentence() {
    QFETCH(QStringList, call);
    QFETCH(int, code);
    call.replaceInStrings(QRegularExpression("^OUT$"), model_file());
    const Outcome outcome = fovea_with(call);
    QCOMPARE(outcome.code, code);
    QVERIFY2(outcome.is_one_line_error(), qPrintable(outcome.out + outcome.err));
    QVERIFY(!QFile::exists(model_file() + ".run"));
  }

  void anotherBatchOrOtherDataAreNoResumption() {
    QProcess process;
    process.start(qEnvironmentVariable("FOVEA_PROGRAM"), words({"--epochs", "500"}));
    QVERIFY(process.waitForReadyRead(20'000));
    process.kill();
    QVERIFY(process.waitForFinished(20'000));
    const Outcome batch = fovea_with(words({"--epochs", "500", "--batch", "8", "--resume"}));
    QCOMPARE(batch.code, 1);
    QVERIFY2(batch.is_one_line_error() && batch.err.contains("--batch 32"), qPrintable(batch.err));
    const auto refused = [&](const QStringList& options, const QString& said) {
      const Outcome outcome =
          fovea_with(words(QStringList{"--epochs", "500", "--resume"} + options));
      QCOMPARE(outcome.code, 1);
      QVERIFY2(outcome.is_one_line_error() && outcome.err.contains(said), qPrintable(outcome.err));
    };
    refused({"--dropout", "0.3"}, "--dropout 0, which stays as it is");
    refused({"--validation", "0.2", "--test", "0.3"},
            "--validation 0.1 and --test 0.1, which stay as they are");
    refused({"--new-head"}, "--new-head");
    const Outcome network = fovea_with({"train", "dense", "--data", data(), "-o", model_file(),
                                        "--batch", "32", "--seed", "3", "--resume"});
    QCOMPARE(network.code, 1);
    QVERIFY2(network.is_one_line_error() && network.err.contains("lenet5"),
             qPrintable(network.err));
    QVERIFY(QDir(folder_->path()).mkpath("other"));
    write_idx(QDir(path("other")), "train", 300, 9);
    const Outcome other = fovea_with({"train", "lenet5", "--data", path("other"), "-o",
                                      model_file(), "--batch", "32", "--seed", "3", "--resume"});
    QCOMPARE(other.code, 1);
    QVERIFY2(other.is_one_line_error() && other.err.contains("examples"), qPrintable(other.err));
  }

 private:
  QString data() const { return data_.filePath("set"); }
  QString path(const char* name) const { return folder_->filePath(name); }
  QString model_file() const { return path("model.onnx"); }
  QStringList words(const QStringList& options) const {
    QStringList all{"train", "lenet5", "--data", data(), "-o", model_file()};
    if (!options.contains("--batch")) all += QStringList{"--batch", "32"};
    if (!options.contains("--schedule")) all += QStringList{"--schedule", "constant"};
    if (!options.contains("--seed")) all += QStringList{"--seed", "3"};
    // An option said twice is refused.
    QStringList rest = options;
    if (rest.count("--epochs") > 1) rest = rest.mid(2);
    return all + rest;
  }
  Graph trained(const QStringList& options) const {
    const Outcome outcome = fovea_with(words(options));
    if (outcome.code != 0) qWarning("%s", qPrintable(outcome.err));
    return load_model(model_file().toStdString()).graph;
  }

  QTemporaryDir data_;
  std::unique_ptr<QTemporaryDir> folder_;
};

QTEST_GUILESS_MAIN(CliTrainTest)
#include "cli_train_test.moc"
