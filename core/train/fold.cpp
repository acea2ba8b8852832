#include "core/train/fold.h"

#include <cmath>
#include <map>
#include <set>

namespace fovea {
namespace {

/// What a graph is made from again.
struct Parts {
  std::map<ValueId, Tensor> weights;      // that differ
  std::map<ValueId, ValueId> stands_for;  // read the second where the first is said
  std::map<NodeId, std::pair<std::string, Tensor>> biases;  // of convolutions that had none
};

bool is_output(const Graph& graph, ValueId value) {
  return std::ranges::find(graph.structure().outputs, value) != graph.structure().outputs.end();
}

bool is_read_once(const Graph& graph, ValueId value) {
  return !is_output(graph, value) &&
         graph.structure().consumers[static_cast<std::size_t>(value)].size() == 1;
}

/// The convolution that this normalisation can go into; k_no_node where there is none.
NodeId foldable_convolution(const Graph& graph, const Node& norm) {
  if (norm.op != &ops::batch_normalization) return k_no_node;
  const bool is_known = std::ranges::all_of(norm.inputs.begin() + 1, norm.inputs.end(),
                                            [&](ValueId id) { return graph.is_weight(id); });
  const NodeId producer = graph.producer(norm.inputs[0]);
  if (!is_known || producer == k_no_node || !is_read_once(graph, norm.inputs[0])) return k_no_node;
  const Node& conv = graph.node(producer);
  if (conv.op != &ops::conv) return k_no_node;
  for (std::size_t i = 1; i < conv.inputs.size(); ++i) {
    const ValueId id = conv.inputs[i];
    if (id == k_no_value) continue;
    if (!graph.is_weight(id) || !is_read_once(graph, id)) return k_no_node;
  }
  return producer;
}

/// Of each channel: what the normalisation multiplies by, then adds.
struct Affine {
  std::vector<double> factor, offset;
};

Affine affine_of(const Graph& graph, const Node& norm) {
  const auto epsilon = static_cast<double>(norm.attributes.number("epsilon", 1e-5F));
  const auto values = [&](std::size_t input) { return graph.weight(norm.inputs[input]).floats(); };
  Affine affine;
  for (std::size_t c = 0; c < values(1).size(); ++c) {
    const double factor =
        static_cast<double>(values(1)[c]) / std::sqrt(static_cast<double>(values(4)[c]) + epsilon);
    affine.factor.push_back(factor);
    affine.offset.push_back(static_cast<double>(values(2)[c]) -
                            static_cast<double>(values(3)[c]) * factor);
  }
  return affine;
}

Tensor scaled_kernels(const Tensor& kernels, const Affine& affine) {
  Tensor scaled = kernels.clone();
  const auto cells = scaled.mutable_values<float>();
  const std::size_t each = cells.size() / affine.factor.size();
  for (std::size_t i = 0; i < cells.size(); ++i) {
    cells[i] = static_cast<float>(static_cast<double>(cells[i]) * affine.factor[i / each]);
  }
  return scaled;
}

/// `bias` may be empty: 0.
Tensor moved_bias(const Tensor& bias, const Affine& affine) {
  Tensor moved(Shape{static_cast<std::int64_t>(affine.offset.size())});
  const auto cells = moved.mutable_values<float>();
  for (std::size_t c = 0; c < cells.size(); ++c) {
    const double before = bias.empty() ? 0 : static_cast<double>(bias.floats()[c]);
    cells[c] = static_cast<float>(before * affine.factor[c] + affine.offset[c]);
  }
  return moved;
}

void fold_into(const Graph& graph, NodeId id, const Node& norm, Parts& parts) {
  const Node& conv = graph.node(id);
  const Affine affine = affine_of(graph, norm);
  parts.weights[conv.inputs[1]] = scaled_kernels(graph.weight(conv.inputs[1]), affine);
  const bool has_bias = conv.inputs.size() > 2 && conv.inputs[2] != k_no_value;
  if (has_bias) {
    parts.weights[conv.inputs[2]] = moved_bias(graph.weight(conv.inputs[2]), affine);
  } else {
    const std::string name = conv.name.empty() ? graph.name_of(conv.outputs[0]) : conv.name;
    parts.biases[id] = {name + ".bias", moved_bias({}, affine)};
  }
  if (is_output(graph, norm.outputs[0])) {
    parts.stands_for[conv.outputs[0]] = norm.outputs[0];
  } else {
    parts.stands_for[norm.outputs[0]] = conv.outputs[0];
  }
}

class Rebuild {
 public:
  Rebuild(const Graph& graph, const Parts& parts)
      : graph_(graph), parts_(parts), builder_(graph.structure().opset) {}

  Graph without(const std::set<NodeId>& folded) {
    for (const GraphInput& input : graph_.structure().inputs) {
      builder_.add_input(graph_.name_of(input.value), input.dims);
    }
    for (std::size_t i = 0; i < graph_.nodes().size(); ++i) {
      const auto id = static_cast<NodeId>(i);
      if (!folded.contains(id)) add(id);
    }
    for (const ValueId output : graph_.structure().outputs) builder_.add_output(name_of(output));
    return builder_.build();
  }

 private:
  std::string name_of(ValueId id) const {
    if (id == k_no_value) return {};
    const auto other = parts_.stands_for.find(id);
    return graph_.name_of(other == parts_.stands_for.end() ? id : other->second);
  }

  void add_weight(ValueId id) {
    if (!graph_.is_weight(id) || !added_.insert(id).second) return;
    const auto changed = parts_.weights.find(id);
    builder_.add_weight(graph_.name_of(id),
                        changed == parts_.weights.end() ? graph_.weight(id) : changed->second);
  }

  void add(NodeId id) {
    const Node& node = graph_.node(id);
    std::vector<std::string> inputs, outputs;
    for (const ValueId input : node.inputs) {
      add_weight(input);
      inputs.push_back(name_of(input));
    }
    for (const ValueId output : node.outputs) outputs.push_back(name_of(output));
    if (const auto bias = parts_.biases.find(id); bias != parts_.biases.end()) {
      inputs.resize(2);
      inputs.push_back(bias->second.first);
      builder_.add_weight(bias->second.first, bias->second.second);
    }
    builder_.add_node(std::string(node.op->name), node.name, node.attributes, inputs, outputs);
  }

  const Graph& graph_;
  const Parts& parts_;
  GraphBuilder builder_;
  std::set<ValueId> added_;
};

}  // namespace

Graph fold_batch_normalization(const Graph& graph) {
  Parts parts;
  std::set<NodeId> folded;
  for (std::size_t i = 0; i < graph.nodes().size(); ++i) {
    const Node& norm = graph.nodes()[i];
    const NodeId conv = foldable_convolution(graph, norm);
    if (conv == k_no_node) continue;
    fold_into(graph, conv, norm, parts);
    folded.insert(static_cast<NodeId>(i));
  }
  return folded.empty() ? graph : Rebuild(graph, parts).without(folded);
}

}  // namespace fovea
