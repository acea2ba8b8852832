#include <fmt/format.h>

#include "core/base/error.h"
#include "core/cpu/parallel.h"
#include "core/ops/checks.h"
#include "core/ops/line_dispatch.h"
#include "shaders/params.h"

namespace fovea::ops {
namespace {

struct ConcatSettings {
  std::int64_t axis = 0;
};

Params parse(const Attributes& attributes, const ParseContext&) {
  if (!attributes.has("axis")) throw Error{"the attribute “axis” is missing"};
  return Params::of(ConcatSettings{attributes.integer("axis", 0)});
}

std::size_t axis_of(const Params& params, std::size_t rank) {
  return resolve_axis(params.as<ConcatSettings>().axis, rank);
}

std::vector<ValueType> infer(const Params& params, std::span<const InferInput> inputs,
                             std::size_t) {
  require_floats(inputs);
  const Shape& first = inputs[0].type.shape;
  const std::size_t axis = axis_of(params, first.rank());
  Shape result = first;
  for (const InferInput& input : inputs.subspan(1)) {
    const Shape& shape = input.type.shape;
    Shape expected = first;
    if (shape.rank() == first.rank()) expected[axis] = shape[axis];
    if (shape != expected) {
      throw Error{fmt::format("{} and {} cannot be joined along axis {}: all other axes must agree",
                              first.to_string(), shape.to_string(), axis)};
    }
    if (__builtin_add_overflow(result[axis], shape[axis], &result[axis])) {
      throw Error{fmt::format("the extents along axis {} add up to too much", axis)};
    }
  }
  return {{.shape = result}};
}

std::vector<AxisReads> reads(const Params& params, std::size_t index,
                             std::span<const ValueType> inputs, const ValueType& output) {
  std::vector<AxisReads> result(output.shape.rank());
  const std::size_t axis = axis_of(params, output.shape.rank());
  for (const ValueType& earlier : inputs.first(index)) result[axis].offset -= earlier.shape[axis];
  return result;
}

/// The output as rows, one for each position before the axis; every input fills a part of each.
struct Rows {
  std::int64_t count = 0;
  std::int64_t width = 0;            ///< elements of an output row
  std::vector<std::int64_t> widths;  ///< of each input's part
  std::vector<std::int64_t> starts;  ///< where it begins in the row

  Rows(const Params& params, std::span<const Shape> inputs, const Shape& output) {
    const std::size_t axis = axis_of(params, output.rank());
    count = output.elements(0, axis);
    for (const Shape& input : inputs) {
      starts.push_back(width);
      widths.push_back(input.elements(axis, input.rank()));
      width += widths.back();
    }
  }
};

Rows rows_of(const Params& params, std::span<const Tensor> inputs, const Tensor& output) {
  std::vector<Shape> shapes;
  for (const Tensor& input : inputs) shapes.push_back(input.shape());
  return {params, shapes, output.shape()};
}

void reference(const ReferenceCall& call) {
  const Rows rows = rows_of(call.params, call.inputs, call.outputs[0]);
  double* y = call.outputs[0].mutable_values<double>().data();
  for (std::int64_t row = 0; row < rows.count; ++row) {
    for (std::size_t part = 0; part < call.inputs.size(); ++part) {
      const std::int64_t width = rows.widths[part];
      y = std::copy_n(call.inputs[part].values<double>().data() + row * width, width, y);
    }
  }
}

void gradient(const GradientCall& call) {
  const Rows rows = rows_of(call.params, call.inputs, call.output_gradients[0]);
  const double* dy = call.output_gradients[0].values<double>().data();
  for (std::int64_t row = 0; row < rows.count; ++row) {
    for (std::size_t part = 0; part < call.inputs.size(); ++part) {
      const std::span<double> dx = call.wanted(part);
      const std::int64_t width = rows.widths[part];
      for (std::int64_t i = 0; i < width && !dx.empty(); ++i) dx.data()[row * width + i] += dy[i];
      dy += width;
    }
  }
}

void cpu(const CpuCall& call) {
  const Rows rows = rows_of(call.params, call.inputs, call.outputs[0]);
  const auto parts = static_cast<std::int64_t>(call.inputs.size());
  float* y = call.outputs[0].mutable_values<float>().data();
  const double floats_each = static_cast<double>(rows.width) / static_cast<double>(parts);
  parallel_for({.count = rows.count * parts,
                .nanoseconds_each = floats_each / k_floats_per_ns,
                .threads = call.threads},
               call.cancel, [&](std::int64_t index) {
                 const std::int64_t row = index / parts;
                 const auto part = static_cast<std::size_t>(index % parts);
                 const std::int64_t width = rows.widths[part];
                 std::copy_n(call.inputs[part].floats().data() + row * width, width,
                             y + row * rows.width + rows.starts[part]);
               });
}

/// The values lie batch last: what comes before the axis, without the samples, are the rows.
Rows batch_rows(const BatchContext& context) {
  std::vector<Shape> inputs;
  const auto last = [&](const ValueType& type) {
    std::vector<std::int64_t> dims(type.shape.dims().begin() + 1, type.shape.dims().end());
    dims.push_back(context.lanes);
    return Shape(dims);
  };
  for (const ValueType& input : context.inputs) inputs.push_back(last(input));
  const std::size_t axis = axis_of(context.params, context.outputs[0].shape.rank()) - 1;
  return {Params::of(ConcatSettings{static_cast<std::int64_t>(axis)}), inputs,
          last(context.outputs[0])};
}

const BatchKernels batch{
    .fits =
        [](const BatchContext& context) {
          return axis_of(context.params, context.outputs[0].shape.rank()) > 0 &&
                 std::ranges::none_of(context.is_weight, [](char is) { return is != 0; });
        },
    .forward =
        [](const BatchForward& call) {
          const Rows rows = batch_rows(call.context);
          float* y = call.outputs[0];
          for (std::int64_t row = 0; row < rows.count; ++row) {
            for (std::size_t part = 0; part < call.inputs.size(); ++part) {
              const std::int64_t width = rows.widths[part];
              y = std::copy_n(call.inputs[part] + row * width, width, y);
            }
          }
        },
    .backward =
        [](const BatchBackward& call) {
          const Rows rows = batch_rows(call.context);
          for (std::size_t part = 0; part < call.inputs.size(); ++part) {
            float* dx = call.input_gradients[part];
            for (std::int64_t row = 0; dx != nullptr && row < rows.count; ++row) {
              dx = std::copy_n(call.output_gradient + row * rows.width + rows.starts[part],
                               rows.widths[part], dx);
            }
          }
        },
};

/// The dispatch that fills the output from input `index`, or the input's gradient from the
/// output's; bindings are left to the caller.
std::optional<Dispatch> part_dispatch(std::string_view shader, const Rows& rows, std::size_t index,
                                      const VulkanLimits& limits) {
  const std::int64_t count = rows.count * rows.widths[index];
  std::optional<Dispatch> dispatch = line_dispatch(shader, count, limits);
  if (!dispatch) return std::nullopt;
  dispatch->push = push_bytes(ConcatParams{.count = static_cast<uint>(count),
                                           .row = static_cast<uint>(rows.widths[index]),
                                           .out_row = static_cast<uint>(rows.width),
                                           .offset = static_cast<uint>(rows.starts[index])});
  return dispatch;
}

Rows rows_of(const Params& params, std::span<const ValueType> inputs, const ValueType& output) {
  std::vector<Shape> shapes;
  for (const ValueType& input : inputs) shapes.push_back(input.shape);
  return {params, shapes, output.shape};
}

/// One dispatch an input.
std::optional<VulkanPlan> plan(const PlanContext& context) {
  if (context.outputs[0].shape.elements() > k_most_shader_elements) return std::nullopt;
  const Rows rows = rows_of(context.params, context.inputs, context.outputs[0]);
  VulkanPlan result;
  for (std::uint32_t i = 0; i < context.inputs.size(); ++i) {
    auto dispatch = part_dispatch("ops/arithmetic/concat", rows, i, context.limits);
    if (!dispatch) return std::nullopt;
    dispatch->bindings = {{Binding::Kind::input, i}, {Binding::Kind::output, 0}};
    result.dispatches.push_back(std::move(*dispatch));
  }
  return result;
}

std::optional<VulkanPlan> gradient_plan(const TrainingPlanContext& context) {
  if (context.outputs[0].shape.elements() > k_most_shader_elements) return std::nullopt;
  const Rows rows = rows_of(context.params, context.inputs, context.outputs[0]);
  VulkanPlan result;
  for (std::uint32_t i = 0; i < context.inputs.size(); ++i) {
    if (!context.wants(i)) continue;
    auto dispatch = part_dispatch("ops/arithmetic/concat_gradient", rows, i, context.limits);
    if (!dispatch) return std::nullopt;
    dispatch->bindings = {{Binding::Kind::output_gradient, 0}, {Binding::Kind::input_gradient, i}};
    result.dispatches.push_back(std::move(*dispatch));
  }
  return result;
}

}  // namespace

const Operator concat{
    .name = "Concat",
    .kind = LayerKind::arithmetic,
    // ONNX has no limit; where an input begins is a sum over those before it, for each of them.
    .max_inputs = 16384,
    .parse = parse,
    .infer = infer,
    .reads = reads,
    .reference = reference,
    .gradient = gradient,
    .cpu = cpu,
    .batch = &batch,
    .vulkan = plan,
    .vulkan_gradient = gradient_plan,
};

}  // namespace fovea::ops
