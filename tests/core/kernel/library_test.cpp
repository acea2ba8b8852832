#include "core/kernel/library.h"

#include <QDir>
#include <QTemporaryDir>
#include <QTest>
#include <bit>
#include <cmath>
#include <functional>
#include <random>

#include "core/base/error.h"
#include "core/base/files.h"
#include "tests/mutations.h"

namespace fovea {
namespace {

namespace fs = std::filesystem;

const Tensor k_sobel = Tensor::of(Shape{3, 3}, std::vector<float>{1, 0, -1, 2, 0, -2, 1, 0, -1});

SavedKernel named(const std::string& name, std::vector<std::string> tags = {}) {
  return {.name = name, .tags = std::move(tags), .cells = k_sobel};
}

SavedKernel some_bank() {
  std::mt19937 random(5);
  Tensor cells(Shape{4, 3, 5, 2});
  for (float& cell : cells.mutable_values<float>()) {
    do cell = std::bit_cast<float>(static_cast<std::uint32_t>(random()));
    while (!std::isfinite(cell));
  }
  return {.name = "Größe “x” \\ \"quoted\"", .tags = {"first layer", "ä"}, .cells = cells};
}

/// A library in a folder of its own that is not made yet.
struct Bench {
  QTemporaryDir folder;
  fs::path path = folder.filePath("deep/kernels").toStdString();
  KernelLibrary library{path};

  std::vector<std::string> names() const {
    std::vector<std::string> result;
    for (const auto& entry : library.list().entries) result.push_back(entry.kernel.name);
    return result;
  }
  std::size_t files() const {
    return static_cast<std::size_t>(
        QDir(QString::fromStdString(path.string())).entryList(QDir::Files | QDir::Hidden).size());
  }
};

QString refusal(const std::function<void()>& work) {
  try {
    work();
  } catch (const Error& error) {
    return QString::fromStdString(error.clause());
  }
  return {};
}

}  // namespace

class LibraryTest : public QObject {
  Q_OBJECT

 private slots:
  void everyBitOfABankSurvivesTheFile() {
    const SavedKernel bank = some_bank();
    const SavedKernel again = decode_saved_kernel(encode_saved_kernel(bank));
    QCOMPARE(again.name, bank.name);
    QCOMPARE(again.tags, bank.tags);
    QVERIFY(again.cells.shape() == bank.cells.shape());
    QVERIFY(std::memcmp(again.cells.data(), bank.cells.data(), bank.cells.bytes()) == 0);
    QCOMPARE(again.count(), 12);
    QCOMPARE(again.kernel(4).floats()[0], bank.cells.floats()[40]);
  }

  void aFileIsShortAndPlain() {
    SavedKernel tenth = named("A tenth", {"box"});
    tenth.cells = Tensor::filled(Shape{1, 2}, 0.1F);
    QCOMPARE(encode_saved_kernel(tenth),
             std::string(R"({"format":"fovea-kernel","version":1,"name":"A tenth",)"
                         R"("tags":["box"],"shape":[1,2],"cells":[0.1,0.1]})"
                         "\n"));
  }

  void whatIsSavedIsListedByName() {
    const Bench bench;
    QVERIFY(bench.library.list().entries.empty());
    bench.library.save(named("Sobel x", {"edges"}));
    bench.library.save(named("Box"));
    QCOMPARE(bench.names(), (std::vector<std::string>{"Box", "Sobel x"}));
    QCOMPARE(bench.files(), std::size_t{2});
  }

  void aTakenNameIsNumberedAndNothingIsOverwritten() {
    const Bench bench;
    QCOMPARE(bench.library.save(named("a/b")), std::string("a-b.fovea-kernel.json"));
    QCOMPARE(bench.library.save(named("a\\b")), std::string("a-b-2.fovea-kernel.json"));
    QCOMPARE(bench.library.save(named("A:b")), std::string("a-b-3.fovea-kernel.json"));
    QCOMPARE(bench.names(), (std::vector<std::string>{"A:b", "a/b", "a\\b"}));
  }

  void namesBecomeSafeFileNames_data() {
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("stem");
    QTest::newRow("up") << "../../etc/passwd"
                        << "etc-passwd";
    QTest::newRow("hidden") << ".hidden"
                            << "hidden";
    QTest::newRow("nothing left") << "///"
                                  << "kernel";
    QTest::newRow("a device") << "NUL"
                              << "kernel-nul";
    QTest::newRow("a port") << "com1"
                            << "kernel-com1";
    QTest::newRow("umlauts stay") << "Größe 3 × 3"
                                  << "größe-3-×-3";
    QTest::newRow("control characters") << "a\nb\tc"
                                        << "a-b-c";
    QTest::newRow("long") << QString("x").repeated(200) << QString("x").repeated(60);
    QTest::newRow("never half a letter")
        << "x" + QString("ä").repeated(60) << "x" + QString("ä").repeated(29);
  }
  void namesBecomeSafeFileNames() {
    QFETCH(QString, name);
    QFETCH(QString, stem);
    QCOMPARE(QString::fromStdString(file_stem(name.toStdString())), stem);
  }

  void searchFindsAllWordsInNameAndTags() {
    const SavedKernel kernel = named("Sobel x", {"Edges", "Größe"});
    for (const char* words : {"", "sobel", "EDGES x", "edge sob", "GRÖSSE x", "größe"}) {
      QCOMPARE(matches(kernel, words), std::string_view(words) != "GRÖSSE x");
    }
    QVERIFY(matches(kernel, "GRÖßE"));
    QVERIFY(!matches(kernel, "sobel y"));
    QVERIFY(!matches(kernel, "xedges"));
  }

  void aKernelIsRenamedRetaggedAndDeleted() {
    const Bench bench;
    const std::string file = bench.library.save(named("One"));
    bench.library.save(named("Two"));
    bench.library.retag(file, tags_of(" edges, ,3 x 3,edges"));
    QCOMPARE(bench.library.read(file).kernel.tags, (std::vector<std::string>{"edges", "3 x 3"}));

    const std::string moved = bench.library.rename(file, "Two");
    QCOMPARE(moved, std::string("two-2.fovea-kernel.json"));
    QCOMPARE(bench.library.rename(moved, "TWO"), moved);
    QCOMPARE(bench.library.read(moved).kernel.tags.size(), std::size_t{2});
    QCOMPARE(bench.names(), (std::vector<std::string>{"TWO", "Two"}));

    bench.library.remove(moved);
    QCOMPARE(bench.names(), (std::vector<std::string>{"Two"}));
    QVERIFY(refusal([&] { bench.library.remove(moved); }).contains("not there any more"));
  }

  void filesOutsideTheFolderAreNotTouched() {
    const Bench bench;
    bench.library.save(named("One"));
    const std::string outside = "../other.fovea-kernel.json";
    write_file_atomically(bench.path / outside, encode_saved_kernel(named("Other")));
    QVERIFY(refusal([&] { bench.library.remove(outside); }).contains("no kernel file"));
    QVERIFY(refusal([&] { bench.library.read("one.txt"); }).contains("no kernel file"));
    QVERIFY(fs::exists(bench.path / outside));
  }

  void whatCannotBeWrittenLeavesNothingBehind() {
    const Bench bench;
    SavedKernel bad = named("Bad");
    bad.cells = Tensor::filled(Shape{2, 2}, std::nanf(""));
    QVERIFY(refusal([&] { bench.library.save(bad); }).contains("not a finite number"));
    QVERIFY(refusal([&] { bench.library.save(named(" \n ")); }).contains("no name"));
    QVERIFY(!fs::exists(bench.path));
    write_file_atomically(bench.folder.filePath("file").toStdString(), std::string_view("x"));
    const KernelLibrary blocked(bench.folder.filePath("file").toStdString());
    QVERIFY(refusal([&] { blocked.save(named("One")); }).contains("folder"));
  }

  void aDamagedFileIsToldOfAndTheOthersAreListed() {
    const Bench bench;
    bench.library.save(named("Good"));
    write_file_atomically(bench.path / "bad.fovea-kernel.json", std::string_view("{\"format\":"));
    write_file_atomically(bench.path / "notes.txt", std::string_view("mine"));
    const KernelLibrary::Listing listing = bench.library.list();
    QCOMPARE(listing.entries.size(), std::size_t{1});
    QCOMPARE(listing.damaged.size(), std::size_t{1});
    QVERIFY(listing.damaged[0].starts_with("bad.fovea-kernel.json: It is not a kernel file"));
  }

  void whatIsWrongWithAFileIsSaid_data() {
    QTest::addColumn<QString>("from");
    QTest::addColumn<QString>("to");
    QTest::addColumn<QString>("said");
    QTest::newRow("format") << "fovea-kernel"
                            << "other"
                            << "not a kernel file";
    QTest::newRow("version") << "\"version\":1"
                             << "\"version\":2"
                             << "version 2";
    QTest::newRow("no version") << "\"version\":1"
                                << "\"v\":1"
                                << "“version” is missing";
    QTest::newRow("cells") << "[1.0,"
                           << "["
                           << "8 cells for a shape of 3 × 3";
    QTest::newRow("a text cell") << "[1.0,"
                                 << "[\"1\","
                                 << "not a finite number (cell 1)";
    QTest::newRow("an endless cell") << "[1.0,"
                                     << "[1e99,"
                                     << "damaged";
    QTest::newRow("shape") << "\"shape\":[3,3]"
                           << "\"shape\":[9]"
                           << "neither a kernel";
    QTest::newRow("empty") << "\"shape\":[3,3]"
                           << "\"shape\":[0,3]"
                           << "neither a kernel";
    QTest::newRow("negative") << "\"shape\":[3,3]"
                              << "\"shape\":[-3,-3]"
                              << "neither a kernel";
    QTest::newRow("a fraction") << "\"shape\":[3,3]"
                                << "\"shape\":[3.5,3]"
                                << "whole number";
    QTest::newRow("huge") << "\"shape\":[3,3]"
                          << "\"shape\":[9000000000000000000,9000000000000000000,3,3]"
                          << "computer can hold";
    QTest::newRow("large") << "\"shape\":[3,3]"
                           << "\"shape\":[32,1]"
                           << "too large";
    QTest::newRow("many") << "\"shape\":[3,3]"
                          << "\"shape\":[99999,99999,3,3]"
                          << "too large";
    QTest::newRow("axes") << "\"shape\":[3,3]"
                          << "\"shape\":[1,1,1,1,1,1,1,3,3]"
                          << "axes";
    QTest::newRow("name") << "\"Sobel\""
                          << "7"
                          << "“name” is not a text";
    QTest::newRow("tags") << "\"tags\":[]"
                          << "\"tags\":[1]"
                          << "a tag is not a text";
  }
  void whatIsWrongWithAFileIsSaid() {
    QFETCH(QString, from);
    QFETCH(QString, to);
    QFETCH(QString, said);
    QString text = QString::fromStdString(encode_saved_kernel(named("Sobel")));
    QVERIFY(text.contains(from));
    text.replace(from, to);
    const QString clause = refusal([&] { decode_saved_kernel(text.toStdString()); });
    QVERIFY2(clause.contains(said), qPrintable(clause));
  }

  void mutatedFilesAreRefusedOrKernels() {
    testing::Mutations files(
        {encode_saved_kernel(named("Sobel", {"edges", "3 x 3"})), encode_saved_kernel(some_bank())},
        3);
    for (int i = 0; i < 20'000; ++i) {
      const std::string text = files.next();
      try {
        const SavedKernel kernel = decode_saved_kernel(text);
        QVERIFY(!kernel.name.empty() && kernel.count() >= 1);
        QVERIFY(kernel.kernel(kernel.count() - 1).shape().elements() <= 31 * 31);
        QCOMPARE(decode_saved_kernel(encode_saved_kernel(kernel)).name, kernel.name);
      } catch (const Error& error) {
        QVERIFY(!error.clause().empty());
      }
    }
  }
};

}  // namespace fovea

QTEST_GUILESS_MAIN(fovea::LibraryTest)
#include "library_test.moc"
