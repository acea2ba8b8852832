#pragma once

#include <memory>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "core/ops/operator.h"

namespace fovea {

/// Index of a value (a tensor that flows along an edge, or a weight) in its graph.
using ValueId = std::int32_t;
constexpr ValueId k_no_value = -1;  ///< an optional input that is absent

using NodeId = std::int32_t;
constexpr NodeId k_no_node = -1;

struct Node {
  std::string name;
  const Operator* op = nullptr;
  Params params;
  Attributes attributes;  ///< what `params` was parsed from, for writing the node to a file again
  std::vector<ValueId> inputs;  ///< k_no_value where absent
  std::vector<ValueId> outputs;
};

/// An input as the model declares it; -1 where an extent is free.
struct GraphInput {
  ValueId value = k_no_value;
  std::vector<std::int64_t> dims;
};

/// What stays the same while numbers change; shared by the copies of a graph and never written
/// to. Nodes are in an order in which each comes after what it reads.
struct GraphStructure {
  std::vector<Node> nodes;
  std::vector<std::string> value_names;
  std::vector<NodeId> producers;               ///< by value; k_no_node for inputs and weights
  std::vector<std::vector<NodeId>> consumers;  ///< by value
  std::vector<GraphInput> inputs;
  std::vector<ValueId> outputs;
  /// By value: its number of axes; -1 where that follows only from the size of the input.
  std::vector<int> ranks;
  int opset = 17;  ///< of the default ONNX domain: what the nodes' attributes follow
};

/// A network: its structure and its weights. A value: a copy costs a pointer a weight, and an
/// edit makes another graph that shares all but what was edited.
class Graph {
 public:
  Graph() : structure_(std::make_shared<const GraphStructure>()) {}
  Graph(std::shared_ptr<const GraphStructure> structure, std::vector<Tensor> weights)
      : structure_(std::move(structure)), weights_(std::move(weights)) {}

  const GraphStructure& structure() const { return *structure_; }
  const std::vector<Node>& nodes() const { return structure_->nodes; }
  const Node& node(NodeId id) const { return structure_->nodes[static_cast<std::size_t>(id)]; }
  const std::string& name_of(ValueId id) const {
    return structure_->value_names[static_cast<std::size_t>(id)];
  }
  NodeId producer(ValueId id) const { return structure_->producers[static_cast<std::size_t>(id)]; }
  std::size_t value_count() const { return structure_->value_names.size(); }

  /// Empty where the value is computed or an input.
  const Tensor& weight(ValueId id) const { return weights_[static_cast<std::size_t>(id)]; }
  bool is_weight(ValueId id) const { return id != k_no_value && !weight(id).empty(); }
  std::span<const Tensor> weights() const { return weights_; }

  /// The same graph with another tensor, of the same shape, in a weight's place.
  Graph with_weight(ValueId id, Tensor tensor) const;

  /// Value of that name, or k_no_value.
  ValueId find_value(std::string_view name) const;
  NodeId find_node(std::string_view name) const;

  /// True where structure and weights are the very same objects.
  friend bool operator==(const Graph& a, const Graph& b);
  friend bool same_structure(const Graph& a, const Graph& b) {
    return a.structure_ == b.structure_;
  }

 private:
  std::shared_ptr<const GraphStructure> structure_;
  std::vector<Tensor> weights_;  // by value
};

/// Builds a graph by the names of its values, as ONNX does; nodes may come in any order.
/// All members throw Error, naming the node ("node “conv1” (Conv)") or the value.
class GraphBuilder {
 public:
  explicit GraphBuilder(int opset = 17) { structure_.opset = opset; }

  void add_input(std::string name, std::vector<std::int64_t> dims);
  void add_weight(std::string name, Tensor tensor);
  /// Names of absent optional inputs, and of outputs that nobody reads, are empty. Refuses an
  /// operator that is not known, an opset that its implementation does not cover, a wrong number of
  /// inputs, a value with two makers.
  void add_node(std::string op_type, std::string name, const Attributes& attributes,
                std::vector<std::string> inputs, std::vector<std::string> outputs);
  void add_output(std::string name);

  /// Orders the nodes; refuses cycles, inputs that nobody makes, outputs that nobody makes.
  Graph build();

 private:
  ValueId value(const std::string& name);
  /// The value that is made at `place`; throws Error where it has a maker already.
  ValueId claim(const std::string& name, const std::string& place);
  void check_makers() const;

  GraphStructure structure_;
  std::vector<Tensor> weights_;  // by value
  std::vector<char> made_;       // by value: it is an input, a weight or computed
  std::unordered_map<std::string, ValueId> ids_;
};

/// Number of axes by value, as far as they do not depend on the extents that the inputs leave open.
std::vector<int> known_ranks(const GraphStructure& structure, std::span<const Tensor> weights);

/// "node “conv1” (Conv)", the name cut to a readable length.
std::string describe(const Node& node);

}  // namespace fovea
