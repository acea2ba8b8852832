#include <cmath>

#include "core/ops/checks.h"
#include "core/ops/softmax/softmax.h"

namespace fovea::ops {
namespace {

/// Over a value [N, …] that lies batch last: the lanes belong to what is inside of the axis.
SoftmaxGeometry geometry_of(const BatchContext& context) {
  auto settings = context.params.as<SoftmaxSettings>();
  const Shape& shape = context.inputs[0].shape;
  const std::size_t axis = resolve_axis(settings.axis, shape.rank());
  SoftmaxGeometry geometry(settings, shape);
  geometry.outer = shape.elements(1, axis);
  geometry.inner *= context.lanes;
  return geometry;
}

bool fits(const BatchContext& context) {
  const auto& settings = context.params.as<SoftmaxSettings>();
  return resolve_axis(settings.axis, context.inputs[0].shape.rank()) > 0;
}

void forward(const BatchForward& call) {
  const auto [outer, extent, inner] = geometry_of(call.context);
  for (std::int64_t o = 0; o < outer; ++o) {
    for (std::int64_t i = 0; i < inner; ++i) {
      const float* x = call.inputs[0] + o * extent * inner + i;
      float* y = call.outputs[0] + o * extent * inner + i;
      float largest = x[0], sum = 0;
      for (std::int64_t k = 1; k < extent; ++k) largest = std::max(largest, x[k * inner]);
      for (std::int64_t k = 0; k < extent; ++k)
        sum += y[k * inner] = std::exp(x[k * inner] - largest);
      for (std::int64_t k = 0; k < extent; ++k) y[k * inner] /= sum;
    }
  }
}

/// dx = y · (dy − Σ dy · y).
void backward(const BatchBackward& call) {
  const auto [outer, extent, inner] = geometry_of(call.context);
  for (std::int64_t o = 0; o < outer; ++o) {
    for (std::int64_t i = 0; i < inner; ++i) {
      const std::int64_t at = o * extent * inner + i;
      const float *y = call.outputs[0] + at, *dy = call.output_gradient + at;
      float* dx = call.input_gradients[0] + at;
      float sum = 0;
      for (std::int64_t k = 0; k < extent; ++k) sum += y[k * inner] * dy[k * inner];
      for (std::int64_t k = 0; k < extent; ++k)
        dx[k * inner] = y[k * inner] * (dy[k * inner] - sum);
    }
  }
}

}  // namespace

const BatchKernels softmax_batch{
    .fits = fits, .forward = forward, .backward = backward, .reads_output = true};

}  // namespace fovea::ops
