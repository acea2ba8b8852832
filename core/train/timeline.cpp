#include "core/train/timeline.h"

#include <cassert>
#include <charconv>
#include <cmath>
#include <fmt/format.h>

#include "core/base/error.h"
#include "core/train/checkpoint_file.h"

namespace fovea {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view k_prefix = "step-", k_ending = ".fvc";

/// The step that a file's name says; -1 where it is not one of ours.
std::int64_t step_of(const std::string& name) {
  if (!name.starts_with(k_prefix) || !name.ends_with(k_ending)) return -1;
  const char* end = name.data() + name.size() - k_ending.size();
  std::int64_t step = -1;
  const auto [last, failure] = std::from_chars(name.data() + k_prefix.size(), end, step);
  return failure == std::errc{} && last == end ? step : -1;
}

void remove_file(const fs::path& path) {
  std::error_code ignored;
  fs::remove(path, ignored);
}

std::vector<std::int64_t> stored_steps(const fs::path& folder) {
  std::vector<std::int64_t> steps;
  std::error_code failure;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder, failure)) {
    const std::int64_t step = step_of(entry.path().filename().string());
    if (step >= 0) steps.push_back(step);
  }
  std::ranges::sort(steps);
  return steps;
}

}  // namespace

Timeline::Timeline(Options options) : options_(std::move(options)) { assert(options_.most >= 2); }

Timeline::Timeline(Options options, const Graph& graph, std::int64_t last_step)
    : Timeline(std::move(options)) {
  graph_ = graph;
  for (const std::int64_t step : stored_steps(options_.folder)) {
    try {
      if (step > last_step) throw Error{"it is later than the run goes"};
      const Checkpoint checkpoint = read_checkpoint(file_of(step), graph);
      if (checkpoint.state.step != step) throw Error{"it is of another step"};
      entries_.push_back({checkpoint.metrics, bytes_of(checkpoint), nullptr, true});
    } catch (const Error&) {
      remove_file(file_of(step));
    }
  }
}

void Timeline::add(Checkpoint checkpoint) {
  checkpoint.metrics.step = checkpoint.state.step;
  std::unique_lock lock(mutex_);
  assert(entries_.empty() || entries_.back().metrics.step <= checkpoint.metrics.step);
  if (!entries_.empty() && entries_.back().metrics.step == checkpoint.metrics.step) {
    drop(entries_.size() - 1);
  }
  graph_ = checkpoint.state.graph;
  const RunMetrics metrics = checkpoint.metrics;
  const std::int64_t bytes = bytes_of(checkpoint);
  entries_.push_back(
      {metrics, bytes, std::make_shared<const Checkpoint>(std::move(checkpoint)), false});
  while (entries_.size() > options_.most) drop(thinnest(false));
  fit_into_memory(lock);
}

void Timeline::cut_after(std::int64_t step) {
  const std::lock_guard lock(mutex_);
  while (!entries_.empty() && entries_.back().metrics.step > step) drop(entries_.size() - 1);
}

std::shared_ptr<const Checkpoint> Timeline::at(std::int64_t step) const {
  while (true) {
    std::unique_lock lock(mutex_);
    if (entries_.empty()) return nullptr;
    auto after = std::ranges::upper_bound(entries_, step, {},
                                          [](const Entry& entry) { return entry.metrics.step; });
    const Entry entry = after == entries_.begin() ? *after : *(after - 1);
    const Graph graph = graph_;
    lock.unlock();
    if (entry.held != nullptr) return entry.held;
    try {
      return std::make_shared<const Checkpoint>(
          read_checkpoint(file_of(entry.metrics.step), graph));
    } catch (const Error&) {
      // Where it has been thinned out since, another one is the nearest.
      lock.lock();
      const auto is_it = [&](const Entry& other) {
        return other.metrics.step == entry.metrics.step;
      };
      if (std::ranges::any_of(entries_, is_it)) throw;
    }
  }
}

std::vector<RunMetrics> Timeline::moments() const {
  const std::lock_guard lock(mutex_);
  std::vector<RunMetrics> moments;
  for (const Entry& entry : entries_) moments.push_back(entry.metrics);
  return moments;
}

std::vector<std::int64_t> Timeline::steps() const {
  std::vector<std::int64_t> steps;
  for (const RunMetrics& moment : moments()) steps.push_back(moment.step);
  return steps;
}

std::int64_t Timeline::memory_bytes() const {
  const std::lock_guard lock(mutex_);
  return held_bytes();
}

void Timeline::store() {
  std::unique_lock lock(mutex_);
  for (std::size_t i = 0; i < entries_.size(); ++i) {
    if (!entries_[i].is_stored && !write(i, lock)) return;
  }
}

std::string Timeline::notice() const {
  const std::lock_guard lock(mutex_);
  return notice_;
}

fs::path Timeline::file_of(std::int64_t step) const {
  return options_.folder / fmt::format("{}{:012}{}", k_prefix, step, k_ending);
}

/// Index of the checkpoint that is missed least, of all or of those in memory; 0 where there is
/// none between the first and the last.
std::size_t Timeline::thinnest(bool in_memory) const {
  const auto last = static_cast<double>(std::max<std::int64_t>(1, entries_.back().metrics.step));
  const auto place = [&](std::size_t index) {
    const auto step = static_cast<double>(entries_[index].metrics.step);
    return step / last + std::log1p(step) / std::log1p(last);
  };
  std::size_t best = 0;
  double narrowest = std::numeric_limits<double>::infinity();
  for (std::size_t i = 1; i + 1 < entries_.size(); ++i) {
    if (in_memory && entries_[i].held == nullptr) continue;
    const double gap = place(i + 1) - place(i - 1);
    if (gap < narrowest) {
      narrowest = gap;
      best = i;
    }
  }
  return best;
}

void Timeline::drop(std::size_t index) {
  if (entries_[index].is_stored) remove_file(file_of(entries_[index].metrics.step));
  entries_.erase(entries_.begin() + static_cast<std::ptrdiff_t>(index));
}

std::int64_t Timeline::held_bytes() const {
  std::int64_t bytes = 0;
  for (const Entry& entry : entries_) bytes += entry.held ? entry.bytes : 0;
  return bytes;
}

/// The newest one stays in memory whatever it takes.
void Timeline::fit_into_memory(std::unique_lock<std::mutex>& lock) {
  for (std::size_t i = 0; i + 1 < entries_.size() && held_bytes() > options_.memory_bytes; ++i) {
    if (entries_[i].held == nullptr) continue;
    if (!entries_[i].is_stored && !write(i, lock)) break;
    entries_[i].held = nullptr;
  }
  while (held_bytes() > options_.memory_bytes) {
    const std::size_t index = thinnest(true);
    if (index == 0) break;
    drop(index);
  }
}

/// False, with a notice, where it cannot be. The lock is not held meanwhile.
bool Timeline::write(std::size_t index, std::unique_lock<std::mutex>& lock) {
  if (options_.folder.empty()) return false;
  const std::shared_ptr<const Checkpoint> checkpoint = entries_[index].held;
  std::string notice;
  lock.unlock();
  try {
    std::error_code ignored;  // writing says what is wrong
    fs::create_directories(options_.folder, ignored);
    write_checkpoint(file_of(checkpoint->state.step), *checkpoint);
  } catch (const Error& error) {
    notice = error.sentence();
  }
  lock.lock();
  notice_ = notice;
  entries_[index].is_stored = notice.empty();
  return notice.empty();
}

}  // namespace fovea
