#include "core/train/run_log.h"

#include <array>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include "core/base/error.h"
#include "core/base/files.h"

namespace fovea {
namespace {

enum Column { kind, step, epoch, loss, accuracy, rate, gradient, speed, examples, column_count };
using Fields = std::array<std::string_view, column_count>;

Fields fields_of(std::string_view line) {
  Fields fields;
  for (std::size_t i = 0; i < fields.size(); ++i) {
    const bool is_last = i + 1 == fields.size();
    const std::size_t comma = line.find(',');
    if ((comma == std::string_view::npos) != is_last) throw Error{"it has not 9 columns"};
    fields[i] = line.substr(0, comma);
    if (!is_last) line.remove_prefix(comma + 1);
  }
  return fields;
}

template <typename T>
T number(std::string_view text) {
  T value{};
  const char* end = text.data() + text.size();
  const auto [last, failure] = std::from_chars(text.data(), end, value);
  if (failure != std::errc{} || last != end) throw Error{"a number is missing or wrong"};
  return value;
}

StepMetrics step_of(const Fields& f) {
  return {.step = number<std::int64_t>(f[step]),
          .epoch = number<double>(f[epoch]),
          .loss = number<double>(f[loss]),
          .accuracy = number<double>(f[accuracy]),
          .learning_rate = number<double>(f[rate]),
          .gradient_norm = number<double>(f[gradient]),
          .weights = {}};
}

ValidationPoint validation_of(const Fields& f) {
  return {.step = number<std::int64_t>(f[step]),
          .epoch = number<double>(f[epoch]),
          .loss = number<double>(f[loss]),
          .accuracy = number<double>(f[accuracy]),
          .examples = number<std::int64_t>(f[examples]),
          .is_whole = f[kind] == "validation"};
}

EpochPoint epoch_of(const Fields& f) {
  return {.step = number<std::int64_t>(f[step]),
          .epoch = number<double>(f[epoch]),
          .loss = number<double>(f[loss]),
          .accuracy = number<double>(f[accuracy]),
          .learning_rate = number<double>(f[rate]),
          .images_per_second = number<double>(f[speed])};
}

void read_row(std::string_view line, std::int64_t last_step, Curves& curves) {
  const Fields fields = fields_of(line);
  if (number<std::int64_t>(fields[step]) > last_step) return;
  if (fields[kind] == "step") {
    curves.steps.push_back(step_of(fields));
  } else if (fields[kind] == "validation" || fields[kind] == "part") {
    curves.validation.push_back(validation_of(fields));
  } else if (fields[kind] == "epoch") {
    curves.epochs.push_back(epoch_of(fields));
  } else {
    throw Error{"its kind is none of step, validation, part, epoch"};
  }
}

[[noreturn]] void fail(const std::filesystem::path& path, int error) {
  throw Error{error == ENOSPC || error == EDQUOT
                  ? std::string("the log cannot be written: the disk is full")
                  : fmt::format("the log cannot be written: {}", std::strerror(error)),
              path.string()};
}

/// Appends all of the text or nothing; 0 or what went wrong.
int append(int fd, std::string_view text) {
  const off_t before = ::lseek(fd, 0, SEEK_END);
  if (before < 0) return errno;
  while (!text.empty()) {
    const ssize_t written = ::write(fd, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) {
      const int error = errno;
      return ::ftruncate(fd, before) == 0 ? error : errno;
    }
    text.remove_prefix(static_cast<std::size_t>(written));
  }
  return 0;
}

}  // namespace

std::string log_row(const StepMetrics& row) {
  return fmt::format("step,{},{},{},{},{},{},,\n", row.step, row.epoch, row.loss, row.accuracy,
                     row.learning_rate, row.gradient_norm);
}

std::string log_row(const ValidationPoint& row) {
  return fmt::format("{},{},{},{},{},,,,{}\n", row.is_whole ? "validation" : "part", row.step,
                     row.epoch, row.loss, row.accuracy, row.examples);
}

std::string log_row(const EpochPoint& row) {
  return fmt::format("epoch,{},{},{},{},{},,{},\n", row.step, row.epoch, row.loss, row.accuracy,
                     row.learning_rate, row.images_per_second);
}

Curves read_log(std::string_view text, std::int64_t last_step) {
  Curves curves;
  for (int line = 1;; ++line) {
    const std::size_t end = text.find('\n');
    if (end == std::string_view::npos) return curves;
    const std::string_view row = text.substr(0, end);
    text.remove_prefix(end + 1);
    if (line == 1) continue;  // the header
    try {
      read_row(row, last_step, curves);
    } catch (const Error& error) {
      throw Error{error.what(), fmt::format("line {} of the log", line)};
    }
  }
}

std::string log_text(const Curves& curves) {
  std::string text(k_log_header);
  auto validation = curves.validation.begin();
  auto epoch = curves.epochs.begin();
  const auto add_until = [&](std::int64_t step) {
    for (; validation != curves.validation.end() && validation->step <= step; ++validation) {
      text += log_row(*validation);
    }
    for (; epoch != curves.epochs.end() && epoch->step <= step; ++epoch) text += log_row(*epoch);
  };
  for (const StepMetrics& row : curves.steps) {
    add_until(row.step - 1);
    text += log_row(row);
  }
  add_until(std::numeric_limits<std::int64_t>::max());
  return text;
}

RunLog::RunLog(std::filesystem::path path, const Curves& curves) : path_(std::move(path)) {
  write_file_atomically(path_, log_text(curves));
}

void RunLog::flush() {
  if (pending_.empty()) return;
  const int fd = ::open(path_.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0666);
  if (fd < 0) fail(path_, errno);
  int error = append(fd, pending_);
  if (::close(fd) != 0 && error == 0) error = errno;
  if (error != 0) fail(path_, error);
  pending_.clear();
}

}  // namespace fovea
