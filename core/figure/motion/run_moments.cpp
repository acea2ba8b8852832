#include "core/figure/motion/run_moments.h"

#include <algorithm>
#include <charconv>
#include <fmt/format.h>
#include <map>

#include "core/base/error.h"
#include "core/base/text.h"
#include "core/document/edits.h"
#include "core/document/unit_view.h"
#include "core/onnx/model.h"
#include "core/train/checkpoint_file.h"

namespace fovea {
namespace {

namespace fs = std::filesystem;

/// The tiles of one layer, found once.
struct Tiles {
  NodeId node = k_no_node;
  std::int64_t rows = 0, columns = 0;
  std::vector<KernelSlice> slices = {};
  bool is_dense = false;  ///< then all slices are rows of one tile
  RunMoments empty = {};

  Tensor of(const Graph& graph) const {
    Tensor tiles(is_dense ? Shape{1, rows, columns} : Shape{std::ssize(slices), rows, columns});
    auto to = tiles.mutable_values<float>().begin();
    for (const KernelSlice& slice : slices)
      to = std::ranges::copy(kernel_of(graph, slice).floats(), to).out;
    return tiles;
  }
};

bool has_kernels(const Graph& graph, NodeId node, LayerKind kind) {
  return graph.node(node).op->kind == kind && slice_count(graph, node) > 0;
}

std::string name_of(const Graph& graph, NodeId node) {
  return value_label(graph, graph.node(node).outputs.front());
}

NodeId find_layer(const Graph& graph, const std::string& name) {
  const auto nodes = static_cast<NodeId>(graph.nodes().size());
  for (const LayerKind kind : {LayerKind::convolution, LayerKind::dense}) {
    for (NodeId node = 0; node < nodes; ++node) {
      const bool is_named =
          name.empty() || name_of(graph, node) == name || graph.node(node).name == name;
      if (is_named && has_kernels(graph, node, kind)) return node;
    }
  }
  throw Error{name.empty() ? std::string("no layer of the network has kernels")
                           : fmt::format("the run's network has no layer “{}” with kernels",
                                         printable(name))};
}

std::vector<std::int64_t> chosen_units(const Graph& graph, NodeId node,
                                       const std::vector<std::int64_t>& wanted) {
  const std::int64_t count = unit_count(graph, node);
  for (const std::int64_t unit : wanted)
    if (unit < 0 || unit >= count)
      throw Error{fmt::format("the layer “{}” has units 0 to {}, and no unit {}",
                              name_of(graph, node), count - 1, unit)};
  if (!wanted.empty()) return wanted;
  std::vector<std::int64_t> all;
  for (std::int64_t unit = 0; unit < count; ++unit) all.push_back(unit);
  return all;
}

Tiles tiles_of(const Graph& graph, const MomentsOfLayer& which) {
  Tiles tiles{.node = find_layer(graph, which.layer)};
  const std::vector<std::int64_t> units = chosen_units(graph, tiles.node, which.units);
  const std::int64_t slices = slice_count(graph, tiles.node);
  const Shape cells = kernel_of(graph, {{tiles.node, units.front()}, 0}).shape();
  tiles.columns = cells[cells.rank() - 1];
  tiles.rows = cells.rank() > 1 ? cells.elements(0, cells.rank() - 1) : 1;
  tiles.is_dense = has_kernels(graph, tiles.node, LayerKind::dense);
  tiles.empty.layer = name_of(graph, tiles.node);
  for (const std::int64_t unit : units)
    for (std::int64_t slice = 0; slice < slices; ++slice) {
      if (!tiles.is_dense && tiles.slices.size() >= which.most_tiles) {
        ++tiles.empty.left_out;
        continue;
      }
      tiles.slices.push_back({{tiles.node, unit}, slice});
      if (!tiles.is_dense)
        tiles.empty.labels.push_back(slices == 1 ? std::to_string(unit)
                                                 : fmt::format("{}, {}", unit, slice));
    }
  if (tiles.is_dense) {
    tiles.rows = std::ssize(tiles.slices);
    tiles.empty.labels.push_back("a row a unit");
  }
  return tiles;
}

/// So many of the steps, the first and the last among them.
std::vector<std::int64_t> spread(const std::vector<std::int64_t>& steps, std::size_t most) {
  if (steps.size() <= most) return steps;
  std::vector<std::int64_t> some;
  for (std::size_t i = 0; i < most; ++i)
    some.push_back(steps[most > 1 ? i * (steps.size() - 1) / (most - 1) : steps.size() - 1]);
  return some;
}

/// What is kept of large layers at all moments is bounded.
std::size_t most_moments(const Tiles& tiles, std::size_t most) {
  constexpr std::size_t k_most_floats = std::size_t{1} << 26;
  const auto floats = static_cast<std::size_t>(tiles.rows * tiles.columns) *
                      (tiles.is_dense ? 1 : tiles.slices.size());
  return std::clamp<std::size_t>(k_most_floats / std::max<std::size_t>(1, floats), 2, most);
}

/// "checkpoint-12.fvc" is of step 12.
std::optional<std::int64_t> step_of(const fs::path& file) {
  const std::string name = file.filename().string();
  for (const std::string_view prefix : {"checkpoint-", "step-"}) {
    if (!name.starts_with(prefix) || !name.ends_with(".fvc")) continue;
    const char* end = name.data() + name.size() - 4;
    std::int64_t step = 0;
    const auto [last, failure] = std::from_chars(name.data() + prefix.size(), end, step);
    if (failure == std::errc{} && last == end) return step;
  }
  return std::nullopt;
}

std::map<std::int64_t, fs::path> files_in(const fs::path& folder) {
  std::map<std::int64_t, fs::path> files;
  for (const fs::path& place : {folder, folder / "timeline"}) {
    std::error_code failure;
    for (const fs::directory_entry& entry : fs::directory_iterator(place, failure))
      if (const auto step = step_of(entry.path())) files[*step] = entry.path();
  }
  return files;
}

}  // namespace

RunMoments moments_of(const Timeline* timeline, const MomentsOfLayer& which,
                      const CancelToken& cancel) {
  if (timeline == nullptr) return {};
  std::optional<Tiles> tiles;
  RunMoments result;
  std::vector<std::int64_t> steps = timeline->steps();
  if (steps.empty()) return {};
  if (const auto first = timeline->at(steps.front())) tiles = tiles_of(first->state.graph, which);
  if (!tiles) return {};
  result = tiles->empty;
  for (const std::int64_t step : spread(steps, most_moments(*tiles, which.most_moments))) {
    cancel.throw_if_cancelled();
    const auto checkpoint = timeline->at(step);
    // A run that goes on may have thinned it out since.
    if (!checkpoint || checkpoint->state.step != step) continue;
    result.moments.push_back({checkpoint->metrics, tiles->of(checkpoint->state.graph)});
  }
  return result;
}

RunMoments moments_in(const fs::path& folder, const MomentsOfLayer& which,
                      const CancelToken& cancel) {
  const Graph graph = load_model(folder / "architecture.onnx").graph;
  const Tiles tiles = tiles_of(graph, which);
  const std::map<std::int64_t, fs::path> files = files_in(folder);
  std::vector<std::int64_t> steps;
  for (const auto& [step, file] : files) steps.push_back(step);
  RunMoments result = tiles.empty;
  for (const std::int64_t step : spread(steps, most_moments(tiles, which.most_moments))) {
    cancel.throw_if_cancelled();
    try {
      const Checkpoint checkpoint = read_checkpoint(files.at(step), graph);
      RunMetrics metrics = checkpoint.metrics;
      metrics.step = step;
      result.moments.push_back({metrics, tiles.of(checkpoint.state.graph)});
    } catch (const Error&) {
      continue;  // torn, or of another network
    }
  }
  return result;
}

}  // namespace fovea
