#include "core/cpu/gemm.h"

#include <fmt/format.h>

#include "core/base/error.h"
#include "core/ops/checks.h"
#include "core/ops/dense/dense.h"

namespace fovea {
namespace {

constexpr int k_first_with_broadcasting = 7, k_first_with_optional_c = 11;

Params parse(const Attributes& attributes, const ParseContext& context) {
  if (context.opset < k_first_with_optional_c && !context.has_input(2)) {
    throw Error{fmt::format("Gemm needs three inputs before opset {}, but has {}",
                            k_first_with_optional_c, context.inputs)};
  }
  return Params::of(GemmParams{
      .alpha = attributes.number("alpha", 1),
      .beta = attributes.number("beta", 1),
      .transpose_a = attributes.integer("transA", 0) != 0,
      .transpose_b = attributes.integer("transB", 0) != 0,
      .broadcasts_c =
          context.opset >= k_first_with_broadcasting || attributes.integer("broadcast", 0) != 0,
  });
}

bool has_c(std::span<const Tensor> inputs) { return inputs.size() > 2 && !inputs[2].empty(); }

void check_c(const GemmParams& params, const Shape& c, const Shape& output) {
  bool fits = c.rank() <= 2;
  for (std::size_t i = 0; fits && i < c.rank(); ++i) {
    const std::int64_t extent = output[output.rank() - c.rank() + i];
    fits = c[i] == extent || (params.broadcasts_c && c[i] == 1);
  }
  if (!params.broadcasts_c) fits = fits && c == output;
  if (fits) return;
  throw Error{fmt::format("C of {} cannot be added to the product of {}", c.to_string(),
                          output.to_string())};
}

std::vector<ValueType> infer(const Params& params, std::span<const InferInput> inputs,
                             std::size_t) {
  const auto& gemm = params.as<GemmParams>();
  const bool has_c = inputs.size() > 2 && inputs[2].present;
  require_floats(inputs.first(has_c ? 3 : 2));
  const GemmSizes sizes = gemm_sizes(gemm, inputs[0].type.shape, inputs[1].type.shape);
  const Shape output{sizes.rows, sizes.columns};
  if (has_c) check_c(gemm, inputs[2].type.shape, output);
  return {{output}};
}

std::int64_t macs(const Params& params, std::span<const ValueType> inputs,
                  std::span<const ValueType> outputs) {
  const GemmSizes sizes = gemm_sizes(params.as<GemmParams>(), inputs[0].shape, inputs[1].shape);
  return checked_multiply(outputs[0].shape.elements(), sizes.depth);
}

std::vector<AxisReads> reads(const Params& params, std::size_t index,
                             std::span<const ValueType> inputs, const ValueType&) {
  std::vector<AxisReads> axes;
  for (const std::int64_t dim : inputs[index].shape.dims()) axes.push_back(AxisReads::whole(dim));
  if (index == 0 && !params.as<GemmParams>().transpose_a) axes[0] = {};
  return axes;
}

std::vector<UnitSlice> unit_slices(const Params& params, std::span<const ValueType> inputs) {
  const std::size_t axis = params.as<GemmParams>().transpose_b ? 0 : 1;
  std::vector<UnitSlice> slices{{.input = 1, .axis = axis}};
  if (inputs.size() < 3 || inputs[1].shape.rank() != 2) return slices;
  const Shape& c = inputs[2].shape;
  const bool each_has_its_own = c.rank() >= 1 && c[c.rank() - 1] == inputs[1].shape[axis];
  if (each_has_its_own) slices.push_back({.input = 2, .axis = c.rank() - 1});
  return slices;
}

/// Where an element of a matrix, transposed or not, is stored.
std::size_t index_in(const Shape& matrix, bool transposed, std::int64_t row, std::int64_t column) {
  return static_cast<std::size_t>(transposed ? column * matrix[1] + row : row * matrix[1] + column);
}

void reference(const ReferenceCall& call) {
  const auto& params = call.params.as<GemmParams>();
  const Shape &a_shape = call.inputs[0].shape(), &b_shape = call.inputs[1].shape();
  const auto [rows, columns, depth] = gemm_sizes(params, a_shape, b_shape);
  const auto a = call.inputs[0].values<double>(), b = call.inputs[1].values<double>();
  auto out = call.outputs[0].mutable_values<double>().begin();
  for (std::int64_t i = 0; i < rows; ++i) {
    for (std::int64_t j = 0; j < columns; ++j) {
      double sum = 0;
      for (std::int64_t k = 0; k < depth; ++k) {
        sum += a[index_in(a_shape, params.transpose_a, i, k)] *
               b[index_in(b_shape, params.transpose_b, k, j)];
      }
      sum *= params.alpha;
      if (has_c(call.inputs)) {
        const CSteps steps = c_steps(call.inputs[2].shape());
        const auto index = static_cast<std::size_t>(i * steps.row + j * steps.column);
        sum += params.beta * call.inputs[2].values<double>()[index];
      }
      *out++ = sum;
    }
  }
}

void gradient(const GradientCall& call) {
  const auto& params = call.params.as<GemmParams>();
  const Shape &a_shape = call.inputs[0].shape(), &b_shape = call.inputs[1].shape();
  const auto [rows, columns, depth] = gemm_sizes(params, a_shape, b_shape);
  const auto a = call.inputs[0].values<double>(), b = call.inputs[1].values<double>();
  const std::span<double> da = call.wanted(0), db = call.wanted(1), dc = call.wanted(2);
  const CSteps steps = dc.empty() ? CSteps{} : c_steps(call.inputs[2].shape());
  auto dy = call.output_gradients[0].values<double>().begin();
  for (std::int64_t i = 0; i < rows; ++i) {
    for (std::int64_t j = 0; j < columns; ++j) {
      const double slope = *dy++, product_slope = params.alpha * slope;
      for (std::int64_t k = 0; k < depth; ++k) {
        const std::size_t in_a = index_in(a_shape, params.transpose_a, i, k);
        const std::size_t in_b = index_in(b_shape, params.transpose_b, k, j);
        if (!da.empty()) da[in_a] += product_slope * b[in_b];
        if (!db.empty()) db[in_b] += product_slope * a[in_a];
      }
      if (!dc.empty()) {
        dc[static_cast<std::size_t>(i * steps.row + j * steps.column)] += params.beta * slope;
      }
    }
  }
}

MatrixView view(const Tensor& matrix, bool transposed) {
  const std::int64_t width = matrix.shape()[1];
  return transposed ? MatrixView{matrix.floats().data(), 1, width}
                    : MatrixView{matrix.floats().data(), width, 1};
}

void cpu(const CpuCall& call) {
  const auto& params = call.params.as<GemmParams>();
  const auto [rows, columns, depth] =
      gemm_sizes(params, call.inputs[0].shape(), call.inputs[1].shape());
  float* out = call.outputs[0].mutable_values<float>().data();
  gemm({.a = view(call.inputs[0], params.transpose_a),
        .b = view(call.inputs[1], params.transpose_b),
        .rows = rows,
        .columns = columns,
        .depth = depth,
        .scale = params.alpha,
        .out = out},
       call.threads, call.cancel);
  if (!has_c(call.inputs)) return;
  const CSteps steps = c_steps(call.inputs[2].shape());
  for (std::int64_t i = 0; i < rows; ++i) {
    const float* c = call.inputs[2].floats().data() + i * steps.row;
    for (std::int64_t j = 0; j < columns; ++j) *out++ += params.beta * c[j * steps.column];
  }
}

}  // namespace

CSteps c_steps(const Shape& c) {
  CSteps steps;
  if (c.rank() >= 1 && c[c.rank() - 1] != 1) steps.column = 1;
  if (c.rank() == 2 && c[0] != 1) steps.row = c[1];
  return steps;
}

GemmSizes gemm_sizes(const GemmParams& params, const Shape& a, const Shape& b) {
  if (a.rank() != 2 || b.rank() != 2) {
    throw Error{fmt::format("Gemm multiplies matrices of two axes, not {} by {}", a.to_string(),
                            b.to_string())};
  }
  const std::int64_t depth = a[params.transpose_a ? 0 : 1];
  const std::int64_t expected = b[params.transpose_b ? 1 : 0];
  if (depth != expected) {
    throw Error{fmt::format("{}{} cannot be multiplied by {}{}: {} is not {}", a.to_string(),
                            params.transpose_a ? " transposed" : "", b.to_string(),
                            params.transpose_b ? " transposed" : "", depth, expected)};
  }
  return {.rows = a[params.transpose_a ? 1 : 0],
          .columns = b[params.transpose_b ? 0 : 1],
          .depth = depth};
}

namespace ops {

const Operator gemm{
    .name = "Gemm",
    .kind = LayerKind::dense,
    .min_inputs = 2,
    .max_inputs = 3,
    .parse = parse,
    .infer = infer,
    .macs = macs,
    .reads = reads,
    .unit_slices = unit_slices,
    .reference = reference,
    .gradient = gradient,
    .cpu = cpu,
    .batch = &gemm_batch,
    .vulkan = gemm_plan,
    .vulkan_gradient = gemm_gradient_plan,
};

}  // namespace ops
}  // namespace fovea
