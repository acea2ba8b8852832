#include "core/ops/pooling/pool.h"

#include <fmt/format.h>

#include "core/base/error.h"
#include "core/ops/checks.h"

namespace fovea::ops {
namespace {

/// The maximum of nothing is no number: every window must see a sample.
void require_samples(const Window& window, std::int64_t input) {
  for (std::int64_t p = 0; p < window.positions(input); ++p) {
    if (window.taps(p, input).size() == 0) {
      throw Error{fmt::format("window {} lies wholly in the padding, so it has no maximum", p)};
    }
  }
}

/// As other runtimes do: a window that lies wholly in the padding has nothing to pool.
void require_narrow_padding(const Window& window) {
  if (window.pad_begin < window.span() && window.pad_end < window.span()) return;
  throw Error{fmt::format("padding of {} and {} leaves windows of {} wholly in the padding",
                          window.pad_begin, window.pad_end, window.span())};
}

}  // namespace

PoolGeometry::PoolGeometry(const PoolSettings& settings, const Shape& input)
    : planes(input.elements(0, 2)) {
  const std::vector<Window> given = settings.window.resolve(spatial(input), {});
  const std::size_t missing = windows.size() - given.size();
  for (std::size_t axis = 0; axis < given.size(); ++axis) {
    windows[missing + axis] = given[axis];
    in[missing + axis] = input[2 + axis];
    out[missing + axis] = given[axis].positions(input[2 + axis]);
  }
}

std::int64_t PoolGeometry::counted_taps(std::size_t axis, std::int64_t p, bool include_pad) const {
  Window window = windows[axis];
  if (!include_pad) return window.taps(p, in[axis]).size();
  const std::int64_t padded = window.pad_begin + in[axis] + window.pad_end;
  window.pad_begin = 0;
  return window.taps(p, padded).size();
}

WindowAttributes parse_pool_window(const Attributes& attributes) {
  if (!attributes.has("kernel_shape")) throw Error{"the attribute “kernel_shape” is missing"};
  return WindowAttributes::parse(attributes);
}

std::vector<ValueType> infer_pool(const Params& params, std::span<const InferInput> inputs,
                                  std::size_t) {
  require_floats(inputs);
  const Shape& input = inputs[0].type.shape;
  if (input.rank() < 3 || input.rank() > 5) {
    throw Error{
        fmt::format("an input of {} cannot be pooled: it needs one to three axes after "
                    "samples and channels",
                    input.to_string())};
  }
  const auto& settings = params.as<PoolSettings>();
  const std::vector<Window> windows = settings.window.resolve(spatial(input), {});
  Shape output = input;
  for (std::size_t axis = 0; axis < windows.size(); ++axis) {
    require_narrow_padding(windows[axis]);
    if (!settings.average) require_samples(windows[axis], input[2 + axis]);
    output[2 + axis] = windows[axis].positions(input[2 + axis]);
  }
  return {{.shape = output}};
}

std::vector<AxisReads> pool_reads(const Params& params, std::size_t,
                                  std::span<const ValueType> inputs, const ValueType&) {
  std::vector<AxisReads> reads(2);
  const Shape& input = inputs[0].shape;
  for (const Window& window : params.as<PoolSettings>().window.resolve(spatial(input), {})) {
    reads.push_back(window.axis_reads());
  }
  return reads;
}

}  // namespace fovea::ops
