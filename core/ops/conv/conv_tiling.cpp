#include "core/ops/conv/conv_tiling.h"

#include <fmt/format.h>
#include <limits>

#include "core/base/divide_up.h"
#include "core/base/error.h"
#include "core/cpu/parallel.h"
#include "core/cpu/tile.h"

namespace fovea {
namespace {

using Extents = ConvTiling::Extents;

/// Floats of a tile's buffer: half of a second-level cache of 1 MB.
constexpr std::int64_t k_buffer_floats = 128 * 1024;
/// A task has at least this much to do where there is the choice.
constexpr double k_task_ns = 20'000;
/// Tasks a thread, so that one that is held up by another program holds up little.
constexpr std::int64_t k_tasks_per_thread = 4;

/// How many positions of a phase a tap can lie beyond the output position.
std::int64_t reach(const Window& window) {
  return (window.kernel - 1) * window.dilation / window.stride;
}

std::vector<std::int64_t> phases_read(const Window& window) {
  std::vector<std::int64_t> phases;
  for (std::int64_t tap = 0; tap < std::min(window.kernel, window.stride); ++tap) {
    phases.push_back(tap * window.dilation % window.stride);
  }
  std::ranges::sort(phases);
  phases.erase(std::ranges::unique(phases).begin(), phases.end());
  return phases;
}

/// Tiles of equal size, none larger than `wanted`.
std::int64_t even_out(std::int64_t whole, std::int64_t wanted) {
  return divide_up(whole, divide_up(whole, std::max<std::int64_t>(wanted, 1)));
}

void set_tile(ConvTiling& tiling, const ConvGeometry& g, std::size_t axis, std::int64_t tile) {
  tiling.tile[axis] = even_out(g.output[axis], tile);
  tiling.tiles[axis] = divide_up(g.output[axis], tiling.tile[axis]);
  tiling.extent[axis] = tiling.tile[axis] + reach(g.windows[axis]);
  std::int64_t floats = 1;
  for (std::size_t i = 0; i < 3; ++i) {
    floats = checked_multiply(floats, tiling.extent[i]);
    floats = checked_multiply(floats, std::ssize(tiling.phases[i]));
  }
  tiling.channel_floats = floats;
}

/// Shortens the tile along `axis` until its buffer fits, but not below `least` positions.
void fit_axis(ConvTiling& tiling, const ConvGeometry& g, std::size_t axis, std::int64_t least) {
  const std::int64_t floats = checked_multiply(g.group_inputs, tiling.channel_floats);
  if (floats <= k_buffer_floats || tiling.tile[axis] <= least) return;
  const std::int64_t slice = floats / tiling.extent[axis];
  const std::int64_t room = k_buffer_floats / slice - reach(g.windows[axis]);
  set_tile(tiling, g, axis, std::max(room, least));
}

/// Cuts further where there would be too few tasks for the threads: into lower tiles first, then
/// by output channels.
void fit_threads(ConvTiling& tiling, const ConvGeometry& g, int threads) {
  if (threads <= 1) return;
  const double macs = static_cast<double>(g.batch * g.group * g.group_outputs * g.depth()) *
                      static_cast<double>(g.output_plane());
  const auto wanted = static_cast<std::int64_t>(
      std::min<double>(macs / k_macs_per_ns / k_task_ns, double(k_tasks_per_thread) * threads));
  const auto tasks = [&] {
    return g.batch * g.group * tiling.tiles[0] * tiling.tiles[1] * tiling.tiles[2];
  };
  if (tasks() >= wanted) return;
  const TileKernels& kernels = tile_kernels();
  const std::int64_t least_rows = divide_up(2 * kernels.max_columns(), tiling.pitch());
  const std::int64_t more = divide_up(wanted, std::max<std::int64_t>(tasks(), 1));
  set_tile(tiling, g, 1, std::max(divide_up(tiling.tile[1], more), least_rows));
  const std::int64_t most_parts = divide_up(g.group_outputs, std::int64_t{2} * kernels.max_rows);
  tiling.output_parts =
      std::clamp<std::int64_t>(wanted / std::max<std::int64_t>(tasks(), 1), 1, most_parts);
}

/// Where the samples of one phase along one axis lie: position i holds sample first + i · stride.
struct PhaseAxis {
  std::int64_t first, stride, input;
  bool inside(std::int64_t i) const {
    const std::int64_t sample = first + i * stride;
    return sample >= 0 && sample < input;
  }
  /// Which of the positions [0, extent) lie inside the input.
  Range all_inside(std::int64_t extent) const {
    const std::int64_t from = first >= 0 ? 0 : divide_up(-first, stride);
    const std::int64_t to = first >= input ? 0 : divide_up(input - first, stride);
    return Range{from, to}.clipped_to(extent);
  }
};

void copy_row(const float* row, const PhaseAxis& axis, std::int64_t extent, float* to) {
  const Range inside = axis.all_inside(extent);
  std::fill(to, to + inside.first, 0.0F);
  const float* from = row + (axis.first + inside.first * axis.stride);
  if (axis.stride == 1) {
    std::copy(from, from + inside.size(), to + inside.first);
  } else {
    for (std::int64_t i = 0; i < inside.size(); ++i) to[inside.first + i] = from[i * axis.stride];
  }
  std::fill(to + inside.last, to + extent, 0.0F);
}

/// One phase of one channel, whose samples are at `plane`.
void copy_phase(const ConvGeometry& g, const Extents& extent, const std::array<PhaseAxis, 3>& axes,
                const float* plane, float* to) {
  for (std::int64_t z = 0; z < extent[0]; ++z) {
    for (std::int64_t y = 0; y < extent[1]; ++y, to += extent[2]) {
      if (!axes[0].inside(z) || !axes[1].inside(y)) {
        std::fill(to, to + extent[2], 0.0F);
        continue;
      }
      const std::int64_t row_z = axes[0].first + z * axes[0].stride;
      const std::int64_t row_y = axes[1].first + y * axes[1].stride;
      copy_row(plane + (row_z * g.input[1] + row_y) * g.input[2], axes[2], extent[2], to);
    }
  }
}

}  // namespace

ConvTiling tile_conv(const ConvGeometry& g, int threads) {
  ConvTiling tiling;
  for (std::size_t axis = 0; axis < 3; ++axis) tiling.phases[axis] = phases_read(g.windows[axis]);
  for (std::size_t axis = 0; axis < 3; ++axis) set_tile(tiling, g, axis, g.output[axis]);
  fit_axis(tiling, g, 0, 1);
  fit_axis(tiling, g, 1, 1);
  fit_axis(tiling, g, 2, std::int64_t{4} * tile_kernels().max_columns());
  fit_threads(tiling, g, threads);
  const std::int64_t floats = checked_multiply(g.group_inputs, tiling.channel_floats);
  const std::int64_t bytes = checked_multiply(checked_multiply(floats, sizeof(float)), threads);
  if (floats > std::numeric_limits<std::int32_t>::max() || bytes > memory_budget()) {
    throw Error{fmt::format("its windows span so many samples that it would take {} to compute",
                            human_bytes(bytes)),
                {},
                fmt::format("This machine can give {}", human_bytes(memory_budget()))};
  }
  return tiling;
}

void fill_offsets(const ConvGeometry& g, const ConvTiling& tiling, std::int32_t* offsets) {
  const auto along = [&](std::size_t axis, std::int64_t tap) {
    const Window& window = g.windows[axis];
    const std::int64_t sample = tap * window.dilation;
    const auto slot = std::ranges::lower_bound(tiling.phases[axis], sample % window.stride);
    return std::pair{slot - tiling.phases[axis].begin(), sample / window.stride};
  };
  const auto phases_h = std::ssize(tiling.phases[1]), phases_w = std::ssize(tiling.phases[2]);
  for (std::int64_t channel = 0; channel < g.group_inputs; ++channel) {
    for (std::int64_t kz = 0; kz < g.windows[0].kernel; ++kz) {
      const auto [slot_z, z] = along(0, kz);
      for (std::int64_t ky = 0; ky < g.windows[1].kernel; ++ky) {
        const auto [slot_y, y] = along(1, ky);
        for (std::int64_t kx = 0; kx < g.windows[2].kernel; ++kx) {
          const auto [slot_x, x] = along(2, kx);
          const std::int64_t phase = (slot_z * phases_h + slot_y) * phases_w + slot_x;
          const std::int64_t position = (z * tiling.extent[1] + y) * tiling.extent[2] + x;
          *offsets++ = static_cast<std::int32_t>(channel * tiling.channel_floats +
                                                 phase * tiling.phase_floats() + position);
        }
      }
    }
  }
}

void copy_tile(const ConvGeometry& g, const ConvTiling& tiling, const float* input,
               const Extents& origin, float* buffer) {
  const auto phase_axis = [&](std::size_t axis, std::int64_t phase) {
    const Window& window = g.windows[axis];
    return PhaseAxis{origin[axis] * window.stride + phase - window.pad_begin, window.stride,
                     g.input[axis]};
  };
  for (std::int64_t channel = 0; channel < g.group_inputs; ++channel) {
    const float* plane = input + channel * g.input_plane();
    for (const std::int64_t z : tiling.phases[0]) {
      for (const std::int64_t y : tiling.phases[1]) {
        for (const std::int64_t x : tiling.phases[2]) {
          const std::array axes{phase_axis(0, z), phase_axis(1, y), phase_axis(2, x)};
          copy_phase(g, tiling.extent, axes, plane, buffer);
          buffer += tiling.phase_floats();
        }
      }
    }
  }
}

}  // namespace fovea
