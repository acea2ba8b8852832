#include "core/figure/motion/write_clip.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QtTest>
#include <csignal>
#include <nlohmann/json.hpp>
#include <sys/resource.h>
#include <sys/stat.h>
#include <thread>
#include <unistd.h>

#include "core/base/error.h"
#include "core/cpu/parallel.h"
#include "core/figure/recipe.h"
#include "tests/core/figure/motion/decoded_clip.h"
#include "tests/core/figure/sources.h"

using namespace fovea;
using namespace fovea::testing;

namespace {

ClipSpec small_spec() {
  return {.figure = {.kind = FigureKind::arithmetic, .layer = "conv1"},
          .width = 320,
          .height = 240,
          .frames_per_second = 20,
          .seconds = 1.5};
}

ClipScript small_script(const ClipSpec& spec) { return make_clip(spec, {.figure = tiny_source()}); }

QByteArray bytes_of(const QString& path) {
  QFile file(path);
  return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// All that is in a folder, also what is hidden.
QStringList content_of(const QTemporaryDir& folder) {
  return QDir(folder.path()).entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot);
}

/// The sentence of what is thrown; empty where nothing is.
QString sentence_of(const std::function<void()>& work) {
  try {
    work();
  } catch (const Error& error) {
    return QString::fromStdString(error.sentence());
  }
  return {};
}

/// While it lives, files are no larger than so many bytes.
class SmallFiles {
 public:
  explicit SmallFiles(rlim_t bytes) {
    getrlimit(RLIMIT_FSIZE, &before_);
    handler_ = std::signal(SIGXFSZ, SIG_IGN);
    const rlimit limit{bytes, before_.rlim_max};
    setrlimit(RLIMIT_FSIZE, &limit);
  }
  ~SmallFiles() {
    setrlimit(RLIMIT_FSIZE, &before_);
    std::signal(SIGXFSZ, handler_);
  }

 private:
  rlimit before_{};
  void (*handler_)(int) = nullptr;
};

/// Holds a whole grey picture, and a few bytes more each time: what cannot be made small.
ClipScript noise_script() {
  return {.frames = 30, .title = "noise", .scene = [](std::int64_t frame) {
            QImage image(320, 240, QImage::Format_RGB32);
            std::uint32_t state = static_cast<std::uint32_t>(frame) * 77U + 1U;
            for (int y = 0; y < image.height(); ++y)
              for (int x = 0; x < image.width(); ++x) {
                state = state * 1664525U + 1013904223U;
                image.setPixel(x, y, state >> 8);
              }
            Scene scene{.width = 320, .height = 240, .ground = Qt::white};
            scene.items.push_back(Scene::Image{.place = QRectF(0, 0, 320, 240), .image = image});
            return scene;
          }};
}

}  // namespace

class WriteClipTest : public QObject {
  Q_OBJECT

  static void each_format() {
    QTest::addColumn<ClipFormat>("format");
    for (const ClipFormat format : {ClipFormat::gif, ClipFormat::mp4, ClipFormat::webm})
      QTest::newRow(std::string(name_of(format)).c_str()) << format;
  }
  static QString name(ClipFormat format) {
    return QString::fromStdString("clip." + std::string(name_of(format)));
  }

 private slots:
  void decodersFindTheFramesThatWereMade_data() { each_format(); }
  void decodersFindTheFramesThatWereMade() {
    QFETCH(const ClipFormat, format);
    const QTemporaryDir folder;
    const std::string path = folder.filePath(name(format)).toStdString();
    const ClipSpec spec = small_spec();
    const ClipScript script = small_script(spec);
    QCOMPARE(script.frames, std::int64_t{30});
    FigureRecipe recipe{.version = "x", .model = {}, .spec = spec.figure, .clip = spec};
    recipe.model.name = "a \"strange} \\ {name\" ";
    std::vector<std::int64_t> told;
    write_clip(path, format, spec, script,
               {.threads = 2,
                .recipe = to_json(recipe),
                .progress = [&](std::int64_t done, std::int64_t all) {
                  QCOMPARE(all, std::int64_t{30});
                  told.push_back(done);
                }});
    QCOMPARE(told.size(), std::size_t{30});
    QVERIFY(std::ranges::is_sorted(told) && told.back() == 30);
    const DecodedClip clip = decode_clip(path);
    QCOMPARE(clip.times.size(), std::size_t{30});
    QCOMPARE(clip.width, 320);
    QCOMPARE(clip.height, 240);
    QCOMPARE(clip.codec, std::string(format == ClipFormat::gif   ? "gif"
                                     : format == ClipFormat::mp4 ? "h264"
                                                                 : "vp9"));
    QVERIFY2(std::abs(clip.seconds - 1.5) < 0.06, qPrintable(QString::number(clip.seconds)));
    for (std::size_t i = 0; i < clip.times.size(); ++i)
      QVERIFY(std::abs(clip.times[i] - static_cast<double>(i) / 20) < 0.011);
    const double first = difference(clip.first, paint_frame(script, 0));
    const double last = difference(clip.last, paint_frame(script, 29));
    QVERIFY2(first < 4 && last < 4, qPrintable(QString("off by %1 and %2").arg(first).arg(last)));
    QVERIFY(difference(clip.first, clip.last) > 2 * std::max(first, last));
    if (format == ClipFormat::gif) return;
    QCOMPARE(clip.words.at("title"), script.title);
    QCOMPARE(clip.words.at("comment"), to_json(recipe));
    const FigureRecipe read = read_recipe(path);
    QVERIFY(read.clip == spec && read.model == recipe.model);
  }

  void aGifKeepsTheColoursOfGroundAndText() {
    const QTemporaryDir folder;
    const std::string path = folder.filePath("clip.gif").toStdString();
    ClipSpec spec = small_spec();
    spec.figure.theme = Theme::dark;
    const ClipScript script = small_script(spec);
    write_clip(path, ClipFormat::gif, spec, script, {});
    QVERIFY(difference(decode_clip(path).first, paint_frame(script, 0)) < 1);
    QCOMPARE(decode_clip(path).first.pixel(1, 1), paint_frame(script, 0).pixel(1, 1));
  }

  void aGifIsShownAsOftenAsIsSaid_data() {
    QTest::addColumn<int>("loops");
    QTest::addColumn<int>("said");
    QTest::newRow("for ever") << 0 << 0;
    QTest::newRow("once") << 1 << -1;
    QTest::newRow("three times") << 3 << 2;
  }
  void aGifIsShownAsOftenAsIsSaid() {
    QFETCH(const int, loops);
    QFETCH(const int, said);
    const QTemporaryDir folder;
    const QString path = folder.filePath("clip.gif");
    ClipSpec spec = small_spec();
    spec.loops = loops;
    write_clip(path.toStdString(), ClipFormat::gif, spec, small_script(spec), {});
    const QByteArray bytes = bytes_of(path);
    const qsizetype at = bytes.indexOf("NETSCAPE2.0");
    QCOMPARE(at >= 0, said >= 0);
    if (at < 0) return;
    QCOMPARE(static_cast<int>(static_cast<std::uint8_t>(bytes[at + 13])), said);
    QCOMPARE(decode_clip(path.toStdString()).times.size(), std::size_t{30});
  }

  void aVideoHoldsItsRepetitions() {
    const QTemporaryDir folder;
    const std::string path = folder.filePath("clip.mp4").toStdString();
    ClipSpec spec = small_spec();
    spec.loops = 2;
    const ClipScript script = small_script(spec);
    write_clip(path, ClipFormat::mp4, spec, script, {});
    const DecodedClip clip = decode_clip(path);
    QCOMPARE(clip.times.size(), std::size_t{60});
    QVERIFY(difference(clip.last, paint_frame(script, 29)) < 4);
  }

  void anMp4BeginsWithWhatPlayersNeedFirst() {
    const QTemporaryDir folder;
    const QString path = folder.filePath("clip.mp4");
    const ClipSpec spec = small_spec();
    write_clip(path.toStdString(), ClipFormat::mp4, spec, small_script(spec), {});
    const QByteArray bytes = bytes_of(path);
    QVERIFY(bytes.indexOf("moov") > 0 && bytes.indexOf("moov") < bytes.indexOf("mdat"));
  }

  void aPipeGetsAWholeClip() {
    const QTemporaryDir folder;
    const QString pipe = folder.filePath("clip.mp4"), copy = folder.filePath("copy.mp4");
    QCOMPARE(mkfifo(pipe.toStdString().c_str(), 0600), 0);
    std::thread reader([&] {
      QFile in(pipe), out(copy);
      if (in.open(QIODevice::ReadOnly) && out.open(QIODevice::WriteOnly)) out.write(in.readAll());
    });
    const ClipSpec spec = small_spec();
    write_clip(pipe.toStdString(), ClipFormat::mp4, spec, small_script(spec), {});
    reader.join();
    QCOMPARE(decode_clip(copy.toStdString()).times.size(), std::size_t{30});
  }

  void cancellingLeavesTheOldFileAndNothingElse_data() { each_format(); }
  void cancellingLeavesTheOldFileAndNothingElse() {
    QFETCH(const ClipFormat, format);
    const QTemporaryDir folder;
    const QString path = folder.filePath(name(format));
    QFile old(path);
    QVERIFY(old.open(QIODevice::WriteOnly));
    old.write("old");
    old.close();
    const ClipSpec spec = small_spec();
    const ClipScript script = small_script(spec);
    const CancelToken cancel;
    std::int64_t reached = 0;
    const auto work = [&] {
      write_clip(path.toStdString(), format, spec, script,
                 {.threads = 2,
                  .progress =
                      [&](std::int64_t done, std::int64_t) {
                        reached = done;
                        if (done == 5) cancel.cancel();
                      },
                  .cancel = cancel});
    };
    QVERIFY_EXCEPTION_THROWN(work(), Cancelled);
    QCOMPARE(reached, std::int64_t{5});
    QCOMPARE(bytes_of(path), QByteArray("old"));
    QCOMPARE(content_of(folder), QStringList{name(format)});
    const QString fresh = folder.filePath("fresh.mp4");
    const auto again = [&] {
      write_clip(fresh.toStdString(), ClipFormat::mp4, spec, script, {.cancel = cancel});
    };
    QVERIFY_EXCEPTION_THROWN(again(), Cancelled);
    QVERIFY(!QFile::exists(fresh));
  }

  void aFullDiskLeavesTheOldFileAndIsSaid_data() { each_format(); }
  void aFullDiskLeavesTheOldFileAndIsSaid() {
    QFETCH(const ClipFormat, format);
    const QTemporaryDir folder;
    const QString path = folder.filePath(name(format));
    QFile old(path);
    QVERIFY(old.open(QIODevice::WriteOnly));
    old.write("old");
    old.close();
    const ClipSpec spec = small_spec();
    for (const rlim_t bytes : {rlim_t{0}, rlim_t{100'000}}) {
      const QString said = [&] {
        const SmallFiles small(bytes);
        return sentence_of(
            [&] { write_clip(path.toStdString(), format, spec, noise_script(), {.threads = 2}); });
      }();
      QVERIFY2(said.contains("cannot be written: it is larger than a file may be there"),
               qPrintable(said));
      QCOMPARE(bytes_of(path), QByteArray("old"));
      QCOMPARE(content_of(folder), QStringList{name(format)});
    }
  }

  void aPlaceThatCannotBeWrittenIsSaidBeforeAnythingIsDrawn() {
    const QTemporaryDir folder;
    const ClipSpec spec = small_spec();
    std::atomic<int> drawn = 0;
    const ClipScript script{.frames = 30, .title = {}, .scene = [&](std::int64_t) -> Scene {
                              ++drawn;
                              throw Error{"not reached"};
                            }};
    const auto said = [&](const QString& path) {
      return sentence_of(
          [&] { write_clip(path.toStdString(), ClipFormat::mp4, spec, script, {}); });
    };
    QVERIFY(said(folder.filePath("gone/clip.mp4")).contains("folder does not exist"));
    QDir(folder.path()).mkdir("folder.mp4");
    QVERIFY(said(folder.filePath("folder.mp4")).contains("it is a folder"));
    if (::geteuid() != 0) {
      QDir(folder.path()).mkdir("closed");
      QFile::setPermissions(folder.filePath("closed"), QFile::ReadOwner | QFile::ExeOwner);
      QVERIFY(said(folder.filePath("closed/clip.mp4")).contains("permission was refused"));
    }
    QCOMPARE(drawn.load(), 0);
  }

  void whatGoesWrongInDrawingIsSaid() {
    const QTemporaryDir folder;
    const ClipScript script{.frames = 30, .title = {}, .scene = [](std::int64_t frame) -> Scene {
                              if (frame == 7) throw Error{"frame 7 is bad"};
                              return {.width = 320, .height = 240, .ground = Qt::white};
                            }};
    const QString said = sentence_of([&] {
      write_clip(folder.filePath("clip.mp4").toStdString(), ClipFormat::mp4, small_spec(), script,
                 {.threads = 2});
    });
    QVERIFY2(said.startsWith("Frame 7 is bad"), qPrintable(said));
    QVERIFY(content_of(folder).isEmpty());
  }

  void whatNoClipCanBeIsRefused_data() {
    QTest::addColumn<int>("width");
    QTest::addColumn<int>("height");
    QTest::addColumn<int>("rate");
    QTest::addColumn<double>("seconds");
    QTest::addColumn<int>("loops");
    QTest::addColumn<QString>("said");
    QTest::newRow("odd") << 321 << 240 << 30 << 1.0 << 0 << "even";
    QTest::newRow("narrow") << 158 << 240 << 30 << 1.0 << 0 << "160 × 120 to 3840 × 2160";
    QTest::newRow("high") << 320 << 2162 << 30 << 1.0 << 0 << "160 × 120 to 3840 × 2160";
    QTest::newRow("slow") << 320 << 240 << 0 << 1.0 << 0 << "1 to 60 frames";
    QTest::newRow("fast") << 320 << 240 << 51 << 1.0 << 0 << "50 frames a second at most";
    QTest::newRow("short") << 320 << 240 << 30 << 0.01 << 0 << "0.1 to 600 seconds";
    QTest::newRow("often") << 320 << 240 << 30 << 1.0 << 2000 << "0 to 1000 times";
  }
  void whatNoClipCanBeIsRefused() {
    QFETCH(const int, width);
    QFETCH(const int, height);
    QFETCH(const int, rate);
    QFETCH(const double, seconds);
    QFETCH(const int, loops);
    QFETCH(const QString, said);
    ClipSpec spec = small_spec();
    spec.width = width;
    spec.height = height;
    spec.frames_per_second = rate;
    spec.seconds = seconds;
    spec.loops = loops;
    const QTemporaryDir folder;
    const QString told = sentence_of([&] {
      write_clip(folder.filePath("clip.gif").toStdString(), ClipFormat::gif, spec, {}, {});
    });
    QVERIFY2(told.contains(said), qPrintable(told));
    QVERIFY(content_of(folder).isEmpty());
  }

  void theSpecGoesIntoJsonAndBack() {
    ClipSpec spec = small_spec();
    spec.loops = 3;
    spec.figure.units = {1};
    QVERIFY(clip_from_json(json_of(spec)) == spec);
    for (const char* wrong : {R"({"width":1})", R"({"seconds":"x"})", R"({"loops":1.5})", "[]"})
      QVERIFY2(!sentence_of([&] {
                  static_cast<void>(clip_from_json(nlohmann::ordered_json::parse(wrong)));
                }).isEmpty(),
               wrong);
    const FigureRecipe recipe{.version = "1", .model = {}, .spec = spec.figure, .clip = spec};
    QVERIFY(recipe_from_json(to_json(recipe)).clip == spec);
  }

  /// The target is 15 s.
  void tenSecondsOfVideoAreWrittenInTime() {
    constexpr qint64 k_twice_the_target = 30'000;
    const QTemporaryDir folder;
    ClipSpec spec = small_spec();
    spec.width = 1280;
    spec.height = 720;
    spec.frames_per_second = 30;
    spec.seconds = 10;
    QElapsedTimer timer;
    timer.start();
    const std::string path = folder.filePath("clip.mp4").toStdString();
    write_clip(path, ClipFormat::mp4, spec, small_script(spec), {.threads = default_threads()});
    const qint64 took = timer.elapsed();
    qInfo("10 s of 1280 × 720 at 30 frames/s: %lld ms", took);
    QCOMPARE(decode_clip(path).times.size(), std::size_t{300});
    QVERIFY2(took < k_twice_the_target, qPrintable(QString::number(took)));
  }
};

QTEST_MAIN(WriteClipTest)
#include "write_clip_test.moc"
