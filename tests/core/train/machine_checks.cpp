#include "tests/core/train/machine_checks.h"

#include <cmath>

#include "core/train/backpropagation.h"
#include "core/train/random.h"
#include "tests/core/ops/op_cases.h"

namespace fovea::testing {

std::shared_ptr<const DataSet> bars(std::int64_t count, std::int64_t side, std::int64_t classes,
                                    std::int64_t channels) {
  DataSet set{.name = "bars", .channels = channels, .height = side, .width = side};
  Random random(7);
  for (std::int64_t i = 0; i < count; ++i) {
    const auto label = static_cast<std::int32_t>(random.below(static_cast<std::uint64_t>(classes)));
    set.labels.push_back(label);
    for (std::int64_t c = 0; c < channels; ++c) {
      for (std::int64_t y = 0; y < side; ++y) {
        for (std::int64_t x = 0; x < side; ++x) {
          const bool on = x * classes / side == label;
          set.pixels.push_back(static_cast<std::uint8_t>((on ? 120 : 0) + random.below(120)));
        }
      }
    }
  }
  for (std::int64_t c = 0; c < classes; ++c) set.classes.push_back(std::to_string(c));
  set.first_test = count;
  return make_data_set(std::move(set));
}

TrainingTask task_of(std::shared_ptr<const DataSet> data) {
  TrainingTask task{.data = data, .splits = split(*data, {}), .scaling = {}};
  task.scaling.mean.assign(static_cast<std::size_t>(data->channels), 0.4);
  task.scaling.deviation.assign(static_cast<std::size_t>(data->channels), 0.3);
  return task;
}

std::vector<float> weights_of(const Graph& graph) {
  std::vector<float> all;
  for (const Tensor& weight : graph.weights()) {
    if (weight.empty() || weight.type() != ElementType::float32) continue;
    all.insert(all.end(), weight.floats().begin(), weight.floats().end());
  }
  return all;
}

namespace {

Tensor batch_of(const GradientCase& c) {
  std::vector<std::int64_t> dims{c.samples};
  dims.insert(dims.end(), c.example.dims().begin(), c.example.dims().end());
  return random_tensor(Shape(dims), 11);
}

/// A gradient that is small beside those of the other weights may be nothing but rounding, as that
/// of a bias before a normalisation, which takes it off again.
constexpr double k_floor = 0.02;

}  // namespace

std::pair<double, std::string> worst_difference(const GradientCase& c, const MakeMachine& make) {
  const auto program = std::make_shared<const BatchProgram>(
      c.graph, c.example,
      BatchProgram::Options{.batch = c.batch > 0 ? c.batch : c.samples, .frozen = c.frozen});
  const std::unique_ptr<TrainingMachine> machine = make(program);
  const Tensor input = batch_of(c);
  std::vector<std::int32_t> labels;
  for (std::int64_t i = 0; i < c.samples; ++i) {
    labels.push_back(static_cast<std::int32_t>(i % program->classes()));
  }
  const std::int64_t features = c.example.elements();
  const TrainingMachine::Fill fill = [&](const BatchPart& part, float* to) {
    for (std::int64_t f = 0; f < features; ++f) {
      for (std::int64_t lane = 0; lane < part.lanes; ++lane) {
        const std::int64_t at = (part.first + lane) * features + f;
        *to++ = lane < part.samples ? input.floats()[static_cast<std::size_t>(at)] : 0.0F;
      }
    }
  };
  const TrainingMode mode{.trains = true, .seed = 99};
  machine->differentiate(
      {.samples = c.samples, .labels = labels, .fill = fill, .loss = c.loss, .seed = mode.seed},
      {});
  machine->sum_gradient(0, program->learned_floats());

  const WideValues values = run_reference(c.graph, std::vector{input}, wide_weights(c.graph), mode);
  const ValueId logits = program->logits();
  const Tensor& wide = values[static_cast<std::size_t>(logits)];
  GradientSeed seed{logits, Tensor(wide.shape(), ElementType::float64)};
  const auto classes = static_cast<std::size_t>(program->classes());
  const std::span<double> to = seed.gradient.mutable_values<double>();
  for (std::size_t i = 0; i < labels.size(); ++i) {
    loss(c.loss, wide.values<double>().subspan(i * classes, classes), labels[i],
         to.subspan(i * classes, classes));
  }
  for (double& g : to) g /= static_cast<double>(c.samples);
  const WideValues gradients = backpropagate(c.graph, values, seed, mode);

  const auto largest = [](const Tensor& tensor) {
    double result = 0;
    for (const double x : tensor.values<double>()) result = std::max(result, std::abs(x));
    return result;
  };
  double scale = 0;
  for (const LearnedWeight& weight : program->learned()) {
    scale = std::max(scale, largest(gradients[static_cast<std::size_t>(weight.value)]));
  }
  std::pair<double, std::string> worst;
  for (const LearnedWeight& weight : program->learned()) {
    const Tensor& reference = gradients[static_cast<std::size_t>(weight.value)];
    const std::span<const double> wanted = reference.values<double>();
    const double own_scale = std::max(largest(reference), k_floor * scale);
    for (std::size_t i = 0; i < wanted.size(); ++i) {
      const double fast = machine->gradient()[static_cast<std::size_t>(weight.first) + i];
      const double error = std::abs(fast - wanted[i]) / own_scale;
      if (!(error <= worst.first)) worst = {error, c.graph.name_of(weight.value)};
    }
  }
  return worst;
}

}  // namespace fovea::testing
