#include "core/graph/rebased.h"

#include <algorithm>
#include <cstring>

namespace fovea {
namespace {

bool same_node(const Node& a, const Node& b) {
  return a.name == b.name && a.op == b.op && a.inputs == b.inputs && a.outputs == b.outputs;
}

bool same_kind(const Tensor& a, const Tensor& b) {
  if (a.empty() || b.empty()) return a.empty() == b.empty();
  return a.shape() == b.shape() && a.type() == b.type();
}

bool same_network(const Graph& a, const Graph& b) {
  return a.structure().value_names == b.structure().value_names &&
         std::ranges::equal(a.nodes(), b.nodes(), same_node) &&
         std::ranges::equal(a.weights(), b.weights(), same_kind);
}

bool same_numbers(const Tensor& a, const Tensor& b) {
  return same(a, b) || std::memcmp(a.data(), b.data(), a.bytes()) == 0;
}

}  // namespace

std::optional<Graph> rebased(const Graph& graph, const Graph& base) {
  if (!same_network(graph, base)) return std::nullopt;
  Graph result = base;
  for (std::size_t i = 0; i < base.value_count(); ++i) {
    const auto id = static_cast<ValueId>(i);
    if (!base.is_weight(id) || same_numbers(graph.weight(id), base.weight(id))) continue;
    result = result.with_weight(id, graph.weight(id));
  }
  return result;
}

}  // namespace fovea
