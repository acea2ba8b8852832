#include "core/explain/operators/network.h"

#include <algorithm>
#include <cmath>
#include <random>

#include "core/engine/cpu_backend.h"
#include "core/engine/session.h"
#include "core/explain/operators/counts.h"
#include "core/explain/operators/matrix.h"

namespace fovea::explain {
namespace {

using Integers = std::vector<std::int64_t>;

Attributes window_attributes(const OperatorSettings& it) {
  Attributes attributes{{"kernel_shape", Integers{it.kernel[0], it.kernel[1]}},
                        {"strides", Integers{it.stride, it.stride}},
                        {"pads", Integers(4, it.padding)}};
  if (!is_pooling(it.kind)) attributes.set("dilations", Integers{it.dilation, it.dilation});
  return attributes;
}

/// A Conv node with a bias of zeros.
void add_conv(GraphBuilder& builder, const std::string& name, Attributes attributes,
              const Tensor& weight, const std::string& from, const std::string& to) {
  builder.add_weight(name + ".weight", weight);
  builder.add_weight(name + ".bias", Tensor::filled(Shape{weight.shape()[0]}, 0.0f));
  builder.add_node("Conv", name, std::move(attributes), {from, name + ".weight", name + ".bias"},
                   {to});
}

/// Each kernel turned by half.
Tensor turned(const Tensor& weights) {
  Tensor result = weights.clone();
  const auto cells = result.mutable_values<float>();
  const std::int64_t taps = weights.shape()[2] * weights.shape()[3];
  for (auto kernel = cells.begin(); kernel != cells.end(); kernel += taps)
    std::reverse(kernel, kernel + taps);
  return result;
}

void add_transposed(GraphBuilder& builder, const OperatorSettings& it,
                    const OperatorWeights& weights) {
  const std::int64_t top = it.kernel[0] - 1 - it.padding, left = it.kernel[1] - 1 - it.padding;
  add_conv(builder, "transposed", {{"pads", Integers{top, left, top, left}}},
           turned(weights.spread), "input", "output");
}

Tensor chance(const Shape& shape, std::uint64_t seed) {
  Tensor weights(shape);
  std::mt19937_64 source(seed);
  const double scale = 1 / std::sqrt(static_cast<double>(shape[1]));
  for (float& weight : weights.mutable_values<float>()) {
    // By hand, as libraries differ in how they make numbers of the generator's bits.
    constexpr double k_bits = 1LL << 53;
    weight = static_cast<float>(scale * (2 * (static_cast<double>(source() >> 11U) / k_bits) - 1));
  }
  return weights;
}

void add_dense(GraphBuilder& builder, const OperatorSettings& it, const OperatorWeights& weights) {
  const Tensor dense = dense_matrix(it, weights);
  builder.add_weight("dense.bias", Tensor::filled(Shape{dense.shape()[0]}, 0.0f));
  builder.add_weight("dense.weight", dense);
  builder.add_node("Flatten", "flatten", {}, {"input"}, {"flat"});
  builder.add_node("Gemm", "dense", {{"transB", std::int64_t{1}}},
                   {"flat", "dense.weight", "dense.bias"}, {"output"});
}

void add_sliding(GraphBuilder& builder, const OperatorSettings& it,
                 const OperatorWeights& weights) {
  Attributes attributes = window_attributes(it);
  if (it.kind == OperatorKind::depthwise_separable) {
    attributes.set("group", it.channels);
    add_conv(builder, "depthwise", std::move(attributes), weights.spread, "input", "apart");
    add_conv(builder, "pointwise", {}, weights.pointwise, "apart", "output");
    return;
  }
  attributes.set("group", it.groups);
  add_conv(builder, "conv", std::move(attributes), weights.spread, "input", "output");
}

}  // namespace

Tensor dense_matrix(const OperatorSettings& it, const OperatorWeights& weights) {
  const OperatorMatrix matrix = convolution_matrix(it);
  const std::int64_t rows = it.outputs * matrix.rows(), columns = it.channels * matrix.columns();
  if (weights.seed != 0) return chance(Shape{rows, columns}, weights.seed);
  Tensor dense = Tensor::filled(Shape{rows, columns}, 0.0f);
  const auto cells = dense.mutable_values<float>();
  const std::int64_t taps = it.kernel[0] * it.kernel[1];
  for (std::int64_t row = 0; row < rows; ++row) {
    for (std::int64_t column = 0; column < columns; ++column) {
      const int tap = matrix.at(row % matrix.rows(), column % matrix.columns());
      if (tap < 0) continue;
      const std::int64_t pair = row / matrix.rows() * it.channels + column / matrix.columns();
      cells[static_cast<std::size_t>(row * columns + column)] =
          weights.spread.floats()[static_cast<std::size_t>(pair * taps + tap)];
    }
  }
  return dense;
}

Graph make_network(const OperatorSettings& it, const OperatorWeights& weights) {
  GraphBuilder builder(19);
  const std::int64_t apart = it.kind == OperatorKind::transposed ? it.stride : 1;
  builder.add_input("input",
                    {1, it.channels, (it.height - 1) * apart + 1, (it.width - 1) * apart + 1});
  if (is_pooling(it.kind)) {
    const char* type = it.kind == OperatorKind::max_pool ? "MaxPool" : "AveragePool";
    builder.add_node(type, "pool", window_attributes(it), {"input"}, {"output"});
  } else if (it.kind == OperatorKind::transposed) {
    add_transposed(builder, it, weights);
  } else if (it.kind == OperatorKind::fully_connected) {
    add_dense(builder, it, weights);
  } else {
    add_sliding(builder, it, weights);
  }
  builder.add_output("output");
  return builder.build();
}

Tensor network_input(const OperatorSettings& it, const Tensor& planes) {
  if (it.kind != OperatorKind::transposed)
    return planes.reshaped(Shape{1, it.channels, it.height, it.width});
  const std::int64_t height = (it.height - 1) * it.stride + 1;
  const std::int64_t width = (it.width - 1) * it.stride + 1;
  Tensor apart = Tensor::filled(Shape{1, it.channels, height, width}, 0.0f);
  const auto cells = apart.mutable_values<float>();
  auto value = planes.floats().begin();
  for (std::int64_t map = 0; map < it.channels; ++map) {
    for (std::int64_t row = 0; row < it.height; ++row) {
      for (std::int64_t column = 0; column < it.width; ++column) {
        const std::int64_t line = map * height + row * it.stride;
        cells[static_cast<std::size_t>(line * width + column * it.stride)] = *value++;
      }
    }
  }
  return apart;
}

Tensor run_operator(const OperatorSettings& it, const OperatorWeights& weights,
                    const Tensor& planes) {
  Session session(make_cpu_backend());
  const Request request{.graph = make_network(it, weights),
                        .inputs = {InputSource::of(network_input(it, planes))},
                        .watch = Watch::outputs};
  const auto frame = session.run(request, CancelToken());
  const OperatorCounts counts = count(it);
  return frame->value(request.graph.structure().outputs[0])
      .reshaped(Shape{it.outputs, counts.rows.value(), counts.columns.value()});
}

}  // namespace fovea::explain
