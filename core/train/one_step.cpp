#include "core/train/one_step.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

#include "core/base/error.h"
#include "core/train/learning.h"
#include "core/train/loss.h"
#include "core/train/optimiser.h"

namespace fovea {
namespace {

std::size_t index_of(ValueId id) { return static_cast<std::size_t>(id); }

/// Calls visit(index) for the elements of entry `at` of an axis, in their order.
template <class Visit>
void for_slice(const Shape& shape, std::size_t axis, std::int64_t at, const Visit& visit) {
  const std::int64_t inner = shape.elements(axis + 1, shape.rank());
  for (std::int64_t outer = 0; outer < shape.elements(0, axis); ++outer) {
    const std::int64_t first = (outer * shape[axis] + at) * inner;
    for (std::int64_t i = first; i < first + inner; ++i) visit(static_cast<std::size_t>(i));
  }
}

Tensor slice_of(const Tensor& tensor, std::size_t axis, std::int64_t at) {
  std::vector<std::int64_t> dims(tensor.shape().dims().begin(), tensor.shape().dims().end());
  dims.erase(dims.begin() + static_cast<std::ptrdiff_t>(axis));
  Tensor slice(Shape(dims), ElementType::float64);
  double* out = slice.mutable_values<double>().data();
  for_slice(tensor.shape(), axis, at, [&](std::size_t i) { *out++ = tensor.values<double>()[i]; });
  return slice;
}

/// Elements of one unit of a value [1, units, …].
std::int64_t plane_of(const Shape& shape) { return shape.elements(2, shape.rank()); }

void check_unit(const Shape& shape, std::int64_t unit) {
  if (shape.rank() < 2 || shape[0] != 1) {
    throw Error{fmt::format("an output of {} has no units of one example", shape.to_string())};
  }
  if (unit >= 0 && unit < shape[1]) return;
  throw Error{fmt::format("there is no unit {} in an output of {}", unit, shape.to_string())};
}

Tensor map_of(const Tensor& value, std::int64_t unit) {
  return slice_of(slice_of(value, 0, 0), 0, unit);
}

/// The example's loss by the network's logits.
class Judge {
 public:
  Judge(const Graph& graph, const StepQuestion& question, const LossSettings& settings)
      : logits_(logits_of(graph)), label_(question.label), settings_(settings) {}

  double judge(const WideValues& values, std::span<double> gradient = {}) const {
    const Tensor& logits = values[index_of(logits_)];
    const Shape& shape = logits.shape();
    if (shape.rank() != 2 || shape[0] != 1) {
      throw Error{fmt::format("the network's answer of {} is not a list of classes for one example",
                              shape.to_string())};
    }
    if (label_ < 0 || label_ >= shape[1]) {
      throw Error{fmt::format("there is no class {} among {}", label_, shape[1])};
    }
    return loss(settings_, logits.values<double>(), label_, gradient);
  }

  ValueId logits() const { return logits_; }

 private:
  ValueId logits_;
  std::int32_t label_;
  LossSettings settings_;
};

/// Runs, judges and derives.
OneStep derive(const Graph& graph, const StepQuestion& question, const Judge& judge,
               const CancelToken& cancel) {
  OneStep step;
  step.values = run_reference(graph, {&question.input, 1}, wide_weights(graph), {}, cancel);
  step.loss = judge.judge(step.values);
  const Tensor& logits = step.values[index_of(judge.logits())];
  Tensor slopes(logits.shape(), ElementType::float64);
  judge.judge(step.values, slopes.mutable_values<double>());
  step.gradients = backpropagate(graph, step.values, {judge.logits(), slopes}, {}, cancel);
  step.probabilities.resize(static_cast<std::size_t>(logits.elements()));
  softmax(logits.values<double>(), step.probabilities);
  return step;
}

double norm_of(const WideValues& gradients, std::span<const LearningWeight> learning) {
  double sum = 0;
  for (const LearningWeight& weight : learning) {
    if (gradients[index_of(weight.weight)].empty()) continue;
    for (const double slope : gradients[index_of(weight.weight)].values<double>()) {
      sum += slope * slope;
    }
  }
  return std::sqrt(sum);
}

/// The optimiser that takes the step, with what it remembers of each weight that learns.
class Stepper {
 public:
  Stepper(const Graph& graph, const StepQuestion& question, const TrainingSettings& settings)
      : settings_(settings.optimiser),
        learning_(learning_weights(graph, settings.frozen)),
        rate_(question.learning_rate),
        first_(graph.value_count()),
        second_(graph.value_count()) {
    if (question.moment != nullptr) remember(graph, *question.moment);
  }

  std::span<const LearningWeight> learning() const { return learning_; }
  double steps() const { return steps_; }
  double clip_scale(double norm) const { return Optimiser(settings_, {}).clip_scale(norm); }
  bool has_second() const { return moment_count(settings_.kind) > 1; }

  /// Null where the weight does not learn.
  const LearningWeight* find(ValueId id) const {
    const auto found = std::ranges::find(learning_, id, &LearningWeight::weight);
    return found == learning_.end() ? nullptr : &*found;
  }

  ElementMoments moments(ValueId id, std::size_t element) const {
    const auto at = [&](const auto& moments) {
      const std::span<const float> all = moments[index_of(id)];
      return all.empty() ? 0.0 : double{all[element]};
    };
    return {at(first_), at(second_)};
  }

  /// What is taken off the element; the moments become those after the step. `gradient` is clipped.
  double update(const LearningWeight& weight, double value, double gradient,
                ElementMoments& moments) const {
    return reference_update(settings_, weight.decays, rate_, steps_, value, gradient, moments);
  }
  double used(const LearningWeight& weight, double value, double gradient) const {
    return decayed_gradient(settings_, weight.decays, value, gradient);
  }

 private:
  /// As a run does that goes on from there with these settings.
  void remember(const Graph& graph, const Checkpoint& moment) {
    if (!shares_moments(moment.optimiser, settings_.kind)) return;
    const auto learning = learning_weights(graph, moment.frozen);
    const std::size_t each = moment_count(moment.optimiser);
    const auto& all = moment.state.moments;
    if (all.size() != each * learning.size() + 1) {
      throw Error{"the optimiser's state is of another network"};
    }
    for (std::size_t i = 0; i < learning.size(); ++i) {
      const ValueId id = learning[i].weight;
      if (static_cast<std::int64_t>(all[i * each].size()) != graph.weight(id).elements()) {
        throw Error{"the optimiser's state is of another network"};
      }
      first_[index_of(id)] = all[i * each];
      if (each > 1) second_[index_of(id)] = all[i * each + 1];
    }
    steps_ = double{all.back().front()} + 1;
  }

  OptimiserSettings settings_;
  std::vector<LearningWeight> learning_;
  double rate_;
  double steps_ = 1;
  std::vector<std::span<const float>> first_, second_;  // by value; empty: 0. The moment's.
};

/// What the step takes off every weight that learns; empty for all other values.
WideValues updates_of(const OneStep& step, const Stepper& stepper) {
  WideValues updates(step.values.size());
  for (const LearningWeight& weight : stepper.learning()) {
    const Tensor& values = step.values[index_of(weight.weight)];
    const Tensor& gradient = step.gradients[index_of(weight.weight)];
    if (gradient.empty()) continue;
    Tensor update(values.shape(), ElementType::float64);
    const std::span<double> out = update.mutable_values<double>();
    for (std::size_t i = 0; i < out.size(); ++i) {
      ElementMoments moments = stepper.moments(weight.weight, i);
      out[i] = stepper.update(weight, values.values<double>()[i],
                              step.clip_scale * gradient.values<double>()[i], moments);
    }
    updates[index_of(weight.weight)] = std::move(update);
  }
  return updates;
}

Tensor minus(const Tensor& a, const Tensor& b) {
  Tensor result = a.clone();
  const std::span<double> values = result.mutable_values<double>();
  for (std::size_t i = 0; i < values.size(); ++i) values[i] -= b.values<double>()[i];
  return result;
}

struct PlacedSlice {
  ValueId weight = k_no_value;
  std::size_t axis = 0;
};

/// Slices of the node's float weights that make the unit.
std::vector<PlacedSlice> slices_of(const Graph& graph, const Node& node, const WideValues& values) {
  std::vector<ValueType> types;
  for (const ValueId id : node.inputs) {
    types.push_back(id == k_no_value
                        ? ValueType{}
                        : ValueType{values[index_of(id)].shape(), ElementType::float32});
  }
  std::vector<PlacedSlice> slices;
  if (node.op->unit_slices != nullptr) {
    for (const UnitSlice& slice : node.op->unit_slices(node.params, types)) {
      const ValueId id = node.inputs[slice.input];
      if (graph.is_weight(id)) slices.push_back({id, slice.axis});
    }
  }
  if (slices.empty()) throw Error{"it has no weights of one unit", describe(node)};
  return slices;
}

SliceStep slice_step(const PlacedSlice& slice, std::int64_t unit, const OneStep& step,
                     const Stepper& stepper) {
  const Tensor& weight = step.values[index_of(slice.weight)];
  const Tensor& gradient = step.gradients[index_of(slice.weight)];
  SliceStep result;
  result.weight = slice.weight;
  result.before = slice_of(weight, slice.axis, unit);
  const auto zeros = [&] { return Tensor::filled<double>(result.before.shape(), 0); };
  result.gradient = gradient.empty() ? zeros() : slice_of(gradient, slice.axis, unit);
  for (Tensor* tensor : {&result.used, &result.first, &result.first_after, &result.update}) {
    *tensor = zeros();
  }
  if (stepper.has_second()) result.second = zeros(), result.second_after = zeros();
  const LearningWeight* learning = gradient.empty() ? nullptr : stepper.find(slice.weight);
  std::size_t at = 0;
  if (learning != nullptr) {
    for_slice(weight.shape(), slice.axis, unit, [&](std::size_t i) {
      const double value = weight.values<double>()[i];
      const double clipped = step.clip_scale * gradient.values<double>()[i];
      const ElementMoments before = stepper.moments(slice.weight, i);
      ElementMoments after = before;
      const auto set = [&](Tensor& tensor, double number) {
        if (!tensor.empty()) tensor.mutable_values<double>()[at] = number;
      };
      set(result.used, stepper.used(*learning, value, clipped));
      set(result.update, stepper.update(*learning, value, clipped, after));
      set(result.first, before.first);
      set(result.first_after, after.first);
      set(result.second, before.second);
      set(result.second_after, after.second);
      ++at;
    });
  }
  result.after = minus(result.before, result.update);
  return result;
}

/// The graph's weights with the updates of these slices alone.
WideValues with_unit(const Graph& graph, std::span<const PlacedSlice> slices, std::int64_t unit,
                     const WideValues& updates) {
  WideValues weights = wide_weights(graph);
  for (const PlacedSlice& slice : slices) {
    const Tensor& update = updates[index_of(slice.weight)];
    if (update.empty()) continue;
    Tensor changed = weights[index_of(slice.weight)].clone();
    for_slice(changed.shape(), slice.axis, unit, [&](std::size_t i) {
      changed.mutable_values<double>()[i] -= update.values<double>()[i];
    });
    weights[index_of(slice.weight)] = std::move(changed);
  }
  return weights;
}

WideValues with_all(const Graph& graph, const WideValues& updates) {
  WideValues weights = wide_weights(graph);
  for (std::size_t id = 0; id < weights.size(); ++id) {
    if (!updates[id].empty()) weights[id] = minus(weights[id], updates[id]);
  }
  return weights;
}

}  // namespace

OneStep one_step(const Graph& graph, const StepQuestion& question, const TrainingSettings& settings,
                 const CancelToken& cancel) {
  const Judge judge(graph, question, settings.loss);
  OneStep step = derive(graph, question, judge, cancel);
  const Node& node = graph.node(question.node);
  const Tensor& output = step.values[index_of(node.outputs[0])];
  check_unit(output.shape(), question.unit);
  step.map = map_of(output, question.unit);
  const Tensor& gradient = step.gradients[index_of(node.outputs[0])];
  step.map_gradient = gradient.empty() ? Tensor::filled<double>(step.map.shape(), 0)
                                       : map_of(gradient, question.unit);

  const Stepper stepper(graph, question, settings);
  step.gradient_norm = norm_of(step.gradients, stepper.learning());
  step.clip_scale = stepper.clip_scale(step.gradient_norm);
  step.steps = stepper.steps();
  const WideValues updates = updates_of(step, stepper);
  const auto slices = slices_of(graph, node, step.values);
  for (const PlacedSlice& slice : slices) {
    step.slices.push_back(slice_step(slice, question.unit, step, stepper));
  }
  const auto loss_with = [&](WideValues weights) {
    return judge.judge(run_reference(graph, {&question.input, 1}, std::move(weights), {}, cancel));
  };
  step.loss_after_unit = loss_with(with_unit(graph, slices, question.unit, updates));
  step.loss_after_all = loss_with(with_all(graph, updates));
  return step;
}

std::vector<std::int64_t> routing(const Graph& graph, const WideValues& values, NodeId id,
                                  std::int64_t unit) {
  const Node& node = graph.node(id);
  if (node.op->routes == nullptr) return {};
  std::vector<Tensor> inputs;
  for (const ValueId input : node.inputs) {
    inputs.push_back(input == k_no_value ? Tensor{} : values[index_of(input)]);
  }
  const Shape& output = values[index_of(node.outputs[0])].shape();
  check_unit(output, unit);
  const std::int64_t plane = plane_of(output), input_plane = plane_of(inputs[0].shape());
  const std::vector<std::int64_t> all = node.op->routes(node.params, inputs);
  std::vector<std::int64_t> sources(all.begin() + unit * plane, all.begin() + (unit + 1) * plane);
  for (std::int64_t& source : sources) {
    if (source >= 0) source -= unit * input_plane;
  }
  return sources;
}

}  // namespace fovea
