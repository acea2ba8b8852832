#include <algorithm>
#include <filesystem>
#include <fmt/format.h>
#include <mutex>
#include <nlohmann/json.hpp>

#include "app/cli/commands.h"
#include "app/cli/engine.h"
#include "app/cli/export_clip.h"
#include "app/cli/failure.h"
#include "app/cli/figure_call.h"
#include "app/cli/figure_run.h"
#include "app/cli/figure_targets.h"
#include "app/cli/finished_figures.h"
#include "app/cli/interrupt.h"
#include "app/cli/output.h"
#include "app/cli/values.h"
#include "core/base/files.h"
#include "core/base/text.h"
#include "core/cpu/parallel.h"
#include "core/engine/cpu_backend.h"
#include "core/figure/figure.h"
#include "core/media/qt_gui.h"

namespace fovea::app {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

void check_ending(const ExportCall& call) {
  const fs::path output = call.output;
  std::error_code failure;
  if (!output.has_extension() || export_format(output) || fs::is_directory(output, failure)) return;
  if (call.format) return;
  throw FileError(
      call.output,
      Error{"figures are .png, .svg, .pdf, .html, .csv or .npy, clips .gif, .mp4 or .webm; a "
            "folder whose name has an ending needs --format"});
}

/// The recipe with this input; not what was found in drawing.
std::string recipe_for(const FigureJob& job, const FigureInput& input) {
  FigureRecipe recipe = job.recipe;
  recipe.seed = seed_for(job, input);
  if (job.uses_own_input()) recipe.inputs.push_back(job.own_part);
  for (const std::string& text : input) {
    const std::string file = file_of(text);
    std::error_code failure;
    if (fs::is_regular_file(file, failure))
      recipe.inputs.push_back(about(file, [&] { return file_part_of(fs::absolute(file)); }));
    else
      recipe.inputs.push_back({.name = file, .path = {}, .sha256 = {}});
  }
  return to_json(recipe);
}

/// Engines that are lent to whoever draws: a thread a CPU engine, or one Vulkan device for all.
class Makers {
 public:
  Makers(const EngineOptions& engine, std::size_t figures) {
    const std::shared_ptr<Backend> first = make_backend(engine);
    const int threads = engine.threads > 0 ? engine.threads : default_threads();
    const bool parallel = first->kind() == EngineKind::cpu && figures > 1 && threads > 1;
    count_ =
        parallel
            ? static_cast<int>(std::min<std::size_t>(figures, static_cast<std::size_t>(threads)))
            : 1;
    if (!parallel) free_.push_back(std::make_unique<FigureMaker>(first));
    while (std::ssize(free_) < count_)
      free_.push_back(std::make_unique<FigureMaker>(make_cpu_backend(1)));
  }
  int count() const { return count_; }

  template <typename Work>
  void with(Work&& work) {
    std::unique_ptr<FigureMaker> maker;
    {
      const std::lock_guard lock(mutex_);
      maker = std::move(free_.back());
      free_.pop_back();
    }
    work(*maker);
    const std::lock_guard lock(mutex_);
    free_.push_back(std::move(maker));
  }

 private:
  int count_ = 1;
  std::mutex mutex_;
  std::vector<std::unique_ptr<FigureMaker>> free_;
};

/// How a batch is made.
struct Work {
  const ExportCall& call;
  const FigureJob& job;
  CancelToken cancel = {};
  int threads = 1;  ///< that paint one clip
  /// A clip that is alone tells its frames.
  std::function<void(std::int64_t, std::int64_t)> progress = {};
};

void write_target(const Work& work, FigureMaker& maker, const FigureTarget& target) {
  const auto& [call, job, cancel, threads, progress] = work;
  const FigureSource source = maker.source_for(call, job, target.input);
  if (const auto* format = std::get_if<ClipFormat>(&target.format)) {
    export_clip(call, job, source, target.input,
                {target.file, *format, target.recipe, threads, progress}, cancel);
    return;
  }
  const auto format = std::get<FigureFormat>(target.format);
  const std::string named = target.input.empty() ? job.origin->name : target.input.front();
  const std::vector<std::uint8_t> bytes =
      about(named, [&] { return encode_figure(format, job.recipe.spec, source, target.recipe); });
  about(target.file.string(), [&] { write_file_atomically(target.file, bytes); });
}

/// A figure that fails does not keep the others from being made.
void finish_target(const Work& work, FigureMaker& maker, FigureTarget& target) {
  target.state = FigureTarget::State::failed;
  try {
    write_target(work, maker, target);
    target.state = FigureTarget::State::written;
  } catch (const FileError& error) {
    const bool said = error.where() == error.file();
    target.error = fmt::format("{}: {}", error.file(), said ? error.what() : error.clause());
  } catch (const Error& error) {
    target.error = error.clause();
  } catch (const std::bad_alloc&) {
    target.error = "there is not enough memory";
  }
}

/// What is there already, whole and of the same recipe, is not made again.
void write_all(Work work, std::vector<FigureTarget>& targets) {
  FinishedFigures finished(targets.front().file.parent_path());
  std::vector<FigureTarget*> waiting;
  for (FigureTarget& target : targets) {
    if (targets.size() > 1 && finished.holds(target))
      target.state = FigureTarget::State::kept;
    else
      waiting.push_back(&target);
  }
  if (waiting.empty()) return;
  Makers makers(work.call.engine, waiting.size());
  const int threads = work.call.engine.threads > 0 ? work.call.engine.threads : default_threads();
  work.threads = std::max(1, threads / makers.count());
  const Progress progress(targets.size());
  if (targets.size() == 1)
    work.progress = [&](std::int64_t frame, std::int64_t frames) {
      progress.at(static_cast<std::size_t>(frame), static_cast<std::size_t>(frames), "frames");
    };
  std::mutex mutex;
  std::size_t done = targets.size() - waiting.size();
  const auto write = [&](std::int64_t index) {
    FigureTarget& target = *waiting[static_cast<std::size_t>(index)];
    makers.with([&](FigureMaker& maker) { finish_target(work, maker, target); });
    const std::lock_guard lock(mutex);
    if (targets.size() > 1 && target.state == FigureTarget::State::written) finished.add(target);
    progress.at(++done, target.file.filename().string());
  };
  constexpr double k_figure_ns = 1e8;
  parallel_for(
      {.count = std::ssize(waiting), .nanoseconds_each = k_figure_ns, .threads = makers.count()},
      work.cancel, write);
}

std::string_view word_for(FigureTarget::State state) {
  switch (state) {
    case FigureTarget::State::written:
      return "written";
    case FigureTarget::State::kept:
      return "kept";
    default:
      return "failed";
  }
}

void print_json(const std::vector<FigureTarget>& targets) {
  Json figures = Json::array();
  for (const FigureTarget& target : targets) {
    Json figure{{"file", target.file.string()},
                {"inputs", target.input},
                {"state", word_for(target.state)},
                {"error", nullptr}};
    if (!target.error.empty()) figure["error"] = target.error;
    figures.push_back(std::move(figure));
  }
  fmt::print("{}", text_of(Json{{"figures", figures}}));
}

/// As `export_figures`; throws Cancelled.
int export_all(const ExportCall& call) {
  check_ending(call);
  ensure_qt_gui();  // here, on the main thread
  FigureJob job = figure_job(call);
  std::vector<FigureTarget> targets = targets_of(call, figure_inputs(call, job));
  check_overwriting(call, job, targets);
  if (std::holds_alternative<ClipFormat>(targets.front().format))
    job.recipe.clip = clip_spec_of(call, job.recipe);
  else
    job.recipe.clip.reset();
  const fs::path folder = targets.front().file.parent_path();
  std::error_code failure;
  if (!folder.empty()) fs::create_directories(folder, failure);
  if (failure)
    throw FileError(folder.string(), Error{"the folder cannot be made: " + failure.message()});
  for (FigureTarget& target : targets) {
    try {
      target.recipe = recipe_for(job, target.input);
    } catch (const FileError&) {
      // Told when it is drawn.
    }
  }
  const Interrupt interrupt;
  write_all({.call = call, .job = job, .cancel = interrupt.token()}, targets);
  if (call.engine.json) print_json(targets);
  int failed = 0;
  for (const FigureTarget& target : targets) {
    if (target.state != FigureTarget::State::failed) continue;
    ++failed;
    if (!call.engine.json) fmt::print(stderr, "fovea: {}\n", printable(target.error));
  }
  return failed > 0 ? 1 : 0;
}

}  // namespace

int export_figures(const ExportCall& call) {
  try {
    return export_all(call);
  } catch (const Cancelled&) {
    fmt::print(stderr, "fovea: interrupted\n");
    return 1;
  }
}

}  // namespace fovea::app
