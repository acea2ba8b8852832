#include "app/bench_window.h"

#include <QEventLoop>
#include <QImage>
#include <QQuickWindow>
#include <QTemporaryDir>
#include <QTimer>
#include <algorithm>
#include <atomic>
#include <cmath>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "app/bench_on_display.h"
#include "app/main_window.h"
#include "app/process_figures.h"
#include "core/base/error.h"
#include "core/document/edits.h"
#include "ui/maps/maps_item.h"

namespace fovea::app {
namespace {

using Json = nlohmann::ordered_json;

constexpr int k_patience_ms = 20'000;

/// Knows when the maps of which revision of the document have reached the screen.
class Screen : public QObject {
 public:
  Screen(MainWindow& main, MapsItem& maps) : workspace_(main.workspace()) {
    // Both come from the thread that draws; while the first does, the GUI thread waits for it.
    connect(
        &maps, &MapsItem::shown, this, [this, &maps] { drawn_ = maps.atlas().revision; },
        Qt::DirectConnection);
    connect(
        &main.window(), &QQuickWindow::frameSwapped, this,
        [this] {
          if (on_screen_.exchange(drawn_) == drawn_) return;
          when_ = uptime();
          QMetaObject::invokeMethod(
              this, [this] { loop_.quit(); }, Qt::QueuedConnection);
        },
        Qt::DirectConnection);
  }

  /// Returns the time when maps of `least` or later were on the screen and nothing newer is wanted.
  double wait_for(std::uint64_t least) {
    QTimer patience;
    patience.setSingleShot(true);
    connect(&patience, &QTimer::timeout, &loop_, &QEventLoop::quit);
    patience.start(k_patience_ms);
    while (on_screen_ < least || !workspace_.isCurrent()) {
      loop_.exec();
      if (!patience.isActive()) throw Error{"the maps did not reach the screen"};
    }
    return when_;
  }
  double wait_for_newer() { return wait_for(on_screen_ + 1); }

 private:
  Workspace& workspace_;
  QEventLoop loop_;
  std::atomic<std::uint64_t> drawn_ = 0, on_screen_ = 0;
  std::atomic<double> when_ = 0;
};

/// The event that kept the GUI thread for the longest time.
struct Stall {
  double ms = 0;
  std::string of;
};

struct Edits {
  std::vector<double> ms;  ///< sorted
  Stall stall;
  double percentile(double share) const {
    const auto index = static_cast<std::size_t>(share * static_cast<double>(ms.size()));
    return ms[std::min(index, ms.size() - 1)];
  }
};

/// Drags one cell of the first layer after another, each step after the last one's pixels.
Edits drag_cells(Workspace& workspace, Screen& screen, TimedApplication& application) {
  constexpr int k_edits = 300, k_warm_up = 20, k_steps_a_cell = 20;
  Selection selection;
  const Graph& graph = workspace.document().network.graph;
  selection.value = graph.nodes()[0].outputs[0];
  selection.unit = 0;
  workspace.select(selection);
  rest(300);
  Edits result;
  for (int step = 0; step < k_warm_up + k_edits; ++step) {
    if (step == k_warm_up) application.forget_stalls();
    const KernelSlice slice{{0, 0}, 0};
    const std::int64_t cell =
        step / k_steps_a_cell % kernel_of(workspace.document().network.graph, slice).elements();
    const auto value = static_cast<float>(0.5 * std::sin(0.7 * (step + 1)));
    double start = 0;
    // Handed in as an event, so that what it costs the GUI thread is counted.
    QTimer::singleShot(0, &workspace, [&] {
      start = uptime();
      workspace.apply(set_kernel_cell(workspace.document(), slice, cell, value));
    });
    const double end = screen.wait_for_newer();
    if (step >= k_warm_up) result.ms.push_back((end - start) * 1e3);
  }
  result.stall = {application.longest_stall(), application.longest_stall_of()};
  workspace.endGesture();
  std::ranges::sort(result.ms);
  return result;
}

QUrl big_picture(const QTemporaryDir& folder) {
  QImage image(6000, 4000, QImage::Format_RGB888);
  for (int y = 0; y < image.height(); ++y) {
    uchar* line = image.scanLine(y);
    for (int x = 0; x < 3 * image.width(); ++x)
      line[x] = static_cast<uchar>(128 + 80 * std::sin(x * 0.011) * std::cos(y * 0.017) +
                                   ((x * 7919 + y * 104729) >> 4 & 15));
  }
  const QString path = folder.filePath("big.jpg");
  if (!image.save(path, "JPEG", 90)) throw Error{"the picture to be opened cannot be written"};
  return QUrl::fromLocalFile(path);
}

struct Opening {
  double ms = 0;
  Stall stall;
};

Opening open_big_picture(Workspace& workspace, Screen& screen, TimedApplication& application) {
  const QTemporaryDir folder;
  const QUrl url = big_picture(folder);
  rest(500);
  application.forget_stalls();
  const double start = uptime();
  QTimer::singleShot(0, &workspace, [&] { workspace.openUrl(url); });
  const double end = screen.wait_for_newer();
  rest(500);
  return {(end - start) * 1e3, {application.longest_stall(), application.longest_stall_of()}};
}

Json measure(const BenchCall& call, TimedApplication& application) {
  MainWindow main(call.engine);
  main.window().resize(1440, 900);
  auto* maps = main.window().findChild<MapsItem*>();
  if (maps == nullptr) throw Error{"the window shows no maps"};
  Screen screen(main, *maps);
  const double first_maps = screen.wait_for(1) - process_start();
  const double start_stall = application.longest_stall();
  rest(3000);  // caches fill, the original is computed
  const double memory = resident_mb();
  const double cpu = cpu_seconds(), idle_start = uptime();
  rest(5000);
  const double idle = (cpu_seconds() - cpu) / (uptime() - idle_start);
  const Edits edits = drag_cells(main.workspace(), screen, application);
  const std::string engine = main.workspace().engineText().toStdString();
  const Opening opening = open_big_picture(main.workspace(), screen, application);
  main.window().close();
  return {{"cases",
           {{{"name", "edit to pixels, natural10-64, 1440x900"},
             {"engine", engine},
             {"edits", edits.ms.size()},
             {"p50_ms", edits.percentile(0.5)},
             {"p95_ms", edits.percentile(0.95)},
             {"p99_ms", edits.percentile(0.99)},
             {"max_ms", edits.ms.back()},
             {"gui_stall_ms", edits.stall.ms},
             {"gui_stall_of", edits.stall.of}}}},
          {"start_to_first_maps_ms", first_maps * 1e3},
          {"start_gui_stall_ms", start_stall},
          {"resident_mb", memory},
          {"idle_cpu_percent", idle * 100},
          {"open_24_megapixel_jpeg_ms", opening.ms},
          {"open_24_megapixel_jpeg_gui_stall_ms", opening.stall.ms},
          {"open_24_megapixel_jpeg_gui_stall_of", opening.stall.of}};
}

void print_table(const Json& json) {
  const auto row = [](const char* words, double number, const char* unit) {
    fmt::print("{:<52} {:>9.2f} {}\n", words, number, unit);
  };
  const Json& edits = json["cases"][0];
  row("start of the process to first maps", json["start_to_first_maps_ms"], "ms");
  row("resident memory after it", json["resident_mb"], "MB");
  row("processor while idle", json["idle_cpu_percent"], "%");
  fmt::print("{} edits of a first-layer cell to pixels, {}\n", edits["edits"].get<int>(),
             edits["engine"].get<std::string>());
  row("  p50", edits["p50_ms"], "ms");
  row("  p95", edits["p95_ms"], "ms");
  row("  p99", edits["p99_ms"], "ms");
  row("  worst", edits["max_ms"], "ms");
  row("  longest event of the GUI thread", edits["gui_stall_ms"], "ms");
  row("a JPEG of 6000 × 4000 opened, to pixels", json["open_24_megapixel_jpeg_ms"], "ms");
  row("  longest event of the GUI thread", json["open_24_megapixel_jpeg_gui_stall_ms"], "ms");
}

}  // namespace

int bench_window(const BenchCall& call, int argc, char** argv) {
  return bench_on_display(call, argc, argv, measure, print_table);
}

}  // namespace fovea::app
