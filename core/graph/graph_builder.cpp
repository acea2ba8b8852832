#include <fmt/format.h>
#include <queue>

#include "core/base/error.h"
#include "core/base/text.h"
#include "core/graph/graph.h"

namespace fovea {
namespace {

void check_signature(const Operator& op, int opset, std::span<const std::string> inputs,
                     std::size_t outputs) {
  if (opset < op.first_opset || opset > op.last_opset) {
    throw Error{fmt::format("opset {} is not supported for it", opset),
                {},
                fmt::format("Fovea runs it at opsets {} to {}", op.first_opset, op.last_opset)};
  }
  if (inputs.size() < op.min_inputs || inputs.size() > op.max_inputs) {
    throw Error{fmt::format("it has {} inputs, but takes {} to {}", inputs.size(), op.min_inputs,
                            op.max_inputs)};
  }
  for (std::size_t i = 0; i < op.min_inputs; ++i) {
    if (inputs[i].empty()) throw Error{fmt::format("its input {} is missing", i + 1)};
  }
  if (outputs < 1 || outputs > op.max_outputs) {
    throw Error{fmt::format("it has {} outputs, but Fovea computes {}", outputs, op.max_outputs)};
  }
}

/// Kahn's algorithm; the earliest written of the nodes that are ready comes first, so that a file
/// in order keeps its order. Leaves out the nodes of cycles and what follows from them.
std::vector<NodeId> topological_order(const GraphStructure& structure) {
  std::vector<std::size_t> missing(structure.nodes.size());
  std::priority_queue<NodeId, std::vector<NodeId>, std::greater<>> ready;
  for (std::size_t i = 0; i < structure.nodes.size(); ++i) {
    for (const ValueId input : structure.nodes[i].inputs) {
      if (input != k_no_value && structure.producers[static_cast<std::size_t>(input)] != k_no_node)
        ++missing[i];
    }
    if (missing[i] == 0) ready.push(static_cast<NodeId>(i));
  }
  std::vector<NodeId> order;
  while (!ready.empty()) {
    order.push_back(ready.top());
    ready.pop();
    for (const ValueId output : structure.nodes[static_cast<std::size_t>(order.back())].outputs) {
      if (output == k_no_value) continue;
      for (const NodeId next : structure.consumers[static_cast<std::size_t>(output)]) {
        if (--missing[static_cast<std::size_t>(next)] == 0) ready.push(next);
      }
    }
  }
  return order;
}

/// One entry per use, so that a node which reads a value twice counts it twice.
void link(GraphStructure& structure) {
  structure.producers.assign(structure.value_names.size(), k_no_node);
  structure.consumers.assign(structure.value_names.size(), {});
  for (std::size_t i = 0; i < structure.nodes.size(); ++i) {
    const Node& node = structure.nodes[i];
    for (const ValueId output : node.outputs) {
      if (output != k_no_value)
        structure.producers[static_cast<std::size_t>(output)] = static_cast<NodeId>(i);
    }
    for (const ValueId input : node.inputs) {
      if (input != k_no_value)
        structure.consumers[static_cast<std::size_t>(input)].push_back(static_cast<NodeId>(i));
    }
  }
}

ParseContext parse_context(int opset, std::span<const std::string> inputs, std::size_t outputs) {
  ParseContext context{.opset = opset, .inputs = inputs.size(), .outputs = outputs};
  for (const std::string& input : inputs) context.absent.push_back(input.empty());
  return context;
}

std::string in_quotes(std::string_view name) { return fmt::format("“{:.60}”", printable(name)); }

}  // namespace

ValueId GraphBuilder::value(const std::string& name) {
  if (name.empty()) return k_no_value;
  const auto [found, is_new] =
      ids_.try_emplace(name, static_cast<ValueId>(structure_.value_names.size()));
  if (is_new) {
    structure_.value_names.push_back(name);
    weights_.emplace_back();
    made_.push_back(0);
  }
  return found->second;
}

ValueId GraphBuilder::claim(const std::string& name, const std::string& place) {
  assert(!name.empty());
  const ValueId id = value(name);
  char& made = made_[static_cast<std::size_t>(id)];
  if (made) throw Error{fmt::format("the value {} is made twice", in_quotes(name)), place};
  made = 1;
  return id;
}

void GraphBuilder::add_input(std::string name, std::vector<std::int64_t> dims) {
  structure_.inputs.push_back({claim(name, "input " + in_quotes(name)), std::move(dims)});
}

void GraphBuilder::add_weight(std::string name, Tensor tensor) {
  weights_[static_cast<std::size_t>(claim(name, "weight " + in_quotes(name)))] = std::move(tensor);
}

void GraphBuilder::add_node(std::string op_type, std::string name, const Attributes& attributes,
                            std::vector<std::string> inputs, std::vector<std::string> outputs) {
  const Operator* op = find_operator(op_type);
  if (op == nullptr) {
    throw Error{fmt::format("the operator {} is not supported", in_quotes(op_type)),
                fmt::format("node {}, opset {}", in_quotes(name), structure_.opset)};
  }
  const std::size_t written_outputs = outputs.size();
  while (!outputs.empty() && outputs.back().empty()) outputs.pop_back();
  Node node{.name = std::move(name),
            .op = op,
            .params = {},
            .attributes = attributes,
            .inputs = {},
            .outputs = {}};
  try {
    check_signature(*op, structure_.opset, inputs, outputs.size());
    node.params = op->parse(attributes, parse_context(structure_.opset, inputs, written_outputs));
    if (op->constant != nullptr) {
      const ValueId id = claim(outputs[0], {});
      weights_[static_cast<std::size_t>(id)] = op->constant(node.params);
      return;
    }
  } catch (const Error& error) {
    throw error.at(describe(node));
  }
  for (const std::string& input : inputs) node.inputs.push_back(value(input));
  for (const std::string& output : outputs) {
    node.outputs.push_back(output.empty() ? k_no_value : claim(output, describe(node)));
  }
  structure_.nodes.push_back(std::move(node));
}

void GraphBuilder::add_output(std::string name) { structure_.outputs.push_back(value(name)); }

void GraphBuilder::check_makers() const {
  for (const Node& node : structure_.nodes) {
    for (const ValueId input : node.inputs) {
      if (input != k_no_value && !made_[static_cast<std::size_t>(input)]) {
        throw Error{fmt::format("its input {} is made by nobody",
                                in_quotes(structure_.value_names[static_cast<std::size_t>(input)])),
                    describe(node)};
      }
    }
  }
  for (const ValueId output : structure_.outputs) {
    if (output == k_no_value || !made_[static_cast<std::size_t>(output)]) {
      throw Error{
          fmt::format("the output {} is made by nobody",
                      in_quotes(output == k_no_value
                                    ? ""
                                    : structure_.value_names[static_cast<std::size_t>(output)]))};
    }
  }
}

Graph GraphBuilder::build() {
  link(structure_);
  check_makers();
  const std::vector<NodeId> order = topological_order(structure_);
  if (order.size() < structure_.nodes.size()) {
    std::vector<char> ordered(structure_.nodes.size());
    for (const NodeId id : order) ordered[static_cast<std::size_t>(id)] = 1;
    const auto stuck = static_cast<std::size_t>(std::ranges::find(ordered, 0) - ordered.begin());
    throw Error{"the nodes form a cycle, so none of them can be the first to run",
                describe(structure_.nodes[stuck])};
  }
  std::vector<Node> nodes;
  for (const NodeId id : order) nodes.push_back(structure_.nodes[static_cast<std::size_t>(id)]);
  structure_.nodes = std::move(nodes);
  link(structure_);
  structure_.ranks = known_ranks(structure_, weights_);
  return {std::make_shared<const GraphStructure>(std::move(structure_)), std::move(weights_)};
}

}  // namespace fovea
