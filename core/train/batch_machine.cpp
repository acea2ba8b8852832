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
  for (std::size_t i = 0; i < rooms; ++i) rooms_.push_back(std::make_unique<Room>(*program_));
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

LossSum BatchMachine::differentiate(const Batch& batch, const CancelToken& cancel) {
  pack(cancel);
  const auto& steps = program_->steps_;
  parts_used_ = divide_up(batch.samples, program_->lanes());
  std::vector<LossSum> losses(static_cast<std::size_t>(parts_used_));
  const bool whole_batch = !sums_.empty();
  free_rooms_.clear();
  for (const auto& room : rooms_) free_rooms_.push_back(room.get());
  const auto take_room = [&](std::int64_t index) {
    if (whole_batch) return rooms_[static_cast<std::size_t>(index)].get();
    const std::lock_guard lock(rooms_mutex_);
    Room* room = free_rooms_.back();
    free_rooms_.pop_back();
    return room;
  };
  const auto give_room = [&](Room* room) {
    if (whole_batch) return;
    const std::lock_guard lock(rooms_mutex_);
    free_rooms_.push_back(room);
  };
  // Forward then backward, in stretches that end where the whole batch must be looked at.
  const auto count = static_cast<std::int64_t>(steps.size());
  const auto step_at = [&](std::int64_t place) -> const BatchProgram::Step& {
    return steps[static_cast<std::size_t>(place < count ? place : 2 * count - 1 - place)];
  };
  const TrainingMode mode{.trains = true, .seed = batch.seed};
  bool filled = false;
  for (std::int64_t start = 0; start < 2 * count;) {
    std::int64_t end = filled ? start + 1 : 0;
    while (end < 2 * count && step_at(end).sums == 0) ++end;
    for_parts(parts_used_, cancel, [&](std::int64_t index) {
      Room* room = take_room(index);
      const BatchPart part = part_at(index, batch.samples);
      const auto at = static_cast<std::size_t>(index);
      Pass pass(*this, *room, part, mode, batch.samples, gradients_[at]);
      if (!filled) batch.fill(part, pass.value(program_->input_));
      for (std::int64_t p = start; p < end; ++p) {
        if (p < count) {
          pass.forward(step_at(p));
        } else {
          pass.backward(step_at(p));
        }
        if (p == count - 1) losses[at] = lose(*room, part, batch);
      }
      if (end < 2 * count) {
        const BatchProgram::Step& next = step_at(end);
        double* sums = part_sums_[at].data() + next.sums_first;
        std::fill_n(sums, next.sums, 0.0);
        if (end < count) {
          pass.add_sums(next, sums);
        } else if (next.differentiates) {
          pass.add_gradient_sums(next, sums);
        }
      }
      give_room(room);
    });
    cancel.throw_if_cancelled();
    if (end < 2 * count) {
      add_up_sums(end < count ? sums_ : gradient_sums_,
                  static_cast<std::size_t>(step_at(end).sums_first),
                  static_cast<std::size_t>(step_at(end).sums));
    }
    filled = true;
    start = end;
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
  free_rooms_.clear();
  for (const auto& room : rooms_) free_rooms_.push_back(room.get());
  for_parts(divide_up(samples, program_->lanes()), cancel, [&](std::int64_t index) {
    Room* room = nullptr;
    {
      const std::lock_guard lock(rooms_mutex_);
      room = free_rooms_.back();
      free_rooms_.pop_back();
    }
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
    const std::lock_guard lock(rooms_mutex_);
    free_rooms_.push_back(room);
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
