#include "tests/core/ops/gradient_plan_case.h"

#include <fmt/format.h>
#include <limits>
#include <map>

#include "core/base/error.h"
#include "core/vulkan/commands.h"
#include "tests/core/ops/plan_checks.h"
#include "tests/core/ops/vulkan_case.h"

namespace fovea::testing {
namespace {

using Kind = Binding::Kind;

/// Both passes of a case, planned.
struct Passes {
  VulkanPlan forward, backward;
};

class Planner {
 public:
  explicit Planner(const GradientPlanCase& c) : case_(c), prepared_(prepare(c.op)) {
    for (std::size_t i = 0; i < c.op.inputs.size(); ++i) {
      const bool is_weight = i >= c.op.first_weight;
      weights_.push_back(is_weight ? c.op.inputs[i] : Tensor{});
    }
  }

  const PreparedCase& prepared() const { return prepared_; }

  std::vector<std::size_t> wanted() const {
    if (!case_.wanted.empty()) return case_.wanted;
    std::vector<std::size_t> floats;
    for (std::size_t i = 0; i < case_.op.inputs.size(); ++i) {
      const Tensor& input = case_.op.inputs[i];
      if (!input.empty() && input.type() == ElementType::float32) floats.push_back(i);
    }
    return floats;
  }

  /// Throws Error where there is no plan.
  Passes plan(std::span<const std::size_t> wanted, const VulkanLimits& limits) const {
    const Operator& op = *prepared_.op;
    std::vector<char> is_wanted(case_.op.inputs.size(), 0);
    for (const std::size_t input : wanted) is_wanted[input] = 1;
    const TrainingPlanContext context{.params = prepared_.params,
                                      .inputs = prepared_.inputs,
                                      .outputs = prepared_.outputs,
                                      .limits = limits,
                                      .weights = weights_,
                                      .wanted = is_wanted,
                                      .trains = case_.mode.trains};
    const auto forward =
        op.vulkan_training != nullptr ? op.vulkan_training(context) : op.vulkan(context.forward());
    const auto backward = op.vulkan_gradient(context);
    if (!forward || !backward) throw Error{"there is no plan"};
    return {*forward, *backward};
  }

 private:
  const GradientPlanCase& case_;
  PreparedCase prepared_;
  std::vector<Tensor> weights_;
};

/// What a run on the device made.
struct Results {
  std::vector<Tensor> outputs, gradients;  ///< gradients by input, empty where nobody wanted them
};

class DeviceRun {
 public:
  DeviceRun(const GradientPlanCase& c, const PreparedCase& prepared, VulkanDevice& device,
            const Tensor& slopes)
      : case_(c), prepared_(prepared), device_(device), commands_(device), slopes_(slopes) {}

  Results operator()(const Passes& passes, std::span<const std::size_t> wanted) {
    Results results;
    results.gradients.resize(case_.op.inputs.size());
    for (const ValueType& type : prepared_.outputs)
      results.outputs.push_back(unwritten(type.shape));
    for (const std::size_t i : wanted) results.gradients[i] = unwritten(case_.op.inputs[i].shape());
    Buffers buffers;
    buffers[Kind::input] = upload(case_.op.inputs);
    buffers[Kind::output] = upload(results.outputs);
    buffers[Kind::output_gradient] = upload({&slopes_, 1});
    buffers[Kind::input_gradient] = upload(results.gradients);
    for (const std::int64_t bytes : passes.forward.kept_bytes) {
      buffers[Kind::kept].push_back(device_.allocate(bytes));
    }
    const std::uint64_t seed = case_.mode.seed;
    const std::array halves{static_cast<std::uint32_t>(seed),
                            static_cast<std::uint32_t>(seed >> 32)};
    buffers[Kind::seed].push_back(device_.allocate(sizeof halves));
    commands_.upload(buffers[Kind::seed][0], std::as_bytes(std::span(halves)));
    run(passes.forward, buffers);
    run(passes.backward, buffers);
    download(buffers[Kind::output], results.outputs);
    download(buffers[Kind::input_gradient], results.gradients);
    commands_.finish();
    return results;
  }

 private:
  using Buffers = std::map<Kind, std::vector<Buffer>>;

  static Tensor unwritten(const Shape& shape) {
    return Tensor::filled(shape, std::numeric_limits<float>::quiet_NaN());
  }

  std::vector<Buffer> upload(std::span<const Tensor> tensors) {
    std::vector<Buffer> buffers;
    for (const Tensor& tensor : tensors) {
      buffers.push_back(device_.allocate(static_cast<std::int64_t>(tensor.bytes())));
      const bool is_float = !tensor.empty() && tensor.type() == ElementType::float32;
      if (is_float) commands_.upload(buffers.back(), std::as_bytes(tensor.floats()));
    }
    return buffers;
  }

  void download(const std::vector<Buffer>& buffers, std::vector<Tensor>& tensors) {
    for (std::size_t i = 0; i < tensors.size(); ++i) {
      if (tensors[i].empty()) continue;
      commands_.download(buffers[i], std::as_writable_bytes(tensors[i].mutable_values<float>()));
    }
  }

  void run(const VulkanPlan& plan, Buffers& buffers) {
    std::vector<Buffer> scratch;
    for (const std::int64_t bytes : plan.scratch_bytes) scratch.push_back(device_.allocate(bytes));
    std::vector<BoundDispatch> bound;
    for (const Dispatch& dispatch : plan.dispatches) {
      bound.push_back({dispatch, {}});
      for (const auto& [kind, index] : dispatch.bindings) {
        const std::vector<Buffer>& from = kind == Kind::scratch ? scratch : buffers[kind];
        bound.back().buffers.push_back(&from.at(index));
      }
    }
    const DispatchList list(device_, bound);
    for (std::size_t i = 0; i < list.size(); ++i) commands_.dispatch(list, i);
    commands_.finish();  // before scratch and list go
  }

  const GradientPlanCase& case_;
  const PreparedCase& prepared_;
  VulkanDevice& device_;
  Commands commands_;
  const Tensor& slopes_;
};

bool same_bits(const Tensor& a, const Tensor& b) {
  return std::ranges::equal(std::as_bytes(a.floats()), std::as_bytes(b.floats()));
}

/// The same by the plain loops.
Results by_reference(const GradientPlanCase& c, const PreparedCase& prepared, const Tensor& slopes,
                     std::span<const std::size_t> wanted) {
  Results results;
  std::vector<Tensor> inputs;
  for (const Tensor& input : c.op.inputs) {
    const bool narrow = !input.empty() && input.type() == ElementType::float32;
    inputs.push_back(narrow ? input.to(ElementType::float64) : input);
  }
  for (const ValueType& type : prepared.outputs) {
    results.outputs.emplace_back(type.shape, ElementType::float64);
  }
  prepared.op->reference(
      {.params = prepared.params, .inputs = inputs, .outputs = results.outputs, .mode = c.mode});
  results.gradients.resize(inputs.size());
  for (const std::size_t i : wanted) {
    results.gradients[i] = Tensor::filled<double>(inputs[i].shape(), 0);
  }
  const std::vector<Tensor> output_gradients{slopes.to(ElementType::float64)};
  prepared.op->gradient({.params = prepared.params,
                         .inputs = inputs,
                         .outputs = results.outputs,
                         .output_gradients = output_gradients,
                         .input_gradients = results.gradients,
                         .mode = c.mode});
  return results;
}

std::string compare(const GradientPlanCase& c, VulkanDevice& device, const VulkanLimits& limits) {
  const Planner planner(c);
  const std::vector<std::size_t> wanted = planner.wanted();
  const Tensor slopes = random_tensor(planner.prepared().outputs[0].shape, 77);
  const Results reference = by_reference(c, planner.prepared(), slopes, wanted);
  DeviceRun run(c, planner.prepared(), device, slopes);
  const Passes passes = planner.plan(wanted, limits);
  const Results results = run(passes, wanted), again = run(passes, wanted);
  const double off = relative_error(results.outputs[0], reference.outputs[0]);
  if (!(off <= c.op.tolerance)) return fmt::format("the output is off by {:.3g}", off);
  for (const std::size_t i : wanted) {
    const double error = relative_error(results.gradients[i], reference.gradients[i]);
    if (!(error <= c.op.tolerance)) {
      return fmt::format("the gradient of input {} is off by {:.3g}", i, error);
    }
    if (!same_bits(results.gradients[i], again.gradients[i])) {
      return fmt::format("the gradient of input {} is another the second time", i);
    }
    const std::array alone{i};
    const Results own = run(planner.plan(alone, limits), alone);
    if (!same_bits(results.gradients[i], own.gradients[i])) {
      return fmt::format("the gradient of input {} depends on which are wanted", i);
    }
  }
  return {};
}

}  // namespace

std::string training_plan_failure_of(const GradientPlanCase& c, const VulkanLimits& limits) {
  try {
    const Planner planner(c);
    std::vector<std::vector<std::size_t>> wishes{planner.wanted()};
    for (const std::size_t input : planner.wanted()) wishes.push_back({input});
    for (const std::vector<std::size_t>& wanted : wishes) {
      const auto [forward, backward] = planner.plan(wanted, limits);
      for (const VulkanPlan* plan : {&forward, &backward}) {
        if (plan->dispatches.empty()) return describe(c.op) + "\n  the plan does nothing";
        const std::string failure =
            dispatch_failure_of(*plan, c.op, limits, forward.kept_bytes.size());
        if (!failure.empty()) return fmt::format("{}\n  plan: {}", describe(c.op), failure);
      }
    }
    return {};
  } catch (const Error& error) {
    return fmt::format("{}\n  refused: {}", describe(c.op), error.sentence());
  }
}

std::string gradient_plan_failure_of(const GradientPlanCase& c) {
  VulkanDevice* device = shared_device();
  if (device == nullptr) return {};
  try {
    const auto errors_before = vulkan_validation_errors();
    VulkanLimits busy = device->limits();
    busy.busy_invocations = 8192;
    for (const VulkanLimits& limits : {device->limits(), busy, VulkanLimits{}}) {
      const std::string failure = compare(c, *device, limits);
      if (!failure.empty()) return describe(c.op) + "\n  " + failure;
    }
    if (vulkan_validation_errors() == errors_before) return {};
    return describe(c.op) + "\n  the Vulkan validation layer reports an error, see above";
  } catch (const Error& error) {
    return fmt::format("{}\n  refused: {}", describe(c.op), error.sentence());
  }
}

}  // namespace fovea::testing
