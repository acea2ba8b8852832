#include "core/train/batch_machine.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "core/base/divide_up.h"
#include "core/base/error.h"
#include "core/cpu/parallel.h"
#include "core/train/by_reference.h"

namespace fovea {
namespace {

/// A part of a batch is always worth a thread.
constexpr double k_part_nanoseconds = 1e6;

struct FreeAligned {
  void operator()(float* floats) const { std::free(floats); }
};
using Floats = std::unique_ptr<float[], FreeAligned>;

Floats make_floats(std::int64_t count) {
  const auto bytes =
      static_cast<std::size_t>((std::max<std::int64_t>(count, 16) * 4 + 63) / 64 * 64);
  auto* floats = static_cast<float*>(std::aligned_alloc(64, bytes));
  if (floats == nullptr) throw Error{"there is no memory left to train with"};
  std::fill_n(floats, bytes / sizeof(float), 0.0F);
  return Floats(floats);
}

}  // namespace

/// Memory for the values of one part and their gradients.
struct BatchMachine::Room {
  std::vector<Floats> buffers, slots;
  Floats temporary;
  std::vector<const float*> inputs, output_values;
  std::vector<float*> outputs, gradients;

  explicit Room(const BatchProgram& program) {
    for (const std::int64_t floats : program.buffer_floats_) buffers.push_back(make_floats(floats));
    for (const std::int64_t floats : program.slot_floats_) slots.push_back(make_floats(floats));
    temporary = make_floats(program.temporary_floats_);
  }
};

/// A room for one part while it lives: any that is free, or where the whole batch is looked at on
/// the way the part's own.
class BatchMachine::Lease {
 public:
  Lease(BatchMachine& machine, std::int64_t index)
      : machine_(machine), is_own_(!machine.sums_.empty()) {
    if (is_own_) {
      room_ = machine.rooms_[static_cast<std::size_t>(index)].get();
      return;
    }
    const std::lock_guard lock(machine.rooms_mutex_);
    room_ = machine.free_rooms_.back();
    machine.free_rooms_.pop_back();
  }
  ~Lease() {
    if (is_own_) return;
    const std::lock_guard lock(machine_.rooms_mutex_);
    machine_.free_rooms_.push_back(room_);
  }
  Lease(const Lease&) = delete;
  Lease& operator=(const Lease&) = delete;
  Room& operator*() const { return *room_; }

 private:
  BatchMachine& machine_;
  bool is_own_;
  Room* room_ = nullptr;
};

/// One part of a batch on its way through the steps.
class BatchMachine::Pass {
 public:
  Pass(const BatchMachine& machine, Room& room, const BatchPart& part, TrainingMode mode,
       std::int64_t batch_samples, std::span<float> gradient = {})
      : machine_(machine),
        program_(*machine.program_),
        room_(room),
        part_(part),
        mode_(mode),
        batch_samples_(batch_samples),
        gradient_(gradient) {}

  using Step = BatchProgram::Step;

  float* value(ValueId id) const {
    return room_.buffers[static_cast<std::size_t>(program_.homes_[static_cast<std::size_t>(id)])]
        .get();
  }

  void forward(const Step& step) {
    if (program_.is_alias(step)) return;
    const BatchContext context = context_of(step);
    const BatchForward call = forward_call(step, context);
    if (step.kernels != nullptr) {
      step.kernels->forward(call);
    } else {
      forward_by_reference(program_.graph_, node_of(step), call);
    }
  }

  void add_sums(const Step& step, double* sums) {
    const BatchContext context = context_of(step);
    step.kernels->add_sums(forward_call(step, context), sums);
  }

  void add_gradient_sums(const Step& step, double* sums) {
    const BatchContext context = context_of(step);
    step.kernels->add_gradient_sums(backward_call(step, context), sums);
  }

  void backward(const Step& step) {
    if (!step.differentiates || program_.is_alias(step)) return;
    const BatchContext context = context_of(step);
    for (std::size_t once = 0; once <= added(step); ++once) {
      const BatchBackward call = backward_call(step, context, once);
      const bool wanted =
          std::ranges::any_of(room_.gradients, [](float* to) { return to != nullptr; });
      if (!wanted) continue;
      if (step.kernels != nullptr) {
        step.kernels->backward(call);
      } else {
        backward_by_reference(program_.graph_, node_of(step), call);
      }
      add_temporary(step, once);
    }
  }

 private:
  const Node& node_of(const Step& step) const { return program_.graph_.node(step.node); }

  BatchContext context_of(const Step& step) const {
    BatchContext context = program_.context_of(step);
    context.samples = part_.samples;
    context.first_sample = part_.first;
    context.batch_samples = batch_samples_;
    context.mode = mode_.of_node(static_cast<std::size_t>(step.node));
    context.mode.trains = mode_.trains && step.trains;
    return context;
  }

  const float* input(ValueId id) const {
    if (id == k_no_value) return nullptr;
    if (program_.graph_.is_weight(id)) return machine_.weight(id).data();
    return value(id);
  }

  void gather(const Step& step) {
    const Node& node = node_of(step);
    room_.inputs.clear();
    room_.outputs.clear();
    for (const ValueId id : node.inputs) room_.inputs.push_back(input(id));
    for (const ValueId id : node.outputs) {
      if (id != k_no_value) room_.outputs.push_back(value(id));
    }
  }

  BatchForward forward_call(const Step& step, const BatchContext& context) {
    gather(step);
    return {.context = context,
            .inputs = room_.inputs,
            .outputs = room_.outputs,
            .packed = machine_.packed_.data() + step.packed_first,
            .sums = machine_.sums_.data() + step.sums_first};
  }

  /// Gradients that are added to what is there go through the temporary memory, one at a time: the
  /// pass is run once for all others and once for each of them.
  static std::size_t added(const Step& step) {
    return static_cast<std::size_t>(std::ranges::count(step.adds, 1));
  }

  /// The input whose gradient goes to the temporary memory in run `once` of the pass; 0: none.
  static std::size_t added_input(const Step& step, std::size_t once) {
    std::size_t seen = 0;
    for (std::size_t i = 0; i < step.adds.size(); ++i) {
      if (step.adds[i] != 0 && ++seen == once) return i;
    }
    return step.adds.size();
  }

  float* place(const Step& step, std::size_t i) const {
    if (step.learned[i] >= 0) {
      return gradient_.data() + program_.learned_[static_cast<std::size_t>(step.learned[i])].first;
    }
    const std::int64_t slot = step.gradient_slots[i];
    return slot < 0 ? nullptr : room_.slots[static_cast<std::size_t>(slot)].get();
  }

  BatchBackward backward_call(const Step& step, const BatchContext& context, std::size_t once = 0) {
    gather(step);
    room_.gradients.clear();
    const std::size_t chosen = added_input(step, once);
    for (std::size_t i = 0; i < step.inputs.size(); ++i) {
      float* to = nullptr;
      if (once == 0 && step.adds[i] == 0) to = place(step, i);
      if (once > 0 && i == chosen) to = room_.temporary.get();
      room_.gradients.push_back(to);
    }
    room_.output_values.assign(room_.outputs.begin(), room_.outputs.end());
    return {.context = context,
            .inputs = room_.inputs,
            .outputs = room_.output_values,
            .output_gradient = room_.slots[static_cast<std::size_t>(step.output_slot)].get(),
            .input_gradients = room_.gradients,
            .packed = machine_.packed_.data() + step.packed_first,
            .sums = machine_.sums_.data() + step.sums_first,
            .gradient_sums = machine_.gradient_sums_.data() + step.sums_first};
  }

  void add_temporary(const Step& step, std::size_t once) {
    if (once == 0) return;
    const std::size_t i = added_input(step, once);
    float* to = place(step, i);
    const std::int64_t count =
        step.learned[i] >= 0
            ? program_.learned_[static_cast<std::size_t>(step.learned[i])].elements
            : program_.buffer_floats_[static_cast<std::size_t>(
                  program_.homes_[static_cast<std::size_t>(node_of(step).inputs[i])])];
    const float* from = room_.temporary.get();
    for (std::int64_t k = 0; k < count; ++k) to[k] += from[k];
  }

  const BatchMachine& machine_;
  const BatchProgram& program_;
  Room& room_;
  BatchPart part_;
  TrainingMode mode_;
  std::int64_t batch_samples_;
  std::span<float> gradient_;
};

BatchMachine::BatchMachine(std::shared_ptr<const BatchProgram> program, int threads)
    : TrainingMachine(program->graph(), program->learned_floats()),
      program_(std::move(program)),
      threads_(threads) {
  const auto parts = static_cast<std::size_t>(program_->parts());
  packed_.resize(static_cast<std::size_t>(program_->packed_floats_));
  gradients_.assign(parts, std::vector<float>(gradient_.size()));
  sums_.resize(static_cast<std::size_t>(program_->sums_));
  gradient_sums_.resize(sums_.size());
  part_sums_.assign(parts, std::vector<double>(sums_.size()));
  // Nodes that look at the whole batch need all parts' values at once.
  const std::size_t rooms =
      sums_.empty() ? std::min(parts, static_cast<std::size_t>(std::max(threads, 1))) : parts;
  for (std::size_t i = 0; i < rooms; ++i) {
    rooms_.push_back(std::make_unique<Room>(*program_));
    free_rooms_.push_back(rooms_.back().get());
  }
}

BatchMachine::~BatchMachine() = default;

BatchPart BatchMachine::part_at(std::int64_t index, std::int64_t samples) const {
  const std::int64_t lanes = program_->lanes(), first = index * lanes;
  return {.first = first, .samples = std::min(lanes, samples - first), .lanes = lanes};
}

void BatchMachine::for_parts(std::int64_t parts, const CancelToken& cancel,
                             const std::function<void(std::int64_t)>& body) {
  parallel_for({.count = parts, .nanoseconds_each = k_part_nanoseconds, .threads = threads_},
               cancel, [&](std::int64_t index) { body(index); });
}

void BatchMachine::pack(const CancelToken& cancel) {
  if (std::exchange(packed_is_current_, true)) return;
  const auto& steps = program_->steps_;
  for_parts(static_cast<std::int64_t>(steps.size()), cancel, [&](std::int64_t index) {
    const BatchProgram::Step& step = steps[static_cast<std::size_t>(index)];
    if (step.kernels == nullptr || step.kernels->pack == nullptr) return;
    std::vector<const float*> inputs;
    for (const ValueId id : program_->graph().node(step.node).inputs) {
      inputs.push_back(id == k_no_value || !program_->graph().is_weight(id) ? nullptr
                                                                            : weight(id).data());
    }
    step.kernels->pack(program_->context_of(step), inputs, packed_.data() + step.packed_first);
  });
}

/// In the parts' order.
void BatchMachine::add_up_sums(std::vector<double>& sums, std::size_t first,
                               std::size_t count) const {
  for (std::size_t i = first; i < first + count; ++i) {
    sums[i] = 0;
    for (std::int64_t part = 0; part < parts_used_; ++part) {
      sums[i] += part_sums_[static_cast<std::size_t>(part)][i];
    }
  }
}

LossSum BatchMachine::lose(Room& room, const BatchPart& part, const Batch& batch) const {
  const auto home = program_->homes_[static_cast<std::size_t>(program_->logits_)];
  const auto slot = program_->slot_of_home_[static_cast<std::size_t>(home)];
  return loss_and_gradient(batch.loss,
                           {.logits = room.buffers[static_cast<std::size_t>(home)].get(),
                            .gradient = room.slots[static_cast<std::size_t>(slot)].get(),
                            .classes = program_->classes(),
                            .lanes = part.lanes,
                            .labels = batch.labels.subspan(static_cast<std::size_t>(part.first),
                                                           static_cast<std::size_t>(part.samples)),
                            .scale = 1.0 / static_cast<double>(batch.samples)});
}

/// Places of a batch's way: the steps forward, then back.
struct BatchMachine::Stretch {
  std::int64_t first = 0, last = 0;  ///< without `last`, where the whole batch is looked at
  std::int64_t turn = 0;             ///< where the way back begins
  bool fills = true;                 ///< the way begins here
  bool ends_the_way() const { return last == 2 * turn; }
  bool ends_forward() const { return last < turn; }
};

const BatchProgram::Step& BatchMachine::step_at(std::int64_t place) const {
  const auto count = static_cast<std::int64_t>(program_->steps_.size());
  return program_->steps_[static_cast<std::size_t>(place < count ? place : 2 * count - 1 - place)];
}

void BatchMachine::run_part(const Stretch& stretch, const Batch& batch, std::int64_t index,
                            LossSum& loss) {
  const Lease room(*this, index);
  const BatchPart part = part_at(index, batch.samples);
  const auto at = static_cast<std::size_t>(index);
  Pass pass(*this, *room, part, {.trains = true, .seed = batch.seed}, batch.samples,
            gradients_[at]);
  if (stretch.fills) batch.fill(part, pass.value(program_->input_));
  for (std::int64_t place = stretch.first; place < stretch.last; ++place) {
    if (place < stretch.turn) {
      pass.forward(step_at(place));
    } else {
      pass.backward(step_at(place));
    }
    if (place == stretch.turn - 1) loss = lose(*room, part, batch);
  }
  if (stretch.ends_the_way()) return;
  const BatchProgram::Step& next = step_at(stretch.last);
  double* sums = part_sums_[at].data() + next.sums_first;
  std::fill_n(sums, next.sums, 0.0);
  if (stretch.ends_forward()) {
    pass.add_sums(next, sums);
  } else if (next.differentiates) {
    pass.add_gradient_sums(next, sums);
  }
}

LossSum BatchMachine::differentiate(const Batch& batch, const CancelToken& cancel) {
  pack(cancel);
  parts_used_ = divide_up(batch.samples, program_->lanes());
  std::vector<LossSum> losses(static_cast<std::size_t>(parts_used_));
  const auto count = static_cast<std::int64_t>(program_->steps_.size());
  Stretch stretch{.turn = count};
  while (stretch.last < 2 * count) {
    stretch.first = stretch.last;
    // The step that ended the stretch before has its sums now.
    if (!stretch.fills) ++stretch.last;
    while (!stretch.ends_the_way() && step_at(stretch.last).sums == 0) ++stretch.last;
    for_parts(parts_used_, cancel, [&](std::int64_t index) {
      run_part(stretch, batch, index, losses[static_cast<std::size_t>(index)]);
    });
    cancel.throw_if_cancelled();
    stretch.fills = false;
    if (stretch.ends_the_way()) break;
    const BatchProgram::Step& next = step_at(stretch.last);
    add_up_sums(stretch.ends_forward() ? sums_ : gradient_sums_,
                static_cast<std::size_t>(next.sums_first), static_cast<std::size_t>(next.sums));
  }
  LossSum total;
  for (const LossSum& loss : losses) {
    total.loss += loss.loss;
    total.right += loss.right;
  }
  return total;
}

void BatchMachine::sum_gradient(std::int64_t first, std::int64_t count) {
  float* to = gradient_.data() + first;
  std::copy_n(gradients_[0].data() + first, count, to);
  for (std::int64_t part = 1; part < parts_used_; ++part) {
    const float* from = gradients_[static_cast<std::size_t>(part)].data() + first;
    for (std::int64_t i = 0; i < count; ++i) to[i] += from[i];
  }
}

void BatchMachine::update_statistics(std::int64_t samples) {
  for (const BatchProgram::Step& step : program_->steps_) {
    if (step.sums == 0 || step.kernels->after_step == nullptr) continue;
    const std::vector<float*> weights = weights_of(program_->graph().node(step.node));
    BatchContext context = program_->context_of(step);
    context.samples = context.batch_samples = samples;
    step.kernels->after_step(context, sums_.data() + step.sums_first, weights);
  }
}

void BatchMachine::infer(std::int64_t samples, const Fill& fill, std::span<float> logits,
                         const CancelToken& cancel) {
  pack(cancel);
  for_parts(divide_up(samples, program_->lanes()), cancel, [&](std::int64_t index) {
    const Lease room(*this, index);
    const BatchPart part = part_at(index, samples);
    Pass pass(*this, *room, part, {}, samples);
    fill(part, pass.value(program_->input_));
    for (const BatchProgram::Step& step : program_->steps_) pass.forward(step);
    const float* from = pass.value(program_->logits_);
    const std::int64_t classes = program_->classes();
    for (std::int64_t lane = 0; lane < part.samples; ++lane) {
      for (std::int64_t c = 0; c < classes; ++c) {
        logits[static_cast<std::size_t>((part.first + lane) * classes + c)] =
            from[c * part.lanes + lane];
      }
    }
  });
  cancel.throw_if_cancelled();
}

NodeId BatchMachine::first_not_finite(const Batch& batch) {
  pack({});
  for (std::int64_t index = 0; index < divide_up(batch.samples, program_->lanes()); ++index) {
    const BatchPart part = part_at(index, batch.samples);
    Pass pass(*this, *rooms_[0], part, {}, batch.samples);
    batch.fill(part, pass.value(program_->input_));
    for (const BatchProgram::Step& step : program_->steps_) {
      pass.forward(step);
      const ValueId output = program_->graph().node(step.node).outputs[0];
      const auto home = program_->homes_[static_cast<std::size_t>(output)];
      const std::span<const float> values(
          pass.value(output),
          static_cast<std::size_t>(program_->buffer_floats_[static_cast<std::size_t>(home)]));
      const bool finite = std::ranges::all_of(values, [](float x) { return std::isfinite(x); });
      if (!finite) return step.node;
    }
  }
  return k_no_node;
}

}  // namespace fovea
