#include "ui/inspector/answer.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

#include "ui/controls/number_text.h"
#include "ui/inspector/map_statistics.h"

namespace fovea {
namespace {

constexpr std::size_t k_shown = 4;

bool ends_in_softmax(const Graph& graph, ValueId value) {
  const NodeId node = graph.producer(value);
  return node != k_no_node && graph.node(node).op->kind == LayerKind::answer;
}

std::vector<double> softmax(std::vector<double> values) {
  const double most = *std::ranges::max_element(values);
  double sum = 0;
  for (double& value : values) sum += value = std::exp(value - most);
  for (double& value : values) value /= sum;
  return values;
}

std::vector<double> answer(const Network& network, const Frame* frame) {
  const std::vector<ValueId>& outputs = network.graph.structure().outputs;
  if (!frame || outputs.empty()) return {};
  const ValueId output = outputs.front();
  if (static_cast<std::size_t>(output) >= frame->values.size()) return {};
  const Tensor& tensor = frame->value(output);
  if (tensor.empty() || tensor.elements() != units_of(tensor.shape())) return {};
  const auto floats = unit_values(tensor, -1);
  std::vector<double> values(floats.begin(), floats.end());
  if (values.empty() || network.origin->classes.size() != values.size()) return values;
  return ends_in_softmax(network.graph, output) ? values : softmax(std::move(values));
}

}  // namespace

QVariantList answer_change(const Network& network, const Frame* before, const Frame* after) {
  const std::vector<double> first = answer(network, before), second = answer(network, after);
  if (first.empty() || first.size() != second.size()) return {};
  const std::vector<std::string>& classes = network.origin->classes;
  const bool named = classes.size() == first.size();
  std::vector<std::size_t> order(first.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::stable_sort(order, std::greater{},
                           [&](std::size_t i) { return std::max(first[i], second[i]); });
  order.resize(std::min(order.size(), k_shown));
  QVariantList rows;
  for (const std::size_t i : order) {
    rows << QVariantMap{
        {QStringLiteral("name"), named ? QString::fromStdString(classes[i]) : QString::number(i)},
        {QStringLiteral("before"), number_string(first[i], named ? 3 : 2)},
        {QStringLiteral("after"), number_string(second[i], named ? 3 : 2)}};
  }
  return rows;
}

}  // namespace fovea
