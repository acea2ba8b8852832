#include "core/document/project/run_files.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>

#include "core/base/error.h"
#include "core/document/project/names.h"
#include "core/train/run_store.h"

namespace fovea {
namespace {

namespace fs = std::filesystem;
using namespace std::string_view_literals;

constexpr std::string_view k_runs = "runs/";
constexpr std::string_view k_record = "run.json", k_network = "architecture.onnx",
                           k_log = "log.csv", k_timeline = "timeline/";

bool is_moment(std::string_view file) { return file.ends_with(".fvc"); }

/// Whether a run's folder holds a file of this name, with "/".
bool is_kept(std::string_view file) {
  if (file.starts_with(k_timeline)) file.remove_prefix(k_timeline.size());
  const bool is_flat = file.find('/') == std::string_view::npos && !file.starts_with('.');
  return is_flat && (is_moment(file) || file == k_record || file == k_network || file == k_log);
}

struct RunFile {
  std::string name;  // in the run's folder
  HeldFiles::File held;
};

std::vector<fs::path> files_in(const fs::path& folder) {
  std::vector<fs::path> files;
  std::error_code failure;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder, failure))
    if (entry.is_regular_file(failure)) files.push_back(entry.path());
  return files;
}

/// Moments before curves: what the log has beyond them is cut off when the run goes on.
std::vector<RunFile> hold_run(const fs::path& folder, HeldFiles& holder, bool& whole) {
  std::vector<std::pair<fs::path, std::string>> wanted;
  for (const fs::path& path : files_in(folder)) wanted.emplace_back(path, path.filename().string());
  for (const fs::path& path : files_in(folder / "timeline"))
    wanted.emplace_back(path, std::string(k_timeline) + path.filename().string());
  std::erase_if(wanted, [](const auto& it) { return !is_kept(it.second); });
  std::ranges::sort(wanted, {},
                    [](const auto& it) { return std::pair(!is_moment(it.second), it.second); });
  std::vector<RunFile> files;
  whole = true;
  for (const auto& [path, name] : wanted) {
    const auto held = holder.hold(path);
    whole = whole && held;
    if (held) files.push_back({name, *held});
  }
  return files;
}

std::string prefix_of(const std::string& run) { return std::string(k_runs) + run + '/'; }

/// "NAME" of "runs/NAME/…"; empty for other files.
std::string run_of(std::string_view file) {
  if (!file.starts_with(k_runs)) return {};
  file.remove_prefix(k_runs.size());
  const std::size_t end = file.find('/');
  return end == std::string_view::npos ? std::string() : std::string(file.substr(0, end));
}

void write_run(const Archive& archive, const std::string& prefix, const fs::path& folder) {
  std::error_code failure;
  fs::create_directories(folder / "timeline", failure);
  if (failure)
    throw Error{"the run's folder cannot be made: " + failure.message(), folder.string()};
  for (const std::string& name : archive.names()) {
    if (!name.starts_with(prefix) || !is_kept(std::string_view(name).substr(prefix.size())))
      continue;
    write_file_atomically(folder / name.substr(prefix.size()), archive.read(name));
  }
}

/// How far a run has come.
struct Reach {
  std::int64_t step = -1;  // of the newest checkpoint; -1: there is none
  std::int64_t log_bytes = 0;
  friend auto operator<=>(const Reach&, const Reach&) = default;
};

Reach reach_in(const Archive& archive, const std::string& prefix) {
  Reach reach;
  for (const std::string& name : archive.names())
    if (name.starts_with(prefix))
      reach.step = std::max(
          reach.step, RunStore::step_of(std::string_view(name).substr(prefix.size())).value_or(-1));
  const std::string log = prefix + std::string(k_log);
  if (archive.has(log)) reach.log_bytes = static_cast<std::int64_t>(archive.read(log).size());
  return reach;
}

Reach reach_in(const fs::path& folder) {
  Reach reach;
  for (const fs::path& path : files_in(folder))
    reach.step = std::max(reach.step, RunStore::step_of(path.filename().string()).value_or(-1));
  std::error_code failure;
  const auto bytes = fs::file_size(folder / k_log, failure);
  if (!failure) reach.log_bytes = static_cast<std::int64_t>(bytes);
  return reach;
}

/// Where this run is already, at least as far as here, or may be put.
std::string place_for(const Archive& archive, const std::string& name, const fs::path& runs,
                      bool& is_there) {
  const Bytes network = archive.read(prefix_of(name) + std::string(k_network));
  const Reach reach = reach_in(archive, prefix_of(name));
  for (int i = 1;; ++i) {
    const std::string place = i == 1 ? name : fmt::format("{}-{}", name, i);
    const fs::path folder = runs / place;
    if (!RunStore::is_run(folder)) {
      is_there = false;
      if (!fs::exists(folder)) return place;
    } else if (read_file(folder / k_network) == network && reach_in(folder) >= reach) {
      is_there = true;
      return place;
    }
  }
}

}  // namespace

void add_run(ArchiveDraft& draft, const fs::path& folder, const std::string& name,
             const std::shared_ptr<HeldFiles>& holder) {
  if (!RunStore::is_run(folder)) return;
  constexpr int k_tries = 5;  // the trainer deletes old moments when it has written new ones
  bool whole = false;
  std::vector<RunFile> files;
  for (int i = 0; i < k_tries && !whole; ++i) files = hold_run(folder, *holder, whole);
  for (const RunFile& file : files) {
    const bool shrinks = file.name == k_log || file.name == k_record;
    draft.add(prefix_of(name) + file.name, file.held.path, file.held.size, holder,
              shrinks ? ArchiveDraft::Packing::deflated : ArchiveDraft::Packing::stored);
  }
}

std::vector<std::string> runs_in(const Archive& archive) {
  std::vector<std::string> runs;
  for (const std::string& file : archive.names()) {
    const std::string run = run_of(file);
    const bool is_whole = archive.has(prefix_of(run) + std::string(k_record)) &&
                          archive.has(prefix_of(run) + std::string(k_network));
    if (is_run_name(run) && is_whole && (runs.empty() || runs.back() != run)) runs.push_back(run);
  }
  return runs;
}

bool is_run_file(const std::string& name) {
  const std::string run = run_of(name);
  return is_run_name(run) && is_kept(std::string_view(name).substr(prefix_of(run).size()));
}

std::string restore_run(const Archive& archive, const std::string& name, const fs::path& runs) {
  bool is_there = false;
  const std::string place = place_for(archive, name, runs, is_there);
  if (is_there) return place;
  const fs::path temporary = runs / (".restoring-" + place);
  std::error_code failure;
  fs::remove_all(temporary, failure);
  try {
    write_run(archive, prefix_of(name), temporary);
    fs::rename(temporary, runs / place);
  } catch (const std::exception&) {
    fs::remove_all(temporary, failure);
    throw;
  }
  return place;
}

}  // namespace fovea
