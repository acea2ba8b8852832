#include "core/train/transfer.h"

#include <cmath>

#include "core/base/error.h"
#include "core/ops/dense/dense.h"
#include "core/train/learning.h"
#include "core/train/random.h"

namespace fovea {
namespace {

[[noreturn]] void fail_without_head() {
  throw Error{"the network does not end in a dense layer, so that there is no head to make anew",
              {},
              "Choose an architecture"};
}

NodeId head_of(const Graph& graph) {
  const NodeId head = graph.producer(logits_of(graph));
  if (head == k_no_node) fail_without_head();
  const Node& node = graph.node(head);
  if (node.op->name != "Gemm" || !graph.is_weight(node.inputs[1]) ||
      graph.weight(node.inputs[1]).shape().rank() != 2) {
    fail_without_head();
  }
  return head;
}

Tensor random_matrix(const Shape& shape, std::int64_t fan_in, std::uint64_t seed) {
  Tensor matrix(shape);
  Random random(seed);
  const double deviation = std::sqrt(1.0 / static_cast<double>(fan_in));
  for (float& value : matrix.mutable_values<float>()) {
    value = static_cast<float>(deviation * random.normal());
  }
  return matrix;
}

std::set<std::string> names_before(const Graph& graph, NodeId head) {
  std::set<std::string> names;
  for (const Node& node : graph.nodes()) {
    if (&node == &graph.node(head) ||
        std::ranges::none_of(node.inputs, [&](ValueId id) { return graph.is_weight(id); })) {
      continue;
    }
    if (node.name.empty()) throw Error{"a layer of the network has no name to freeze it by"};
    names.insert(node.name);
  }
  return names;
}

}  // namespace

Transfer with_new_head(const Graph& graph, std::int64_t classes, std::uint64_t seed) {
  const NodeId head = head_of(graph);
  const Node& node = graph.node(head);
  const bool rows_are_units = node.params.as<GemmParams>().transpose_b;
  const Shape& before = graph.weight(node.inputs[1]).shape();
  const std::int64_t fan_in = before[rows_are_units ? 1 : 0];
  std::vector<Tensor> weights(graph.weights().begin(), graph.weights().end());
  weights[static_cast<std::size_t>(node.inputs[1])] =
      random_matrix(rows_are_units ? Shape{classes, fan_in} : Shape{fan_in, classes}, fan_in, seed);
  if (node.inputs.size() > 2 && graph.is_weight(node.inputs[2])) {
    weights[static_cast<std::size_t>(node.inputs[2])] = Tensor::filled(Shape{classes}, 0.0F);
  }
  // Of its own: graphs of one structure have weights of the same shapes.
  auto structure = std::make_shared<const GraphStructure>(graph.structure());
  return {Graph(std::move(structure), std::move(weights)), names_before(graph, head)};
}

}  // namespace fovea
