#include "core/document/answer.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <numeric>

#include "core/base/text.h"
#include "core/document/unit_view.h"

namespace fovea {
namespace {

/// The node whose numbers the value holds, looking through those that only move them about.
NodeId maker_of_numbers(const Graph& graph, ValueId value) {
  NodeId node = graph.producer(value);
  while (node != k_no_node && graph.node(node).op->kind == LayerKind::shape)
    node = graph.producer(graph.node(node).inputs[0]);
  return node;
}

void add_softmax(std::vector<float>& scores) {
  const float most = *std::ranges::max_element(scores);
  double sum = 0;
  for (const float score : scores) sum += std::exp(static_cast<double>(score) - most);
  for (float& score : scores)
    score = static_cast<float>(std::exp(static_cast<double>(score) - most) / sum);
}

}  // namespace

std::vector<std::int64_t> Answer::top(std::int64_t count) const {
  std::vector<std::int64_t> order(scores.size());
  std::iota(order.begin(), order.end(), 0);
  const auto shown = order.begin() + std::min<std::ptrdiff_t>(count, std::ssize(order));
  std::partial_sort(order.begin(), shown, order.end(), [this](std::int64_t a, std::int64_t b) {
    const float x = scores[static_cast<std::size_t>(a)], y = scores[static_cast<std::size_t>(b)];
    return x > y || (!(x < y) && a < b);
  });
  order.erase(shown, order.end());
  return order;
}

std::int64_t Answer::rank_of(std::int64_t index) const {
  const float score = scores[static_cast<std::size_t>(index)];
  return 1 + std::ranges::count_if(scores, [score](float other) { return other > score; });
}

Answer::Meaning answer_meaning(const NetworkOrigin& origin, const ShapedGraph& shaped) {
  const Graph& graph = shaped.graph;
  if (graph.structure().outputs.empty()) return Answer::Meaning::values;
  const ValueId output = graph.structure().outputs.front();
  const NodeId maker = maker_of_numbers(graph, output);
  if (maker == k_no_node) return Answer::Meaning::values;
  const Operator& op = *graph.node(maker).op;
  if (op.kind == LayerKind::answer) return Answer::Meaning::probabilities;
  const bool all_named =
      !origin.classes.empty() &&
      static_cast<std::int64_t>(origin.classes.size()) == unit_view(shaped.shape(output)).units;
  // What an activation has bent or bounded are no logits.
  if (!all_named || op.kind == LayerKind::activation) return Answer::Meaning::values;
  return Answer::Meaning::softmax_added;
}

std::int64_t answer_count(const ShapedGraph& shaped) {
  const std::vector<ValueId>& outputs = shaped.graph.structure().outputs;
  if (outputs.empty()) return 0;
  const ValueType& type = shaped.types[static_cast<std::size_t>(outputs.front())];
  const UnitView view = unit_view(type.shape);
  return view.is_flat() && type.type == ElementType::float32 ? view.units : 0;
}

Answer answer_of(const NetworkOrigin& origin, const Frame& frame) {
  Answer answer;
  const std::vector<ValueId>& outputs = frame.graph.structure().outputs;
  if (outputs.empty()) return answer;
  const Tensor& tensor = frame.value(outputs.front());
  if (tensor.empty() || tensor.type() != ElementType::float32) return answer;
  const UnitView view = unit_view(tensor.shape());
  if (!view.is_flat()) return answer;
  answer.output = outputs.front();
  answer.meaning = answer_meaning(origin, *frame.shaped);
  const std::span<const float> values = tensor.floats().first(static_cast<std::size_t>(view.units));
  answer.scores.assign(values.begin(), values.end());
  if (answer.meaning == Answer::Meaning::softmax_added) add_softmax(answer.scores);
  return answer;
}

std::string class_name(const NetworkOrigin& origin, std::int64_t index) {
  if (index >= 0 && index < static_cast<std::int64_t>(origin.classes.size()))
    return printable(origin.classes[static_cast<std::size_t>(index)]);
  return fmt::format("output {}", index);
}

}  // namespace fovea
