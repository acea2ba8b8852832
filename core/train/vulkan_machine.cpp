#include "core/train/vulkan_machine.h"

#include <algorithm>
#include <cmath>

#include "core/base/error.h"
#include "core/cpu/parallel.h"

namespace fovea {
namespace {

using Step = VulkanProgram::Step;

/// A submission cannot be cancelled, so a long batch is several: some 50 ms each.
constexpr std::int64_t k_submission_work = std::int64_t{20'000'000'000};
constexpr std::int64_t k_software_submission_work = 80'000'000;
/// Programs of short batches that are kept beside the whole one's: the last of an epoch.
constexpr std::size_t k_most_loaded = 3;

template <typename T>
std::span<std::byte> writable_bytes(std::vector<T>& values) {
  return std::as_writable_bytes(std::span(values));
}

void check_room(const VulkanProgram& program, const VulkanDevice& device) {
  if (!device.info().software() || program.total_bytes() <= memory_budget()) return;
  throw Error{"the batch, its values and gradients take " + human_bytes(program.total_bytes()),
              {},
              "Choose a smaller batch"};
}

}  // namespace

/// A program ready to run.
struct VulkanMachine::Loaded {
  VulkanProgram program;
  std::vector<Buffer> own;                 // those that must be larger than the whole batch's
  std::vector<const Buffer*> buffers;      // by number
  std::optional<DispatchList> dispatches;  // forward, backward, inference
  std::optional<DispatchList> loss;
  double smoothing = 0;  // of `loss`

  const Buffer& buffer(VulkanProgram::BufferId id) const { return *buffers[id]; }
  BoundDispatch bound(const Step& step) const {
    BoundDispatch result{step.dispatch, {}};
    for (const auto id : step.buffers) result.buffers.push_back(buffers[id]);
    return result;
  }
  std::size_t first_backward() const { return program.forward.size(); }
  std::size_t first_inference() const { return first_backward() + program.backward.size(); }
};

VulkanMachine::VulkanMachine(std::shared_ptr<const BatchProgram> program,
                             std::shared_ptr<VulkanDevice> device, int threads)
    : TrainingMachine(program->graph(), program->learned_floats()),
      program_(std::move(program)),
      device_(std::move(device)),
      threads_(threads),
      commands_(*device_) {
  loaded(program_->options().batch);
}

VulkanMachine::~VulkanMachine() = default;

VulkanMachine::Loaded& VulkanMachine::loaded(std::int64_t samples) {
  auto found = loaded_.find(samples);
  if (found != loaded_.end()) return *found->second;
  if (loaded_.size() >= k_most_loaded) {
    loaded_.erase(loaded_.begin());  // the shortest; the whole batch's, the longest, stays
  }
  return *loaded_.emplace(samples, load(samples)).first->second;
}

std::unique_ptr<VulkanMachine::Loaded> VulkanMachine::load(std::int64_t samples) {
  auto loaded = std::make_unique<Loaded>();
  loaded->program = make_vulkan_program(*program_, samples, device_->limits());
  const VulkanProgram& program = loaded->program;
  if (buffers_.empty()) {
    check_room(program, *device_);
    for (const std::int64_t bytes : program.buffer_bytes) {
      buffers_.push_back(device_->allocate(bytes));
    }
  }
  // Shorter batches use the same memory, and more only where other plans want it.
  const auto fits = [&](std::size_t id) {
    return id < buffers_.size() && program.buffer_bytes[id] <= buffers_[id].bytes();
  };
  loaded->own.reserve(program.buffer_bytes.size());
  for (std::size_t id = 0; id < program.buffer_bytes.size(); ++id) {
    if (!fits(id)) loaded->own.push_back(device_->allocate(program.buffer_bytes[id]));
    loaded->buffers.push_back(fits(id) ? &buffers_[id] : &loaded->own.back());
  }
  std::vector<BoundDispatch> bound;
  for (const auto* steps : {&program.forward, &program.backward, &program.inference}) {
    for (const Step& step : *steps) bound.push_back(loaded->bound(step));
  }
  loaded->dispatches.emplace(*device_, bound);
  return loaded;
}

/// Input and weights to the device. Fills are made for samples that lie side by side: here each
/// lies by itself.
void VulkanMachine::begin(const Loaded& loaded, std::int64_t samples, const Fill& fill,
                          const CancelToken& cancel) {
  commands_.reset();
  pending_work_ = 0;
  const std::int64_t floats = program_->example_floats();
  input_.assign(static_cast<std::size_t>(loaded.program.samples * floats), 0.0F);
  parallel_for({.count = samples,
                .nanoseconds_each = static_cast<double>(floats) / k_floats_per_ns,
                .threads = threads_},
               cancel, [&](std::int64_t i) {
                 fill({.first = i, .samples = 1, .lanes = 1}, input_.data() + i * floats);
               });
  commands_.upload(loaded.buffer(loaded.program.input), std::as_bytes(std::span(input_)));
  if (weights_are_there_) return;
  for (std::size_t v = 0; v < loaded.program.weights.size(); ++v) {
    const auto& place = loaded.program.weights[v];
    if (!place) continue;
    commands_.upload(loaded.buffer(*place),
                     std::as_bytes(std::span(weight(static_cast<ValueId>(v)))));
  }
}

/// What is this step's alone.
void VulkanMachine::upload_step(const Loaded& loaded, const Batch& batch) {
  commands_.upload(loaded.buffer(loaded.program.labels), std::as_bytes(batch.labels));
  const TrainingMode mode{.trains = true, .seed = batch.seed};
  for (const VulkanProgram::Seed& seed : loaded.program.seeds) {
    const std::uint64_t drawn = mode.of_node(static_cast<std::size_t>(seed.node)).seed;
    const std::array<std::uint32_t, 2> halves{static_cast<std::uint32_t>(drawn),
                                              static_cast<std::uint32_t>(drawn >> 32)};
    commands_.upload(loaded.buffer(seed.buffer), std::as_bytes(std::span(halves)));
  }
}

void VulkanMachine::run(const DispatchList& list, std::span<const Step> steps, std::size_t first,
                        const CancelToken& cancel) {
  const std::int64_t most =
      device_->info().software() ? k_software_submission_work : k_submission_work;
  for (const Step& step : steps) {
    if (pending_work_ > 0 && pending_work_ + step.work > most) finish(cancel);
    commands_.dispatch(list, first++);
    pending_work_ += step.work;
  }
}

void VulkanMachine::finish(const CancelToken& cancel) {
  cancel.throw_if_cancelled();
  commands_.finish();
  weights_are_there_ = true;
  pending_work_ = 0;
}

void VulkanMachine::lose_on_device(Loaded& loaded, const LossSettings& settings,
                                   const CancelToken& cancel) {
  const Step step = cross_entropy_step(loaded.program, program_->classes(),
                                       settings.label_smoothing, device_->limits());
  if (!loaded.loss || loaded.smoothing != settings.label_smoothing) {
    const std::array bound{loaded.bound(step)};
    loaded.loss.emplace(*device_, bound);
    loaded.smoothing = settings.label_smoothing;
  }
  run(*loaded.loss, {&step, 1}, 0, cancel);
}

LossSum VulkanMachine::lose_on_host(const Loaded& loaded, const Batch& batch,
                                    const CancelToken& cancel) {
  const auto classes = static_cast<std::size_t>(program_->classes());
  std::vector<float> logits(batch.labels.size() * classes), slopes(logits.size());
  commands_.download(loaded.buffer(loaded.program.logits), writable_bytes(logits));
  finish(cancel);
  LossSum sum;
  // A sample by itself is a part of one lane.
  for (std::size_t i = 0; i < batch.labels.size(); ++i) {
    const LossSum own =
        loss_and_gradient(batch.loss, {.logits = logits.data() + i * classes,
                                       .gradient = slopes.data() + i * classes,
                                       .classes = program_->classes(),
                                       .lanes = 1,
                                       .labels = batch.labels.subspan(i, 1),
                                       .scale = 1.0 / static_cast<double>(batch.samples)});
    sum.loss += own.loss;
    sum.right += own.right;
  }
  commands_.upload(loaded.buffer(loaded.program.logits_gradient), std::as_bytes(std::span(slopes)));
  return sum;
}

void VulkanMachine::request_results(const Loaded& loaded) {
  for (std::size_t i = 0; i < loaded.program.gradients.size(); ++i) {
    const auto& place = loaded.program.gradients[i];
    const LearnedWeight& learned = program_->learned()[i];
    if (!place) continue;
    const auto to = gradient().subspan(static_cast<std::size_t>(learned.first),
                                       static_cast<std::size_t>(learned.elements));
    commands_.download(loaded.buffer(*place), std::as_writable_bytes(to));
  }
  kept_.resize(loaded.program.statistics.size());
  for (std::size_t i = 0; i < kept_.size(); ++i) {
    const VulkanProgram::Statistics& statistics = loaded.program.statistics[i];
    kept_[i].resize(statistics.kept.size());
    for (std::size_t k = 0; k < statistics.kept.size(); ++k) {
      const std::int64_t bytes = loaded.program.buffer_bytes[statistics.kept[k]];
      kept_[i][k].resize(static_cast<std::size_t>(bytes) / sizeof(float));
      commands_.download(loaded.buffer(statistics.kept[k]), writable_bytes(kept_[i][k]));
    }
  }
}

LossSum VulkanMachine::differentiate(const Batch& batch, const CancelToken& cancel) {
  Loaded& whole = loaded(batch.samples);
  begin(whole, batch.samples, batch.fill, cancel);
  upload_step(whole, batch);
  run(*whole.dispatches, whole.program.forward, 0, cancel);
  const bool on_device = batch.loss.kind == LossKind::cross_entropy;
  LossSum sum;
  if (on_device) {
    lose_on_device(whole, batch.loss, cancel);
  } else {
    sum = lose_on_host(whole, batch, cancel);
  }
  run(*whole.dispatches, whole.program.backward, whole.first_backward(), cancel);
  request_results(whole);
  std::vector<float> losses(2 * static_cast<std::size_t>(batch.samples));
  if (on_device) commands_.download(whole.buffer(whole.program.losses), writable_bytes(losses));
  finish(cancel);
  for (std::size_t i = 0; on_device && i < losses.size(); i += 2) {
    sum.loss += losses[i];
    sum.right += losses[i + 1] > 0 ? 1 : 0;
  }
  return sum;
}

void VulkanMachine::update_statistics(std::int64_t samples) {
  const VulkanProgram& program = loaded(samples).program;
  for (std::size_t i = 0; i < program.statistics.size(); ++i) {
    const Node& node = program_->graph().node(program.statistics[i].node);
    const std::vector<float*> weights = weights_of(node);
    node.op->after_vulkan_step({.params = node.params,
                                .inputs = program.statistics[i].inputs,
                                .kept = kept_[i],
                                .weights = weights});
  }
}

/// As many samples as the whole batch has; those beyond `samples` are 0 and nobody's.
void VulkanMachine::run_inference(std::int64_t samples, const Fill& fill,
                                  const CancelToken& cancel) {
  const Loaded& whole = loaded(at_once());
  begin(whole, samples, fill, cancel);
  run(*whole.dispatches, whole.program.inference, whole.first_inference(), cancel);
}

void VulkanMachine::infer(std::int64_t samples, const Fill& fill, std::span<float> logits,
                          const CancelToken& cancel) {
  run_inference(samples, fill, cancel);
  const Loaded& whole = loaded(at_once());
  commands_.download(whole.buffer(whole.program.inferred_logits), std::as_writable_bytes(logits));
  finish(cancel);
}

NodeId VulkanMachine::first_not_finite(const Batch& batch) {
  run_inference(batch.samples, batch.fill, {});
  finish({});
  const Loaded& whole = loaded(at_once());
  const Graph& graph = program_->graph();
  for (NodeId id = 0; id < static_cast<NodeId>(graph.nodes().size()); ++id) {
    const auto output = static_cast<std::size_t>(graph.node(id).outputs[0]);
    const auto& place = whole.program.inferred_values[output];
    if (!place) continue;
    std::vector<float> values(static_cast<std::size_t>(whole.program.buffer_bytes[*place]) /
                              sizeof(float));
    commands_.download(whole.buffer(*place), writable_bytes(values));
    finish({});
    if (!std::ranges::all_of(values, [](float x) { return std::isfinite(x); })) return id;
  }
  return k_no_node;
}

}  // namespace fovea
