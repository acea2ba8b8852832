#include "core/train/vulkan_program.h"

#include <algorithm>
#include <fmt/format.h>
#include <numeric>

#include "core/base/error.h"
#include "core/ops/line_dispatch.h"
#include "core/train/vulkan_nodes.h"
#include "shaders/params.h"

namespace fovea {
namespace {

using BufferId = VulkanProgram::BufferId;
using Step = VulkanProgram::Step;

constexpr auto k_float = static_cast<std::int64_t>(sizeof(float));

std::size_t at(ValueId id) { return static_cast<std::size_t>(id); }

/// Buffers that come back once what they hold has been used: a smallest that fits is taken again.
class Recycling {
 public:
  explicit Recycling(std::vector<std::int64_t>& bytes) : bytes_(bytes) {}

  BufferId take(std::int64_t bytes) {
    auto best = free_.end();
    for (auto buffer = free_.begin(); buffer != free_.end(); ++buffer) {
      if (bytes_[*buffer] < bytes) continue;
      if (best == free_.end() || bytes_[*buffer] < bytes_[*best]) best = buffer;
    }
    if (best == free_.end()) {
      bytes_.push_back(bytes);
      return bytes_.size() - 1;
    }
    const BufferId taken = *best;
    free_.erase(best);
    return taken;
  }
  void give_back(BufferId buffer) { free_.push_back(buffer); }

 private:
  std::vector<std::int64_t>& bytes_;
  std::vector<BufferId> free_;
};

class Builder {
 public:
  Builder(const BatchProgram& program, std::int64_t samples, const VulkanLimits& limits)
      : program_(program),
        graph_(program.graph()),
        limits_(limits),
        nodes_(vulkan_nodes(program, samples)),
        roots_(nodes_.roots),
        inferred_roots_(nodes_.inferred_roots) {
    result_.samples = samples;
  }

  VulkanProgram build() {
    place();
    for (VulkanNode& node : nodes_.nodes) add_forward(node);
    find_what_differentiates();
    add_backward();
    for (const VulkanNode& node : nodes_.nodes) add_inference(node);
    result_.inferred_logits = place_value(inferred_roots_[at(program_.logits())]);
    for (std::size_t v = 0; v < inferred_roots_.size(); ++v) {
      result_.inferred_values[v] = value_buffers_[at(inferred_roots_[v])];
    }
    return std::move(result_);
  }

 private:
  BufferId add_buffer(std::int64_t bytes) {
    result_.buffer_bytes.push_back(bytes);
    return result_.buffer_bytes.size() - 1;
  }

  std::int64_t bytes_of(ValueId value) const {
    return checked_multiply(nodes_.shaped->shape(value).elements(), k_float);
  }

  BufferId place_value(ValueId root) {
    std::optional<BufferId>& buffer = value_buffers_[at(root)];
    if (!buffer) buffer = add_buffer(bytes_of(root));
    return *buffer;
  }

  void place() {
    value_buffers_.resize(roots_.size());
    result_.weights.resize(roots_.size());
    result_.inferred_values.resize(roots_.size());
    result_.gradients.resize(program_.learned().size());
    for (std::size_t v = 0; v < roots_.size(); ++v) {
      const Tensor& weight = graph_.weight(static_cast<ValueId>(v));
      if (weight.empty() || weight.type() != ElementType::float32) continue;
      result_.weights[v] = place_value(static_cast<ValueId>(v));
    }
    result_.input = place_value(program_.input());
    result_.logits = place_value(roots_[at(program_.logits())]);
    result_.labels = add_buffer(result_.samples * k_float);
    result_.losses = add_buffer(2 * result_.samples * k_float);
  }

  [[noreturn]] static void refuse(const Node& node, const char* what) {
    throw Error{what, fovea::describe(node)};
  }

  TrainingPlanContext context_of(const VulkanNode& plan, std::span<const char> wanted = {}) const {
    return {.params = plan.node->params,
            .inputs = plan.inputs,
            .outputs = plan.outputs,
            .limits = limits_,
            .weights = plan.weights,
            .wanted = wanted,
            .trains = plan.trains};
  }

  std::int64_t work_of(const VulkanNode& plan) const {
    const std::int64_t macs = nodes_.shaped->costs[static_cast<std::size_t>(plan.id)].macs;
    return std::max(macs, plan.outputs[0].shape.elements());
  }

  BufferId scratch(std::size_t index, std::int64_t bytes) {
    if (index >= scratch_.size()) scratch_.resize(index + 1);
    if (!scratch_[index]) scratch_[index] = add_buffer(bytes);
    std::int64_t& size = result_.buffer_bytes[*scratch_[index]];
    size = std::max(size, bytes);
    return *scratch_[index];
  }

  /// Gives the plan's bindings their buffers. `gradient_of` says where the gradient of an input
  /// goes, `slopes` is that of output 0.
  template <typename GradientOf>
  void append(std::vector<Step>& steps, const VulkanNode& plan, VulkanPlan&& dispatches,
              std::int64_t work, std::span<const ValueId> roots, std::optional<BufferId> slopes,
              const GradientOf& gradient_of) {
    const auto value = [&](ValueId id) {
      if (id == k_no_value || nodes_.shaped->types[at(id)].type != ElementType::float32) {
        refuse(*plan.node, "it reads what a Vulkan device cannot");
      }
      return place_value(roots[at(id)]);
    };
    const auto buffer_of = [&](const Binding& binding) -> BufferId {
      switch (binding.kind) {
        case Binding::Kind::input:
          return value(plan.node->inputs[binding.index]);
        case Binding::Kind::output:
          return value(plan.node->outputs[binding.index]);
        case Binding::Kind::scratch:
          return scratch(binding.index, dispatches.scratch_bytes[binding.index]);
        case Binding::Kind::output_gradient:
          return *slopes;
        case Binding::Kind::input_gradient:
          return gradient_of(binding.index);
        case Binding::Kind::kept:
          return plan.kept[binding.index];
        case Binding::Kind::seed:
          return *plan.seed;
      }
      return 0;
    };
    const auto count = static_cast<std::int64_t>(dispatches.dispatches.size());
    for (Dispatch& dispatch : dispatches.dispatches) {
      Step step{.node = plan.id, .work = work / count};
      for (const Binding& binding : dispatch.bindings) step.buffers.push_back(buffer_of(binding));
      step.dispatch = std::move(dispatch);
      steps.push_back(std::move(step));
    }
  }

  void append_forward(std::vector<Step>& steps, const VulkanNode& plan, VulkanPlan&& dispatches,
                      std::span<const ValueId> roots) {
    append(steps, plan, std::move(dispatches), work_of(plan), roots, {},
           [](std::uint32_t) { return BufferId{0}; });
  }

  std::optional<VulkanPlan> inference_plan(const VulkanNode& plan) const {
    if (plan.node->op->vulkan == nullptr) return std::nullopt;
    return plan.node->op->vulkan(context_of(plan).forward());
  }

  void add_forward(VulkanNode& plan) {
    if (plan.is_view) return;
    const auto training = plan.node->op->vulkan_training;
    auto dispatches = training != nullptr ? training(context_of(plan)) : inference_plan(plan);
    if (!dispatches) refuse(*plan.node, "a Vulkan device cannot compute it");
    for (const std::int64_t bytes : dispatches->kept_bytes) plan.kept.push_back(add_buffer(bytes));
    const auto draws = [](const Dispatch& dispatch) {
      return std::ranges::any_of(dispatch.bindings, [](const Binding& binding) {
        return binding.kind == Binding::Kind::seed;
      });
    };
    if (std::ranges::any_of(dispatches->dispatches, draws)) {
      plan.seed = add_buffer(sizeof(std::uint64_t));
      result_.seeds.push_back({plan.id, *plan.seed});
    }
    if (plan.trains && plan.node->op->after_vulkan_step != nullptr) {
      result_.statistics.push_back({plan.id, plan.inputs, plan.kept});
    }
    append_forward(result_.forward, plan, std::move(*dispatches), roots_);
  }

  void add_inference(const VulkanNode& plan) {
    if (plan.node->op->is_view) return;
    auto dispatches = inference_plan(plan);
    if (!dispatches) refuse(*plan.node, "a Vulkan device cannot compute it");
    append_forward(result_.inference, plan, std::move(*dispatches), inferred_roots_);
  }

  void find_what_differentiates() {
    needs_.assign(roots_.size(), 0);
    for (VulkanNode& plan : nodes_.nodes) {
      const std::vector<ValueId>& inputs = plan.node->inputs;
      plan.differentiates = std::ranges::any_of(plan.learned, [](auto i) { return i >= 0; }) ||
                            std::ranges::any_of(inputs, [&](ValueId id) {
                              return id != k_no_value && needs_[at(roots_[at(id)])] != 0;
                            });
      if (plan.differentiates) needs_[at(roots_[at(plan.node->outputs[0])])] = 1;
    }
  }

  /// Where a gradient that is the first of its value or weight goes; nothing where nobody wants it.
  std::optional<BufferId>* gradient_place(const VulkanNode& plan, std::size_t input) {
    const ValueId id = plan.node->inputs[input];
    if (plan.learned[input] >= 0) {
      return &result_.gradients[static_cast<std::size_t>(plan.learned[input])];
    }
    if (id == k_no_value || graph_.is_weight(id)) return nullptr;
    const ValueId root = roots_[at(id)];
    return needs_[at(root)] != 0 ? &slots_[at(root)] : nullptr;
  }

  void add_backward() {
    slots_.resize(roots_.size());
    Recycling recycling(result_.buffer_bytes);
    const ValueId logits = roots_[at(program_.logits())];
    slots_[at(logits)] = recycling.take(bytes_of(logits));
    result_.logits_gradient = *slots_[at(logits)];
    for (auto plan = nodes_.nodes.rbegin(); plan != nodes_.nodes.rend(); ++plan) {
      const ValueId root = roots_[at(plan->node->outputs[0])];
      if (plan->is_view || !plan->differentiates || !slots_[at(root)]) continue;
      add_backward_of(*plan, *slots_[at(root)], recycling);
      if (root != logits) recycling.give_back(*slots_[at(root)]);
    }
  }

  void add_backward_of(const VulkanNode& plan, BufferId slopes, Recycling& recycling) {
    const std::size_t count = plan.node->inputs.size();
    std::vector<char> wanted(count, 0);
    std::vector<BufferId> targets(count, 0);
    std::vector<std::pair<std::size_t, BufferId>> sums;  // by input that adds: where to
    for (std::size_t i = 0; i < count; ++i) {
      std::optional<BufferId>* place = gradient_place(plan, i);
      if (place == nullptr) continue;
      wanted[i] = 1;
      const std::int64_t bytes = bytes_of(plan.node->inputs[i]);
      if (*place) {
        sums.emplace_back(i, **place);
        targets[i] = recycling.take(bytes);
      } else {
        *place = plan.learned[i] >= 0 ? add_buffer(bytes) : recycling.take(bytes);
        targets[i] = **place;
      }
    }
    if (std::ranges::count(wanted, 1) == 0) return;
    const auto gradient = plan.node->op->vulkan_gradient;
    auto dispatches = gradient == nullptr ? std::nullopt : gradient(context_of(plan, wanted));
    if (!dispatches) refuse(*plan.node, "a Vulkan device cannot differentiate it");
    append(result_.backward, plan, std::move(*dispatches), 2 * work_of(plan), roots_, slopes,
           [&](std::uint32_t input) { return targets[input]; });
    for (const auto& [input, sum] : sums) {
      add_sum(plan, input, targets[input], sum);
      recycling.give_back(targets[input]);
    }
  }

  void add_sum(const VulkanNode& plan, std::size_t input, BufferId term, BufferId sum) {
    const std::int64_t count = plan.inputs[input].shape.elements();
    std::optional<Dispatch> dispatch = line_dispatch("ops/add_to", count, limits_);
    if (!dispatch) refuse(*plan.node, "its input is too large for a Vulkan device");
    dispatch->push =
        push_bytes(SumPartsParams{.count = static_cast<uint>(count), .parts = 1, .scale = 1});
    dispatch->bindings = {{Binding::Kind::scratch, 0}, {Binding::Kind::scratch, 1}};
    result_.backward.push_back(
        {.node = plan.id, .dispatch = std::move(*dispatch), .buffers = {term, sum}, .work = count});
  }

  const BatchProgram& program_;
  const Graph& graph_;
  const VulkanLimits& limits_;
  VulkanNodes nodes_;
  const std::vector<ValueId>&roots_, &inferred_roots_;
  VulkanProgram result_;
  std::vector<std::optional<BufferId>> value_buffers_;  // by root
  std::vector<std::optional<BufferId>> scratch_;        // shared by nodes, which follow each other
  std::vector<char> needs_;                             // by root: its gradient is wanted
  std::vector<std::optional<BufferId>> slots_;          // by root: its gradient
};

}  // namespace

std::int64_t VulkanProgram::total_bytes() const {
  return std::accumulate(buffer_bytes.begin(), buffer_bytes.end(), std::int64_t{0});
}

VulkanProgram make_vulkan_program(const BatchProgram& program, std::int64_t samples,
                                  const VulkanLimits& limits) {
  VulkanProgram result = Builder(program, samples, limits).build();
  const auto largest = std::ranges::max_element(result.buffer_bytes);
  if (largest != result.buffer_bytes.end() && *largest > limits.max_storage_bytes) {
    throw Error{fmt::format("a value of {} is more than the Vulkan device allows ({})",
                            human_bytes(*largest), human_bytes(limits.max_storage_bytes)),
                {},
                "Choose a smaller batch"};
  }
  return result;
}

}  // namespace fovea
