#include "core/graph/graph.h"

#include <fmt/format.h>

#include "core/base/text.h"

namespace fovea {

Graph Graph::with_weight(ValueId id, Tensor tensor) const {
  assert(is_weight(id) && weight(id).shape() == tensor.shape());
  Graph graph = *this;
  graph.weights_[static_cast<std::size_t>(id)] = std::move(tensor);
  return graph;
}

ValueId Graph::find_value(std::string_view name) const {
  const auto found = std::ranges::find(structure_->value_names, name);
  return found == structure_->value_names.end()
             ? k_no_value
             : static_cast<ValueId>(found - structure_->value_names.begin());
}

NodeId Graph::find_node(std::string_view name) const {
  const auto found = std::ranges::find(structure_->nodes, name, &Node::name);
  return found == structure_->nodes.end() ? k_no_node
                                          : static_cast<NodeId>(found - structure_->nodes.begin());
}

bool operator==(const Graph& a, const Graph& b) {
  return a.structure_ == b.structure_ &&
         std::ranges::equal(a.weights_, b.weights_,
                            [](const Tensor& x, const Tensor& y) { return same(x, y); });
}

std::string describe(const Node& node) {
  constexpr std::size_t k_readable = 60;
  const bool cut = node.name.size() > k_readable;
  return fmt::format("node “{}{}” ({})", printable(node.name.substr(0, k_readable)), cut ? "…" : "",
                     node.op->name);
}

}  // namespace fovea
