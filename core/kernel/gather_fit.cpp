// The mean products of what lies under a window, without looking at every window by itself: G(a, b)
// sums, over all windows, the product of the samples under cells a and b. For cells a step d apart
// these are sums of one plane of products over rectangles that lie a row or a column further for
// each a, so that all of them follow from one sum by what leaves and what enters.

#include <array>
#include <fmt/format.h>

#include "core/base/error.h"
#include "core/kernel/learn.h"

namespace fovea {
namespace {

/// A plane in doubles: the condition of photographs' patches leaves no digits to lose.
struct Samples {
  std::vector<double> values;
  std::int64_t rows = 0, columns = 0;

  const double* row(std::int64_t r) const { return values.data() + r * columns; }
};

Samples samples_of(const Tensor& plane) {
  const auto floats = plane.floats();
  return {{floats.begin(), floats.end()}, plane.shape()[0], plane.shape()[1]};
}

/// Four sums at once: one alone waits for itself.
double dot(const double* a, const double* b, std::int64_t count) {
  std::array<double, 4> sums{};
  std::int64_t i = 0;
  for (; i + 4 <= count; i += 4) {
    for (std::int64_t lane = 0; lane < 4; ++lane) {
      sums[static_cast<std::size_t>(lane)] += a[i + lane] * b[i + lane];
    }
  }
  for (; i < count; ++i) sums[0] += a[i] * b[i];
  return sums[0] + sums[1] + sums[2] + sums[3];
}

class Gatherer {
 public:
  Gatherer(Samples before, const Shape& kernel)
      : before_(std::move(before)),
        rows_(kernel[0]),
        columns_(kernel[1]),
        high_(before_.rows - rows_ + 1),
        wide_(before_.columns - columns_ + 1),
        sums_(static_cast<std::size_t>(before_.rows * columns_)) {}

  std::int64_t positions() const { return high_ * wide_; }

  /// G's entries for all pairs of cells that are (down, right) apart.
  void add_step(std::int64_t down, std::int64_t right, std::vector<double>& gram) {
    const std::int64_t first = std::max<std::int64_t>(0, -right);
    const std::int64_t last = columns_ - std::max<std::int64_t>(0, right);
    for (std::int64_t r = 0; r + down < before_.rows; ++r) sum_row(r, down, right, first, last);
    for (std::int64_t column = first; column < last; ++column) {
      double sum = 0;
      for (std::int64_t r = 0; r < high_; ++r) sum += at(r, column);
      for (std::int64_t row = 0; row + down < rows_; ++row) {
        put(gram, row * columns_ + column, (row + down) * columns_ + column + right, sum);
        if (row + down + 1 < rows_) sum += at(row + high_, column) - at(row, column);
      }
    }
  }

  /// m, and e: the wanted values begin (top, left) into `after`.
  void add_wanted(const Samples& after, std::int64_t top, std::int64_t left, KernelFit& fit) const {
    for (std::int64_t r = 0; r < high_; ++r) {
      const double* wanted = after.row(r + top) + left;
      fit.energy += dot(wanted, wanted, wide_);
      for (std::int64_t cell = 0; cell < rows_ * columns_; ++cell) {
        const double* under = before_.row(r + cell / columns_) + cell % columns_;
        fit.moment[static_cast<std::size_t>(cell)] += dot(under, wanted, wide_);
      }
    }
  }

 private:
  double& at(std::int64_t row, std::int64_t column) {
    return sums_[static_cast<std::size_t>(row * columns_ + column)];
  }

  /// Products along one row, summed over the windows' columns, for each column of the kernel.
  void sum_row(std::int64_t r, std::int64_t down, std::int64_t right, std::int64_t first,
               std::int64_t last) {
    const double* a = before_.row(r);
    const double* b = before_.row(r + down) + right;
    double sum = dot(a + first, b + first, wide_);
    for (std::int64_t column = first; column < last; ++column) {
      at(r, column) = sum;
      if (column + 1 < last) sum += a[column + wide_] * b[column + wide_] - a[column] * b[column];
    }
  }

  void put(std::vector<double>& gram, std::int64_t a, std::int64_t b, double sum) const {
    const std::int64_t n = rows_ * columns_;
    gram[static_cast<std::size_t>(a * n + b)] = gram[static_cast<std::size_t>(b * n + a)] = sum;
  }

  Samples before_;
  std::int64_t rows_, columns_;
  std::int64_t high_, wide_;  // windows down and to the right
  std::vector<double> sums_;  // [rows of the plane, columns of the kernel]
};

bool is_size(const Tensor& plane, std::int64_t rows, std::int64_t columns) {
  return plane.shape() == (Shape{rows, columns});
}

void check_sizes(const Tensor& before, const Tensor& after, const Shape& kernel) {
  const std::int64_t rows = before.shape()[0], columns = before.shape()[1];
  if (kernel[0] > rows || kernel[1] > columns) {
    throw Error{fmt::format("a kernel of {} does not fit into a picture of {}", kernel.to_string(),
                            before.shape().to_string()),
                {},
                "Make the kernel smaller"};
  }
  if (is_size(after, rows, columns) ||
      is_size(after, rows - kernel[0] + 1, columns - kernel[1] + 1))
    return;
  throw Error{fmt::format("the picture after is {} × {} pixels, the one before {} × {}",
                          after.shape()[1], after.shape()[0], columns, rows),
              {},
              "Both must have the same size"};
}

}  // namespace

KernelFit gather_fit(const Tensor& before, const Tensor& after, const Shape& kernel,
                     const CancelToken& cancel) {
  check_sizes(before, after, kernel);
  const auto n = static_cast<std::size_t>(kernel.elements());
  KernelFit fit{
      .kernel = kernel, .gram = std::vector<double>(n * n), .moment = std::vector<double>(n)};
  Gatherer gatherer(samples_of(before), kernel);
  fit.positions = gatherer.positions();
  for (std::int64_t down = 0; down < kernel[0]; ++down) {
    for (std::int64_t right = down == 0 ? 0 : 1 - kernel[1]; right < kernel[1]; ++right) {
      cancel.throw_if_cancelled();
      gatherer.add_step(down, right, fit.gram);
    }
  }
  const bool is_same = after.shape() == before.shape();
  gatherer.add_wanted(samples_of(after), is_same ? (kernel[0] - 1) / 2 : 0,
                      is_same ? (kernel[1] - 1) / 2 : 0, fit);
  const auto count = static_cast<double>(fit.positions);
  for (double& value : fit.gram) value /= count;
  for (double& value : fit.moment) value /= count;
  fit.energy /= count;
  return fit;
}

}  // namespace fovea
