#include <fmt/format.h>

#include "core/base/error.h"
#include "core/cpu/gemm.h"
#include "core/cpu/parallel.h"
#include "core/ops/checks.h"
#include "core/ops/dense/dense.h"

namespace fovea {
namespace {

struct MatMulParams {};

Params parse(const Attributes&, const ParseContext&) { return Params::of(MatMulParams{}); }

[[noreturn]] void refuse(const Shape& a, const Shape& b) {
  throw Error{fmt::format("{} cannot be multiplied by {}", a.to_string(), b.to_string())};
}

std::vector<ValueType> infer(const Params&, std::span<const InferInput> inputs, std::size_t) {
  require_floats(inputs);
  return {{mat_mul_sizes(inputs[0].type.shape, inputs[1].type.shape).output}};
}

std::int64_t macs(const Params&, std::span<const ValueType> inputs,
                  std::span<const ValueType> outputs) {
  return checked_multiply(outputs[0].shape.elements(),
                          mat_mul_sizes(inputs[0].shape, inputs[1].shape).depth);
}

std::vector<AxisReads> reads(const Params&, std::size_t index, std::span<const ValueType> inputs,
                             const ValueType& output) {
  const Shape& read = inputs[index].shape;
  std::vector<AxisReads> axes;
  for (const std::int64_t dim : read.dims()) axes.push_back(AxisReads::whole(dim));
  if (read.rank() < 2 || read.rank() != output.shape.rank()) return axes;
  const std::size_t summed = read.rank() - (index == 0 ? 1 : 2);
  for (std::size_t axis = 0; axis < read.rank(); ++axis) {
    if (axis != summed && read[axis] == output.shape[axis]) axes[axis] = {};
  }
  return axes;
}

/// The columns are units only of a flat output: where it has more axes, its units are on axis 1
/// and its columns on the last.
std::vector<UnitSlice> unit_slices(const Params&, std::span<const ValueType> inputs) {
  const std::size_t left = inputs[0].shape.rank(), rank = inputs[1].shape.rank();
  if (left == 0 || rank < 2) return {};
  const std::size_t output_rank = std::max(left, rank) - (left == 1 ? 1 : 0);
  if (output_rank > 2) return {};
  return {{.input = 1, .axis = rank - 1}};
}

void reference(const ReferenceCall& call) {
  const MatMulSizes sizes = mat_mul_sizes(call.inputs[0].shape(), call.inputs[1].shape());
  auto out = call.outputs[0].mutable_values<double>().begin();
  for (std::int64_t product = 0; product < sizes.products(); ++product) {
    const double* a = call.inputs[0].values<double>().data() + sizes.a_offset(product);
    const double* b = call.inputs[1].values<double>().data() + sizes.b_offset(product);
    for (std::int64_t i = 0; i < sizes.rows; ++i) {
      for (std::int64_t j = 0; j < sizes.columns; ++j) {
        double sum = 0;
        for (std::int64_t k = 0; k < sizes.depth; ++k) {
          sum += a[i * sizes.depth + k] * b[k * sizes.columns + j];
        }
        *out++ = sum;
      }
    }
  }
}

void gradient(const GradientCall& call) {
  const MatMulSizes sizes = mat_mul_sizes(call.inputs[0].shape(), call.inputs[1].shape());
  const auto a = call.inputs[0].values<double>(), b = call.inputs[1].values<double>();
  const std::span<double> da = call.wanted(0), db = call.wanted(1);
  auto dy = call.output_gradients[0].values<double>().begin();
  for (std::int64_t product = 0; product < sizes.products(); ++product) {
    for (std::int64_t i = 0; i < sizes.rows; ++i) {
      for (std::int64_t j = 0; j < sizes.columns; ++j) {
        const double slope = *dy++;
        for (std::int64_t k = 0; k < sizes.depth; ++k) {
          const auto in_a = static_cast<std::size_t>(sizes.a_offset(product) + i * sizes.depth + k);
          const auto in_b =
              static_cast<std::size_t>(sizes.b_offset(product) + k * sizes.columns + j);
          if (!da.empty()) da[in_a] += slope * b[in_b];
          if (!db.empty()) db[in_b] += slope * a[in_a];
        }
      }
    }
  }
}

void cpu(const CpuCall& call) {
  MatMulSizes sizes = mat_mul_sizes(call.inputs[0].shape(), call.inputs[1].shape());
  const bool one_b =
      std::ranges::all_of(sizes.b_steps, [](std::int64_t step) { return step == 0; });
  const std::int64_t a_elements = call.inputs[0].elements();
  if (one_b && a_elements == sizes.products() * sizes.rows * sizes.depth) {
    // All matrices on the left are multiplied by the same: they are one tall matrix.
    sizes.rows *= sizes.products();
    sizes.batch.clear();
  }
  float* out = call.outputs[0].mutable_values<float>().data();
  const auto multiply = [&](std::int64_t product, int threads) {
    gemm({.a = {call.inputs[0].floats().data() + sizes.a_offset(product), sizes.depth, 1},
          .b = {call.inputs[1].floats().data() + sizes.b_offset(product), sizes.columns, 1},
          .rows = sizes.rows,
          .columns = sizes.columns,
          .depth = sizes.depth,
          .out = out + product * sizes.rows * sizes.columns},
         threads, call.cancel);
  };
  if (sizes.products() < call.threads) {
    for (std::int64_t product = 0; product < sizes.products(); ++product) {
      multiply(product, call.threads);
    }
    return;
  }
  const double macs =
      static_cast<double>(sizes.rows * sizes.columns) * static_cast<double>(sizes.depth);
  parallel_for({.count = sizes.products(),
                .nanoseconds_each = macs / k_macs_per_ns,
                .threads = call.threads},
               call.cancel, [&](std::int64_t product) { multiply(product, 1); });
}

}  // namespace

std::int64_t MatMulSizes::products() const {
  std::int64_t count = 1;
  for (const std::int64_t extent : batch) count *= extent;
  return count;
}

std::int64_t MatMulSizes::offset(std::int64_t index, const std::vector<std::int64_t>& steps) const {
  std::int64_t result = 0;
  for (std::size_t axis = batch.size(); axis-- > 0;) {
    result += index % batch[axis] * steps[axis];
    index /= batch[axis];
  }
  return result;
}

MatMulSizes mat_mul_sizes(const Shape& a, const Shape& b) {
  if (a.rank() == 0 || b.rank() == 0) refuse(a, b);
  const bool row = a.rank() == 1, column = b.rank() == 1;
  MatMulSizes sizes{.rows = row ? 1 : a[a.rank() - 2],
                    .columns = column ? 1 : b[b.rank() - 1],
                    .depth = a[a.rank() - 1],
                    .batch = {},
                    .a_steps = {},
                    .b_steps = {},
                    .output = {}};
  if (b[column ? 0 : b.rank() - 2] != sizes.depth) refuse(a, b);

  const std::size_t a_batch = row ? 0 : a.rank() - 2, b_batch = column ? 0 : b.rank() - 2;
  const std::size_t axes = std::max(a_batch, b_batch);
  const auto extent = [axes](const Shape& shape, std::size_t leading, std::size_t axis) {
    return axis + leading < axes ? 1 : shape[axis + leading - axes];
  };
  sizes.batch.resize(axes);
  sizes.a_steps.resize(axes);
  sizes.b_steps.resize(axes);
  std::int64_t a_step = sizes.rows * sizes.depth, b_step = sizes.depth * sizes.columns;
  for (std::size_t axis = axes; axis-- > 0;) {
    const std::int64_t in_a = extent(a, a_batch, axis), in_b = extent(b, b_batch, axis);
    if (in_a != in_b && in_a != 1 && in_b != 1) refuse(a, b);
    sizes.batch[axis] = in_a == 1 ? in_b : in_a;
    sizes.a_steps[axis] = in_a == 1 ? 0 : a_step;
    sizes.b_steps[axis] = in_b == 1 ? 0 : b_step;
    a_step *= in_a;
    b_step *= in_b;
  }
  std::vector<std::int64_t> dims = sizes.batch;
  if (!row) dims.push_back(sizes.rows);
  if (!column) dims.push_back(sizes.columns);
  sizes.output = Shape(dims);
  return sizes;
}

namespace ops {

const Operator mat_mul{
    .name = "MatMul",
    .kind = LayerKind::dense,
    .min_inputs = 2,
    .max_inputs = 2,
    .parse = parse,
    .infer = infer,
    .macs = macs,
    .reads = reads,
    .unit_slices = unit_slices,
    .reference = reference,
    .gradient = gradient,
    .cpu = cpu,
    .batch = &mat_mul_batch,
    .vulkan = mat_mul_plan,
    .vulkan_gradient = mat_mul_gradient_plan,
};

}  // namespace ops
}  // namespace fovea
