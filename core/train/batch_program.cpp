#include "core/train/batch_program.h"

#include <algorithm>
#include <fmt/format.h>

#include "core/base/divide_up.h"
#include "core/base/error.h"
#include "core/train/learning.h"

namespace fovea {
namespace {

/// Parts of a batch: enough for the processors of a desk, and each with gradients of its own.
constexpr std::int64_t k_most_parts = 8;
/// All parts' gradients together, in floats, unless there is but one part.
constexpr std::int64_t k_most_gradient_floats = std::int64_t{1} << 26;

std::int64_t round_up(std::int64_t value, std::int64_t multiple) {
  return divide_up(value, multiple) * multiple;
}

std::int64_t weight_floats(const Graph& graph) {
  std::int64_t floats = 0;
  for (const Tensor& weight : graph.weights()) {
    if (!weight.empty() && weight.type() == ElementType::float32) floats += weight.elements();
  }
  return floats;
}

}  // namespace

BatchProgram::BatchProgram(Graph graph, const Shape& example, const Options& options)
    : graph_(std::move(graph)), options_(options), example_(example) {
  check_ends(example);
  choose_parts(options.batch);
  infer(example);
  make_steps(options.frozen);
  place_values();
  find_learned(options.frozen);
  place_gradients();
}

void BatchProgram::check_ends(const Shape& example) {
  const GraphStructure& structure = graph_.structure();
  if (structure.inputs.size() != 1 || structure.outputs.size() != 1) {
    throw Error{fmt::format("a network with {} inputs and {} outputs cannot be trained here",
                            structure.inputs.size(), structure.outputs.size()),
                {},
                "It takes one input and one output"};
  }
  input_ = structure.inputs[0].value;
  // The loss wants the numbers before the softmax: better conditioned, and cheaper.
  logits_ = logits_of(graph_);
  example_floats_ = example.elements();
}

/// Depends on the batch and the graph alone, never on the machine.
void BatchProgram::choose_parts(std::int64_t batch) {
  if (batch < 1) throw Error{"a batch needs at least one example"};
  const std::int64_t room = std::max<std::int64_t>(
      k_most_gradient_floats / std::max<std::int64_t>(weight_floats(graph_), 1), 1);
  parts_ = std::min({divide_up(batch, k_lane_multiple), k_most_parts, room});
  lanes_ = round_up(divide_up(batch, parts_), k_lane_multiple);
  parts_ = divide_up(batch, lanes_);
}

void BatchProgram::infer(const Shape& example) {
  std::vector<std::int64_t> dims{lanes_};
  dims.insert(dims.end(), example.dims().begin(), example.dims().end());
  const std::array shapes{Shape(dims)};
  shaped_ = shape_graph(graph_, shapes);
  const Shape& logits = shaped_->shape(logits_);
  if (logits.rank() != 2 || logits[0] != lanes_) {
    throw Error{fmt::format("its output of {} is not one number a class", logits.to_string())};
  }
  classes_ = logits[1];
}

BatchContext BatchProgram::context_of(const Step& step) const {
  return {.params = graph_.node(step.node).params,
          .inputs = step.inputs,
          .outputs = step.outputs,
          .samples = lanes_,
          .lanes = lanes_,
          .is_weight = step.is_weight,
          .batch_samples = lanes_ * parts_};
}

BatchProgram::Step BatchProgram::make_step(NodeId id) const {
  const Node& node = graph_.node(id);
  Step step{.node = id};
  for (const ValueId input : node.inputs) {
    step.inputs.push_back(input == k_no_value ? ValueType{}
                                              : shaped_->types[static_cast<std::size_t>(input)]);
    step.is_weight.push_back(input == k_no_value || graph_.is_weight(input));
  }
  for (const ValueId output : node.outputs) {
    if (output == k_no_value) continue;
    step.outputs.push_back(shaped_->types[static_cast<std::size_t>(output)]);
    const Shape& shape = step.outputs.back().shape;
    if (shape.rank() < 1 || shape[0] != lanes_) {
      throw Error{
          fmt::format("its output of {} does not keep the samples apart", shape.to_string()),
          describe(node), "Networks that mix samples cannot be trained here"};
    }
  }
  const BatchKernels* kernels = node.op->batch;
  if (kernels != nullptr && (kernels->fits == nullptr || kernels->fits(context_of(step)))) {
    step.kernels = kernels;
  } else if (node.op->gradient == nullptr) {
    throw Error{"its operator has no gradient", describe(node)};
  }
  return step;
}

void BatchProgram::make_steps(const std::set<std::string>& frozen) {
  const NodeId end = graph_.producer(graph_.structure().outputs[0]);
  for (NodeId id = 0; id < static_cast<NodeId>(graph_.nodes().size()); ++id) {
    const bool is_final_softmax = id == end && graph_.node(id).outputs[0] != logits_;
    if (is_final_softmax) continue;
    Step step = make_step(id);
    step.trains = !frozen.contains(graph_.node(id).name);
    if (step.kernels != nullptr) {
      const BatchContext context = context_of(step);
      step.packed_first = packed_floats_;
      if (step.kernels->packed_floats != nullptr) {
        packed_floats_ += step.kernels->packed_floats(context);
      }
      step.sums_first = sums_;
      if (step.trains && step.kernels->sums != nullptr) step.sums = step.kernels->sums(context);
      sums_ += step.sums;
    }
    steps_.push_back(std::move(step));
  }
}

/// Batch last, a reshaped value that keeps its samples is the same memory.
bool BatchProgram::is_alias(const Step& step) const {
  const Node& node = graph_.node(step.node);
  return step.kernels == nullptr && node.op->is_view && !step.is_weight[0] &&
         step.inputs[0].shape[0] == lanes_;
}

bool BatchProgram::runs_in_place(const Step& step, std::span<const int> readers) const {
  if (step.kernels == nullptr || !step.kernels->in_place || step.is_weight[0]) return false;
  const auto input = static_cast<std::size_t>(graph_.node(step.node).inputs[0]);
  if (readers[input] != 1) return false;
  const std::int64_t home = homes_[input];
  // Whoever wrote last to the buffer must not need what it wrote.
  for (auto earlier = steps_.rbegin(); earlier != steps_.rend(); ++earlier) {
    const Node& node = graph_.node(earlier->node);
    if (earlier->node >= step.node || is_alias(*earlier)) continue;
    if (homes_[static_cast<std::size_t>(node.outputs[0])] != home) continue;
    return earlier->kernels != nullptr && !earlier->kernels->reads_output;
  }
  return false;
}

/// By value: how many nodes compute from it or from an alias of it.
std::vector<int> BatchProgram::count_readers() const {
  std::vector<int> by_buffer(buffer_floats_.size(), 0);
  const auto home = [&](ValueId value) {
    return static_cast<std::size_t>(homes_[static_cast<std::size_t>(value)]);
  };
  for (const Step& step : steps_) {
    if (is_alias(step)) continue;
    for (const ValueId input : graph_.node(step.node).inputs) {
      if (input != k_no_value && !graph_.is_weight(input)) ++by_buffer[home(input)];
    }
  }
  ++by_buffer[home(logits_)];
  std::vector<int> readers(homes_.size(), 0);
  for (std::size_t value = 0; value < homes_.size(); ++value) {
    if (homes_[value] >= 0) readers[value] = by_buffer[static_cast<std::size_t>(homes_[value])];
  }
  return readers;
}

void BatchProgram::place_values() {
  homes_.assign(graph_.value_count(), -1);
  const auto place = [&](ValueId value) {
    const Shape& shape = shaped_->shape(value);
    homes_[static_cast<std::size_t>(value)] = static_cast<std::int64_t>(buffer_floats_.size());
    buffer_floats_.push_back(shape.elements(1, shape.rank()) * lanes_);
  };
  place(input_);
  // First each value its own, aliases apart, to count who reads what; then those that go in place.
  std::vector<int> readers;
  for (int pass = 0; pass < 2; ++pass) {
    for (const Step& step : steps_) {
      const Node& node = graph_.node(step.node);
      for (const ValueId output : node.outputs) {
        if (output == k_no_value) continue;
        const std::size_t at = static_cast<std::size_t>(output);
        const bool shares = is_alias(step) || (pass == 1 && runs_in_place(step, readers));
        if (shares) {
          homes_[at] = homes_[static_cast<std::size_t>(node.inputs[0])];
        } else if (pass == 0) {
          place(output);
        }
      }
    }
    if (pass == 0) readers = count_readers();
  }
}

void BatchProgram::find_learned(const std::set<std::string>& frozen) {
  std::vector<std::int64_t> index_of(graph_.value_count(), -1);
  for (const LearningWeight& weight : learning_weights(graph_, frozen)) {
    const std::int64_t elements = graph_.weight(weight.weight).elements();
    index_of[static_cast<std::size_t>(weight.weight)] = static_cast<std::int64_t>(learned_.size());
    learned_.push_back(
        {.value = weight.weight,
         .node = graph_.structure().consumers[static_cast<std::size_t>(weight.weight)][0],
         .first = learned_floats_,
         .elements = elements,
         .decays = weight.decays});
    learned_floats_ += round_up(elements, k_lane_multiple);
  }
  for (Step& step : steps_) {
    for (const ValueId input : graph_.node(step.node).inputs) {
      step.learned.push_back(input == k_no_value ? -1 : index_of[static_cast<std::size_t>(input)]);
    }
  }
}

void BatchProgram::place_gradients() {
  const std::size_t buffers = buffer_floats_.size();
  std::vector<char> needs(buffers, 0), written(buffers, 0), weight_written(learned_.size(), 0);
  const auto home = [&](ValueId value) {
    return static_cast<std::size_t>(homes_[static_cast<std::size_t>(value)]);
  };
  for (Step& step : steps_) {
    const Node& node = graph_.node(step.node);
    step.differentiates = std::ranges::any_of(step.learned, [](std::int64_t i) { return i >= 0; });
    for (std::size_t i = 0; i < node.inputs.size(); ++i) {
      if (!step.is_weight[i] && needs[home(node.inputs[i])] != 0) step.differentiates = true;
    }
    if (step.differentiates) needs[home(node.outputs[0])] = 1;
  }

  // A slot is taken from a buffer's first gradient until the node that made the buffer has used it.
  slot_of_home_.assign(buffers, -1);
  std::vector<std::int64_t> free;
  const auto take = [&](std::size_t buffer) {
    if (slot_of_home_[buffer] >= 0) return;
    const std::int64_t floats = buffer_floats_[buffer];
    const auto fits = std::ranges::find_if(free, [&](std::int64_t slot) {
      return slot_floats_[static_cast<std::size_t>(slot)] >= floats;
    });
    if (fits != free.end()) {
      slot_of_home_[buffer] = *fits;
      free.erase(fits);
    } else {
      slot_of_home_[buffer] = static_cast<std::int64_t>(slot_floats_.size());
      slot_floats_.push_back(floats);
    }
  };
  if (needs[home(logits_)] == 0) throw Error{"no weight of the network is left to learn"};
  take(home(logits_));
  written[home(logits_)] = 1;
  for (auto step = steps_.rbegin(); step != steps_.rend(); ++step) {
    const Node& node = graph_.node(step->node);
    const std::size_t out = home(node.outputs[0]);
    step->gradient_slots.assign(node.inputs.size(), -1);
    step->adds.assign(node.inputs.size(), 0);
    if (!step->differentiates || written[out] == 0) {
      step->differentiates = false;
      continue;
    }
    step->output_slot = slot_of_home_[out];
    bool output_lives_on = is_alias(*step);
    for (std::size_t i = 0; i < node.inputs.size(); ++i) {
      if (step->learned[i] >= 0) {
        char& seen = weight_written[static_cast<std::size_t>(step->learned[i])];
        step->adds[i] = std::exchange(seen, 1);
        continue;
      }
      if (step->is_weight[i] || needs[home(node.inputs[i])] == 0) continue;
      const std::size_t in = home(node.inputs[i]);
      if (in == out) {
        output_lives_on = true;
      } else {
        step->adds[i] = std::exchange(written[in], 1);
      }
      take(in);
      step->gradient_slots[i] = slot_of_home_[in];
      if (step->adds[i] != 0) {
        temporary_floats_ = std::max(temporary_floats_, buffer_floats_[in]);
      }
    }
    for (std::size_t i = 0; i < node.inputs.size(); ++i) {
      if (step->learned[i] >= 0 && step->adds[i] != 0) {
        temporary_floats_ = std::max(temporary_floats_,
                                     learned_[static_cast<std::size_t>(step->learned[i])].elements);
      }
    }
    if (!output_lives_on) free.push_back(step->output_slot);
  }
}

}  // namespace fovea
