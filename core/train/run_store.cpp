#include "core/train/run_store.h"

#include <charconv>
#include <fmt/format.h>

#include "core/base/error.h"
#include "core/base/files.h"
#include "core/base/replace_file.h"
#include "core/train/checkpoint_file.h"

namespace fovea {
namespace {

namespace fs = std::filesystem;

constexpr const char* k_record = "run.json";
constexpr const char* k_architecture = "architecture.onnx";
constexpr const char* k_best = "best.fvc";
constexpr const char* k_log = "log.csv";
constexpr std::string_view k_prefix = "checkpoint-", k_ending = ".fvc";
constexpr std::int64_t k_largest_record = std::int64_t{64} << 20;

fs::path checkpoint_path(const fs::path& folder, std::int64_t step) {
  return folder / fmt::format("{}{}{}", k_prefix, step, k_ending);
}

/// Steps of the checkpoints in a run's folder, the newest first.
std::vector<std::int64_t> checkpoint_steps(const fs::path& folder) {
  std::vector<std::int64_t> steps;
  std::error_code failure;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder, failure)) {
    const auto step = RunStore::step_of(entry.path().filename().string());
    if (step) steps.push_back(*step);
  }
  std::ranges::sort(steps, std::greater());
  return steps;
}

void make_folder(const fs::path& folder) {
  std::error_code failure;
  fs::create_directories(folder, failure);
  if (failure) {
    throw Error{"the run's folder cannot be made: " + failure.message(), folder.string()};
  }
}

/// Runs `read`; an Error that comes out of it is about `file`.
template <typename Read>
auto about(const fs::path& file, Read&& read) {
  try {
    return read();
  } catch (const Error& error) {
    throw error.at(file.string());
  }
}

Checkpoint newest_whole(const fs::path& folder, const Graph& graph, std::string& notice) {
  const std::vector<std::int64_t> steps = checkpoint_steps(folder);
  for (const std::int64_t step : steps) {
    try {
      Checkpoint checkpoint = read_checkpoint(checkpoint_path(folder, step), graph);
      if (checkpoint.state.step != step) throw Error{"it is of another step"};
      if (step != steps.front()) {
        notice = fmt::format("The checkpoint of step {} is damaged; the run goes on from step {}.",
                             steps.front(), step);
      }
      return checkpoint;
    } catch (const Error&) {
      continue;  // the one before is next
    }
  }
  throw Error{
      steps.empty() ? "the run has no checkpoint" : "all checkpoints of the run are damaged",
      folder.string()};
}

std::optional<Checkpoint> best_in(const fs::path& folder, const Graph& graph) {
  try {
    return read_checkpoint(folder / k_best, graph);
  } catch (const Error&) {
    return std::nullopt;  // the run goes on without
  }
}

void remove_checkpoints(const fs::path& folder, std::span<const std::int64_t> steps) {
  for (const std::int64_t step : steps) {
    std::error_code ignored;
    fs::remove(checkpoint_path(folder, step), ignored);
  }
}

/// Those of before a damaged one; none of them is of use any more.
void remove_later(const fs::path& folder, std::int64_t last_step) {
  const std::vector<std::int64_t> steps = checkpoint_steps(folder);
  const auto count = std::ranges::count_if(steps, [&](auto step) { return step > last_step; });
  remove_checkpoints(folder, std::span(steps).first(static_cast<std::size_t>(count)));
}

}  // namespace

bool RunStore::is_run(const fs::path& folder) {
  std::error_code ignored;
  return fs::exists(folder / k_record, ignored);
}

std::optional<std::int64_t> RunStore::step_of(std::string_view file) {
  if (!file.starts_with(k_prefix) || !file.ends_with(k_ending)) return std::nullopt;
  const char* end = file.data() + file.size() - k_ending.size();
  std::int64_t step = 0;
  const auto [last, wrong] = std::from_chars(file.data() + k_prefix.size(), end, step);
  return wrong == std::errc{} && last == end ? std::optional(step) : std::nullopt;
}

RunStore RunStore::create(const fs::path& folder, RunRecord record, const Model& model,
                          const Checkpoint& first) {
  if (is_run(folder)) {
    throw Error{"the folder holds a run already", folder.string(),
                "Resume that one or choose another folder"};
  }
  make_folder(folder);
  remove_checkpoints(folder, checkpoint_steps(folder));
  save_model(model, folder / k_architecture);
  write_checkpoint(checkpoint_path(folder, first.state.step), first);
  RunLog log(folder / k_log, {});
  // Last: a folder with a record is a run.
  write_file_atomically(folder / k_record, to_json(record));
  return {folder, std::move(record), std::move(log)};
}

RunStore RunStore::resume(const fs::path& folder, Resumed& resumed) {
  RunRecord record = about(folder / k_record, [&] {
    return run_record_from_json(text_of(read_file(folder / k_record, k_largest_record)));
  });
  resumed.model =
      about(folder / k_architecture, [&] { return load_model(folder / k_architecture); });
  resumed.notice.clear();
  resumed.checkpoint = newest_whole(folder, resumed.model.graph, resumed.notice);
  resumed.best = best_in(folder, resumed.model.graph);
  const std::int64_t step = resumed.checkpoint.state.step;
  resumed.curves =
      about(folder / k_log, [&] { return read_log(text_of(read_file(folder / k_log)), step); });
  // A run has one writer: what it left is of no use, however new it is.
  for (const fs::path& written : {folder, folder / "timeline"})
    remove_abandoned(written / k_record, std::chrono::seconds(0));
  remove_later(folder, step);
  RunLog log(folder / k_log, resumed.curves);
  return {folder, std::move(record), std::move(log)};
}

void RunStore::save(const Checkpoint& checkpoint) {
  log_.flush();  // first: a checkpoint's curves are whole
  write_checkpoint(checkpoint_path(folder_, checkpoint.state.step), checkpoint);
  const std::vector<std::int64_t> steps = checkpoint_steps(folder_);
  if (steps.size() > 2) remove_checkpoints(folder_, std::span(steps).subspan(2));
}

void RunStore::cut_after(std::int64_t step) {
  log_.flush();
  Curves curves = read_log(text_of(read_file(folder_ / k_log)), step);
  remove_later(folder_, step);
  log_ = RunLog(folder_ / k_log, curves);
}

void RunStore::save_best(const Checkpoint& checkpoint) {
  write_checkpoint(folder_ / k_best, checkpoint);
}

void RunStore::update(RunRecord record) {
  record_ = std::move(record);
  write_file_atomically(folder_ / k_record, to_json(record_));
}

}  // namespace fovea
