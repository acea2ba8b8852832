#pragma once

#include <cstddef>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

namespace fovea::app {

/// One JSON object, indented; bytes that are no UTF-8 replaced.
std::string text_of(const nlohmann::ordered_json& json);

/// A line on standard error that counts long work, where that is a terminal; gone at the end.
class Progress {
 public:
  explicit Progress(std::size_t total);
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;
  /// `done` of the total, now at `what`.
  void at(std::size_t done, std::string_view what) const;

 private:
  std::size_t total_;
  bool shown_;
};

}  // namespace fovea::app
