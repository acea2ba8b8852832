#include "core/media/picture_folder.h"

#include <QDir>
#include <QImage>
#include <QTemporaryDir>
#include <QTest>
#include <memory>

#include "core/base/files.h"
#include "tests/core/train/data/train_sets.h"

namespace fovea {
namespace {

namespace fs = std::filesystem;

Unreadable* found(std::vector<Unreadable>& list, const std::string& what) {
  const auto at = std::ranges::find(list, what, &Unreadable::what);
  return at == list.end() ? nullptr : &*at;
}

}  // namespace

class PictureFolderTest : public QObject {
  Q_OBJECT

 private slots:
  void init() { folder_ = std::make_unique<QTemporaryDir>(); }

  void eachFolderIsAClass() {
    put("dog/b.png", Qt::red);
    put("dog/deeper/a.png", Qt::blue);
    put("cat/1.jpg", Qt::white);
    QDir(folder_->path()).mkdir("none");
    put(".hidden/x.png", Qt::red);
    QVERIFY(is_picture_folder(path("")));
    const auto set = read();
    QCOMPARE(set->classes, (std::vector<std::string>{"cat", "dog", "none"}));
    QCOMPARE(set->labels, (std::vector<std::int32_t>{0, 1, 1}));
    QCOMPARE(set->sources,
             (std::vector<std::string>{"cat/1.jpg", "dog/b.png", "dog/deeper/a.png"}));
    QCOMPARE(set->channels, 3);
    QCOMPARE(set->height, 6);
    QCOMPARE(set->width, 4);
    QCOMPARE(int(set->example(1)[0]), 255);
    QCOMPARE(int(set->example(1)[24]), 0);
    QCOMPARE(int(set->example(2)[48]), 255);
    QCOMPARE(set->first_test, 3);
    QCOMPARE(set->resized, 0);
    QCOMPARE(set->name, folder_->path().section('/', -1).toStdString());
    QVERIFY(set->unreadable.empty());
  }

  void trainAndTestAreToldApart() {
    put("train/b/1.png", Qt::black);
    put("test/a/1.png", Qt::white);
    put("test/b/1.png", Qt::white);
    const auto set = read({.colour = ExampleColour::grey});
    QCOMPARE(set->classes, (std::vector<std::string>{"a", "b"}));
    QCOMPARE(set->labels, (std::vector<std::int32_t>{1, 0, 1}));
    QCOMPARE(set->first_test, 1);
    QCOMPARE(set->channels, 1);
    QCOMPARE(int(set->example(2)[0]), 255);
    QCOMPARE(set->sources[1], std::string("test/a/1.png"));
  }

  void otherSizesAreResizedAndCountedOrListed() {
    put("a/1.png", Qt::red, {4, 4});
    put("a/2.png", Qt::blue, {9, 5});
    const auto resized = read();
    QCOMPARE(resized->resized, 1);
    QCOMPARE(resized->count(), 2);
    QCOMPARE(int(resized->example(1)[47]), 255);
    const auto kept = read({.resize = false});
    QCOMPARE(kept->count(), 1);
    QCOMPARE(kept->unreadable,
             (std::vector<Unreadable>{{"a/2.png", "it has 9 × 5 pixels, not 4 × 4"}}));
    const auto wanted = read({.width = 3, .height = 2, .colour = ExampleColour::colour});
    QCOMPARE(wanted->width, 3);
    QCOMPARE(wanted->height, 2);
    QCOMPARE(wanted->resized, 2);
    COMPARE_REFUSAL(read({.width = 3, .height = 2, .resize = false}),
                    "None of the files can be used");
    COMPARE_REFUSAL(read({.width = -1}), "cannot be made");
    COMPARE_REFUSAL(read({.width = 100'000}), "cannot be made");
  }

  void whatCannotBeReadIsListedBesideGoodOnes() {
    put("a/0 damaged.png", Qt::red);
    Bytes damaged = read_file(path("a/0 damaged.png"));
    damaged[damaged.size() - 20] ^= 0xFF;  // in the pixels' chunk, before the end's 12 bytes
    write_file_atomically(path("a/0 damaged.png"), damaged);
    put("a/good.png", Qt::red);
    put("a/cut.jpg", Qt::red, {64, 64});
    Bytes cut = read_file(path("a/cut.jpg"));
    cut.resize(cut.size() - 20);
    write_file_atomically(path("a/cut.jpg"), cut);
    write_file_atomically(path("a/notes.txt"), std::string_view("hello"));
    write_file_atomically(path("a/empty.png"), std::string_view());
    fs::create_symlink(path("nowhere"), path("a/broken link.png"));
    fs::create_symlink(path("a/self.png"), path("a/self.png"));
    const auto set = read();
    QCOMPARE(set->sources, std::vector<std::string>{"a/good.png"});
    auto list = set->unreadable;
    for (const char* name : {"a/0 damaged.png", "a/cut.jpg", "a/notes.txt", "a/empty.png",
                             "a/broken link.png", "a/self.png"}) {
      QVERIFY2(found(list, name) != nullptr, name);
    }
    QCOMPARE(list.size(), std::size_t{6});
    QVERIFY(found(list, "a/0 damaged.png")->why.find("checksum") != std::string::npos);
  }

  void linksThatLeadBackDoNotHangIt() {
    put("a/1.png", Qt::red);
    fs::create_directory_symlink(path(""), path("loop"));
    fs::create_directory_symlink(path("a"), path("a/again"));
    const auto set = read();
    QCOMPARE(set->count(), 1);
    QCOMPARE(set->classes, std::vector<std::string>{"a"});
    auto list = set->unreadable;
    QCOMPARE(list.size(), std::size_t{2});
    QVERIFY(found(list, "loop") != nullptr);
    QVERIFY(found(list, "a/again") != nullptr);
  }

  void aLinkToAnotherPlaceIsAClass() {
    const QTemporaryDir elsewhere;
    put("a/1.png", Qt::red);
    const fs::path other = elsewhere.path().toStdString();
    fs::copy(path("a/1.png"), other / "2.png");
    fs::create_directory_symlink(other, path("b"));
    QCOMPARE(read()->sources, (std::vector<std::string>{"a/1.png", "b/2.png"}));
  }

  void foldersWithoutClassesOrPicturesAreRefused() {
    COMPARE_REFUSAL(read(), "The folder holds no folders of classes");
    COMPARE_REFUSAL(read_picture_folder(path("nowhere")), "The folder cannot be listed");
    QVERIFY(!is_picture_folder(path("")));
    QDir(folder_->path()).mkdir("a");
    COMPARE_REFUSAL(read(), "The folders of classes hold no files");
    write_file_atomically(path("a/x.png"), std::string_view("hello"));
    COMPARE_REFUSAL(read(), "None of the files is a picture that can be read");
    COMPARE_REFUSAL(read(), "a/x.png: it is not a picture that Fovea can read");
  }

  void theResultDoesNotDependOnTheThreads() {
    for (int i = 0; i < 60; ++i) {
      put(QString("%1/%2.png").arg(i % 3).arg(i, 2, 10, QChar('0')), QColor(i, 2 * i, 3 * i));
    }
    std::int64_t last = 0;
    const auto progress = [&](std::int64_t done, std::int64_t total) {
      QVERIFY(done > last && done <= total);
      last = done;
    };
    const auto one = read({.threads = 1});
    const auto four = read_picture_folder(path(""), {.threads = 4}, progress);
    QCOMPARE(four->fingerprint, one->fingerprint);
    QCOMPARE(last, 60);
  }

  void itStopsWhereItIsCancelled() {
    put("a/1.png", Qt::red);
    const CancelToken cancel;
    cancel.cancel();
    QVERIFY_THROWS_EXCEPTION(Cancelled, read_picture_folder(path(""), {}, {}, cancel));
  }

 private:
  fs::path path(const std::string& name) const {
    return fs::path(folder_->path().toStdString()) / name;
  }
  std::shared_ptr<const DataSet> read(const PictureFolderOptions& options = {}) const {
    return read_picture_folder(path(""), options);
  }
  void put(const QString& name, const QColor& colour, QSize size = {4, 6}) const {
    const QString file = folder_->filePath(name);
    QDir().mkpath(file.section('/', 0, -2));
    QImage image(size, QImage::Format_RGB32);
    image.fill(colour);
    QVERIFY(image.save(file));
  }

  std::unique_ptr<QTemporaryDir> folder_;
};

}  // namespace fovea

QTEST_GUILESS_MAIN(fovea::PictureFolderTest)
#include "picture_folder_test.moc"
