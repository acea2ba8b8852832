#include "core/ops/conv/batch_stencil.h"

#include <algorithm>
#include <cstring>

#include "core/cpu/dot_tile.h"
#include "core/cpu/row_blocks.h"
#include "core/cpu/scratch.h"

namespace fovea {
namespace {

/// Floats of a tile's buffer, and of the kernels that are used together: parts of the second-level
/// cache.
constexpr std::int64_t k_buffer_floats = 48 * 1024, k_kernel_floats = 48 * 1024;
/// Floats of a row of dot products that stay in the first-level cache with their neighbours.
constexpr std::int64_t k_dot_floats = 1024;

/// Some rows of one plane of the output, and the part of the padded input that they read:
/// [inputs, planes, rows, width, lanes].
struct Tile {
  const BatchStencil& stencil;
  std::int64_t z = 0, first_row = 0, rows = 0;
  float* buffer = nullptr;

  std::int64_t planes() const { return stencil.span(0); }
  std::int64_t buffer_rows() const { return (rows - 1) * stencil.step[1] + stencil.span(1); }
  std::int64_t width() const { return (stencil.out[2] - 1) * stencil.step[2] + stencil.span(2); }
  std::int64_t row_floats() const { return width() * stencil.lanes; }
  std::int64_t channel_floats() const { return planes() * buffer_rows() * row_floats(); }
  std::int64_t floats() const { return stencil.inputs * channel_floats(); }
};

/// The sample at buffer position j of an axis, or -1.
std::int64_t sample_at(const BatchStencil& s, std::size_t axis, std::int64_t j) {
  const std::int64_t at = j - s.lead[axis];
  if (at < 0 || at % s.insert[axis] != 0) return -1;
  const std::int64_t sample = at / s.insert[axis];
  return sample < s.in[axis] ? sample : -1;
}

void fill_row(const Tile& tile, const float* row, float* to) {
  const BatchStencil& s = tile.stencil;
  const auto bytes = [&](std::int64_t positions) {
    return static_cast<std::size_t>(positions * s.lanes) * sizeof(float);
  };
  if (s.insert[2] == 1) {
    const std::int64_t first = std::clamp<std::int64_t>(s.lead[2], 0, tile.width());
    const std::int64_t last = std::clamp<std::int64_t>(s.lead[2] + s.in[2], first, tile.width());
    std::memset(to, 0, bytes(first));
    if (last > first) {
      std::memcpy(to + first * s.lanes, row + (first - s.lead[2]) * s.lanes, bytes(last - first));
    }
    std::memset(to + last * s.lanes, 0, bytes(tile.width() - last));
    return;
  }
  for (std::int64_t j = 0; j < tile.width(); ++j) {
    const std::int64_t sample = sample_at(s, 2, j);
    if (sample < 0) {
      std::memset(to + j * s.lanes, 0, bytes(1));
    } else {
      std::memcpy(to + j * s.lanes, row + sample * s.lanes, bytes(1));
    }
  }
}

void fill(const Tile& tile, const float* input) {
  const BatchStencil& s = tile.stencil;
  float* to = tile.buffer;
  for (std::int64_t channel = 0; channel < s.inputs; ++channel) {
    const float* plane = input + channel * s.in_plane();
    for (std::int64_t d = 0; d < tile.planes(); ++d) {
      const std::int64_t z = sample_at(s, 0, tile.z * s.step[0] + d);
      for (std::int64_t h = 0; h < tile.buffer_rows(); ++h, to += tile.row_floats()) {
        const std::int64_t y = sample_at(s, 1, tile.first_row * s.step[1] + h);
        if (z < 0 || y < 0) {
          std::memset(to, 0, static_cast<std::size_t>(tile.row_floats()) * sizeof(float));
        } else {
          fill_row(tile, plane + (z * s.in[1] + y) * s.in[2] * s.lanes, to);
        }
      }
    }
  }
}

/// Where tap (channel, d, h, w) of the tile's first position lies in its buffer.
std::int32_t* fill_offsets(const Tile& tile) {
  const BatchStencil& s = tile.stencil;
  auto* offsets = scratch<std::int32_t>(ScratchUse::offsets, s.depth());
  std::int32_t* to = offsets;
  for (std::int64_t channel = 0; channel < s.inputs; ++channel) {
    for (std::int64_t d = 0; d < s.kernel[0]; ++d) {
      for (std::int64_t h = 0; h < s.kernel[1]; ++h) {
        const std::int64_t row =
            (channel * tile.planes() + d * s.dilation[0]) * tile.buffer_rows() + h * s.dilation[1];
        for (std::int64_t w = 0; w < s.kernel[2]; ++w) {
          *to++ = static_cast<std::int32_t>((row * tile.width() + w * s.dilation[2]) * s.lanes);
        }
      }
    }
  }
  return offsets;
}

/// Calls visit(tile, offsets) for tiles that together cover the output.
template <typename Visit>
void for_tiles(const BatchStencil& s, std::int64_t most_rows, const float* input,
               const Visit& visit) {
  Tile tile{.stencil = s, .rows = 1};
  const std::int64_t row = s.inputs * tile.planes() * tile.row_floats() * s.step[1];
  tile.rows = std::clamp<std::int64_t>(k_buffer_floats / row, 1, std::min(most_rows, s.out[1]));
  const std::int64_t rows = divide_up(s.out[1], divide_up(s.out[1], tile.rows));
  for (tile.z = 0; tile.z < s.out[0]; ++tile.z) {
    for (tile.first_row = 0; tile.first_row < s.out[1]; tile.first_row += rows) {
      tile.rows = std::min(rows, s.out[1] - tile.first_row);
      tile.buffer = scratch<float>(ScratchUse::input, tile.floats());
      fill(tile, input);
      visit(tile, fill_offsets(tile));
    }
  }
}

/// A run of neighbouring floats of one row of the output, at most as wide as the tile kernels.
struct Piece {
  std::int64_t from = 0;  ///< in the buffer
  std::int64_t to = 0;    ///< in an output channel
  int vectors = 0;
};

/// Positions of a row lie side by side in the buffer only where the kernel steps by one.
template <typename Visit>
void for_pieces(const Tile& tile, const Visit& visit) {
  const BatchStencil& s = tile.stencil;
  const TileKernels& kernels = tile_kernels();
  const std::int64_t runs = s.step[2] == 1 ? 1 : s.out[2];
  const std::int64_t vectors = s.out[2] / runs * s.lanes / kernels.lanes;
  const std::int64_t pieces = divide_up(vectors, kernels.max_vectors);
  for (std::int64_t row = 0; row < tile.rows; ++row) {
    const std::int64_t out = (tile.z * s.out[1] + tile.first_row + row) * s.out[2];
    for (std::int64_t run = 0; run < runs; ++run) {
      const std::int64_t from = (row * s.step[1] * tile.width() + run * s.step[2]) * s.lanes;
      for (std::int64_t piece = 0; piece < pieces; ++piece) {
        const std::int64_t first = piece * vectors / pieces;
        const std::int64_t last = (piece + 1) * vectors / pieces;
        visit(Piece{.from = from + first * kernels.lanes,
                    .to = (out + run) * s.lanes + first * kernels.lanes,
                    .vectors = static_cast<int>(last - first)});
      }
    }
  }
}

void run_tile(const Tile& tile, const std::int32_t* offsets, const float* packed,
              const float* start, float* output) {
  const BatchStencil& s = tile.stencil;
  const RowBlocks blocks(s.outputs);
  const TileKernels& kernels = tile_kernels();
  const std::int64_t depth = s.depth();
  const std::int64_t together =
      std::max<std::int64_t>(k_kernel_floats / (depth * kernels.max_rows), 1);
  for (std::int64_t block = 0; block < blocks.count; block += together) {
    const std::int64_t last = std::min(block + together, blocks.count);
    for_pieces(tile, [&](const Piece& piece) {
      for (std::int64_t b = block; b < last; ++b) {
        const std::int64_t first = blocks.first(b);
        kernels.kernel(static_cast<int>(blocks.size(b)),
                       piece.vectors)({.a = packed + first * depth,
                                       .b = tile.buffer + piece.from,
                                       .offsets = offsets,
                                       .depth = depth,
                                       .start = start == nullptr ? nullptr : start + first,
                                       .out = output + first * s.out_plane() + piece.to,
                                       .out_stride = s.out_plane()});
      }
    });
  }
}

/// The dot products of one tile: all kernels by all taps, a few of each at a time.
void add_dots(const Tile& tile, const std::int32_t* offsets, const float* output_gradient,
              float* gradient) {
  const BatchStencil& s = tile.stencil;
  const DotTileKernels& kernels = dot_tile_kernels();
  const bool rows_at_once = s.step[2] == 1;
  const std::int64_t calls = rows_at_once ? 1 : tile.rows;
  const std::int64_t row_floats = s.out[2] * s.lanes;
  const std::int64_t depth = s.depth();
  for (std::int64_t call = 0; call < calls; ++call) {
    const std::int64_t row = tile.z * s.out[1] + tile.first_row + call;
    DotTileCall dots{.a_stride = s.out_plane(),
                     .a_step = rows_at_once ? row_floats : s.lanes,
                     .b = tile.buffer + call * s.step[1] * tile.row_floats(),
                     .b_step = rows_at_once ? s.step[1] * tile.row_floats() : s.step[2] * s.lanes,
                     .count = rows_at_once ? tile.rows : s.out[2],
                     .length = rows_at_once ? row_floats : s.lanes,
                     .out_stride = depth};
    for (std::int64_t m = 0; m < s.outputs; m += kernels.max_rows) {
      const auto rows = static_cast<int>(std::min<std::int64_t>(kernels.max_rows, s.outputs - m));
      dots.a = output_gradient + m * s.out_plane() + row * row_floats;
      for (std::int64_t k = 0; k < depth; k += kernels.max_columns) {
        const auto columns =
            static_cast<int>(std::min<std::int64_t>(kernels.max_columns, depth - k));
        dots.offsets = offsets + k;
        dots.out = gradient + m * depth + k;
        kernels.kernel(rows, columns)(dots);
      }
    }
  }
}

}  // namespace

BatchStencil forward_stencil(const ConvGeometry& g, std::int64_t lanes) {
  BatchStencil s{.inputs = g.group_inputs,
                 .outputs = g.group_outputs,
                 .in = g.input,
                 .out = g.output,
                 .insert = {1, 1, 1},
                 .lanes = lanes};
  for (std::size_t axis = 0; axis < 3; ++axis) {
    const Window& window = g.windows[axis];
    s.kernel[axis] = window.kernel;
    s.dilation[axis] = window.dilation;
    s.step[axis] = window.stride;
    s.lead[axis] = window.pad_begin;
  }
  return s;
}

BatchStencil backward_stencil(const ConvGeometry& g, std::int64_t lanes) {
  BatchStencil s = forward_stencil(g, lanes);
  std::swap(s.inputs, s.outputs);
  std::swap(s.in, s.out);
  std::swap(s.step, s.insert);
  for (std::size_t axis = 0; axis < 3; ++axis) s.lead[axis] = s.span(axis) - 1 - s.lead[axis];
  return s;
}

void run_stencil(const BatchStencil& stencil, const float* packed, const float* start,
                 const float* input, float* output) {
  for_tiles(stencil, stencil.out[1], input, [&](const Tile& tile, const std::int32_t* offsets) {
    run_tile(tile, offsets, packed, start, output);
  });
}

void add_kernel_gradient(const BatchStencil& forward, const float* input,
                         const float* output_gradient, float* gradient) {
  const std::int64_t row = forward.out[2] * forward.lanes;
  for_tiles(forward, std::max<std::int64_t>(k_dot_floats / row, 1), input,
            [&](const Tile& tile, const std::int32_t* offsets) {
              add_dots(tile, offsets, output_gradient, gradient);
            });
}

}  // namespace fovea
