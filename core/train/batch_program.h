#pragma once

#include <set>
#include <string>
#include <vector>

#include "core/graph/shaped_graph.h"

namespace fovea {

/// A weight that learns: its place in the flat list of all that do.
struct LearnedWeight {
  ValueId value = k_no_value;
  NodeId node = k_no_node;  ///< that reads it
  std::int64_t first = 0;   ///< float in the flat gradient
  std::int64_t elements = 0;
  bool decays = true;  ///< a kernel or a matrix, not a bias or a scale
};

/// What a graph does to a batch, forward and backward, laid out once: which buffer each value
/// takes, which nodes run where their input lies, where each gradient is added up. The batch is
/// divided into parts whose samples lie side by side (core/ops/batch.h); parts are computed by any
/// thread, and their gradients added up in their order, so that threads do not change a bit.
class BatchProgram {
 public:
  struct Options {
    std::int64_t batch = 64;
    std::set<std::string> frozen = {};  ///< nodes whose weights stay
  };

  /// `example`: shape of one input without the batch axis. Throws Error where the graph does not
  /// have one input of that shape and one output [N, classes], where a node has no gradient, or
  /// where one mixes samples.
  BatchProgram(Graph graph, const Shape& example, const Options& options);

  const Graph& graph() const { return graph_; }
  const Options& options() const { return options_; }
  const Shape& example() const { return example_; }  ///< of one input, without the batch axis
  ValueId input() const { return input_; }
  ValueId logits() const { return logits_; }  ///< what the loss is taken of
  std::int64_t classes() const { return classes_; }
  std::int64_t example_floats() const { return example_floats_; }
  std::int64_t lanes() const { return lanes_; }
  std::int64_t parts() const { return parts_; }
  std::span<const LearnedWeight> learned() const { return learned_; }
  std::int64_t learned_floats() const { return learned_floats_; }

 private:
  friend class BatchMachine;

  /// A node of the graph as it runs here.
  struct Step {
    NodeId node = k_no_node;
    const BatchKernels* kernels = nullptr;  ///< null: by reference and gradient
    std::vector<ValueType> inputs = {}, outputs = {};
    std::vector<char> is_weight = {};
    std::int64_t packed_first = 0;                  ///< in the packed weights
    std::int64_t sums_first = 0, sums = 0;          ///< in the sums of the batch
    bool trains = true;                             ///< not frozen: normalises by the batch, drops
    bool differentiates = false;                    ///< takes part in the backward pass
    std::vector<std::int64_t> gradient_slots = {};  ///< by input: of the value's gradient, or -1
    std::vector<std::int64_t> learned = {};         ///< by input: index in `learned_`, or -1
    std::vector<char> adds = {};                    ///< by input: something is there already
    std::int64_t output_slot = -1;                  ///< of output 0's gradient
  };

  void check_ends(const Shape& example);
  void choose_parts(std::int64_t batch);
  void infer(const Shape& example);
  void make_steps(const std::set<std::string>& frozen);
  Step make_step(NodeId id) const;
  bool is_alias(const Step& step) const;
  std::vector<int> count_readers() const;
  void place_values();
  bool runs_in_place(const Step& step, std::span<const int> readers) const;
  void find_learned(const std::set<std::string>& frozen);
  void place_gradients();
  BatchContext context_of(const Step& step) const;

  Graph graph_;
  Options options_;
  Shape example_;
  std::shared_ptr<const ShapedGraph> shaped_;  // with N = lanes
  ValueId input_ = k_no_value, logits_ = k_no_value;
  std::int64_t classes_ = 0, example_floats_ = 0, lanes_ = 0, parts_ = 1;
  std::vector<Step> steps_;
  std::vector<std::int64_t> homes_;          // by value: its buffer, -1 for weights
  std::vector<std::int64_t> buffer_floats_;  // by buffer
  std::vector<std::int64_t> slot_floats_;    // by gradient slot
  std::vector<std::int64_t> slot_of_home_;   // by buffer, -1 where nobody wants a gradient
  std::int64_t temporary_floats_ = 0;
  std::int64_t packed_floats_ = 0, sums_ = 0;
  std::vector<LearnedWeight> learned_;
  std::int64_t learned_floats_ = 0;
};

}  // namespace fovea
