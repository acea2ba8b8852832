#include "core/graph/answer.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace fovea {
namespace {

/// One value a class, of one picture.
bool is_flat(const Shape& shape) {
  return shape.rank() >= 2 && shape[0] == 1 && shape[1] >= 2 &&
         shape.elements(2, shape.rank()) == 1;
}

/// The node whose numbers the value holds; null where it is an input or a weight.
const Node* maker_of(const Graph& graph, ValueId value) {
  while (graph.producer(value) != k_no_node) {
    const Node& node = graph.node(graph.producer(value));
    if (!node.op->is_view) return &node;
    value = node.inputs[0];
  }
  return nullptr;
}

}  // namespace

AnswerKind answer_kind(const ShapedGraph& shaped, ValueId output) {
  if (!is_flat(shaped.shape(output))) return AnswerKind::values;
  const Node* maker = maker_of(shaped.graph, output);
  if (maker == nullptr) return AnswerKind::values;
  switch (maker->op->kind) {
    case LayerKind::answer:
      // A softmax over another axis than the classes gives ones, not probabilities.
      return is_flat(shaped.shape(maker->outputs[0])) ? AnswerKind::probabilities
                                                      : AnswerKind::values;
    case LayerKind::convolution:
    case LayerKind::pooling:
    case LayerKind::normalisation:
    case LayerKind::dense:
    case LayerKind::arithmetic:
      return AnswerKind::logits;
    default:
      return AnswerKind::values;
  }
}

ValueId answer_value(const ShapedGraph& shaped) {
  for (const ValueId output : shaped.graph.structure().outputs) {
    if (answer_kind(shaped, output) != AnswerKind::values) return output;
  }
  return k_no_value;
}

std::vector<double> probabilities(AnswerKind kind, std::span<const float> values) {
  std::vector<double> result(values.begin(), values.end());
  if (kind != AnswerKind::logits || result.empty()) return result;
  const double largest = *std::ranges::max_element(result);
  for (double& value : result) value = std::exp(value - largest);
  const double sum = std::accumulate(result.begin(), result.end(), 0.0);
  for (double& value : result) value /= sum;
  return result;
}

std::vector<std::size_t> largest(std::span<const double> values, std::size_t count) {
  std::vector<std::size_t> order(values.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  count = std::min(count, order.size());
  std::partial_sort(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(count), order.end(),
                    [&](std::size_t a, std::size_t b) {
                      return values[a] != values[b] ? values[a] > values[b] : a < b;
                    });
  order.resize(count);
  return order;
}

}  // namespace fovea
