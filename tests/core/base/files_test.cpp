#include "core/base/files.h"

#include <QDir>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>
#include <functional>
#include <unistd.h>

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

  void aFileAboveTheLimitIsNotRead() {
    write_file_atomically(path("big"), std::string(1000, 'x'));
    QVERIFY(!message([&] { read_file(path("big"), 999); }).empty());
    QVERIFY(!message([&] { read_file("/dev/zero"); }).empty());
  }

 private:
  std::string path(const char* name) const { return folder_.filePath(name).toStdString(); }

  QTemporaryDir folder_;
};

}  // namespace fovea

QTEST_GUILESS_MAIN(fovea::FilesTest)
#include "files_test.moc"
