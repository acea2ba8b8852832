#include "core/base/files.h"

#include <QDir>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>
#include <atomic>
#include <fcntl.h>
#include <functional>
#include <sys/stat.h>
#include <thread>
#include <unistd.h>

#include "core/base/csv.h"
#include "core/base/ending.h"
#include "core/base/error.h"

namespace fovea {
namespace {

std::string message(const std::function<void()>& action) {
  try {
    action();
  } catch (const Error& error) {
    return error.what();
  }
  return {};
}

}  // namespace

class FilesTest : public QObject {
  Q_OBJECT

 private slots:
  void whatIsWrittenIsReadBack() {
    write_file_atomically(path("a.txt"), "first");
    write_file_atomically(path("a.txt"), "second");
    const Bytes bytes = read_file(path("a.txt"));
    QCOMPARE(text_of(bytes), std::string_view("second"));
    QCOMPARE(QDir(folder_.path()).entryList(QDir::Files | QDir::Hidden), QStringList{"a.txt"});
  }

  void aFolderIsRefusedByName() {
    const auto folder = std::filesystem::path(folder_.path().toStdString());
    QVERIFY(message([&] { write_file_atomically(folder, "x"); }).ends_with("not a file"));
    QCOMPARE(message([&] { read_file(folder); }), std::string("it is a folder, not a file"));
  }

  void aMissingFileAndAMissingFolderAreTold() {
    QCOMPARE(message([&] { read_file(path("none")); }), std::string("there is no such file"));
    QVERIFY(message([&] {
              write_file_atomically(path("no/such"), "x");
            }).ends_with("its folder does not exist"));
  }

  void aFullDiskIsToldAndLeavesNothing() {
    QCOMPARE(message([] { write_file_atomically("/dev/full", "x"); }),
             std::string("the file cannot be written: the disk is full"));
  }

  void aProtectedFileStaysAsItWas() {
    if (::geteuid() == 0) QSKIP("the superuser may write everywhere");
    write_file_atomically(path("locked"), "old");
    QFile::setPermissions(QString::fromStdString(path("locked")), QFile::ReadOwner);
    QVERIFY(message([&] {
              write_file_atomically(path("locked"), "new");
            }).ends_with("permission was refused"));
    QCOMPARE(read_file(path("locked")).size(), std::size_t{3});
  }

  void aLinkKeepsPointingAtTheFileThatIsWritten() {
    write_file_atomically(path("target"), "old");
    std::filesystem::create_symlink(path("target"), path("link"));
    write_file_atomically(path("link"), "new");
    QVERIFY(QFileInfo(QString::fromStdString(path("link"))).isSymLink());
    const Bytes bytes = read_file(path("target"));
    QCOMPARE(text_of(bytes), std::string_view("new"));
  }

  void aLinkToAFileThatIsNotThereYetIsFollowed() {
    QVERIFY(QDir(folder_.path()).mkpath("deep"));
    std::filesystem::create_symlink("deep/later", path("first"));
    std::filesystem::create_symlink(path("first"), path("second"));
    write_file_atomically(path("second"), "new");
    QVERIFY(QFileInfo(QString::fromStdString(path("first"))).isSymLink());
    QVERIFY(QFileInfo(QString::fromStdString(path("second"))).isSymLink());
    QCOMPARE(text_of(read_file(path("deep/later"))), std::string_view("new"));
    std::filesystem::create_symlink("round", path("round"));
    QVERIFY(!message([&] { write_file_atomically(path("round"), "x"); }).empty());
  }

  void newFilesHaveTheUsualPermissionsWhicheverThreadWritesThem() {
    const mode_t mask = ::umask(027);
    std::atomic<bool> done = false;
    int wrong = 0;
    std::thread other([&] {
      while (!done) {
        const int fd = ::open(path("theirs").c_str(), O_CREAT | O_EXCL | O_WRONLY, 0666);
        struct stat status {};
        if (::fstat(fd, &status) != 0 || (status.st_mode & 0777) != 0640) ++wrong;
        ::close(fd);
        ::unlink(path("theirs").c_str());
      }
    });
    for (int i = 0; i < 2000; ++i) {
      write_file_atomically(path("ours"), "x");
      ::unlink(path("ours").c_str());
    }
    done = true;
    other.join();
    write_file_atomically(path("ours"), "x");
    struct stat status {};
    QCOMPARE(::stat(path("ours").c_str(), &status), 0);
    ::umask(mask);
    QCOMPARE(int(status.st_mode & 0777), 0640);
    QCOMPARE(wrong, 0);
  }

  void aFileAboveTheLimitIsNotRead() {
    write_file_atomically(path("big"), std::string(1000, 'x'));
    QVERIFY(!message([&] { read_file(path("big"), 999); }).empty());
    QVERIFY(!message([&] { read_file("/dev/zero"); }).empty());
  }

  void endingsAreReadInSmallLetters() {
    QCOMPARE(lower_ending("a/B.PnG"), std::string(".png"));
    QCOMPARE(lower_ending("a.b/C"), std::string());
  }

  void aCellOfACsvIsInQuotesWhereItHasToBe() {
    QCOMPARE(csv_cell("conv 1"), std::string("conv 1"));
    QCOMPARE(csv_cell("a, \"b\""), std::string("\"a, \"\"b\"\"\""));
    QCOMPARE(csv_cell("a\nb"), std::string("\"a\nb\""));
  }

 private:
  std::string path(const char* name) const { return folder_.filePath(name).toStdString(); }

  QTemporaryDir folder_;
};

}  // namespace fovea

QTEST_GUILESS_MAIN(fovea::FilesTest)
#include "files_test.moc"
