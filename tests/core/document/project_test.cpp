#include "core/document/project/project.h"

#include <QDir>
#include <QTemporaryDir>
#include <QtTest>
#include <csignal>
#include <ctime>
#include <fmt/format.h>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sys/resource.h>
#include <unistd.h>

#include "core/base/error.h"
#include "core/document/edits.h"
#include "core/document/project/archive.h"
#include "core/document/project/names.h"
#include "core/document/project/run_files.h"
#include "core/onnx/bundled.h"
#include "core/train/run_store.h"
#include "tests/core/document/projects.h"
#include "tests/core/train/tiny_run.h"

using namespace fovea;
using namespace fovea::testing;
using Json = nlohmann::ordered_json;

namespace {

namespace fs = std::filesystem;

constexpr const char* k_text = "project.json";

std::string sentence(const std::function<void()>& action) {
  try {
    action();
  } catch (const Error& error) {
    return error.sentence();
  }
  return {};
}

std::string content(const fs::path& path) {
  const Bytes bytes = read_file(path);
  return std::string(text_of(bytes));
}

void change_text(const fs::path& path, const std::function<void(Json&)>& change) {
  change_file(path, k_text, [&](const std::string& text) {
    Json json = Json::parse(text);
    change(json);
    return json.dump();
  });
}

/// No file may grow beyond so many bytes while it lives: as if the disk were full.
class FullDisk {
 public:
  explicit FullDisk(std::uintmax_t bytes) : handler_(std::signal(SIGXFSZ, SIG_IGN)) {
    ::getrlimit(RLIMIT_FSIZE, &before_);
    rlimit limit = before_;
    limit.rlim_cur = bytes;
    ::setrlimit(RLIMIT_FSIZE, &limit);
  }
  ~FullDisk() {
    ::setrlimit(RLIMIT_FSIZE, &before_);
    std::signal(SIGXFSZ, handler_);
  }

 private:
  rlimit before_{};
  void (*handler_)(int) = nullptr;
};

/// So few files may be open at once while it lives.
class FewDescriptors {
 public:
  explicit FewDescriptors(rlim_t count) {
    ::getrlimit(RLIMIT_NOFILE, &before_);
    rlimit limit = before_;
    limit.rlim_cur = count;
    ::setrlimit(RLIMIT_NOFILE, &limit);
  }
  ~FewDescriptors() { ::setrlimit(RLIMIT_NOFILE, &before_); }

 private:
  rlimit before_{};
};

std::ptrdiff_t open_files() {
  const fs::directory_iterator open("/proc/self/fd");
  return std::distance(begin(open), end(open));
}

/// Not the superuser, who may write everywhere, while it lives.
class AsAnybody {
 public:
  AsAnybody() { changed_ = ::geteuid() == 0 && ::seteuid(65534) == 0; }
  ~AsAnybody() {
    if (changed_ && ::seteuid(0) != 0) qFatal("the test cannot go on");
  }

 private:
  bool changed_ = false;
};

std::map<std::string, std::string> files_below(const fs::path& folder) {
  std::map<std::string, std::string> files;
  for (const auto& entry : fs::recursive_directory_iterator(folder))
    if (entry.is_regular_file())
      files[fs::relative(entry.path(), folder).string()] = content(entry.path());
  return files;
}

/// A run of the tiny network, with moments of a timeline; `rows` of the log, one a step where
/// nobody says how many.
void make_run(const fs::path& folder, std::int64_t steps, std::int64_t first = 0,
              std::optional<std::int64_t> rows = std::nullopt) {
  const Graph graph = tiny_graph(first);
  RunRecord record;
  record.data = "digits";
  RunStore store = RunStore::create(folder, record, model_of(graph), checkpoint_at(graph, 0));
  for (std::int64_t step = 1; step <= rows.value_or(steps); ++step)
    store.log(StepMetrics{.step = step, .epoch = 0.1, .weights = {}});
  store.save(checkpoint_at(graph, steps));
  fs::create_directories(store.timeline_folder());
  write_file_atomically(store.timeline_folder() / "1.fvc", "a moment");
}

}  // namespace

class ProjectTest : public QObject {
  Q_OBJECT

 private slots:
  void init() {
    folder_ = std::make_unique<QTemporaryDir>();
    path_ = folder_->filePath("a.fovea").toStdString();
    runs_ = folder_->filePath("runs").toStdString();
  }

  void projectsComeBackAsTheyWere() {
    for (unsigned seed = 0; seed < 60; ++seed) {
      const Project project = random_project(seed);
      save_project(project, path_);
      const LoadedProject loaded = load_project(path_);
      const std::string wrong = difference(project, loaded.project);
      QVERIFY2(wrong.empty(), qPrintable(QString("seed %1: %2").arg(seed).arg(wrong.c_str())));
      QCOMPARE(loaded.notice, std::string());
      QCOMPARE(loaded.project.not_understood.json, std::string("{}"));
      QVERIFY(loaded.project.not_understood.files.empty());
    }
    QCOMPARE(QDir(folder_->path()).entryList(QDir::Files | QDir::Hidden), QStringList{"a.fovea"});
  }

  void whatIsNotEditedIsTheOriginals() {
    Project project = random_project(1);
    Network& network = project.document.network;
    network.graph = network.computed = network.origin->model.graph;
    network.muted.clear();
    save_project(project, path_);
    QVERIFY(!load_project(path_).project.document.network.is_edited());
    QCOMPARE(files_of(path_)["network/weights.bin"].size(), std::size_t{0});
  }

  void theNetworkAndTheKernelCanBeReadByThemselves() {
    const Project project = random_project(2);
    save_project(project, path_);
    const auto files = files_of(path_);
    QVERIFY(files.at("inputs/picture.png").starts_with("\x89PNG"));
    QVERIFY(
        files.at("kernels/picture.fovea-kernel.json").starts_with("{\"format\":\"fovea-kernel\""));
    const std::string& onnx = files.at("network/original.onnx");
    QVERIFY(!load_model(std::as_bytes(std::span(onnx))).graph.nodes().empty());
  }

  void whatIsNotUnderstoodIsWrittenAgain() {
    save_project(random_project(3), path_);
    TextsByName files = files_of(path_);
    Json json = Json::parse(files[k_text]);
    json["later"] = {{"x", {1, 2.5, "three"}}};
    for (const char* part : {"network", "input", "filter", "selection", "view", "look"})
      json[part]["later"] = part;
    json["input"]["crop"]["angle"] = 0.125;
    json["input"]["preprocessing"]["gamma"] = nullptr;
    files[k_text] = json.dump();
    files["lessons/first.json"] = "{}";
    files["runs/mine/notes.txt"] = "no run";
    write_zip(path_, files);

    Project project = load_project(path_).project;
    project.document.view.peak = !project.document.view.peak;
    project.document.selection = {};
    save_project(project, path_);
    const TextsByName after = files_of(path_);
    const Json now = Json::parse(after.at(k_text));
    QCOMPARE(now["later"], json["later"]);
    for (const char* part : {"network", "input", "filter", "selection", "view", "look"})
      QCOMPARE(now[part]["later"], Json(part));
    QCOMPARE(now["input"]["crop"]["angle"], Json(0.125));
    QVERIFY(now["input"]["preprocessing"].contains("gamma"));
    QCOMPARE(now["view"]["peak"], Json(project.document.view.peak));
    QVERIFY(!now["selection"].contains("value"));
    QCOMPARE(after.at("lessons/first.json"), std::string("{}"));
    QCOMPARE(after.at("runs/mine/notes.txt"), std::string("no run"));
  }

  void aNewerVersionIsRefused() {
    save_project(random_project(4), path_);
    change_text(path_, [](Json& json) {
      json["version"] = 3;
      json["written_by"] = "9.1";
      json["network"] = "of another form";
    });
    const std::string said = sentence([&] { load_project(path_); });
    QVERIFY2(QString::fromStdString(said).contains("newer Fovea (9.1)"), said.c_str());
    QVERIFY2(QString::fromStdString(said).endsWith("Open it with that one."), said.c_str());
  }

  void anOlderVersionIsUpgraded() {
    Project project = random_project(5);
    const Graph& graph = project.document.network.graph;
    NodeId conv = 0;
    while (unit_count(graph, conv) == 0) ++conv;
    project.document = set_muted(project.document, {conv, 0}, true).document;
    save_project(project, path_);
    change_text(path_, [](Json& json) {
      Json pairs = Json::array();
      for (const auto& [layer, units] : json["network"]["muted"].items())
        for (const Json& unit : units) pairs.push_back({layer, unit});
      pairs.push_back(pairs.front());
      json["network"]["muted"] = pairs;
      json["version"] = 1;
    });
    QCOMPARE(difference(project, load_project(path_).project), std::string());
    save_project(load_project(path_).project, path_);
    QCOMPARE(Json::parse(files_of(path_)[k_text])["version"], Json(2));
  }

  void namesInOtherAlphabetsAreKept_data() {
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("plain") << QByteArray("conv1.weight") << QByteArray("conv1.weight");
    QTest::newRow("UTF-8") << QByteArray("Größe/畳み") << QByteArray("Größe/畳み");
    QTest::newRow("percent") << QByteArray("50%41") << QByteArray("50%2541");
    QTest::newRow("Latin-1") << QByteArray("gr\xf6sse%") << QByteArray("gr%F6sse%25");
    QTest::newRow("overlong") << QByteArray("\xe0\x80\x80") << QByteArray("%E0%80%80");
    QTest::newRow("surrogate") << QByteArray("\xed\xa0\x80") << QByteArray("%ED%A0%80");
  }
  void namesInOtherAlphabetsAreKept() {
    QFETCH(const QByteArray, name);
    QFETCH(const QByteArray, text);
    QCOMPARE(json_name(name.toStdString()), text.toStdString());
    QCOMPARE(from_json_name(text.toStdString()), name.toStdString());
  }

  // --- Files that nobody should have made.

  void hostileNamesAreRefused_data() {
    QTest::addColumn<QString>("name");
    for (const char* name : {"../up", "a/../../up", "/etc/passwd", "a\\..\\b", "C:/x", "a//b",
                             "./a", "a/..", "line\nbreak"})
      QTest::newRow(name) << QString(name);
  }
  void hostileNamesAreRefused() {
    QFETCH(const QString, name);
    save_project(random_project(6), path_);
    TextsByName files = files_of(path_);
    files[name.toStdString()] = "x";
    write_zip(path_, files);
    const std::string said = sentence([&] { load_project(path_, runs_); });
    QVERIFY2(QString::fromStdString(said).contains("leads out of it"), said.c_str());
    QVERIFY(!fs::exists(runs_));
  }

  void bombsAreRefusedBeforeTheyGoOff() {
    save_project(random_project(7), path_);
    TextsByName files = files_of(path_);
    files["zeros"] = std::string(std::size_t{128} << 20, '\0');
    write_zip(path_, files);
    QVERIFY(fs::file_size(path_) < 1 << 20);
    const std::clock_t start = std::clock();
    const std::string said = sentence([&] { load_project(path_); });
    QVERIFY2(QString::fromStdString(said).contains("cannot hold as much"), said.c_str());
    QVERIFY(std::clock() - start < CLOCKS_PER_SEC / 20);
  }

  void whatTakesTooMuchIsRefused() {
    write_zip(path_, {{"a", std::string(600, 'a')}, {"b", std::string(600, 'b')}});
    QCOMPARE(Archive(path_, {.bytes = 1200}).names().size(), std::size_t{2});
    QVERIFY(!sentence([&] { Archive(path_, {.bytes = 1199}); }).empty());
    QVERIFY(!sentence([&] { Archive(path_, {.entries = 1}); }).empty());
  }

  void twoFilesOfOneNameAreRefused() {
    write_zip(path_, {{"name-1", "a"}, {"name-2", "b"}});
    std::string bytes = content(path_);
    for (std::size_t at; (at = bytes.find("name-2")) != std::string::npos;) bytes[at + 5] = '1';
    write_file_atomically(path_, bytes);
    QVERIFY(sentence([&] { Archive archive(path_); }).starts_with("The archive holds two files"));
  }

  void archivesOfOtherThingsAreRefused() {
    write_zip(path_, {{"a.txt", "a"}});
    QVERIFY(sentence([&] { load_project(path_); }).find("no project") != std::string::npos);
    write_zip(path_, {{k_text, "{\"format\": \"fovea-kernel\", \"version\": 1}"}});
    QVERIFY(sentence([&] { load_project(path_); }).find("no project") != std::string::npos);
    write_file_atomically(path_, "no archive at all");
    QVERIFY(!sentence([&] { load_project(path_); }).empty());
    write_file_atomically(path_, "");
    QVERIFY(!sentence([&] { load_project(path_); }).empty());
    QVERIFY(!sentence([&] { load_project(folder_->path().toStdString()); }).empty());
    QVERIFY(!sentence([&] { load_project(path_ / "none"); }).empty());
  }

  void aPartThatIsMissingIsNamed() {
    save_project(random_project(8), path_);
    const TextsByName files = files_of(path_);
    for (const auto& [name, text] : files) {
      TextsByName fewer = files;
      fewer.erase(name);
      write_zip(path_, fewer);
      const std::string said = sentence([&] { load_project(path_); });
      QVERIFY2(said.find(name) != std::string::npos || name == k_text, said.c_str());
      QVERIFY(!said.empty());
    }
  }

  void valuesThatCannotBeAreToldWithTheirPlace_data() {
    QTest::addColumn<QString>("place");
    QTest::addColumn<QByteArray>("value");
    QTest::newRow("no size") << "/input/size" << QByteArray("[0, 3]");
    QTest::newRow("a size of one") << "/input/size" << QByteArray("[3]");
    QTest::newRow("a crop of nothing") << "/input/crop/width" << QByteArray("0");
    QTest::newRow("a crop far away") << "/input/crop/x" << QByteArray("1e300");
    QTest::newRow("another lens") << "/view/lens" << QByteArray("\"magnifier\"");
    QTest::newRow("a text for a flag") << "/view/peak" << QByteArray("\"yes\"");
    QTest::newRow("stride") << "/filter/stride" << QByteArray("[0, 1]");
    QTest::newRow("toy") << "/filter/toy" << QByteArray("[1, 2]");
    QTest::newRow("weights") << "/network/weights" << QByteArray("{\"no such\": 0}");
    QTest::newRow("muted") << "/network/muted" << QByteArray("{\"no such\": [0]}");
    QTest::newRow("units") << "/network/muted" << QByteArray("[]");
    QTest::newRow("mean") << "/input/preprocessing/mean" << QByteArray("[\"a\"]");
    QTest::newRow("scroll") << "/look/scroll" << QByteArray("[1]");
    QTest::newRow("a list of view") << "/view" << QByteArray("[]");
  }
  void valuesThatCannotBeAreToldWithTheirPlace() {
    QFETCH(const QString, place);
    QFETCH(const QByteArray, value);
    save_project(random_project(9), path_);
    change_text(path_, [&](Json& json) {
      json[Json::json_pointer(place.toStdString())] = Json::parse(value.toStdString());
    });
    const std::string said = sentence([&] { load_project(path_); });
    const QString part = place.section('/', -1).replace("preprocessing", "fovea.input");
    QVERIFY2(QString::fromStdString(said).contains(part), said.c_str());
  }

  void weightsThatEndTooEarlyAreTold() {
    Project project = random_project(10);
    const Graph& graph = project.document.network.graph;
    NodeId node = 0;
    while (slice_count(graph, node) == 0) ++node;
    project.document = set_kernel_cell(project.document, {{node, 0}, 0}, 0, 42).document;
    save_project(project, path_);
    change_file(path_, "network/weights.bin",
                [](const std::string& bytes) { return bytes.substr(0, bytes.size() - 1); });
    const std::string said = sentence([&] { load_project(path_); });
    QVERIFY2(said.find("end too early") != std::string::npos, said.c_str());
  }

  void jsonThatIsNestedTooDeeplyIsRefused() {
    save_project(random_project(11), path_);
    change_file(path_, k_text, [](const std::string& text) {
      const std::string deep(200'000, '[');
      return "{\"deep\": " + deep + std::string(deep.size(), ']') + ", " + text.substr(1);
    });
    const std::string said = sentence([&] { load_project(path_); });
    QVERIFY2(said.find("deep") != std::string::npos, said.c_str());
  }

  void damageIsFoundAndNeverCrashes() {
    save_project(random_project(12), path_);
    const std::string whole = content(path_);
    std::mt19937 random(1);
    for (int i = 0; i < 300; ++i) {
      std::string bytes = whole;
      if (i % 3 == 0) bytes.resize(random() % bytes.size());
      for (int flips = i % 3; flips > 0; --flips)
        bytes[random() % bytes.size()] ^= static_cast<char>(1 << random() % 8);
      write_file_atomically(path_, bytes);
      try {
        const LoadedProject loaded = load_project(path_);
        // Bits that nothing depends on, as the time of an entry.
        QCOMPARE(difference(random_project(12), loaded.project), std::string());
      } catch (const Error& error) {
        QVERIFY(!error.sentence().empty());
      }
    }
  }

  // --- Places where nothing can be written.

  void aSaveThatCannotBeLeavesTheOldFile_data() {
    QTest::addColumn<int>("room");
    for (const int room : {0, 100, 5000, 100'000})
      QTest::newRow(qPrintable(QString::number(room))) << room;
  }
  void aSaveThatCannotBeLeavesTheOldFile() {
    QFETCH(const int, room);
    save_project(random_project(13), path_);
    const std::string before = content(path_);
    Project large = random_project(14);
    large.not_understood.files["x"] = std::make_shared<const Bytes>(200'000);
    std::string said;
    {
      const FullDisk full(static_cast<std::uintmax_t>(room));
      said = sentence([&] { save_project(large, path_); });
    }
    QVERIFY2(said.find("larger than a file may be") != std::string::npos, said.c_str());
    QCOMPARE(content(path_), before);
    QCOMPARE(QDir(folder_->path()).entryList(QDir::Files | QDir::Hidden), QStringList{"a.fovea"});
    save_project(large, path_);
    QCOMPARE(difference(large, load_project(path_).project), std::string());
  }

  void aFullDiskIsTold() {
    const std::string said = sentence([] { save_project(random_project(13), "/dev/full"); });
    QVERIFY2(!said.empty(), "written to /dev/full");
  }

  void aFolderThatIsGoneIsTold() {
    const fs::path gone = fs::path(folder_->path().toStdString()) / "gone/a.fovea";
    const std::string said = sentence([&] { save_project(random_project(13), gone); });
    QVERIFY2(said.find("its folder does not exist") != std::string::npos, said.c_str());
    fs::create_directories(gone);  // a folder in the file's place
    QVERIFY(!sentence([&] { save_project(random_project(13), gone); }).empty());
    QVERIFY(fs::is_directory(gone));
  }

  void aPlaceWithoutPermissionIsTold() {
    save_project(random_project(13), path_);
    const std::string before = content(path_);
    const fs::path folder = folder_->path().toStdString();
    fs::permissions(folder, fs::perms::owner_read | fs::perms::owner_exec | fs::perms::others_read |
                                fs::perms::others_exec);
    fs::permissions(path_, fs::perms::owner_read | fs::perms::others_read);
    const Project other = random_project(14);
    std::string onto, beside;
    {
      const AsAnybody anybody;
      onto = sentence([&] { save_project(other, path_); });
      beside = sentence([&] { save_project(other, folder / "b.fovea"); });
    }
    fs::permissions(folder, fs::perms::owner_all);
    QVERIFY2(onto.find("permission was refused") != std::string::npos, onto.c_str());
    QVERIFY2(beside.find("permission was refused") != std::string::npos, beside.c_str());
    QCOMPARE(content(path_), before);
  }

  void whatAKilledSaveLeftIsTakenAway() {
    const fs::path folder = folder_->path().toStdString();
    for (const char* name : {".fovea-1-1", ".fovea-1-2", ".other-1-1"})
      write_file_atomically(folder / name, "half");
    const auto old = fs::file_time_type::clock::now() - std::chrono::minutes(5);
    fs::last_write_time(folder / ".fovea-1-1", old);
    fs::last_write_time(folder / ".other-1-1", old);
    // Files of a person, and what other parts of the program keep.
    QStringList left{".fovea-1-2", ".other-1-1", "a.fovea"};
    for (const char* name : {".fovea-", ".fovea-1", ".fovea-1-", ".fovea--1", ".fovea-1-1-old",
                             ".fovea-1-x", ".fovea-export", ".fovea-notes", ".fovea-x-1"}) {
      write_file_atomically(folder / name, "kept");
      fs::last_write_time(folder / name, old);
      left << name;
    }
    save_project(random_project(15), path_);
    QStringList found = QDir(folder_->path()).entryList(QDir::Files | QDir::Hidden);
    left.sort();
    found.sort();
    QCOMPARE(found, left);
  }

  void aLinkStaysALink() {
    const fs::path folder = folder_->path().toStdString(), link = folder / "link.fovea";
    save_project(random_project(15), path_);
    fs::create_symlink(path_, link);
    save_project(random_project(16), link);
    QVERIFY(fs::is_symlink(link));
    QCOMPARE(difference(random_project(16), load_project(path_).project), std::string());
  }

  // --- Runs.

  void aRunTravelsWithItsProject() {
    make_run(runs_ / "20250101-lenet", 12);
    write_file_atomically(runs_ / "20250101-lenet/.fovea-1-1", "half");
    Project project = random_project(17);
    project.run = "20250101-lenet";
    project.runs = {"20250101-lenet"};
    save_project(project, path_, runs_);
    auto files = files_below(runs_ / "20250101-lenet");
    files.erase(".fovea-1-1");

    const fs::path elsewhere = folder_->filePath("other/runs").toStdString();
    for (int i = 0; i < 2; ++i) {  // the second time it is there already
      const LoadedProject loaded = load_project(path_, elsewhere);
      QCOMPARE(difference(project, loaded.project), std::string());
      QVERIFY(loaded.project.not_understood.files.empty());
      QVERIFY(files_below(elsewhere / "20250101-lenet") == files);
      QCOMPARE(files_below(elsewhere).size(), files.size());
    }
    RunStore::Resumed resumed;
    (void)RunStore::resume(elsewhere / "20250101-lenet", resumed);
    QCOMPARE(resumed.checkpoint.state.step, 12);
    QCOMPARE(resumed.curves.steps.size(), std::size_t{12});
  }

  void aRunThatWentOnIsNotTakenBack() {
    make_run(runs_ / "run", 3);
    Project project = random_project(17);
    project.run = "run";
    project.runs = {"run"};
    save_project(project, path_, runs_);
    write_file_atomically(runs_ / "run/checkpoint-9.fvc", "newer");
    (void)load_project(path_, runs_);
    QCOMPARE(content(runs_ / "run/checkpoint-9.fvc"), std::string("newer"));
  }

  void anOlderStateOfARunDoesNotHideItsLaterOne_data() {
    QTest::addColumn<int>("local");      // the step that the run here has come to,
    QTest::addColumn<int>("rows");       // the rows of its log beyond
    QTest::addColumn<QString>("place");  // where the project's run of 12 steps is then
    QTest::newRow("older") << 9 << 0 << "run-2";
    QTest::newRow("older, more rows") << 9 << 20 << "run-2";
    QTest::newRow("as far") << 12 << 0 << "run";
    QTest::newRow("a longer log") << 12 << 1 << "run";
    QTest::newRow("a shorter log") << 12 << -1 << "run-2";
    QTest::newRow("newer") << 13 << 0 << "run";
    QTest::newRow("newer by a digit") << 100 << 0 << "run";
    QTest::newRow("newer, fewer rows") << 13 << -5 << "run";
  }
  void anOlderStateOfARunDoesNotHideItsLaterOne() {
    QFETCH(const int, local);
    QFETCH(const int, rows);
    QFETCH(const QString, place);
    make_run(runs_ / "run", 12);
    Project project = random_project(17);
    project.run = "run";
    project.runs = {"run"};
    save_project(project, path_, runs_);

    const fs::path elsewhere = folder_->filePath("other").toStdString();
    make_run(elsewhere / "run", local, 0, local + rows);
    const auto before = files_below(elsewhere / "run");
    for (int i = 0; i < 2; ++i) {  // the second time it is there already
      const LoadedProject loaded = load_project(path_, elsewhere);
      QCOMPARE(QString::fromStdString(loaded.project.run), place);
      QCOMPARE(loaded.project.runs, std::vector{place.toStdString()});
      QVERIFY(files_below(elsewhere / "run") == before);
      QVERIFY(place == "run" || files_below(elsewhere / "run-2") == files_below(runs_ / "run"));
      QVERIFY(!fs::exists(elsewhere / "run-3"));
    }
  }

  void anotherRunOfThatNameStays() {
    make_run(runs_ / "run", 3);
    Project project = random_project(17);
    project.run = "run";
    project.runs = {"run"};
    save_project(project, path_, runs_);
    const fs::path elsewhere = folder_->filePath("other").toStdString();
    make_run(elsewhere / "run", 5, 100);
    const auto before = files_below(elsewhere / "run");
    const LoadedProject loaded = load_project(path_, elsewhere);
    QCOMPARE(loaded.project.run, std::string("run-2"));
    QVERIFY(files_below(elsewhere / "run-2") == files_below(runs_ / "run"));
    QVERIFY(files_below(elsewhere / "run") == before);
  }

  void longRunsNeedNoFileOpenForEachOfTheirs() {
    Project project = random_project(17);
    for (const char* run : {"a", "b"}) {
      make_run(runs_ / run, 3);
      for (int moment = 100; moment < 400; ++moment)
        write_file_atomically(runs_ / run / "timeline" / fmt::format("{}.fvc", moment),
                              fmt::format("moment {} of {}", moment, run));
      project.runs.emplace_back(run);
    }
    const auto before = files_below(runs_);
    const auto open_before = open_files();
    {
      const FewDescriptors few(256);
      save_project(project, path_, runs_);
    }
    QCOMPARE(open_files(), open_before);
    QVERIFY(files_below(runs_) == before);
    const fs::path elsewhere = folder_->filePath("other").toStdString();
    (void)load_project(path_, elsewhere);
    QVERIFY(files_below(elsewhere) == before);
  }

  void aRunThatGoesOnMeanwhileIsWrittenAsItWas() {
    const fs::path run = runs_ / "run";
    make_run(run, 12);
    auto before = files_below(run);
    fs::create_symlink("1.fvc", run / "timeline/2.fvc");
    before["timeline/2.fvc"] = "a moment";
    {
      ArchiveDraft draft;
      add_run(draft, run, "run", std::make_shared<HeldFiles>(runs_));
      std::ofstream(run / "log.csv", std::ios::app) << "step,13,0.2";
      write_file_atomically(run / "run.json", "{}");
      fs::remove(run / "checkpoint-12.fvc");
      fs::remove_all(run / "timeline");
      draft.write(path_);
    }
    QCOMPARE(QDir(QString::fromStdString(runs_.string()))
                 .entryList(QDir::Dirs | QDir::Hidden | QDir::NoDotAndDotDot),
             QStringList{"run"});
    TextsByName found = files_of(path_);
    QCOMPARE(found.size(), before.size());
    for (const auto& [name, text] : before) QCOMPARE(found["runs/run/" + name], text);
  }

  void whatAKilledSaveHeldOfRunsIsTakenAway() {
    make_run(runs_ / "run", 3);
    const auto old = fs::file_time_type::clock::now() - std::chrono::minutes(5);
    for (const char* name : {".saving-1-1", ".saving-1-2"}) {
      fs::create_directories(runs_ / name);
      write_file_atomically(runs_ / name / "1", "held");
    }
    fs::last_write_time(runs_ / ".saving-1-1", old);
    Project project = random_project(17);
    project.runs = {"run"};
    save_project(project, path_, runs_);
    QVERIFY(!fs::exists(runs_ / ".saving-1-1") && fs::exists(runs_ / ".saving-1-2/1"));
  }

  void aRunWhereNothingCanBeWrittenIsReadWhereItIs() {
    make_run(runs_ / "run", 3);
    const auto before = files_below(runs_);
    fs::permissions(folder_->path().toStdString(), fs::perms::all);
    fs::permissions(runs_, fs::perms{0555});
    Project project = random_project(17);
    project.runs = {"run"};
    {
      const AsAnybody anybody;
      save_project(project, path_, runs_);
    }
    fs::permissions(runs_, fs::perms::owner_all);
    TextsByName found = files_of(path_);
    for (const auto& [name, text] : before) QCOMPARE(found["runs/" + name], text);
  }

  void aRunThatCannotBePutAnywhereStaysInTheProject() {
    make_run(runs_ / "run", 3);
    Project project = random_project(17);
    project.run = "run";
    project.runs = {"run"};
    save_project(project, path_, runs_);
    const fs::path no_folder = folder_->filePath("file").toStdString();
    write_file_atomically(no_folder, "in the way");
    const LoadedProject loaded = load_project(path_, no_folder);
    QVERIFY(loaded.notice.starts_with("The run run stays in the project alone"));
    QCOMPARE(loaded.project.run, std::string("run"));
    save_project(loaded.project, path_, no_folder);
    const fs::path elsewhere = folder_->filePath("other").toStdString();
    QCOMPARE(load_project(path_, elsewhere).project.run, std::string("run"));
    QVERIFY(files_below(elsewhere / "run") == files_below(runs_ / "run"));
  }

  // --- Speed.

  void lenetOpensWithinASecond() {
    Project project = random_project(0);
    project.document = open_network(project.document,
                                    make_origin(bundled_network("lenet5-digits"), "lenet5-digits"))
                           .document;
    save_project(project, path_);
    const std::clock_t start = std::clock();
    (void)load_project(path_);
    QVERIFY(std::clock() - start < CLOCKS_PER_SEC);
  }

 private:
  std::unique_ptr<QTemporaryDir> folder_;
  fs::path path_, runs_;
};

QTEST_GUILESS_MAIN(ProjectTest)
#include "project_test.moc"
