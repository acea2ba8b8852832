#include <algorithm>

#include "core/cpu/row_blocks.h"
#include "core/cpu/scratch.h"
#include "core/ops/dense/dense.h"

namespace fovea {
namespace {

/// y[m] = scale · Σₖ w(m, k) · x[k] + bias[m], batch last, at each of `positions`: what Gemm and
/// MatMul by a matrix of weights are.
struct DenseLayer {
  std::int64_t outputs = 0, depth = 0, positions = 1, lanes = 0;
  std::ptrdiff_t output_step = 0,
                 depth_step = 0;  ///< w(m, k) is at m · output_step + k · depth_step
  float scale = 1, bias_scale = 1;

  std::int64_t weights() const { return outputs * depth; }
};

DenseLayer gemm_layer(const BatchContext& context) {
  const auto& params = context.params.as<GemmParams>();
  const GemmSizes sizes = gemm_sizes(params, context.inputs[0].shape, context.inputs[1].shape);
  return {.outputs = sizes.columns,
          .depth = sizes.depth,
          .lanes = context.lanes,
          .output_step = params.transpose_b ? sizes.depth : 1,
          .depth_step = params.transpose_b ? 1 : sizes.columns,
          .scale = params.alpha,
          .bias_scale = params.beta};
}

DenseLayer mat_mul_layer(const BatchContext& context) {
  const Shape &a = context.inputs[0].shape, &b = context.inputs[1].shape;
  return {.outputs = b[1],
          .depth = b[0],
          .positions = a.elements(1, a.rank() - 1),
          .lanes = context.lanes,
          .output_step = 1,
          .depth_step = b[1]};
}

/// The bias is one number an output, whatever the sample.
bool gemm_fits(const BatchContext& context) {
  const auto& params = context.params.as<GemmParams>();
  if (context.is_weight[0] || !context.is_weight[1] || params.transpose_a) return false;
  if (context.inputs.size() < 3) return true;
  const Shape& c = context.inputs[2].shape;
  const std::int64_t columns = context.outputs[0].shape[1];
  return context.is_weight[2] && c.elements() == columns && c.rank() >= 1 &&
         c[c.rank() - 1] == columns;
}

bool mat_mul_fits(const BatchContext& context) {
  return !context.is_weight[0] && context.is_weight[1] && context.inputs[0].shape.rank() >= 2 &&
         context.inputs[1].shape.rank() == 2;
}

std::int64_t packed_floats(const BatchContext& context) {
  return 2 * context.inputs[1].shape.elements();
}

/// By output for the forward pass, then by input for the backward one.
void pack(const DenseLayer& layer, const float* weights, float* packed) {
  const auto weight = [&](std::int64_t m, std::int64_t k) {
    return layer.scale * weights[m * layer.output_step + k * layer.depth_step];
  };
  pack_row_blocks(RowBlocks(layer.outputs), layer.depth, weight, packed);
  pack_row_blocks(
      RowBlocks(layer.depth), layer.outputs,
      [&](std::int64_t k, std::int64_t m) { return weight(m, k); }, packed + layer.weights());
}

/// out[r] = start[r] + Σₖ a(r, k) · b[k], r < rows, k < depth, each a row of `lanes`.
void multiply(std::int64_t rows, std::int64_t depth, std::int64_t lanes, const float* packed,
              const float* start, const float* b, float* out) {
  const TileKernels& kernels = tile_kernels();
  const RowBlocks blocks(rows);
  const std::int64_t widest = kernels.max_columns();
  for (std::int64_t lane = 0; lane < lanes; lane += widest) {
    const auto vectors = static_cast<int>(std::min(widest, lanes - lane) / kernels.lanes);
    for (std::int64_t block = 0; block < blocks.count; ++block) {
      const std::int64_t first = blocks.first(block);
      kernels.kernel(static_cast<int>(blocks.size(block)),
                     vectors)({.a = packed + first * depth,
                               .b = b + lane,
                               .stride = lanes,
                               .depth = depth,
                               .start = start == nullptr ? nullptr : start + first,
                               .out = out + first * lanes + lane,
                               .out_stride = lanes});
    }
  }
}

void forward(const DenseLayer& layer, const BatchForward& call) {
  const float* start = call.inputs.size() > 2 ? call.inputs[2] : nullptr;
  if (start != nullptr && layer.bias_scale != 1) {
    auto* scaled = scratch<float>(ScratchUse::sums, layer.outputs);
    for (std::int64_t m = 0; m < layer.outputs; ++m) scaled[m] = layer.bias_scale * start[m];
    start = scaled;
  }
  for (std::int64_t p = 0; p < layer.positions; ++p) {
    multiply(layer.outputs, layer.depth, layer.lanes, call.packed, start,
             call.inputs[0] + p * layer.depth * layer.lanes,
             call.outputs[0] + p * layer.outputs * layer.lanes);
  }
}

/// [positions, features, lanes] as [positions · lanes, features], rows `pitch` apart.
void transpose(const float* values, std::int64_t positions, std::int64_t features,
               std::int64_t lanes, std::int64_t pitch, float* to) {
  for (std::int64_t p = 0; p < positions; ++p) {
    for (std::int64_t first = 0; first < features; first += k_lane_multiple) {
      const std::int64_t last = std::min(first + k_lane_multiple, features);
      for (std::int64_t lane = 0; lane < lanes; ++lane) {
        for (std::int64_t f = first; f < last; ++f) {
          to[(p * lanes + lane) * pitch + f] = values[(p * features + f) * lanes + lane];
        }
      }
    }
  }
}

/// gradient[r · columns + c] = scale · Σ left[r] · right[c] over positions and lanes.
struct OuterSum {
  const float *left, *right;  ///< [positions, rows or columns, lanes]
  std::int64_t rows, columns, positions, lanes;
  float scale;
};

void sum_outer(const OuterSum& sum, float* gradient) {
  const TileKernels& kernels = tile_kernels();
  const std::int64_t depth = sum.positions * sum.lanes;
  const std::int64_t pitch = divide_up(sum.columns, kernels.lanes) * kernels.lanes;
  auto* right = scratch<float>(ScratchUse::input, depth * pitch);
  if (pitch != sum.columns) std::fill_n(right, depth * pitch, 0.0F);
  transpose(sum.right, sum.positions, sum.columns, sum.lanes, pitch, right);
  const RowBlocks blocks(sum.rows);
  auto* left = scratch<float>(ScratchUse::weights, kernels.max_rows * depth);
  alignas(64) float tile[TileKernels::k_most_rows * k_most_columns];
  for (std::int64_t block = 0; block < blocks.count; ++block) {
    const std::int64_t first = blocks.first(block), rows = blocks.size(block);
    for (std::int64_t k = 0; k < depth; ++k) {
      const std::int64_t p = k / sum.lanes, lane = k % sum.lanes;
      for (std::int64_t r = 0; r < rows; ++r) {
        left[k * rows + r] = sum.left[(p * sum.rows + first + r) * sum.lanes + lane] * sum.scale;
      }
    }
    for (std::int64_t column = 0; column < sum.columns; column += kernels.max_columns()) {
      const std::int64_t count =
          std::min<std::int64_t>(kernels.max_columns(), sum.columns - column);
      const auto vectors = static_cast<int>(divide_up(count, kernels.lanes));
      const bool whole = count == vectors * kernels.lanes;
      float* out = gradient + first * sum.columns + column;
      kernels.kernel(static_cast<int>(rows),
                     vectors)({.a = left,
                               .b = right + column,
                               .stride = pitch,
                               .depth = depth,
                               .out = whole ? out : tile,
                               .out_stride = whole ? sum.columns : std::ptrdiff_t{k_most_columns}});
      for (std::int64_t r = 0; !whole && r < rows; ++r) {
        std::copy_n(tile + r * k_most_columns, count, out + r * sum.columns);
      }
    }
  }
}

void sum_bias(const DenseLayer& layer, const float* output_gradient, float* bias) {
  for (std::int64_t m = 0; m < layer.outputs; ++m) {
    float sum = 0;
    for (std::int64_t p = 0; p < layer.positions; ++p) {
      const float* row = output_gradient + (p * layer.outputs + m) * layer.lanes;
      for (std::int64_t lane = 0; lane < layer.lanes; ++lane) sum += row[lane];
    }
    bias[m] = layer.bias_scale * sum;
  }
}

void backward(const DenseLayer& layer, const BatchBackward& call) {
  const auto wanted = [&](std::size_t input) {
    return input < call.input_gradients.size() ? call.input_gradients[input] : nullptr;
  };
  if (float* weights = wanted(1)) {
    OuterSum sum{.left = call.output_gradient,
                 .right = call.inputs[0],
                 .rows = layer.outputs,
                 .columns = layer.depth,
                 .positions = layer.positions,
                 .lanes = layer.lanes,
                 .scale = layer.scale};
    if (layer.depth_step != 1) {
      std::swap(sum.left, sum.right);
      std::swap(sum.rows, sum.columns);
    }
    sum_outer(sum, weights);
  }
  if (float* bias = wanted(2)) sum_bias(layer, call.output_gradient, bias);
  if (float* input = wanted(0)) {
    for (std::int64_t p = 0; p < layer.positions; ++p) {
      multiply(layer.depth, layer.outputs, layer.lanes, call.packed + layer.weights(), nullptr,
               call.output_gradient + p * layer.outputs * layer.lanes,
               input + p * layer.depth * layer.lanes);
    }
  }
}

template <DenseLayer (*layer_of)(const BatchContext&)>
constexpr BatchKernels kernels_of(bool (*fits)(const BatchContext&)) {
  return {.fits = fits,
          .forward = [](const BatchForward& call) { forward(layer_of(call.context), call); },
          .backward = [](const BatchBackward& call) { backward(layer_of(call.context), call); },
          .packed_floats = packed_floats,
          .pack = [](const BatchContext& context, std::span<const float* const> inputs,
                     float* packed) { pack(layer_of(context), inputs[1], packed); }};
}

}  // namespace

const BatchKernels gemm_batch = kernels_of<gemm_layer>(gemm_fits);
const BatchKernels mat_mul_batch = kernels_of<mat_mul_layer>(mat_mul_fits);

}  // namespace fovea
