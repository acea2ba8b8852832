#include "core/train/trainer.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <map>

#include "core/base/divide_up.h"
#include "core/base/error.h"
#include "core/cpu/parallel.h"
#include "core/train/batch_machine.h"
#include "core/train/batch_source.h"
#include "core/train/optimiser.h"
#include "core/train/random.h"
#include "core/train/schedule.h"
#include "core/train/vulkan_machine.h"

namespace fovea {
namespace {

/// Floats of a weight that one thread updates at a time, and that one sum of squares is over.
constexpr std::int64_t k_update_floats = 4096;

/// A piece of a weight that learns.
struct Piece {
  std::size_t weight = 0;  ///< index among those that learn
  std::int64_t first = 0, count = 0;
};

std::vector<Piece> pieces_of(std::span<const LearnedWeight> learned) {
  std::vector<Piece> pieces;
  for (std::size_t weight = 0; weight < learned.size(); ++weight) {
    for (std::int64_t first = 0; first < learned[weight].elements; first += k_update_floats) {
      pieces.push_back(
          {weight, first, std::min(k_update_floats, learned[weight].elements - first)});
    }
  }
  return pieces;
}

std::vector<LearningTensor> tensors_of(std::span<const LearnedWeight> learned) {
  std::vector<LearningTensor> tensors;
  for (const LearnedWeight& weight : learned) {
    tensors.push_back({.elements = weight.elements, .decays = weight.decays});
  }
  return tensors;
}

void check(const TrainingTask& task) {
  if (task.data == nullptr || task.splits.training.empty()) {
    throw Error{"there are no examples to train on"};
  }
}

Shape example_of(const DataSet& data) { return Shape{data.channels, data.height, data.width}; }

}  // namespace

class Trainer::Core {
 public:
  Core(Graph graph, TrainingTask task_, TrainingSettings settings_, int threads_,
       const TrainingEngine& engine_)
      : task(std::move(task_)),
        settings(std::move(settings_)),
        threads(threads_),
        wanted(engine_),
        source((check(task), task), settings.seed, settings.batch) {
    lay_out(std::move(graph));
    optimiser.emplace(settings.optimiser, tensors_of(program->learned()));
  }

  /// Everything that depends on the graph's structure and on what is frozen.
  void lay_out(Graph graph) {
    program = std::make_shared<const BatchProgram>(
        std::move(graph), example_of(*task.data),
        BatchProgram::Options{.batch = settings.batch, .frozen = settings.frozen});
    if (program->classes() != static_cast<std::int64_t>(task.data->classes.size())) {
      throw Error{fmt::format("the network has {} answers, but the data have {} classes",
                              program->classes(), task.data->classes.size()),
                  {},
                  "Choose a network for as many classes, or train a new last layer"};
    }
    machine = make_machine();
    pieces = pieces_of(program->learned());
  }

  StepMetrics step(const CancelToken& cancel) {
    const std::span<const std::int32_t> examples = source.examples_of(steps);
    const std::vector<std::int32_t> labels = source.labels_of(examples);
    const TrainingMachine::Fill fill = source.fill(examples, settings.augment, steps);
    const TrainingMachine::Batch batch{
        .samples = static_cast<std::int64_t>(examples.size()),
        .labels = labels,
        .fill = fill,
        .loss = settings.loss,
        .seed = mixed_bits(settings.seed ^ mixed_bits(static_cast<std::uint64_t>(steps)))};
    const LossSum loss = unless_lost([&] { return machine->differentiate(batch, cancel); });
    const double epoch_before = epochs_at(steps);
    StepMetrics metrics{
        .loss = loss.loss / static_cast<double>(batch.samples),
        .accuracy = static_cast<double>(loss.right) / static_cast<double>(batch.samples),
        .learning_rate = learning_rate(settings, epoch_before)};
    if (!std::isfinite(metrics.loss)) throw not_finite(batch);
    metrics.gradient_norm = sum_gradients();
    update(metrics);
    machine->update_statistics(batch.samples);
    machine->weights_changed();
    metrics.step = ++steps;
    metrics.epoch = epochs_at(steps);
    return metrics;
  }

  Evaluation evaluate(std::span<const std::int32_t> examples, const CancelToken& cancel) {
    Evaluation result;
    const std::int64_t classes = program->classes();
    const std::int64_t at_once = machine->at_once();
    result.probabilities.resize(examples.size() * static_cast<std::size_t>(classes));
    std::int64_t right = 0;
    for (std::size_t first = 0; first < examples.size();
         first += static_cast<std::size_t>(at_once)) {
      const auto some = examples.subspan(
          first, std::min(static_cast<std::size_t>(at_once), examples.size() - first));
      const std::span logits = std::span(result.probabilities)
                                   .subspan(first * static_cast<std::size_t>(classes),
                                            some.size() * static_cast<std::size_t>(classes));
      unless_lost([&] {
        machine->infer(static_cast<std::int64_t>(some.size()), source.fill(some), logits, cancel);
      });
      right += judge(some, logits, result.loss);
    }
    const auto count = static_cast<double>(std::max<std::size_t>(examples.size(), 1));
    result.loss /= count;
    result.accuracy = static_cast<double>(right) / count;
    return result;
  }

  void change(const TrainingSettings& wanted) {
    const TrainingSettings before = std::exchange(settings, wanted);
    settings.seed = before.seed;
    settings.batch = before.batch;
    try {
      optimiser->change(settings.optimiser);
      if (settings.frozen != before.frozen) freeze();
    } catch (...) {
      settings = before;
      throw;
    }
  }

  TrainingTask task;
  TrainingSettings settings;
  int threads;
  TrainingEngine wanted;
  EngineKind engine = EngineKind::cpu;
  std::string notice;
  BatchSource source;
  std::shared_ptr<const BatchProgram> program;
  std::unique_ptr<TrainingMachine> machine;
  std::optional<Optimiser> optimiser;
  std::vector<Piece> pieces;
  std::int64_t steps = 0;

 private:
  std::shared_ptr<VulkanDevice> device;  // outlives what is laid out anew
  bool is_lost = false;

  double epochs_at(std::int64_t step_count) const {
    return static_cast<double>(step_count) / static_cast<double>(source.steps_in_epoch());
  }

  std::unique_ptr<TrainingMachine> make_machine() {
    if (wanted.kind == EngineKind::vulkan && !is_lost) {
      try {
        auto made = make_vulkan();
        engine = EngineKind::vulkan;
        notice.clear();
        return made;
      } catch (const Error& error) {
        say_why(error);
      }
    }
    engine = EngineKind::cpu;
    return std::make_unique<BatchMachine>(program, threads);
  }

  std::unique_ptr<TrainingMachine> make_vulkan() {
    if (wanted.make_vulkan) return wanted.make_vulkan(program);
    if (device == nullptr) device = std::make_shared<VulkanDevice>(wanted.device);
    return std::make_unique<VulkanMachine>(program, device, threads);
  }

  void say_why(const Error& error) {
    notice = fmt::format("Training runs on the CPU: {}", error.clause());
  }

  /// `run` on the machine as it is or, where its device is lost, on the CPU from the same weights.
  template <typename Run>
  std::invoke_result_t<const Run&> unless_lost(const Run& run) {
    try {
      return run();
    } catch (const DeviceLost& lost) {
      if (engine == EngineKind::cpu) throw;
      is_lost = true;
      say_why(lost);
    }
    const std::unique_ptr<TrainingMachine> before = std::exchange(machine, make_machine());
    for (std::size_t id = 0; id < program->graph().value_count(); ++id) {
      const auto value = static_cast<ValueId>(id);
      std::ranges::copy(before->weight(value), machine->weight(value).begin());
    }
    return run();
  }

  /// Names the layer where numbers stop being numbers.
  Error not_finite(const TrainingMachine::Batch& batch) {
    const NodeId node = unless_lost([&] { return machine->first_not_finite(batch); });
    return Error{"the loss is no longer a number",
                 node == k_no_node ? std::string() : describe(program->graph().node(node)),
                 "Lower the learning rate, or limit the gradients' norm"};
  }

  /// Sums each piece over the parts; the norm of all. Throws Error where that is not finite.
  double sum_gradients() {
    std::vector<double> squares(pieces.size());
    for_pieces([&](std::size_t i) {
      const LearnedWeight& weight = program->learned()[pieces[i].weight];
      const std::int64_t first = weight.first + pieces[i].first;
      machine->sum_gradient(first, pieces[i].count);
      squares[i] = sum_of_squares(machine->gradient().subspan(
          static_cast<std::size_t>(first), static_cast<std::size_t>(pieces[i].count)));
    });
    double total = 0;
    for (std::size_t i = 0; i < pieces.size(); ++i) {
      total += squares[i];
      if (std::isfinite(squares[i])) continue;
      const NodeId node = program->learned()[pieces[i].weight].node;
      throw Error{"the gradient is no longer a number", describe(program->graph().node(node)),
                  "Lower the learning rate, or limit the gradients' norm"};
    }
    return std::sqrt(total);
  }

  void update(StepMetrics& metrics) {
    optimiser->begin_step(metrics.learning_rate, optimiser->clip_scale(metrics.gradient_norm));
    std::vector<UpdateSums> sums(pieces.size());
    for_pieces([&](std::size_t i) {
      const Piece& piece = pieces[i];
      const LearnedWeight& weight = program->learned()[piece.weight];
      const auto part = [&](auto floats, std::int64_t first) {
        return floats.subspan(static_cast<std::size_t>(first),
                              static_cast<std::size_t>(piece.count));
      };
      sums[i] =
          optimiser->update({.tensor = piece.weight,
                             .first = piece.first,
                             .weights = part(machine->weight(weight.value), piece.first),
                             .gradients = part(machine->gradient(), weight.first + piece.first)});
    });
    for (const LearnedWeight& weight : program->learned()) {
      metrics.weights.push_back({.weight = weight.value});
    }
    for (std::size_t i = 0; i < pieces.size(); ++i) {
      WeightStep& step = metrics.weights[pieces[i].weight];
      step.gradient_norm += sums[i].gradient;
      step.weight_norm += sums[i].weight;
      step.update_norm += sums[i].update;
    }
    for (WeightStep& step : metrics.weights) {
      for (double* norm : {&step.gradient_norm, &step.weight_norm, &step.update_norm}) {
        *norm = std::sqrt(*norm);
      }
    }
  }

  template <typename Body>
  void for_pieces(const Body& body) {
    parallel_for({.count = static_cast<std::int64_t>(pieces.size()),
                  .nanoseconds_each = k_update_floats / k_floats_per_ns,
                  .threads = threads},
                 CancelToken{}, [&](std::int64_t i) { body(static_cast<std::size_t>(i)); });
  }

  /// Turns logits into probabilities where they lie; counts the right answers.
  std::int64_t judge(std::span<const std::int32_t> examples, std::span<float> logits,
                     double& loss_sum) const {
    const auto classes = static_cast<std::size_t>(program->classes());
    std::vector<double> row(classes);
    std::int64_t right = 0;
    for (std::size_t i = 0; i < examples.size(); ++i) {
      const std::span<float> floats = logits.subspan(i * classes, classes);
      std::ranges::copy(floats, row.begin());
      const std::int32_t label = task.data->labels[static_cast<std::size_t>(examples[i])];
      loss_sum += loss(settings.loss, row, label);
      right += std::ranges::max_element(row) - row.begin() == label ? 1 : 0;
      softmax(row, row);
      std::ranges::transform(row, floats.begin(), [](double p) { return static_cast<float>(p); });
    }
    return right;
  }

  /// Weights that go on learning keep what the optimiser remembers of them.
  void freeze() {
    std::map<ValueId, std::vector<std::vector<float>>> kept;
    const std::vector<std::vector<float>>& before = optimiser->moments();
    const std::span<const LearnedWeight> learned_before = program->learned();
    const std::size_t each = (before.size() - 1) / learned_before.size();
    for (std::size_t i = 0; i < learned_before.size(); ++i) {
      const auto first = before.begin() + static_cast<std::ptrdiff_t>(i * each);
      kept[learned_before[i].value] = {first, first + static_cast<std::ptrdiff_t>(each)};
    }
    const std::vector<float> age = before.back();
    lay_out(machine->graph());
    optimiser.emplace(settings.optimiser, tensors_of(program->learned()));
    std::vector<std::vector<float>> moments = optimiser->moments();
    for (std::size_t i = 0; i < program->learned().size(); ++i) {
      const auto found = kept.find(program->learned()[i].value);
      if (found == kept.end()) continue;
      std::ranges::copy(found->second, moments.begin() + static_cast<std::ptrdiff_t>(i * each));
    }
    moments.back() = age;
    optimiser->restore(std::move(moments));
  }
};

Trainer::Trainer(Graph graph, TrainingTask task, TrainingSettings settings, int threads,
                 const TrainingEngine& engine)
    : core_(std::make_unique<Core>(std::move(graph), std::move(task), std::move(settings), threads,
                                   engine)) {}
Trainer::~Trainer() = default;
Trainer::Trainer(Trainer&&) noexcept = default;

StepMetrics Trainer::step(const CancelToken& cancel) { return core_->step(cancel); }

Evaluation Trainer::evaluate(std::span<const std::int32_t> examples, const CancelToken& cancel) {
  return core_->evaluate(examples, cancel);
}

void Trainer::change(const TrainingSettings& settings) { core_->change(settings); }
const TrainingSettings& Trainer::settings() const { return core_->settings; }
const TrainingTask& Trainer::task() const { return core_->task; }
EngineKind Trainer::engine() const { return core_->engine; }
const std::string& Trainer::notice() const { return core_->notice; }
std::int64_t Trainer::steps_in_epoch() const { return core_->source.steps_in_epoch(); }
std::int64_t Trainer::steps_done() const { return core_->steps; }
Graph Trainer::graph() const { return core_->machine->graph(); }

TrainerState Trainer::state() const {
  return {.graph = graph(), .step = core_->steps, .moments = core_->optimiser->moments()};
}

void Trainer::restore(const TrainerState& state) {
  if (!same_structure(state.graph, core_->program->graph())) {
    throw Error{"the checkpoint is of another network"};
  }
  core_->optimiser->restore(state.moments);
  for (std::size_t id = 0; id < state.graph.value_count(); ++id) {
    const Tensor& weight = state.graph.weight(static_cast<ValueId>(id));
    const std::span<float> to = core_->machine->weight(static_cast<ValueId>(id));
    if (!to.empty()) std::ranges::copy(weight.floats(), to.begin());
  }
  core_->machine->weights_changed();
  core_->steps = state.step;
}

}  // namespace fovea
