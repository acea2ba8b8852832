#include "core/figure/recipe.h"

#include <QCryptographicHash>
#include <algorithm>
#include <chrono>
#include <cstring>
#include <filesystem>
#include <fmt/format.h>
#include <map>
#include <mutex>

#include "core/base/error.h"
#include "core/base/files.h"
#include "core/base/text.h"
#include "core/document/edits.h"
#include "core/document/unit_view.h"
#include "core/document/weights.h"
#include "core/figure/recipe_text.h"

namespace fovea {
namespace {

bool same_bits(float a, float b) { return std::memcmp(&a, &b, sizeof a) == 0; }

/// Elements that differ, runs that are so near to each other that a second head would take more
/// room joined.
std::vector<WeightRun> runs_of(const std::string& name, std::span<const float> before,
                               std::span<const float> after) {
  constexpr std::size_t k_near = 4;
  std::vector<WeightRun> runs;
  std::size_t end = 0;  // of the last run
  for (std::size_t i = 0; i < after.size(); ++i) {
    if (same_bits(before[i], after[i])) continue;
    if (runs.empty() || i > end + k_near) {
      runs.push_back({name, static_cast<std::int64_t>(i), {}});
      end = i;
    }
    while (end <= i) runs.back().values.push_back(after[end++]);
  }
  return runs;
}

namespace fs = std::filesystem;

/// What is another where a file is.
struct FileStamp {
  std::uintmax_t size = 0;
  fs::file_time_type changed = {};
  friend bool operator==(const FileStamp&, const FileStamp&) = default;
};

std::optional<FileStamp> stamp_of(const fs::path& path) {
  std::error_code failure;
  const std::uintmax_t size = fs::file_size(path, failure);
  if (failure) return std::nullopt;
  const fs::file_time_type changed = fs::last_write_time(path, failure);
  if (failure) return std::nullopt;
  return FileStamp{size, changed};
}

/// Of a file that was changed just now, the next change may have the same time.
bool is_settled(const FileStamp& stamp) {
  return fs::file_time_type::clock::now() - stamp.changed > std::chrono::seconds(2);
}

}  // namespace

std::string sha256_of_file(const fs::path& path) {
  struct Digest {
    FileStamp stamp;
    std::string sha256;
  };
  constexpr std::size_t k_most = 64;
  static std::mutex mutex;  // held while it is computed: who asks meanwhile wants the same
  static std::map<fs::path, Digest> known;
  const std::lock_guard lock(mutex);
  const std::optional<FileStamp> stamp = stamp_of(path);
  if (const auto found = known.find(path); found != known.end() && found->second.stamp == stamp)
    return found->second.sha256;
  std::string digest = sha256_of(read_file(path));
  if (known.size() >= k_most) known.clear();
  if (stamp && is_settled(*stamp)) known[path] = {*stamp, digest};
  return digest;
}

std::string sha256_of(std::span<const std::uint8_t> bytes) {
  QCryptographicHash hash(QCryptographicHash::Sha256);
  hash.addData(QByteArrayView(bytes.data(), static_cast<qsizetype>(bytes.size())));
  return hash.result().toHex().toStdString();
}

RecipePart file_part_of(const std::filesystem::path& path) {
  return {.name = path.filename().string(), .path = path.string(), .sha256 = sha256_of_file(path)};
}

std::string sha256_of(const Model& model) {
  const std::string bytes = serialize_model(model);
  return sha256_of({reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()});
}

RecipePart model_part(const NetworkOrigin& origin) {
  if (std::error_code failure;
      !origin.path.empty() && std::filesystem::is_regular_file(origin.path, failure)) {
    RecipePart part = file_part_of(origin.path);
    part.name = origin.name;
    return part;
  }
  return {.name = origin.name, .path = {}, .sha256 = sha256_of(origin.model)};
}

void note_edits(const Network& network, FigureRecipe& recipe) {
  const Graph& before = network.origin->model.graph;
  const Graph& after = network.graph;
  for (ValueId id = 0; id < static_cast<ValueId>(after.value_count()); ++id) {
    if (!after.is_weight(id) || same(before.weight(id), after.weight(id)) ||
        after.weight(id).type() != ElementType::float32)
      continue;
    std::ranges::move(
        runs_of(after.name_of(id), before.weight(id).floats(), after.weight(id).floats()),
        std::back_inserter(recipe.edits));
  }
  std::size_t values = 0;
  for (const WeightRun& run : recipe.edits) values += run.values.size();
  recipe.edits_left_out = values > k_most_edits;
  if (recipe.edits_left_out) recipe.edits.clear();
  for (const Unit& unit : network.muted)
    recipe.muted.push_back({value_label(after, after.node(unit.node).outputs.front()), unit.index});
}

Network edited_network(std::shared_ptr<const NetworkOrigin> origin, const FigureRecipe& recipe) {
  Graph graph = origin->model.graph;
  std::map<ValueId, Tensor> edited;  // each copied once, however many runs are in it
  for (const WeightRun& run : recipe.edits) {
    const ValueId id = graph.find_value(run.weight);
    const bool is_known = graph.is_weight(id) && graph.weight(id).type() == ElementType::float32 &&
                          run.first >= 0 &&
                          run.first <= graph.weight(id).elements() - std::ssize(run.values);
    if (!is_known)
      throw Error{
          fmt::format("the figure's edits are of another network: this one has no such "
                      "weight “{}”",
                      printable(run.weight))};
    Tensor& weight = edited.try_emplace(id).first->second;
    if (weight.empty()) weight = graph.weight(id).clone();
    std::ranges::copy(run.values, weight.mutable_values<float>().begin() + run.first);
  }
  for (auto& [id, weight] : edited) graph = graph.with_weight(id, std::move(weight));
  Network network{.origin = origin, .graph = graph, .muted = {}, .computed = graph};
  std::set<Unit> muted;
  for (const auto& [name, index] : recipe.muted) {
    NodeId found = k_no_node;
    for (NodeId id = 0; id < static_cast<NodeId>(graph.nodes().size()); ++id)
      if (value_label(graph, graph.node(id).outputs.front()) == name) found = id;
    if (found == k_no_node || index < 0 || index >= unit_count(graph, found))
      throw Error{fmt::format("the figure mutes a unit of another network: “{}” unit {}",
                              printable(name), index)};
    muted.insert({found, index});
  }
  if (!muted.empty()) network.computed = mute(graph, muted, network);
  network.muted = std::move(muted);
  return network;
}

bool holds_recipe(std::span<const std::uint8_t> file) { return embedded_recipe(file).has_value(); }

FigureRecipe read_recipe(const std::filesystem::path& path, Reading reading) {
  constexpr std::int64_t k_most_bytes = std::int64_t{1} << 30;
  const std::optional<std::string> json = embedded_recipe(read_file(path, k_most_bytes));
  if (!json)
    throw Error{"it is no figure that Fovea made, or its recipe was removed",
                {},
                "Fovea's recipe lies in the PNG, SVG and PDF files that it writes"};
  return recipe_from_json(*json, reading);
}

}  // namespace fovea
