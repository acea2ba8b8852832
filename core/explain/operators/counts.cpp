#include "core/explain/operators/counts.h"

namespace fovea::explain {
namespace {

/// The quantities by their symbols.
struct Symbols {
  Formula maps, outputs, stride, padding, dilation, groups;
  std::array<Formula, 2> input, window;  // rows, columns

  explicit Symbols(const OperatorSettings& it)
      : maps(Formula::named("C", it.channels)),
        outputs(Formula::named("M", it.outputs)),
        stride(Formula::named("s", it.stride)),
        padding(Formula::named("p", it.padding)),
        dilation(Formula::named("d", it.dilation)),
        groups(Formula::named("g", it.groups)),
        input{Formula::named("H", it.height), Formula::named("W", it.width)},
        window{Formula::named("kH", it.kernel[0]), Formula::named("kW", it.kernel[1])} {}

  Formula taps() const { return window[0] * window[1]; }
};

Formula one() { return Formula::number(1); }
Formula two() { return Formula::number(2); }

/// Source: Dumoulin and Visin, "A guide to convolution arithmetic for deep learning", 2016:
/// chapters 2 (convolution), 4 (transposed) and 5.1 (dilated).
Formula output_extent(const OperatorSettings& it, const Symbols& the, std::size_t axis) {
  if (it.kind == OperatorKind::transposed)
    return (the.input[axis] - one()) * the.stride - two() * the.padding + the.window[axis];
  const Formula padded = the.input[axis] + two() * the.padding;
  const Formula room = has_setting(it.kind, Setting::dilation)
                           ? padded - the.dilation * (the.window[axis] - one()) - one()
                           : padded - the.window[axis];
  return floor_of(room, the.stride) + one();
}

/// `values` is the formula of the number of output values.
Formula parameters(const OperatorSettings& it, const Symbols& the, const Formula& values) {
  switch (it.kind) {
    case OperatorKind::fully_connected:
      return the.maps * the.input[0] * the.input[1] * values + values;
    case OperatorKind::depthwise:
      return the.maps * the.taps() + the.maps;
    case OperatorKind::depthwise_separable:
      return the.maps * the.taps() + the.maps + the.outputs * the.maps + the.outputs;
    case OperatorKind::grouped:
      return the.outputs * (the.maps / the.groups) * the.taps() + the.outputs;
    case OperatorKind::max_pool:
    case OperatorKind::average_pool:
      return Formula::number(0);
    default:
      return the.outputs * the.maps * the.taps() + the.outputs;
  }
}

Formula macs(const OperatorSettings& it, const Symbols& the, const Formula& plane) {
  switch (it.kind) {
    case OperatorKind::fully_connected:
      return the.maps * the.input[0] * the.input[1] * the.outputs * plane;
    case OperatorKind::depthwise:
      return the.maps * the.taps() * plane;
    case OperatorKind::depthwise_separable:
      return the.maps * the.taps() * plane + the.outputs * the.maps * plane;
    case OperatorKind::grouped:
      return the.outputs * (the.maps / the.groups) * the.taps() * plane;
    case OperatorKind::transposed:
      return the.maps * the.input[0] * the.input[1] * the.outputs * the.taps();
    case OperatorKind::max_pool:
    case OperatorKind::average_pool:
      return Formula::number(0);
    default:
      return the.outputs * the.maps * the.taps() * plane;
  }
}

Formula field(const OperatorSettings& it, const Symbols& the, std::size_t axis) {
  if (it.kind == OperatorKind::fully_connected) return the.input[axis];
  // Of an output's window every s-th cell meets an input, the others meet the zeros between.
  if (it.kind == OperatorKind::transposed)
    return floor_of(the.window[axis] - one(), the.stride) + one();
  if (!has_setting(it.kind, Setting::dilation)) return the.window[axis];
  return the.dilation * (the.window[axis] - one()) + one();
}

}  // namespace

OperatorCounts count(const OperatorSettings& it) {
  const Symbols the(it);
  OperatorCounts counts;
  counts.rows = output_extent(it, the, 0);
  counts.columns = output_extent(it, the, 1);
  const Formula plane =
      Formula::named("oH", counts.rows.value()) * Formula::named("oW", counts.columns.value());
  counts.parameters = parameters(it, the, the.outputs * plane);
  counts.macs = macs(it, the, plane);
  counts.field_rows = field(it, the, 0);
  counts.field_columns = field(it, the, 1);
  return counts;
}

}  // namespace fovea::explain
