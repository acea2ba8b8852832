#include <algorithm>
#include <filesystem>
#include <fmt/format.h>
#include <map>
#include <mutex>
#include <nlohmann/json.hpp>
#include <set>

#include "app/cli/commands.h"
#include "app/cli/engine.h"
#include "app/cli/export_clip.h"
#include "app/cli/failure.h"
#include "app/cli/figure_call.h"
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

/// One figure to be written.
struct Target {
  FigureInput input;
  fs::path file;
  ExportFormat format = FigureFormat::png;
  std::string recipe = {};
  enum class State { waiting, written, kept, failed } state = State::waiting;
  std::string error = {};  ///< a line, where it failed
};

/// What a batch has finished, in a file beside its figures: a line a figure, the digest of its
/// recipe and its name. Written after the figure, so that what it names is whole.
class Finished {
 public:
  explicit Finished(fs::path folder) : path_(std::move(folder) / ".fovea-export") {
    std::error_code failure;
    if (!fs::is_regular_file(path_, failure)) return;
    const Bytes bytes = read_file(path_);
    const std::string_view text = fovea::text_of(bytes);
    for (std::size_t begin = 0, end = 0; (end = text.find('\n', begin)) != text.npos;
         begin = end + 1)
      lines_.insert(std::string(text.substr(begin, end - begin)));
  }

  bool holds(const Target& target) const {
    std::error_code failure;
    return lines_.contains(line_of(target)) && fs::is_regular_file(target.file, failure);
  }
  /// One thread at a time.
  void add(const Target& target) {
    lines_.insert(line_of(target));
    std::string text;
    for (const std::string& line : lines_) text += line + '\n';
    write_file_atomically(path_, text);
  }

 private:
  static std::string line_of(const Target& target) {
    const auto* bytes = reinterpret_cast<const std::uint8_t*>(target.recipe.data());
    return sha256_of({bytes, target.recipe.size()}) + ' ' + target.file.filename().string();
  }
  fs::path path_;
  std::set<std::string> lines_;
};

/// The part of a figure's name that comes from its input.
std::string stem_of(const FigureInput& input) {
  return input.empty() ? std::string() : file_part(fs::path(input.front()).stem().string());
}

/// One input goes into the file that the call names; several, or one where it names a folder, into
/// a file each: "out/cat.png", or of "out/maps.svg" "out/maps-cat.svg".
std::vector<Target> targets_of(const ExportCall& call, const std::vector<FigureInput>& inputs) {
  const std::optional<ExportFormat> ending = export_format(call.output);
  const ExportFormat format = ending ? *ending : call.format.value_or(FigureFormat::png);
  const fs::path output = call.output;
  if (ending && inputs.size() == 1) return {{.input = inputs[0], .file = output, .format = format}};
  std::vector<Target> targets;
  std::map<std::string, int> used;
  for (const FigureInput& input : inputs) {
    std::string name = stem_of(input);
    if (ending) name = output.stem().string() + '-' + name;
    if (name.empty()) name = "figure";
    // Inputs of several folders may have one name.
    if (const int count = ++used[name]; count > 1) name += fmt::format("-{}", count);
    const fs::path folder = ending ? output.parent_path() : output;
    targets.push_back({.input = input,
                       .file = folder / fmt::format("{}.{}", name, name_of(format)),
                       .format = format});
  }
  return targets;
}

void check_ending(const ExportCall& call) {
  const fs::path output = call.output;
  std::error_code failure;
  if (!output.has_extension() || export_format(output) || fs::is_directory(output, failure)) return;
  if (call.format) return;
  throw FileError(call.output,
                  Error{"figures are .png, .svg, .pdf, .csv or .npy, clips .gif, .mp4 or .webm; a "
                        "folder whose name has an ending needs --format"});
}

/// The recipe with this input; not what was found in drawing.
std::string recipe_for(const FigureJob& job, const FigureInput& input) {
  FigureRecipe recipe = job.recipe;
  for (const std::string& text : input) {
    // A network of several inputs has NAME=FILE.
    const std::size_t equals = text.find('=');
    std::error_code failure;
    const bool is_named = !fs::exists(text, failure) && equals != std::string::npos;
    const std::string file = is_named ? text.substr(equals + 1) : text;
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

void write_target(const Work& work, FigureMaker& maker, const Target& target) {
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
void finish_target(const Work& work, FigureMaker& maker, Target& target) {
  target.state = Target::State::failed;
  try {
    write_target(work, maker, target);
    target.state = Target::State::written;
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
void write_all(Work work, std::vector<Target>& targets) {
  Finished finished(targets.front().file.parent_path());
  std::vector<Target*> waiting;
  for (Target& target : targets) {
    if (targets.size() > 1 && finished.holds(target))
      target.state = Target::State::kept;
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
    Target& target = *waiting[static_cast<std::size_t>(index)];
    makers.with([&](FigureMaker& maker) { finish_target(work, maker, target); });
    const std::lock_guard lock(mutex);
    if (targets.size() > 1 && target.state == Target::State::written) finished.add(target);
    progress.at(++done, target.file.filename().string());
  };
  constexpr double k_figure_ns = 1e8;
  parallel_for(
      {.count = std::ssize(waiting), .nanoseconds_each = k_figure_ns, .threads = makers.count()},
      work.cancel, write);
}

std::string_view word_for(Target::State state) {
  switch (state) {
    case Target::State::written:
      return "written";
    case Target::State::kept:
      return "kept";
    default:
      return "failed";
  }
}

void print_json(const std::vector<Target>& targets) {
  Json figures = Json::array();
  for (const Target& target : targets) {
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
  std::vector<Target> targets = targets_of(call, figure_inputs(call, job));
  if (std::holds_alternative<ClipFormat>(targets.front().format))
    job.recipe.clip = clip_spec_of(call, job.recipe);
  else
    job.recipe.clip.reset();
  const fs::path folder = targets.front().file.parent_path();
  std::error_code failure;
  if (!folder.empty()) fs::create_directories(folder, failure);
  if (failure)
    throw FileError(folder.string(), Error{"the folder cannot be made: " + failure.message()});
  for (Target& target : targets) {
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
  for (const Target& target : targets) {
    if (target.state != Target::State::failed) continue;
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
