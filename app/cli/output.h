#pragma once

#include <cstddef>
#include <functional>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace fovea::app {

/// One JSON object, indented; bytes that are no UTF-8 replaced.
std::string text_of(const nlohmann::ordered_json& json);

/// Which of a measurement's cases have names that hold `only`, in their order. Throws Error, with
/// all the names, where none has.
std::vector<std::size_t> chosen_cases(const std::vector<std::string>& names,
                                      const std::string& only);

/// Fills a new folder by `write`, which is told where, under another name until it is whole; a
/// folder that is there already gets the files one by one. Makes the folders above it. Throws
/// FileError.
void fill_folder(const std::string& folder, const std::function<void(const std::string&)>& write);

/// A line on standard error that counts long work, where that is a terminal; gone at the end.
class Progress {
 public:
  explicit Progress(std::size_t total);
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;
  /// `done` of the total, now at `what`.
  void at(std::size_t done, std::string_view what) const { at(done, total_, what); }
  void at(std::size_t done, std::size_t total, std::string_view what) const;

 private:
  std::size_t total_;
  bool shown_;
};

}  // namespace fovea::app
