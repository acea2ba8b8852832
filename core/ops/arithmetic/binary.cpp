#include "core/ops/arithmetic/binary.h"

#include "core/ops/checks.h"
#include "core/ops/line_dispatch.h"

namespace fovea::ops {
namespace {

constexpr std::size_t k_shader_axes = 4;

double combine(Arithmetic arithmetic, double a, double b) {
  return arithmetic == Arithmetic::add ? a + b : a * b;
}

struct Operands {
  std::size_t a = 0, b = 0;
};

/// The elements that make output element `index`.
Operands read_by(const BroadcastWalk& walk, std::size_t index) {
  const auto i = static_cast<std::int64_t>(index);
  const auto [from_a, from_b] = walk.offsets(i / walk.row());
  const std::int64_t column = i % walk.row();
  return {static_cast<std::size_t>(from_a + column * walk.a_strides.back()),
          static_cast<std::size_t>(from_b + column * walk.b_strides.back())};
}

}  // namespace

std::optional<BinaryParams> shader_walk(const BroadcastWalk& walk) {
  if (walk.dims.size() > k_shader_axes) return std::nullopt;
  BinaryParams params{.count = 1, .dims = {}, .a_strides = {}, .b_strides = {}};
  const std::size_t missing = k_shader_axes - walk.dims.size();
  for (std::size_t axis = 0; axis < k_shader_axes; ++axis) {
    params.dims[axis] = axis < missing ? 1 : static_cast<uint>(walk.dims[axis - missing]);
    params.a_strides[axis] = axis < missing ? 0 : static_cast<uint>(walk.a_strides[axis - missing]);
    params.b_strides[axis] = axis < missing ? 0 : static_cast<uint>(walk.b_strides[axis - missing]);
    params.count *= params.dims[axis];
  }
  return params;
}

std::vector<ValueType> infer_binary(const Params&, std::span<const InferInput> inputs,
                                    std::size_t) {
  require_floats(inputs);
  return {{.shape = broadcast(inputs[0].type.shape, inputs[1].type.shape)}};
}

void binary_reference(const ReferenceCall& call) {
  const Arithmetic arithmetic = call.params.as<BinarySettings>().arithmetic;
  const auto a = call.inputs[0].values<double>(), b = call.inputs[1].values<double>();
  const BroadcastWalk walk(call.inputs[0].shape(), call.inputs[1].shape(), call.outputs[0].shape());
  const std::span<double> y = call.outputs[0].mutable_values<double>();
  for (std::size_t i = 0; i < y.size(); ++i) {
    const auto [in_a, in_b] = read_by(walk, i);
    y[i] = combine(arithmetic, a[in_a], b[in_b]);
  }
}

/// A stretched element has the gradients of all that it was stretched to.
void binary_gradient(const GradientCall& call) {
  const bool multiplies = call.params.as<BinarySettings>().arithmetic == Arithmetic::multiply;
  const auto a = call.inputs[0].values<double>(), b = call.inputs[1].values<double>();
  const BroadcastWalk walk(call.inputs[0].shape(), call.inputs[1].shape(),
                           call.output_gradients[0].shape());
  const std::span<const double> dy = call.output_gradients[0].values<double>();
  const std::span<double> da = call.wanted(0), db = call.wanted(1);
  for (std::size_t i = 0; i < dy.size(); ++i) {
    const auto [in_a, in_b] = read_by(walk, i);
    if (!da.empty()) da[in_a] += dy[i] * (multiplies ? b[in_b] : 1);
    if (!db.empty()) db[in_b] += dy[i] * (multiplies ? a[in_a] : 1);
  }
}

std::optional<VulkanPlan> plan_binary(const PlanContext& context) {
  const std::int64_t count = context.outputs[0].shape.elements();
  std::optional<Dispatch> dispatch = line_dispatch("ops/arithmetic/binary", count, context.limits);
  if (!dispatch) return std::nullopt;
  const BroadcastWalk walk(context.inputs[0].shape, context.inputs[1].shape,
                           context.outputs[0].shape);
  const std::optional<BinaryParams> params = shader_walk(walk);
  if (!params) return std::nullopt;
  const bool multiplies = context.params.as<BinarySettings>().arithmetic == Arithmetic::multiply;
  const bool stretches =
      context.inputs[0].shape.elements() != count || context.inputs[1].shape.elements() != count;
  dispatch->specialization.push_back(multiplies ? 1 : 0);
  dispatch->specialization.push_back(stretches ? 1 : 0);
  dispatch->push = push_bytes(*params);
  dispatch->bindings = {
      {Binding::Kind::input, 0}, {Binding::Kind::input, 1}, {Binding::Kind::output, 0}};
  return VulkanPlan{.dispatches = {std::move(*dispatch)}, .scratch_bytes = {}};
}

}  // namespace fovea::ops
