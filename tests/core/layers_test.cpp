// Holds the arrows of the house: base <- tensor <- cpu <- ops <- graph <- {onnx, vulkan} <- engine
// <- {train, analysis} <- document, with media and figure beside document; then ui, then app. An
// include that points up, or a library where it does not belong, is an offence.

#include <QDirIterator>
#include <QFile>
#include <QRegularExpression>
#include <QtTest>
#include <map>
#include <optional>

namespace {

const std::map<QString, int> k_rank{{"core/base", 0},   {"core/tensor", 1},   {"core/cpu", 2},
                                    {"core/ops", 3},    {"core/filter", 4},   {"core/graph", 4},
                                    {"core/onnx", 5},   {"core/vulkan", 5},   {"core/kernel", 5},
                                    {"core/engine", 6}, {"core/train", 7},    {"core/explain", 7},
                                    {"core/media", 8},  {"core/document", 9}, {"core/figure", 10},
                                    {"ui", 11},         {"app", 12}};

/// "core/ops" for "core/ops/conv/conv.h", "ui" for "ui/window/window.h"; empty for no layer of
/// ours.
QString layer_of(const QString& path) {
  const QString folder = path.section('/', 0, 0);
  if (folder == "core") return path.section('/', 0, 1);
  return folder == "ui" || folder == "app" ? folder : QString();
}

bool may_use_qt(const QString& layer) {
  return !layer.startsWith("core/") || layer == "core/media" || layer == "core/figure";
}

bool may_use_vulkan(const QString& file) {
  return file.startsWith("core/vulkan/") || file.startsWith("core/engine/vulkan") ||
         file.startsWith("ui/maps/");
}

bool is_ffmpeg(const QString& target) {
  return target.startsWith("libav") || target.startsWith("libsw");
}

/// What is wrong with `file` (relative to the root) saying #include `target`; nothing where it may.
std::optional<QString> offence(const QString& file, const QString& target) {
  const QString layer = layer_of(file);
  if (!k_rank.contains(layer)) return file + " is in no layer";
  static const QRegularExpression qt("^Q[A-Z]|^Qt|^q[a-z]+\\.h$");
  if (!may_use_qt(layer) && qt.match(target).hasMatch())
    return file + " includes Qt's " + target + "; only core/media and core/figure may";
  if (!may_use_vulkan(file) && target.startsWith("vulkan/"))
    return file + " includes " + target + "; only core/vulkan, core/engine/vulkan* and ui/maps may";
  if (is_ffmpeg(target) && !file.startsWith("core/figure/motion/"))
    return file + " includes " + target + "; only core/figure/motion may";

  const QString other = layer_of(target);
  if (other.isEmpty() || other == layer) return std::nullopt;
  if (!k_rank.contains(other)) return file + " includes " + target + ", which is in no layer";
  const int from = k_rank.at(layer);
  const int to = k_rank.at(other);
  if (to > from) return file + " includes " + target + ", which is above it";
  if (to == from) return file + " includes " + target + ", which is beside it";
  return std::nullopt;
}

QStringList includes_of(const QString& path) {
  QFile file(path);
  if (!file.open(QIODevice::ReadOnly)) return {};
  const QString text = QString::fromUtf8(file.readAll());
  static const QRegularExpression include("^\\s*#\\s*include\\s*[<\"]([^>\"]+)[>\"]",
                                          QRegularExpression::MultilineOption);
  QStringList targets;
  for (auto match = include.globalMatch(text); match.hasNext();)
    targets += match.next().captured(1);
  return targets;
}

}  // namespace

class LayersTest : public QObject {
  Q_OBJECT

 private slots:
  void everyIncludePointsDown() {
    const QDir root(FOVEA_SOURCE_DIR);
    QStringList offences;
    int files = 0;
    for (const char* folder : {"core", "ui", "app"}) {
      QDirIterator it(root.filePath(folder), {"*.h", "*.cpp"}, QDir::Files,
                      QDirIterator::Subdirectories);
      while (it.hasNext()) {
        const QString path = it.next();
        ++files;
        for (const QString& target : includes_of(path)) {
          if (const auto wrong = offence(root.relativeFilePath(path), target)) offences += *wrong;
        }
      }
    }
    QVERIFY2(offences.isEmpty(), qPrintable('\n' + offences.join('\n')));
    QVERIFY(files > 5);
  }

  void anOffenceIsFound_data() {
    QTest::addColumn<QString>("file");
    QTest::addColumn<QString>("target");
    QTest::addColumn<bool>("wrong");
    QTest::newRow("up") << "core/cpu/gemm.cpp"
                        << "core/ops/operator.h" << true;
    QTest::newRow("down") << "core/ops/gemm/gemm.cpp"
                          << "core/cpu/gemm.h" << false;
    QTest::newRow("beside") << "core/onnx/load.cpp"
                            << "core/vulkan/device.h" << true;
    QTest::newRow("core to ui") << "core/document/document.h"
                                << "ui/window/window.h" << true;
    QTest::newRow("ui to app") << "ui/window/window.cpp"
                               << "app/window.h" << true;
    QTest::newRow("Qt in core") << "core/graph/graph.h"
                                << "QString" << true;
    QTest::newRow("Qt by folder") << "core/engine/session.h"
                                  << "QtCore/QObject" << true;
    QTest::newRow("Qt in media") << "core/media/picture.cpp"
                                 << "QImage" << false;
    QTest::newRow("Vulkan in an operator") << "core/ops/conv/conv.cpp"
                                           << "vulkan/vulkan.h" << true;
    QTest::newRow("Vulkan at home") << "core/vulkan/device.cpp"
                                    << "vulkan/vulkan_raii.hpp" << false;
    QTest::newRow("FFmpeg in the window") << "ui/figure/clip_model.cpp"
                                          << "libavformat/avformat.h" << true;
    QTest::newRow("FFmpeg at home") << "core/figure/motion/clip_file.cpp"
                                    << "libavutil/opt.h" << false;
    QTest::newRow("no layer") << "core/util/misc.h"
                              << "vector" << true;
  }

  void anOffenceIsFound() {
    QFETCH(const QString, file);
    QFETCH(const QString, target);
    QFETCH(const bool, wrong);
    QCOMPARE(offence(file, target).has_value(), wrong);
  }
};

QTEST_GUILESS_MAIN(LayersTest)
#include "layers_test.moc"
