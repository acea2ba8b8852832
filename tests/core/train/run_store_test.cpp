#include "core/train/run_store.h"

#include <QDir>
#include <QTemporaryDir>
#include <QtTest>
#include <csignal>
#include <fstream>
#include <random>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/train/checkpoint_file.h"
#include "core/train/timeline.h"
#include "tests/core/train/tiny_run.h"

using namespace fovea;
using namespace fovea::testing;

namespace {

namespace fs = std::filesystem;

StepMetrics row_of(std::int64_t step) {
  const auto number = static_cast<double>(step);
  return {.step = step,
          .epoch = number / 7,
          .loss = 1 / (number + 0.3),
          .accuracy = number / 1e4,
          .learning_rate = 0.05 / 3,
          .gradient_norm = number / 11,
          .weights = {}};
}

bool same_row(const StepMetrics& a, const StepMetrics& b) {
  return a.step == b.step && a.epoch == b.epoch && a.loss == b.loss && a.accuracy == b.accuracy &&
         a.learning_rate == b.learning_rate && a.gradient_norm == b.gradient_norm;
}

RunRecord record() {
  return {.settings = {.epochs = 2.5,
                       .batch = 32,
                       .learning_rate = 0.1 / 3,
                       .seed = ~std::uint64_t{0},
                       .loss = {.kind = LossKind::hinge, .label_smoothing = 0.1},
                       .optimiser = {.kind = OptimiserKind::adamw, .weight_decay = 1e-4},
                       .schedule = {.kind = ScheduleKind::one_cycle, .rise = 0.25},
                       .augment = {.shift = 0.1, .flip = true, .erase = 0.02},
                       .frozen = {"conv1", "conv2"},
                       .patience = 3},
          .data = "drawn “by hand”",
          .data_source = "/data/drawn",
          .fingerprint = 0xfedcba9876543210U,
          .split = {.validation = 0.2, .test = 0.05, .seed = 7, .excluded = {3, 1000}},
          .scaling = {.scale = 1.0 / 255, .mean = {0.1307}, .deviation = {0.3081}},
          .command = "fovea train",
          .parent = "first",
          .parent_step = 40,
          .test_looks = 2,
          .version = {}};
}

/// Trains, so to say, for ever, telling through `pipe` which steps are safe.
[[noreturn]] void run_until_killed(const fs::path& folder, int pipe) {
  RunStore::Resumed resumed;
  RunStore store = RunStore::resume(folder, resumed);
  const Graph graph = resumed.model.graph;
  Timeline timeline({.most = 16, .memory_bytes = 1, .folder = store.timeline_folder()}, graph,
                    resumed.checkpoint.state.step);
  for (std::int64_t step = resumed.checkpoint.state.step + 1;; ++step) {
    store.log(row_of(step));
    if (step % 3 != 0) continue;
    timeline.add(checkpoint_at(graph, step));
    store.save(checkpoint_at(graph, step));
    if (::write(pipe, &step, sizeof step) != sizeof step) ::_exit(1);
  }
}

}  // namespace

class RunStoreTest : public QObject {
  Q_OBJECT

 private slots:
  void init() {
    temporary_ = std::make_unique<QTemporaryDir>();
    folder_ = temporary_->filePath("deep/run").toStdString();
  }

  void aRunComesBackAsItWas() {
    {
      RunStore store = RunStore::create(folder_, record(), model_of(graph_), start_);
      for (std::int64_t step = 1; step <= 9; ++step) store.log(row_of(step));
      store.log(ValidationPoint{.step = 5,
                                .epoch = 0.1,
                                .loss = 0.7,
                                .accuracy = 0.9,
                                .examples = 100,
                                .is_whole = false});
      store.log(EpochPoint{.step = 7,
                           .epoch = 1,
                           .loss = 0.1,
                           .accuracy = 0.3,
                           .learning_rate = 0.1,
                           .images_per_second = 123.4});
      store.save(checkpoint_at(graph_, 9));
      store.log(row_of(10));  // not on the disk when the run ends
    }
    RunStore::Resumed resumed;
    const RunStore store = RunStore::resume(folder_, resumed);
    RunRecord expected = record();
    expected.version = store.record().version;
    QVERIFY(!expected.version.empty());
    QVERIFY(store.record() == expected);
    QVERIFY(same_state(resumed.checkpoint.state, checkpoint_at(graph_, 9).state));
    QVERIFY(resumed.notice.empty());
    QCOMPARE(resumed.model.metadata.at("fovea.classes"), std::string("[\"a\",\"b\",\"c\"]"));
    QCOMPARE(resumed.curves.steps.size(), std::size_t{9});
    for (const StepMetrics& row : resumed.curves.steps) QVERIFY(same_row(row, row_of(row.step)));
    QCOMPARE(resumed.curves.validation.size(), std::size_t{1});
    QCOMPARE(resumed.curves.validation[0].examples, 100);
    QVERIFY(!resumed.curves.validation[0].is_whole);
    QCOMPARE(resumed.curves.epochs.size(), std::size_t{1});
    QCOMPARE(resumed.curves.epochs[0].images_per_second, 123.4);
  }

  void curvesEndAtTheCheckpoint() {
    RunStore store = RunStore::create(folder_, record(), model_of(graph_), start_);
    for (std::int64_t step = 1; step <= 5; ++step) store.log(row_of(step));
    store.save(checkpoint_at(graph_, 3));
    RunStore::Resumed resumed;
    RunStore again = RunStore::resume(folder_, resumed);
    QCOMPARE(resumed.curves.steps.size(), std::size_t{3});
    again.log(row_of(4));
    again.save(checkpoint_at(graph_, 4));
    (void)RunStore::resume(folder_, resumed);
    QCOMPARE(resumed.curves.steps.size(), std::size_t{4});
  }

  void aDamagedCheckpointIsNoticedAndTheOneBeforeIsUsed() {
    RunStore store = RunStore::create(folder_, record(), model_of(graph_), start_);
    for (std::int64_t step = 1; step <= 20; ++step) {
      store.log(row_of(step));
      if (step % 10 == 0) store.save(checkpoint_at(graph_, step));
    }
    damage(folder_ / "checkpoint-20.fvc");
    RunStore::Resumed resumed;
    (void)RunStore::resume(folder_, resumed);
    QCOMPARE(resumed.checkpoint.state.step, 10);
    QVERIFY(same_state(resumed.checkpoint.state, checkpoint_at(graph_, 10).state));
    QVERIFY(resumed.notice.find("step 20 is damaged") != std::string::npos);
    QCOMPARE(resumed.curves.steps.size(), std::size_t{10});
    damage(folder_ / "checkpoint-10.fvc");
    QVERIFY_THROWS_EXCEPTION(Error, (void)RunStore::resume(folder_, resumed));
  }

  void onlyTheNewestTwoCheckpointsAreKept() {
    RunStore store = RunStore::create(folder_, record(), model_of(graph_), start_);
    for (std::int64_t step = 1; step <= 100; ++step) store.save(checkpoint_at(graph_, step));
    const QDir folder(QString::fromStdString(folder_.string()));
    QCOMPARE(folder.entryList({"*.fvc"}), (QStringList{"checkpoint-100.fvc", "checkpoint-99.fvc"}));
  }

  void aTornLastRowOfTheLogIsLeftOut() {
    RunStore store = RunStore::create(folder_, record(), model_of(graph_), start_);
    store.log(row_of(1));
    store.save(checkpoint_at(graph_, 1));
    std::ofstream(folder_ / "log.csv", std::ios::app) << "step,2,0.2";
    RunStore::Resumed resumed;
    (void)RunStore::resume(folder_, resumed);
    QCOMPARE(resumed.curves.steps.size(), std::size_t{1});
  }

  void whatAKilledWriterLeftIsTakenAwayAndNothingElse() {
    RunStore store = RunStore::create(folder_, record(), model_of(graph_), start_);
    std::filesystem::create_directories(store.timeline_folder());
    for (const auto& folder : {folder_, store.timeline_folder()})
      for (const char* name : {".fovea-1-1", ".fovea-notes", ".fovea-1"})
        write_file_atomically(folder / name, "half");
    RunStore::Resumed resumed;
    (void)RunStore::resume(folder_, resumed);
    for (const auto& folder : {folder_, store.timeline_folder()})
      QCOMPARE(QDir(QString::fromStdString(folder.string()))
                   .entryList({".fovea*"}, QDir::Files | QDir::Hidden, QDir::Name),
               (QStringList{".fovea-1", ".fovea-notes"}));
  }

  void recordsThatAreNoneAreOneSentence_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("no JSON") << QByteArray("{\"format\": 1");
    QTest::newRow("another format") << QByteArray("{\"format\": 99}");
    QTest::newRow("a list") << QByteArray("[1, 2]");
    QTest::newRow("wrong type") << QByteArray("{\"format\": 1, \"data\": 7}");
  }

  void recordsThatAreNoneAreOneSentence() {
    QFETCH(QByteArray, text);
    (void)RunStore::create(folder_, record(), model_of(graph_), start_);
    std::ofstream(folder_ / "run.json", std::ios::trunc) << text.toStdString();
    RunStore::Resumed resumed;
    QVERIFY_THROWS_EXCEPTION(Error, (void)RunStore::resume(folder_, resumed));
  }

  void aFolderHoldsOneRun() {
    (void)RunStore::create(folder_, record(), model_of(graph_), start_);
    QVERIFY_THROWS_EXCEPTION(Error,
                             (void)RunStore::create(folder_, record(), model_of(graph_), start_));
    RunStore::Resumed resumed;
    QVERIFY_THROWS_EXCEPTION(Error, (void)RunStore::resume(folder_ / "none", resumed));
  }

  void theCountOfTestLooksIsKept() {
    RunStore store = RunStore::create(folder_, record(), model_of(graph_), start_);
    RunRecord looked = store.record();
    ++looked.test_looks;
    store.update(looked);
    RunStore::Resumed resumed;
    QCOMPARE(RunStore::resume(folder_, resumed).record().test_looks, record().test_looks + 1);
  }

  /// A limit on the size of files stands for a full disk: both fail half-way through a write.
  void aFullDiskIsSaidAndLosesNothing() {
    RunStore store = RunStore::create(folder_, record(), model_of(graph_), start_);
    store.log(row_of(1));
    store.save(checkpoint_at(graph_, 1));
    const auto before = fs::file_size(folder_ / "log.csv");
    {
      const FileLimit limit(before + 10);
      store.log(row_of(2));
      QVERIFY_THROWS_EXCEPTION(Error, store.save(checkpoint_at(graph_, 2)));
      QCOMPARE(fs::file_size(folder_ / "log.csv"), before);
      RunStore::Resumed resumed;
      QVERIFY(read_checkpoint(folder_ / "checkpoint-1.fvc", graph_).state.step == 1);
    }
    store.log(row_of(3));
    store.save(checkpoint_at(graph_, 3));
    RunStore::Resumed resumed;
    (void)RunStore::resume(folder_, resumed);
    QCOMPARE(resumed.curves.steps.size(), std::size_t{3});
    QCOMPARE(resumed.checkpoint.state.step, 3);
  }

  void aKilledRunGoesOnFromItsLastCheckpoint() {
    (void)RunStore::create(folder_, record(), model_of(graph_), start_);
    std::mt19937 random(5);
    std::int64_t before = 0;
    for (int round = 0; round < 25; ++round) {
      const std::int64_t safe = kill_after(std::chrono::microseconds(500 + random() % 40000));
      RunStore::Resumed resumed;
      const RunStore store = RunStore::resume(folder_, resumed);
      const std::int64_t step = resumed.checkpoint.state.step;
      QVERIFY(step >= std::max(safe, before));
      QVERIFY(resumed.notice.empty());
      const TrainerState expected = step == 0 ? start_.state : checkpoint_at(graph_, step).state;
      QVERIFY(same_state(resumed.checkpoint.state, expected));
      QCOMPARE(resumed.curves.steps.size(), static_cast<std::size_t>(step));
      for (std::int64_t i = 0; i < step; ++i) {
        QVERIFY(same_row(resumed.curves.steps[static_cast<std::size_t>(i)], row_of(i + 1)));
      }
      const Timeline timeline({.most = 16, .folder = store.timeline_folder()}, resumed.model.graph,
                              step);
      for (const std::int64_t kept : timeline.steps()) {
        QVERIFY(same_state(timeline.at(kept)->state, checkpoint_at(graph_, kept).state));
      }
      before = step;
    }
    QVERIFY(before > 100);
  }

 private:
  class FileLimit {
   public:
    explicit FileLimit(std::uintmax_t bytes) {
      ::getrlimit(RLIMIT_FSIZE, &before_);
      rlimit limit = before_;
      limit.rlim_cur = bytes;
      ::setrlimit(RLIMIT_FSIZE, &limit);
      handler_ = ::signal(SIGXFSZ, SIG_IGN);
    }
    ~FileLimit() {
      ::setrlimit(RLIMIT_FSIZE, &before_);
      ::signal(SIGXFSZ, handler_);
    }

   private:
    rlimit before_{};
    void (*handler_)(int) = nullptr;
  };

  static void damage(const fs::path& path) {
    std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(100);
    file.put('!');
  }

  /// The last step that a child process which went on with the run called safe before it was
  /// killed; 0 where there was none.
  std::int64_t kill_after(std::chrono::microseconds time) {
    int pipe[2];
    if (::pipe(pipe) != 0) return -1;
    const pid_t child = ::fork();
    if (child == 0) {
      ::close(pipe[0]);
      run_until_killed(folder_, pipe[1]);
    }
    ::close(pipe[1]);
    std::this_thread::sleep_for(time);
    ::kill(child, SIGKILL);
    ::waitpid(child, nullptr, 0);
    std::int64_t safe = 0, step = 0;
    while (::read(pipe[0], &step, sizeof step) == sizeof step) safe = step;
    ::close(pipe[0]);
    return safe;
  }

  const Graph graph_ = tiny_graph();
  const Checkpoint start_ = checkpoint_at(graph_, 0);
  std::unique_ptr<QTemporaryDir> temporary_;
  fs::path folder_;
};

QTEST_GUILESS_MAIN(RunStoreTest)
#include "run_store_test.moc"
