#pragma once

#include <cstddef>
#include <cstdint>

#include "core/base/divide_up.h"
#include "core/cpu/tile.h"

namespace fovea {

/// The rows of a matrix in blocks of nearly equal size, as large as the tile kernels allow.
struct RowBlocks {
  std::int64_t rows, count;
  explicit RowBlocks(std::int64_t rows_)
      : rows(rows_), count(divide_up(rows_, tile_kernels().max_rows)) {}
  std::int64_t first(std::int64_t block) const { return block * rows / count; }
  std::int64_t size(std::int64_t block) const { return first(block + 1) - first(block); }
};

/// Rearranges a matrix for the tile kernel's `a`: element (row, k), k < depth, is
/// at(row, k). The elements of one step k of a block lie side by side; a block that starts at row r
/// starts at float r · depth.
template <typename At>
void pack_row_blocks(const RowBlocks& blocks, std::int64_t depth, const At& at, float* packed) {
  for (std::int64_t block = 0; block < blocks.count; ++block) {
    const std::int64_t first = blocks.first(block), last = blocks.first(block + 1);
    for (std::int64_t k = 0; k < depth; ++k) {
      for (std::int64_t row = first; row < last; ++row) *packed++ = at(row, k);
    }
  }
}

}  // namespace fovea
