#include <cstring>

#include "core/base/divide_up.h"
#include "core/cpu/dot.h"
#include "core/cpu/parallel.h"
#include "core/cpu/row_blocks.h"
#include "core/cpu/scratch.h"
#include "core/cpu/tile.h"
#include "core/ops/conv/conv_tiling.h"

namespace fovea {
namespace {

using Extents = ConvTiling::Extents;

/// Weights of output channels that are computed together stay in the second-level cache.
constexpr std::int64_t k_weight_floats = 64 * 1024;

/// The kernels, by blocks of output channels: element k of a block's channels side by side, as the
/// tile kernel wants its `a`. A block that starts at output channel m starts at float m · depth.
struct PackedConv {
  Tensor weights;
};

void pack_weights(const ConvGeometry& g, const float* weights, float* packed) {
  const RowBlocks blocks(g.group_outputs);
  const std::int64_t depth = g.depth(), group_floats = g.group_outputs * depth;
  for (std::int64_t group = 0; group < g.group; ++group) {
    pack_row_blocks(
        blocks, depth,
        [&](std::int64_t row, std::int64_t k) {
          return weights[group * group_floats + row * depth + k];
        },
        packed + group * group_floats);
  }
}

/// Everything that the tasks of one run share.
struct Run {
  const ConvGeometry& g;
  const ConvTiling& tiling;
  const TileKernels& kernels;
  const CancelToken& cancel;
  RowBlocks blocks;
  const std::int32_t* offsets;
  const float *input, *weights, *packed, *bias;
  float* output;
};

/// One tile of output positions for some of one group's output channels.
struct Task {
  std::int64_t batch, group, first_block, last_block;
  Extents origin, extent;
};

Task task_at(const Run& run, std::int64_t index) {
  const auto& tiling = run.tiling;
  const auto take = [&](std::int64_t count) {
    const std::int64_t taken = index % count;
    index /= count;
    return taken;
  };
  Task task{};
  const std::int64_t part = take(tiling.output_parts);
  task.first_block = part * run.blocks.count / tiling.output_parts;
  task.last_block = (part + 1) * run.blocks.count / tiling.output_parts;
  for (const std::size_t axis : {2, 1, 0}) {
    task.origin[axis] = take(tiling.tiles[axis]) * tiling.tile[axis];
    task.extent[axis] = std::min(tiling.tile[axis], run.g.output[axis] - task.origin[axis]);
  }
  task.group = take(run.g.group);
  task.batch = take(run.g.batch);
  return task;
}

/// Neighbouring positions of the buffer that are computed as one row of vectors.
struct Strip {
  std::int64_t first, length;  ///< in a plane of the buffer
};

/// Sums that are needed at the same time to keep two multiply-adders of latency 4 busy.
constexpr int k_sums_in_flight = 8;

/// What a strip costs, in vectors; a narrow piece takes as long as one with enough sums.
std::int64_t strip_cost(const TileKernels& kernels, std::int64_t length) {
  const std::int64_t vectors = divide_up(length, kernels.lanes);
  const std::int64_t pieces = divide_up(vectors, kernels.max_vectors);
  return std::max(vectors, pieces * divide_up(k_sums_in_flight, kernels.max_rows));
}

/// Either each row of the tile by itself, or the whole plane with the columns between the rows,
/// which are thrown away: whichever takes less time.
std::vector<Strip> strips(const Run& run, const Task& task) {
  const std::int64_t pitch = run.tiling.pitch(), rows = task.extent[1], columns = task.extent[2];
  const std::int64_t whole = (rows - 1) * pitch + columns;
  if (strip_cost(run.kernels, whole) < rows * strip_cost(run.kernels, columns)) {
    return {{0, whole}};
  }
  std::vector<Strip> result;
  for (std::int64_t row = 0; row < rows; ++row) result.push_back({row * pitch, columns});
  return result;
}

float* output_channel(const Run& run, const Task& task, std::int64_t channel) {
  const std::int64_t index =
      (task.batch * run.g.group + task.group) * run.g.group_outputs + channel;
  return run.output + index * run.g.output_plane();
}

/// Where position (z, y, x) of a tile lies in a channel of the output.
std::int64_t output_index(const Run& run, const Task& task, std::int64_t z, std::int64_t y,
                          std::int64_t x) {
  const auto& out = run.g.output;
  return ((task.origin[0] + z) * out[1] + task.origin[1] + y) * out[2] + task.origin[2] + x;
}

/// Columns [first, first + count) of the plane at depth `z` of a tile.
struct Columns {
  std::int64_t z, first, count;
  int vectors;
};

/// Copies those of a block's sums that are output positions to their places.
void scatter(const Run& run, const Task& task, const Columns& columns, std::int64_t rows,
             const float* sums, float* out) {
  const std::int64_t pitch = run.tiling.pitch();
  for (std::int64_t q = columns.first; q < columns.first + columns.count;) {
    const std::int64_t y = q / pitch, x = q % pitch;
    const std::int64_t valid = std::min(task.extent[2] - x, columns.first + columns.count - q);
    if (valid > 0) {
      const std::int64_t at = output_index(run, task, columns.z, y, x);
      for (std::int64_t row = 0; row < rows; ++row) {
        std::memcpy(out + row * run.g.output_plane() + at,
                    sums + row * k_most_columns + (q - columns.first),
                    static_cast<std::size_t>(valid) * sizeof(float));
      }
    }
    q += pitch - x;
  }
}

void compute_block(const Run& run, const Task& task, const float* plane, const Columns& columns,
                   std::int64_t block) {
  const std::int64_t first = run.blocks.first(block);
  const std::int64_t rows = run.blocks.size(block);
  const std::int64_t channel = task.group * run.g.group_outputs + first;
  float* out = output_channel(run, task, first);
  TileCall call{.a = run.packed + channel * run.g.depth(),
                .b = plane + columns.first,
                .offsets = run.offsets,
                .depth = run.g.depth(),
                .start = run.bias == nullptr ? nullptr : run.bias + channel};
  const TileKernel kernel = run.kernels.kernel(static_cast<int>(rows), columns.vectors);

  const std::int64_t y = columns.first / run.tiling.pitch();
  const std::int64_t x = columns.first % run.tiling.pitch();
  if (x + std::int64_t{columns.vectors} * run.kernels.lanes <= task.extent[2]) {
    call.out = out + output_index(run, task, columns.z, y, x);
    call.out_stride = run.g.output_plane();
    kernel(call);
    return;
  }
  alignas(64) float sums[TileKernels::k_most_rows * k_most_columns];
  call.out = sums;
  call.out_stride = k_most_columns;
  kernel(call);
  scatter(run, task, columns, rows, sums, out);
}

/// Calls visit(Columns) for pieces of all strips at depth `z`, of as equal width as can be.
template <typename Visit>
void for_columns(const Run& run, std::span<const Strip> strips, std::int64_t z, Visit visit) {
  const std::int64_t lanes = run.kernels.lanes;
  for (const Strip& strip : strips) {
    const std::int64_t vectors = divide_up(strip.length, lanes);
    const std::int64_t pieces = divide_up(vectors, run.kernels.max_vectors);
    for (std::int64_t piece = 0; piece < pieces; ++piece) {
      const std::int64_t first = piece * vectors / pieces, last = (piece + 1) * vectors / pieces;
      visit(Columns{.z = z,
                    .first = strip.first + first * lanes,
                    .count = std::min(last * lanes, strip.length) - first * lanes,
                    .vectors = static_cast<int>(last - first)});
    }
  }
}

void compute_tile(const Run& run, const Task& task, const float* buffer) {
  const std::vector<Strip> all = strips(run, task);
  const std::int64_t plane_floats = run.tiling.extent[1] * run.tiling.extent[2];
  const std::int64_t together =
      std::max<std::int64_t>(k_weight_floats / (run.g.depth() * run.kernels.max_rows), 1);
  for (std::int64_t block = task.first_block; block < task.last_block; block += together) {
    const std::int64_t last = std::min(block + together, task.last_block);
    for (std::int64_t z = 0; z < task.extent[0]; ++z) {
      for_columns(run, all, z, [&](const Columns& columns) {
        if (run.cancel.cancelled()) return;
        for (std::int64_t b = block; b < last; ++b) {
          compute_block(run, task, buffer + z * plane_floats, columns, b);
        }
      });
    }
  }
}

/// For tiles of so few positions that vectors along them would be mostly empty: dot products along
/// the kernels' elements instead.
void compute_positions(const Run& run, const Task& task, const float* buffer) {
  const std::int64_t depth = run.g.depth(), pitch = run.tiling.pitch();
  const std::int64_t first = run.blocks.first(task.first_block);
  const std::int64_t channel = task.group * run.g.group_outputs + first;
  auto* column = scratch<float>(ScratchUse::column, depth);
  const auto [planes, rows, columns] = task.extent;
  for (std::int64_t z = 0; z < planes; ++z) {
    for (std::int64_t y = 0; y < rows; ++y) {
      for (std::int64_t x = 0; x < columns; ++x) {
        if (run.cancel.cancelled()) return;
        const float* position = buffer + (z * run.tiling.extent[1] + y) * pitch + x;
        for (std::int64_t k = 0; k < depth; ++k) column[k] = position[run.offsets[k]];
        dot_rows({.rows = run.weights + channel * depth,
                  .stride = depth,
                  .count = run.blocks.first(task.last_block) - first,
                  .x = column,
                  .depth = depth,
                  .start = run.bias == nullptr ? nullptr : run.bias + channel,
                  .out = output_channel(run, task, first) + output_index(run, task, z, y, x),
                  .out_stride = run.g.output_plane()});
      }
    }
  }
}

/// Whether the kernels are read as they are, because there are few positions.
bool few_positions(const ConvGeometry& g) {
  const TileKernels& kernels = tile_kernels();
  return g.output[1] * g.output[2] * 4 <= kernels.lanes && g.depth() >= kernels.lanes;
}

void run_task(const Run& run, std::int64_t index) {
  const Task task = task_at(run, index);
  const std::int64_t floats = run.g.group_inputs * run.tiling.channel_floats;
  // The last vector may reach beyond the last sample; what it finds there is thrown away.
  auto* buffer = scratch<float>(ScratchUse::input, floats + k_most_columns);
  std::fill(buffer + floats, buffer + floats + k_most_columns, 0.0F);
  const std::int64_t channel = (task.batch * run.g.group + task.group) * run.g.group_inputs;
  copy_tile(run.g, run.tiling, run.input + channel * run.g.input_plane(), task.origin, buffer);
  if (few_positions(run.g)) {
    compute_positions(run, task, buffer);
  } else {
    compute_tile(run, task, buffer);
  }
}

ParallelLoop loop_over(const Run& run, int threads) {
  const ConvGeometry& g = run.g;
  const auto& tiles = run.tiling.tiles;
  const double macs =
      static_cast<double>(g.group_outputs * g.depth()) * static_cast<double>(g.output_plane());
  const std::int64_t parts = tiles[0] * tiles[1] * tiles[2] * run.tiling.output_parts;
  const auto floats = static_cast<double>(g.group_inputs * run.tiling.channel_floats);
  return {.count = g.batch * g.group * parts,
          .nanoseconds_each =
              macs / static_cast<double>(parts) / k_macs_per_ns + floats / k_floats_per_ns,
          .threads = threads};
}

}  // namespace

Packed conv_pack(const PackContext& context) {
  const Tensor& weights = context.weights[1];
  if (weights.empty()) return nullptr;
  const ConvGeometry g = conv_geometry(context.params.as<ConvParams>(), context.inputs[0].shape,
                                       context.inputs[1].shape);
  if (few_positions(g)) return nullptr;
  Tensor packed(Shape{weights.elements()});
  pack_weights(g, weights.floats().data(), packed.mutable_values<float>().data());
  return std::make_shared<const PackedConv>(PackedConv{std::move(packed)});
}

void conv_cpu(const CpuCall& call) {
  const Tensor &input = call.inputs[0], &weights = call.inputs[1];
  const ConvGeometry g =
      conv_geometry(call.params.as<ConvParams>(), input.shape(), weights.shape());
  const ConvTiling tiling = tile_conv(g, call.threads);
  auto* offsets = scratch<std::int32_t>(ScratchUse::offsets, g.depth());
  fill_offsets(g, tiling, offsets);

  const float* packed = nullptr;
  if (call.packed != nullptr) {
    packed = static_cast<const PackedConv*>(call.packed)->weights.floats().data();
  } else if (!few_positions(g)) {
    auto* own = scratch<float>(ScratchUse::weights, weights.elements());
    pack_weights(g, weights.floats().data(), own);
    packed = own;
  }
  const bool has_bias = call.inputs.size() > 2 && !call.inputs[2].empty();
  const Run run{.g = g,
                .tiling = tiling,
                .kernels = tile_kernels(),
                .cancel = call.cancel,
                .blocks = RowBlocks(g.group_outputs),
                .offsets = offsets,
                .input = input.floats().data(),
                .weights = weights.floats().data(),
                .packed = packed,
                .bias = has_bias ? call.inputs[2].floats().data() : nullptr,
                .output = call.outputs[0].mutable_values<float>().data()};
  parallel_for(loop_over(run, call.threads), call.cancel,
               [&](std::int64_t index) { run_task(run, index); });
}

}  // namespace fovea
