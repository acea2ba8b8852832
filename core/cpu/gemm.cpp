#include "core/cpu/gemm.h"

#include <algorithm>

#include "core/base/divide_up.h"
#include "core/cpu/dot.h"
#include "core/cpu/parallel.h"
#include "core/cpu/scratch.h"
#include "core/cpu/tile.h"

namespace fovea {
namespace {

/// Up to so many rows it is better to read b once a row than to rearrange it.
constexpr std::int64_t k_few_rows = 4;
/// Rows of a matrix that one task takes dot products of.
constexpr std::int64_t k_dots_at_once = 16;

/// `count` elements, `step` apart, side by side: where they are, or copied.
const float* contiguous(const float* values, std::ptrdiff_t step, std::int64_t count, float* copy) {
  if (step == 1) return values;
  for (std::int64_t i = 0; i < count; ++i) copy[i] = values[i * step];
  return copy;
}

/// out[j · out_step] = scale · Σₖ x[k] · matrix[j · row_step + k].
void multiply_vector(const GemmCall& call, const MatrixView& matrix, std::int64_t count,
                     const float* x, float* out, int threads, const CancelToken& cancel) {
  const double floats = static_cast<double>(k_dots_at_once * call.depth);
  parallel_for({.count = divide_up(count, k_dots_at_once),
                .nanoseconds_each = floats / k_floats_per_ns / 2,
                .threads = threads},
               cancel, [&](std::int64_t part) {
                 const std::int64_t first = part * k_dots_at_once;
                 const std::int64_t last = std::min(first + k_dots_at_once, count);
                 dot_rows({.rows = matrix.values + first * matrix.row_step,
                           .stride = matrix.row_step,
                           .count = last - first,
                           .x = x,
                           .depth = call.depth,
                           .out = out + first});
                 for (std::int64_t j = first; j < last; ++j) out[j] *= call.scale;
               });
}

/// A product that is cut into blocks of rows and panels of columns for the tile kernel.
struct Blocked {
  const GemmCall& call;
  const TileKernels& kernels;
  std::int64_t blocks, panels;

  std::int64_t first_row(std::int64_t block) const { return block * call.rows / blocks; }
  std::int64_t first_column(std::int64_t panel) const { return panel * kernels.max_columns(); }
};

void pack_rows(const Blocked& product, std::int64_t block, float* packed) {
  const MatrixView& a = product.call.a;
  const std::int64_t first = product.first_row(block);
  const std::int64_t rows = product.first_row(block + 1) - first;
  float* to = packed + first * product.call.depth;
  for (std::int64_t k = 0; k < product.call.depth; ++k) {
    const float* from = a.values + first * a.row_step + k * a.column_step;
    for (std::int64_t row = 0; row < rows; ++row) *to++ = from[row * a.row_step];
  }
}

/// Columns [first, first + count) as [depth][width], the rest of the width zero.
void pack_panel(const GemmCall& call, std::int64_t first, std::int64_t count, std::int64_t width,
                float* to) {
  const float* from = call.b.values + first * call.b.column_step;
  if (call.b.column_step == 1) {
    for (std::int64_t k = 0; k < call.depth; ++k, to += width) {
      std::copy(from + k * call.b.row_step, from + k * call.b.row_step + count, to);
      std::fill(to + count, to + width, 0.0F);
    }
    return;
  }
  for (std::int64_t column = 0; column < width; ++column) {
    const float* values = from + column * call.b.column_step;
    for (std::int64_t k = 0; k < call.depth; ++k) {
      to[k * width + column] = column < count ? values[k * call.b.row_step] : 0.0F;
    }
  }
}

/// Blocks [first_block, last_block) of the rows of one panel.
void multiply_panel(const Blocked& product, const float* packed, std::int64_t panel,
                    std::int64_t first_block, std::int64_t last_block, const CancelToken& cancel) {
  const GemmCall& call = product.call;
  const std::int64_t first = product.first_column(panel);
  const std::int64_t count =
      std::min<std::int64_t>(product.kernels.max_columns(), call.columns - first);
  const auto vectors = static_cast<int>(divide_up(count, product.kernels.lanes));
  const std::int64_t width = std::int64_t{vectors} * product.kernels.lanes;

  TileCall tile{.stride = width, .depth = call.depth};
  const bool as_it_is = call.b.column_step == 1 && count == width && product.blocks == 1;
  if (as_it_is) {
    tile.b = call.b.values + first;
    tile.stride = call.b.row_step;
  } else {
    auto* columns = scratch<float>(ScratchUse::column, call.depth * width);
    pack_panel(call, first, count, width, columns);
    tile.b = columns;
  }
  alignas(64) float sums[TileKernels::k_most_rows * k_most_columns];
  tile.out = sums;
  tile.out_stride = k_most_columns;
  for (std::int64_t block = first_block; block < last_block && !cancel.cancelled(); ++block) {
    const std::int64_t row = product.first_row(block);
    const std::int64_t rows = product.first_row(block + 1) - row;
    tile.a = packed + row * call.depth;
    product.kernels.kernel(static_cast<int>(rows), vectors)(tile);
    for (std::int64_t r = 0; r < rows; ++r) {
      float* out = call.out + (row + r) * call.columns + first;
      for (std::int64_t j = 0; j < count; ++j) out[j] = call.scale * sums[r * k_most_columns + j];
    }
  }
}

void multiply_blocked(const GemmCall& call, int threads, const CancelToken& cancel) {
  const TileKernels& kernels = tile_kernels();
  const Blocked product{.call = call,
                        .kernels = kernels,
                        .blocks = divide_up(call.rows, kernels.max_rows),
                        .panels = divide_up(call.columns, kernels.max_columns())};
  auto* packed = scratch<float>(ScratchUse::weights, call.rows * call.depth);
  parallel_for(
      {.count = product.blocks,
       .nanoseconds_each = static_cast<double>(kernels.max_rows * call.depth) / k_floats_per_ns,
       .threads = threads},
      cancel, [&](std::int64_t block) { pack_rows(product, block, packed); });

  // A panel is rearranged anew for each part of its rows: few parts, unless panels are few.
  const std::int64_t parts =
      std::clamp<std::int64_t>(4 * threads / product.panels, 1, divide_up(product.blocks, 8));
  const double macs = static_cast<double>(divide_up(call.rows, parts) * kernels.max_columns()) *
                      static_cast<double>(call.depth);
  parallel_for({.count = product.panels * parts,
                .nanoseconds_each = macs / k_macs_per_ns,
                .threads = threads},
               cancel, [&](std::int64_t task) {
                 const std::int64_t part = task % parts;
                 multiply_panel(product, packed, task / parts, part * product.blocks / parts,
                                (part + 1) * product.blocks / parts, cancel);
               });
}

}  // namespace

void gemm(const GemmCall& call, int threads, const CancelToken& cancel) {
  if (call.rows == 0 || call.columns == 0) return;
  if (call.columns == 1 && call.a.column_step == 1) {
    auto* copy = scratch<float>(ScratchUse::sums, call.depth);
    const float* x = contiguous(call.b.values, call.b.row_step, call.depth, copy);
    multiply_vector(call, call.a, call.rows, x, call.out, threads, cancel);
  } else if (call.rows <= k_few_rows && call.b.row_step == 1) {
    const MatrixView columns{.values = call.b.values, .row_step = call.b.column_step};
    for (std::int64_t row = 0; row < call.rows; ++row) {
      auto* copy = scratch<float>(ScratchUse::sums, call.depth);
      const float* x =
          contiguous(call.a.values + row * call.a.row_step, call.a.column_step, call.depth, copy);
      multiply_vector(call, columns, call.columns, x, call.out + row * call.columns, threads,
                      cancel);
    }
  } else {
    multiply_blocked(call, threads, cancel);
  }
}

}  // namespace fovea
