#include <algorithm>
#include <cmath>
#include <limits>

#include "core/base/divide_up.h"
#include "core/cpu/parallel.h"
#include "core/cpu/scratch.h"
#include "core/cpu/tile.h"
#include "core/filter/methods.h"

namespace fovea {
namespace {

/// Output positions of a task; with what they read they stay in the second-level cache.
constexpr std::int64_t k_tile_rows = 64, k_tile_columns = 240;

/// A kernel for several output rows at a time. The tile kernel computes output channels that read
/// the same samples; here its "channels" are neighbouring rows of one output, whose kernels are the
/// same one, each a row lower than the last, in a taller window with zeros around.
class RowsKernel {
 public:
  RowsKernel(const float* cells, std::int64_t rows, std::int64_t columns, std::int64_t pitch)
      : together_(best_together(rows)),
        depth_((rows + together_ - 1) * columns),
        weights_(static_cast<std::size_t>(depth_ * together_)),
        offsets_(static_cast<std::size_t>(depth_)) {
    for (std::int64_t row = 0; row < rows + together_ - 1; ++row) {
      for (std::int64_t column = 0; column < columns; ++column) {
        const std::int64_t k = row * columns + column;
        offsets_[static_cast<std::size_t>(k)] = static_cast<std::int32_t>(row * pitch + column);
        for (std::int64_t r = 0; r < together_; ++r) {
          if (row >= r && row - r < rows) {
            weights_[static_cast<std::size_t>(k * together_ + r)] =
                cells[(row - r) * columns + column];
          }
        }
      }
    }
  }

  std::int64_t together() const { return together_; }
  TileCall call() const {
    return {.a = weights_.data(), .offsets = offsets_.data(), .depth = depth_};
  }

 private:
  /// More rows at a time keep more multiply-adders busy, but multiply more zeros.
  static std::int64_t best_together(std::int64_t rows) {
    constexpr double k_sums_in_flight = 8;
    const TileKernels& kernels = tile_kernels();
    std::int64_t best = 1;
    double least = std::numeric_limits<double>::infinity();
    for (int together = 1; together <= kernels.max_rows; ++together) {
      const double sums = together * kernels.max_vectors;
      const double loads = together + kernels.max_vectors;
      const double speed = std::min({1.0, sums / k_sums_in_flight, sums / loads});
      const double cost = static_cast<double>(rows + together - 1) / speed;
      if (cost >= least) continue;
      least = cost;
      best = together;
    }
    return best;
  }

  std::int64_t together_, depth_;
  std::vector<float> weights_;
  std::vector<std::int32_t> offsets_;
};

/// Where a tile's results go.
struct Target {
  float* values;
  std::int64_t rows, columns, pitch;
};

/// Applies the kernel to all of a tile; `samples` are readable for whole vectors and for as many
/// rows as are computed together.
void apply(const RowsKernel& kernel, const float* samples, std::int64_t pitch, const Target& target,
           const CancelToken& cancel) {
  const TileKernels& kernels = tile_kernels();
  const std::int64_t lanes = kernels.lanes, together = kernel.together();
  const std::int64_t vectors = divide_up(target.columns, lanes);
  const std::int64_t pieces = divide_up(vectors, kernels.max_vectors);
  for (std::int64_t y = 0; y < target.rows && !cancel.cancelled(); y += together) {
    const std::int64_t rows = std::min(together, target.rows - y);
    for (std::int64_t piece = 0; piece < pieces; ++piece) {
      const std::int64_t first = piece * vectors / pieces * lanes;
      const std::int64_t end = (piece + 1) * vectors / pieces * lanes;
      TileCall call = kernel.call();
      call.b = samples + y * pitch + first;
      const auto run =
          kernels.kernel(static_cast<int>(together), static_cast<int>((end - first) / lanes));
      float* out = target.values + y * target.pitch + first;
      if (rows == together && end <= target.columns) {
        call.out = out;
        call.out_stride = target.pitch;
        run(call);
        continue;
      }
      alignas(64) float sums[TileKernels::k_most_rows * k_most_columns];
      call.out = sums;
      call.out_stride = k_most_columns;
      run(call);
      for (std::int64_t row = 0; row < rows; ++row) {
        std::copy_n(sums + row * k_most_columns, std::min(end, target.columns) - first,
                    out + row * target.pitch);
      }
    }
  }
}

/// The tiles of all channels, as tasks.
struct Tiles {
  const FilterRun& run;
  std::int64_t down = divide_up(run.out_height, k_tile_rows);
  std::int64_t across = divide_up(run.out_width, k_tile_columns);

  std::int64_t count() const { return run.channels * down * across; }
  ParallelLoop loop(double macs_a_pixel) const {
    const auto pixels = static_cast<double>(k_tile_rows * k_tile_columns);
    return {.count = count(),
            .nanoseconds_each = pixels * (macs_a_pixel / k_macs_per_ns + 1 / k_floats_per_ns),
            .threads = run.threads};
  }

  /// Calls compute(samples, pitch, target) with what the tile reads, `extra_rows` more than needed.
  template <typename Compute>
  void visit(std::int64_t index, std::int64_t extra_rows, const Compute& compute) const {
    const std::int64_t channel = index / (down * across);
    const std::int64_t y = index / across % down * k_tile_rows, x = index % across * k_tile_columns;
    const std::int64_t rows = std::min(k_tile_rows, run.out_height - y);
    const std::int64_t columns = std::min(k_tile_columns, run.out_width - x);
    const std::int64_t pitch = patch_pitch();
    const Patch patch{.row = y - run.top,
                      .column = x - run.left,
                      .rows = rows + run.rows - 1,
                      .columns = columns + run.columns - 1};
    const std::int64_t floats = (patch.rows + extra_rows) * pitch;
    auto* samples = scratch<float>(ScratchUse::input, floats);
    copy_patch(run.plane(channel), run.border, patch, samples, pitch);
    // What is computed there is thrown away, but must be numbers: others are slow.
    for (std::int64_t row = 0; row < patch.rows; ++row)
      std::fill(samples + row * pitch + patch.columns, samples + (row + 1) * pitch, 0.0F);
    std::fill(samples + patch.rows * pitch, samples + floats, 0.0F);
    float* out = run.output + (channel * run.out_height + y) * run.out_width + x;
    compute(samples, Target{out, rows, columns, run.out_width});
  }

  std::int64_t patch_pitch() const { return k_tile_columns + run.columns - 1 + k_most_columns; }
};

}  // namespace

std::optional<SeparableKernel> separate(const Tensor& kernel) {
  const auto cells = kernel.floats();
  const std::int64_t rows = kernel.shape()[0], columns = kernel.shape()[1];
  const auto at = [&](std::int64_t row, std::int64_t column) {
    return double{cells[static_cast<std::size_t>(row * columns + column)]};
  };
  const auto largest =
      std::ranges::max_element(cells, {}, [](float cell) { return std::abs(cell); });
  const std::int64_t pivot = largest - cells.begin();
  if (*largest == 0 || !std::isfinite(*largest)) return std::nullopt;
  SeparableKernel result;
  for (std::int64_t row = 0; row < rows; ++row)
    result.column.push_back(static_cast<float>(at(row, pivot % columns) / *largest));
  for (std::int64_t column = 0; column < columns; ++column)
    result.row.push_back(static_cast<float>(at(pivot / columns, column)));
  constexpr double k_rounding = 1e-6;
  for (std::int64_t row = 0; row < rows; ++row) {
    for (std::int64_t column = 0; column < columns; ++column) {
      const double product = double{result.column[static_cast<std::size_t>(row)]} *
                             result.row[static_cast<std::size_t>(column)];
      if (!(std::abs(product - at(row, column)) <= k_rounding * std::abs(*largest)))
        return std::nullopt;
    }
  }
  return result;
}

void filter_direct(const FilterRun& run) {
  const Tiles tiles{run};
  const RowsKernel kernel(run.kernel, run.rows, run.columns, tiles.patch_pitch());
  parallel_for(
      tiles.loop(static_cast<double>(run.rows * run.columns)), run.cancel, [&](std::int64_t index) {
        tiles.visit(index, kernel.together() - 1, [&](const float* samples, const Target& target) {
          apply(kernel, samples, tiles.patch_pitch(), target, run.cancel);
        });
      });
}

void filter_separable(const FilterRun& run, const SeparableKernel& factors) {
  const Tiles tiles{run};
  constexpr std::int64_t k_pitch = k_tile_columns + k_most_columns;
  const RowsKernel across(factors.row.data(), 1, run.columns, tiles.patch_pitch());
  const RowsKernel down(factors.column.data(), run.rows, 1, k_pitch);
  parallel_for(
      tiles.loop(static_cast<double>(run.rows + run.columns)), run.cancel, [&](std::int64_t index) {
        tiles.visit(index, across.together() - 1, [&](const float* samples, const Target& target) {
          const std::int64_t rows = target.rows + run.rows - 1;
          const std::int64_t floats = (rows + down.together()) * k_pitch;
          auto* between = scratch<float>(ScratchUse::sums, floats);
          std::fill_n(between, floats, 0.0F);
          apply(across, samples, tiles.patch_pitch(), {between, rows, target.columns, k_pitch},
                run.cancel);
          apply(down, between, k_pitch, target, run.cancel);
        });
      });
}

}  // namespace fovea
