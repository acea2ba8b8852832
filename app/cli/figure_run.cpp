// The training runs that figures are of.

#include "app/cli/figure_run.h"

#include <filesystem>
#include <fmt/format.h>
#include <limits>

#include "app/cli/failure.h"
#include "core/base/text.h"
#include "core/train/run_log.h"

namespace fovea::app {
namespace {

namespace fs = std::filesystem;

constexpr const char* k_run_record = "run.json";

/// The curves of a run: its log, or the folder that holds it.
Curves curves_of(const std::string& path) {
  const fs::path log = fs::is_directory(path) ? fs::path(path) / k_run_log : fs::path(path);
  return about(log.string(), [&] {
    const Bytes bytes = read_file(log);
    return read_log(text_of(bytes), std::numeric_limits<std::int64_t>::max());
  });
}

/// Of the run whose folder or log that is; a log may lie alone.
std::optional<RunRecord> record_beside(const std::string& path) {
  const fs::path folder = fs::is_directory(path) ? fs::path(path) : fs::path(path).parent_path();
  const fs::path file = folder / k_run_record;
  std::error_code ignored;
  if (!fs::exists(file, ignored)) return std::nullopt;
  return about(file.string(), [&] { return run_record_from_json(text_of(read_file(file))); });
}

}  // namespace

std::optional<RunRecord> own_record(const FigureJob& job) {
  const auto found = job.own_run.find(k_run_record);
  if (found == job.own_run.end()) return std::nullopt;
  return about(job.origin->name, [&] { return run_record_from_json(text_of(*found->second)); });
}

Curves curves_for(const FigureJob& job, const FigureInput& input) {
  if (!input.empty()) return curves_of(input.front());
  return about(job.origin->name, [&] {
    return read_log(text_of(*job.own_run.at(k_run_log)), std::numeric_limits<std::int64_t>::max());
  });
}

std::uint64_t seed_for(const FigureJob& job, const FigureInput& input) {
  const bool is_of_run = job.recipe.spec.kind == FigureKind::timeline && !input.empty();
  std::optional<RunRecord> record;
  if (is_of_run)
    record = record_beside(input.front());
  else if (job.recipe.seed == 0)
    record = own_record(job);
  return record ? record->settings.seed : job.recipe.seed;
}

std::string own_data(const FigureJob& job) {
  const RunRecord record = own_record(job).value();
  if (!record.data_source.empty()) return record.data_source;
  throw FileError(
      job.origin->name,
      Error{fmt::format("the examples that its run learnt from, {}, are in no file: say -i DATA",
                        printable(record.data))});
}

}  // namespace fovea::app
