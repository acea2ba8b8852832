#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "core/train/curves.h"

namespace fovea {

/// A run's curves as CSV: one row a step, a measurement on validation (`validation`, or `part`
/// where only some examples were looked at) and an epoch, in the order in which they came. Numbers
/// are written with as many digits as bring them back bit for bit; a column that says nothing is
/// empty.
///
///     kind,step,epoch,loss,accuracy,learning_rate,gradient_norm,images_per_s,examples
inline constexpr std::string_view k_log_header =
    "kind,step,epoch,loss,accuracy,learning_rate,gradient_norm,images_per_s,examples\n";

std::string log_row(const StepMetrics& step);
std::string log_row(const ValidationPoint& point);
std::string log_row(const EpochPoint& epoch);

/// Rows up to `last_step`; a last row that was torn is left out. Throws Error, with the line's
/// number, where another one is no row.
Curves read_log(std::string_view text, std::int64_t last_step);

/// The same rows as text, with the header.
std::string log_text(const Curves& curves);

/// Appends rows to a file. What could not be written is kept and tried again with the next rows,
/// and half a row is taken back.
class RunLog {
 public:
  /// The file then holds the header and what the curves have, and no more. Throws Error.
  RunLog(std::filesystem::path path, const Curves& curves);

  template <typename Row>
  void add(const Row& row) {
    pending_ += log_row(row);
  }
  /// Writes what was added. Throws Error (where: the path).
  void flush();

 private:
  std::filesystem::path path_;
  std::string pending_;
};

}  // namespace fovea
