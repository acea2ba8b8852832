#include "app/cli/output.h"

#include <filesystem>
#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <unistd.h>

#include "app/cli/failure.h"
#include "core/base/text.h"

namespace fovea::app {

namespace {

namespace fs = std::filesystem;

void make_folder(const fs::path& folder) {
  std::error_code failure;
  fs::create_directories(folder, failure);
  if (failure) {
    throw FileError(folder.string(), Error{"the folder cannot be made: " + failure.message()});
  }
}

}  // namespace

std::string text_of(const nlohmann::ordered_json& json) {
  return json.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

std::vector<std::size_t> chosen_cases(const std::vector<std::string>& names,
                                      const std::string& only) {
  std::vector<std::size_t> chosen;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (names[i].find(only) != std::string::npos) chosen.push_back(i);
  }
  if (chosen.empty()) {
    throw FileError("--only", Error{fmt::format("no case has “{}” in its name; the cases are {}",
                                                only, fmt::join(names, ", "))});
  }
  return chosen;
}

void fill_folder(const std::string& folder, const std::function<void(const std::string&)>& write) {
  fs::path whole = fs::absolute(folder).lexically_normal();
  if (!whole.has_filename()) whole = whole.parent_path();  // "maps/" is "maps"
  if (fs::exists(whole)) {
    make_folder(whole);
    return about(folder, [&] { write(whole.string()); });
  }
  make_folder(whole.parent_path());
  const fs::path part = whole.parent_path() / fmt::format(".fovea-{}", getpid());
  make_folder(part);
  try {
    about(folder, [&] { write(part.string()); });
    fs::rename(part, whole);
  } catch (...) {
    std::error_code ignored;
    fs::remove_all(part, ignored);
    throw;
  }
}

Progress::Progress(std::size_t total) : total_(total), shown_(isatty(STDERR_FILENO) == 1) {}

Progress::~Progress() {
  if (shown_) fmt::print(stderr, "\r\x1b[K");
}

void Progress::at(std::size_t done, std::size_t total, std::string_view what) const {
  if (!shown_) return;
  fmt::print(stderr, "\r\x1b[K{}/{} {:.60}", done, total, printable(what));
  std::fflush(stderr);
}

}  // namespace fovea::app
