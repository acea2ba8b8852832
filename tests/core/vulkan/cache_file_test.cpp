#include "core/vulkan/cache_file.h"

#include <QTemporaryDir>
#include <QtTest>
#include <cstring>
#include <fstream>

using namespace fovea;

namespace {

const CacheOwner k_owner{.vendor = 0x10005, .device = 7, .uuid = {1, 2, 3, 0xab}};

/// Vulkan's header for `owner` and some data.
std::vector<std::byte> cache_of(const CacheOwner& owner) {
  std::vector<std::byte> data(32 + 100, std::byte{42});
  const std::uint32_t header[]{32, 1, owner.vendor, owner.device};
  std::memcpy(data.data(), header, sizeof header);
  std::memcpy(data.data() + sizeof header, owner.uuid.data(), owner.uuid.size());
  return data;
}

}  // namespace

class CacheFileTest : public QObject {
  Q_OBJECT
 private slots:
  void init() { folder_ = std::make_unique<QTemporaryDir>(); }
  void whatIsSavedIsLoaded();
  void noFileIsAnEmptyCache();
  void aDamagedFileIsIgnored_data();
  void aDamagedFileIsIgnored();
  void anotherDriversFileIsIgnored();
  void anUnwritableFolderIsNoError();
  void thePathIsInTheUsersCacheFolder();
  void noHalfFilesAreLeft();

 private:
  std::filesystem::path path() const {
    return std::filesystem::path(folder_->path().toStdString()) / "deep" / "cache.bin";
  }
  std::unique_ptr<QTemporaryDir> folder_;
};

void CacheFileTest::whatIsSavedIsLoaded() {
  QVERIFY(save_pipeline_cache(path(), cache_of(k_owner)));
  QVERIFY(load_pipeline_cache(path(), k_owner) == cache_of(k_owner));
}

void CacheFileTest::noFileIsAnEmptyCache() {
  QVERIFY(load_pipeline_cache(path(), k_owner).empty());
  QVERIFY(load_pipeline_cache({}, k_owner).empty());
  QVERIFY(load_pipeline_cache(folder_->path().toStdString(), k_owner).empty());
}

void CacheFileTest::aDamagedFileIsIgnored_data() {
  QTest::addColumn<int>("cut");
  QTest::addColumn<int>("flipped");
  QTest::newRow("empty") << 0 << -1;
  QTest::newRow("cut in its first bytes") << 10 << -1;
  QTest::newRow("cut in the data") << 100 << -1;
  QTest::newRow("the mark is wrong") << -1 << 0;
  QTest::newRow("the driver's header is wrong") << -1 << 30;
  QTest::newRow("the last byte is wrong") << -1 << 24 + 131;
}

void CacheFileTest::aDamagedFileIsIgnored() {
  QFETCH(const int, cut);
  QFETCH(const int, flipped);
  QVERIFY(save_pipeline_cache(path(), cache_of(k_owner)));
  if (cut >= 0) std::filesystem::resize_file(path(), static_cast<std::uintmax_t>(cut));
  if (flipped >= 0) {
    std::fstream file(path(), std::ios::binary | std::ios::in | std::ios::out);
    file.seekg(flipped);
    const int byte = file.get();
    QVERIFY(byte >= 0);
    file.seekp(flipped);
    file.put(static_cast<char>(byte ^ 1));
  }
  QVERIFY(load_pipeline_cache(path(), k_owner).empty());
}

void CacheFileTest::anotherDriversFileIsIgnored() {
  QVERIFY(save_pipeline_cache(path(), cache_of(k_owner)));
  CacheOwner other = k_owner;
  other.uuid[15] = 9;
  QVERIFY(load_pipeline_cache(path(), other).empty());
  other = k_owner;
  other.device = 8;
  QVERIFY(load_pipeline_cache(path(), other).empty());
}

void CacheFileTest::anUnwritableFolderIsNoError() {
  const std::filesystem::path file = std::filesystem::path(folder_->path().toStdString()) / "file";
  std::ofstream(file) << "in the way";
  QVERIFY(!save_pipeline_cache(file / "cache.bin", cache_of(k_owner)));
}

void CacheFileTest::thePathIsInTheUsersCacheFolder() {
  qputenv("XDG_CACHE_HOME", "/somewhere/cache");
  const QString path = QString::fromStdString(pipeline_cache_path(k_owner).string());
  QCOMPARE(path, "/somewhere/cache/fovea/pipelines-010203ab000000000000000000000000.bin");
  qunsetenv("XDG_CACHE_HOME");
  qputenv("HOME", "/home/somebody");
  QVERIFY(pipeline_cache_path(k_owner).string().starts_with("/home/somebody/.cache/fovea/"));
  qunsetenv("HOME");
  QVERIFY(pipeline_cache_path(k_owner).empty());
}

void CacheFileTest::noHalfFilesAreLeft() {
  QVERIFY(save_pipeline_cache(path(), cache_of(k_owner)));
  QVERIFY(save_pipeline_cache(path(), cache_of(k_owner)));
  const std::filesystem::directory_iterator files(path().parent_path());
  QCOMPARE(std::distance(begin(files), end(files)), 1);
}

QTEST_GUILESS_MAIN(CacheFileTest)
#include "cache_file_test.moc"
