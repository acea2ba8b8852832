#include "app/bench_train_window.h"

#include <QMouseEvent>
#include <QQuickWindow>
#include <QTemporaryDir>
#include <QTimer>
#include <algorithm>
#include <atomic>
#include <cmath>
#include <fmt/format.h>
#include <mutex>
#include <nlohmann/json.hpp>
#include <vector>

#include "app/bench_on_display.h"
#include "app/main_window.h"
#include "app/process_figures.h"
#include "core/base/error.h"
#include "ui/plots/series_canvas.h"
#include "ui/train/train_model.h"

namespace fovea::app {
namespace {

using Json = nlohmann::ordered_json;

constexpr double k_wanted_accuracy = 0.89;
constexpr double k_patience_s = 180;
constexpr int k_between_looks_ms = 100;

/// Counts what reaches the screen, and for how long the pointer waits for its answer there.
class Frames : public QObject {
 public:
  explicit Frames(QQuickWindow& window) : window_(window) {
    // While the scene is taken over the GUI thread waits: what was moved before is in that frame.
    connect(
        &window, &QQuickWindow::afterSynchronizing, this, [this] { drawn_ = moved_.exchange(0); },
        Qt::DirectConnection);
    connect(
        &window, &QQuickWindow::frameSwapped, this,
        [this] {
          const double now = uptime();
          const std::lock_guard lock(mutex_);
          times_.push_back(now);
          if (drawn_ > 0) answers_.push_back((now - drawn_) * 1e3);
          drawn_ = 0;
        },
        Qt::DirectConnection);
  }

  /// Moves the pointer there, as an event among the others.
  void point_at(QPointF place) {
    const double when = uptime();
    QTimer::singleShot(0, this, [this, place, when] {
      QMouseEvent move(QEvent::MouseMove, place, window_.mapToGlobal(place), Qt::NoButton,
                       Qt::NoButton, Qt::NoModifier);
      QCoreApplication::sendEvent(&window_, &move);
      if (moved_ == 0) moved_ = when;
    });
  }
  std::vector<double> times() const {
    const std::lock_guard lock(mutex_);
    return times_;
  }
  std::vector<double> answers_ms() const {
    const std::lock_guard lock(mutex_);
    return answers_;
  }

 private:
  QQuickWindow& window_;
  mutable std::mutex mutex_;
  std::vector<double> times_, answers_;
  std::atomic<double> moved_ = 0, drawn_ = 0;
};

double percentile(std::vector<double> values, double share) {
  if (values.empty()) throw Error{"the window drew nothing"};
  std::ranges::sort(values);
  const auto index = static_cast<std::size_t>(share * static_cast<double>(values.size()));
  return values[std::min(index, values.size() - 1)];
}

/// Of the whole seconds between the first and the last frame: frames in the mean and the worst.
std::pair<double, double> frames_a_second(const std::vector<double>& times) {
  if (times.size() < 2) throw Error{"the window drew nothing"};
  std::vector<int> counts(static_cast<std::size_t>(times.back() - times.front()) + 1);
  for (const double time : times) ++counts[static_cast<std::size_t>(time - times.front())];
  if (counts.size() > 1) counts.pop_back();
  const double mean = static_cast<double>(times.size() - 1) / (times.back() - times.front());
  return {mean, *std::ranges::min_element(counts)};
}

template <typename Condition>
void wait_until(const Condition& condition, const char* what, int step_ms = 20) {
  const double end = uptime() + k_patience_s;
  while (!condition()) {
    if (uptime() > end) throw Error{what};
    rest(step_ms);
  }
}

Json measure(const BenchCall& call, TimedApplication& application) {
  const QTemporaryDir runs;
  MainWindow main(call.engine);
  main.window().resize(1440, 900);
  main.workspace().setLens(Workspace::TrainLens);
  TrainModel* model = nullptr;
  wait_until([&] { return (model = main.window().findChild<TrainModel*>()) != nullptr; },
             "the window has no Train lens");
  model->setRunsFolder(runs.path().toStdString());
  wait_until([&] { return model->hasData(); }, "the examples were not read");
  const auto* plot = main.window().findChild<SeriesCanvas*>();
  if (plot == nullptr) throw Error{"the Train lens shows no curves"};
  rest(1000);
  const double data_mb = static_cast<double>(model->data().set->pixels.size()) * 1e-6;

  Frames frames(main.window());
  application.forget_stalls();
  double memory = 0, reached = 0, speed = 0;
  const double start = uptime();
  QTimer::singleShot(0, model, [&] { model->play(); });
  int look = 0;
  wait_until(
      [&] {
        memory = std::max(memory, resident_mb());
        if (!model->problem().isEmpty()) throw Error{model->problem().toStdString()};
        if (reached == 0 && model->validationAccuracy()->newest() >= k_wanted_accuracy)
          reached = uptime() - start;
        if (model->isRunning()) speed = std::max(speed, model->shownMetrics().images_per_second);
        const double along = 0.2 + 0.6 * std::fmod(0.13 * ++look, 1.0);
        frames.point_at(plot->mapToScene({along * plot->width(), plot->height() / 2}));
        return model->state() == TrainModel::Finished;
      },
      "the run did not end", k_between_looks_ms);
  const double ended = uptime() - start;
  const auto [mean, worst] = frames_a_second(frames.times());
  const double stall = application.longest_stall();
  const std::string stall_of = application.longest_stall_of();
  Json found{{"name", "LeNet-5 on Fashion-MNIST, 1440x900"},
             {"engine", model->engineText().toStdString()},
             {"images_per_s", speed},
             {"to_89_percent_s", nullptr},
             {"run_s", ended},
             {"validation_accuracy", model->validationAccuracy()->newest()},
             {"frames_per_s", mean},
             {"worst_second_frames", worst},
             {"hover_p95_ms", percentile(frames.answers_ms(), 0.95)},
             {"hover_max_ms", percentile(frames.answers_ms(), 1)},
             {"gui_stall_ms", stall},
             {"gui_stall_of", stall_of},
             {"memory_above_data_mb", memory - data_mb}};
  if (reached > 0) found["to_89_percent_s"] = reached;
  main.window().close();
  return {{"cases", {found}}};
}

void print_table(const Json& found) {
  const Json& json = found["cases"][0];
  const auto row = [&](const char* words, const char* name, const char* unit) {
    const Json& value = json[name];
    fmt::print("{:<52} {:>9} {}\n", words,
               value.is_number() ? fmt::format("{:.2f}", value.get<double>()) : "never", unit);
  };
  fmt::print("{}, {}\n", json["name"].get<std::string>(), json["engine"].get<std::string>());
  row("from play to 89 % of validation", "to_89_percent_s", "s");
  row("the whole run", "run_s", "s");
  row("speed", "images_per_s", "images/s");
  row("frames", "frames_per_s", "a second");
  row("  in the worst second", "worst_second_frames", "");
  row("a curve answers to the pointer, p95", "hover_p95_ms", "ms");
  row("  worst", "hover_max_ms", "ms");
  row("longest event of the GUI thread", "gui_stall_ms", "ms");
  row("resident memory above the data, at most", "memory_above_data_mb", "MB");
}

}  // namespace

int bench_train_window(const BenchCall& call, int argc, char** argv) {
  return bench_on_display(call, argc, argv, measure, print_table);
}

}  // namespace fovea::app
