#include "core/media/drawn_set.h"

#include <QTemporaryDir>
#include <QTest>
#include <memory>
#include <set>

#include "core/base/files.h"
#include "core/train/data/merge.h"
#include "tests/core/train/data/train_sets.h"

namespace fovea {
namespace {

namespace fs = std::filesystem;

Picture plain(int value) {
  return {.pixels = Tensor::filled(Shape{28, 28, 1}, static_cast<std::uint8_t>(value)),
          .name = "drawing",
          .warning = {}};
}

using Entries = std::vector<DrawnSet::Entry>;

}  // namespace

class DrawnSetTest : public QObject {
  Q_OBJECT

 private slots:
  void init() { folder_ = std::make_unique<QTemporaryDir>(); }

  void examplesAreSavedListedAndReadBack() {
    const DrawnSet set(root());
    QVERIFY(set.list().empty());
    QCOMPARE(set.add("7", plain(10)), (DrawnSet::Entry{"7", "7/0001.png"}));
    QCOMPARE(set.add("7", plain(20)).file, std::string("7/0002.png"));
    set.add("1", plain(30));
    QCOMPARE(set.list(), (Entries{{"1", "1/0001.png"}, {"7", "7/0001.png"}, {"7", "7/0002.png"}}));
    const auto data = set.read();
    QCOMPARE(data->classes, (std::vector<std::string>{"1", "7"}));
    QCOMPARE(data->channels, 1);
    QCOMPARE(int(data->example(2)[0]), 20);
    QCOMPARE(data->sources[2], std::string("7/0002.png"));
  }

  void anyNameIsAClassOfItsOwn() {
    const DrawnSet set(root());
    const std::vector<std::string> names{"../up",   "a/b", "a-b",  "a%2Fb", "..",  "Ä ö",
                                         "con: x?", " a ", "a\nb", ".dot",  "100%"};
    for (const std::string& name : names) {
      set.add(name, plain(1));
      QCOMPARE(class_of_folder(class_folder(name)), name);
    }
    std::set<std::string> listed;
    for (const DrawnSet::Entry& entry : set.list()) listed.insert(entry.class_name);
    QCOMPARE(listed, (std::set<std::string>(names.begin(), names.end())));
    const auto data = set.read();
    QCOMPARE((std::set<std::string>(data->classes.begin(), data->classes.end())), listed);
    QCOMPARE(std::distance(fs::directory_iterator(root().parent_path()), fs::directory_iterator()),
             1);
  }

  void namesThatNoFolderCanHaveAreRefused() {
    const DrawnSet set(root());
    COMPARE_REFUSAL(set.add("", plain(1)), "The class has no name");
    COMPARE_REFUSAL(set.add(std::string(300, 'a'), plain(1)), "too long");
    QVERIFY(!fs::exists(root()));
  }

  void aNumberIsNotUsedForAnotherWhileLaterOnesAreThere() {
    const DrawnSet set(root());
    for (int i = 0; i < 3; ++i) set.add("a", plain(i));
    set.remove("a/0002.png");
    QCOMPARE(set.add("a", plain(9)).file, std::string("a/0004.png"));
    QCOMPARE(set.list().size(), std::size_t{3});
  }

  void theLastExampleTakesItsClassAlong() {
    const DrawnSet set(root());
    set.add("a", plain(1));
    set.remove("a/0001.png");
    QVERIFY(!fs::exists(root() / "a"));
    COMPARE_REFUSAL(set.remove("a/0001.png"), "There is no such file");
  }

  void nothingElseIsDeleted() {
    const DrawnSet set(root());
    set.add("a", plain(1));
    write_file_atomically(root().parent_path() / "0001.png", std::string_view("mine"));
    write_file_atomically(root() / "a/notes.txt", std::string_view("mine"));
    for (const char* file : {"../0001.png", "a/../../0001.png", "a", "a/notes.txt", "", "a/.."}) {
      COMPARE_REFUSAL(set.remove(file), "It is not an example of the set");
    }
    COMPARE_REFUSAL(set.remove((root() / "a/0001.png").string()),
                    "It is not an example of the set");
    set.remove("a/0001.png");
    QVERIFY(fs::exists(root() / "a/notes.txt"));
  }

  void aFolderThatCannotBeWrittenIsSaid() {
    write_file_atomically(root(), std::string_view("a file where the folder belongs"));
    COMPARE_REFUSAL(DrawnSet(root()).add("a", plain(1)), "The folder cannot be made");
  }

  void itMergesWithOtherPeoplesSets() {
    const DrawnSet mine(root()), other(root().parent_path() / "other");
    mine.add("cat", plain(1));
    other.add("dog", plain(2));
    other.add("cat", plain(3));
    const auto merged = merge(*mine.read(), *other.read());
    QCOMPARE(merged->classes, (std::vector<std::string>{"cat", "dog"}));
    QCOMPARE(merged->labels, (std::vector<std::int32_t>{0, 0, 1}));
  }

 private:
  fs::path root() const { return fs::path(folder_->path().toStdString()) / "set"; }

  std::unique_ptr<QTemporaryDir> folder_;
};

}  // namespace fovea

QTEST_GUILESS_MAIN(fovea::DrawnSetTest)
#include "drawn_set_test.moc"
