#include "app/cli/finished_figures.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fmt/format.h>
#include <fstream>
#include <sstream>

#include "app/cli/failure.h"
#include "core/base/files.h"
#include "core/figure/recipe.h"

namespace fovea::app {
namespace {

namespace fs = std::filesystem;

std::string digest_of(std::string_view text) {
  return sha256_of({reinterpret_cast<const std::uint8_t*>(text.data()), text.size()});
}

/// What lies in a folder and when it was written: a run goes on, a set of data grows.
std::string content_of(const fs::path& folder) {
  std::vector<std::string> lines;
  std::error_code failure;
  for (fs::recursive_directory_iterator at(folder, failure), end; !failure && at != end;
       at.increment(failure)) {
    if (!at->is_regular_file(failure)) continue;
    const auto written = at->last_write_time(failure).time_since_epoch().count();
    lines.push_back(
        fmt::format("{} {} {}\n", at->path().string(), at->file_size(failure), written));
  }
  std::ranges::sort(lines);
  std::string all;
  for (const std::string& line : lines) all += line;
  return all;
}

/// Of the recipe, which holds the digests of files, and of what lies in folders.
std::string recipe_digest(const FigureTarget& target) {
  std::string text = target.recipe;
  for (const std::string& input : target.input) {
    std::error_code failure;
    if (fs::is_directory(input, failure)) text += content_of(input);
  }
  return digest_of(text);
}

}  // namespace

FinishedFigures::FinishedFigures(fs::path folder) : path_(std::move(folder) / ".fovea-export") {
  std::error_code failure;
  if (!fs::is_regular_file(path_, failure)) return;
  const Bytes bytes = read_file(path_);
  const std::string text(fovea::text_of(bytes));
  is_cut_ = !text.empty() && text.back() != '\n';
  std::istringstream lines(text.substr(0, text.rfind('\n') + 1));
  for (std::string line; std::getline(lines, line);) {
    std::istringstream parts(line);
    Entry entry;
    std::string name;
    if (parts >> entry.recipe >> entry.figure && std::getline(parts >> std::ws, name))
      entries_[name] = std::move(entry);
  }
}

bool FinishedFigures::holds(const FigureTarget& target) const {
  const auto found = entries_.find(target.file.filename().string());
  std::error_code failure;
  return found != entries_.end() && fs::is_regular_file(target.file, failure) &&
         found->second.recipe == recipe_digest(target) &&
         found->second.figure == sha256_of(read_file(target.file));
}

void FinishedFigures::add(const FigureTarget& target) {
  const std::string line =
      fmt::format("{}{} {} {}\n", is_cut_ ? "\n" : "", recipe_digest(target),
                  sha256_of(read_file(target.file)), target.file.filename().string());
  std::ofstream file(path_, std::ios::app | std::ios::binary);
  file.write(line.data(), static_cast<std::streamsize>(line.size()));
  file.flush();
  if (!file)
    throw FileError(path_.string(),
                    Error{fmt::format("it cannot be written: {}", std::strerror(errno))});
  is_cut_ = false;
}

}  // namespace fovea::app
