#include "core/ops/view.h"

namespace fovea {

void copy_reference(const ReferenceCall& call) {
  call.outputs[0] = call.inputs[0].reshaped(call.outputs[0].shape());
}

void copy_gradient(const GradientCall& call) {
  const std::span<const double> dy = call.output_gradients[0].values<double>();
  const std::span<double> dx = call.wanted(0);
  for (std::size_t i = 0; i < dx.size(); ++i) dx[i] += dy[i];
}

std::vector<AxisReads> reshaped_reads(const Params&, std::size_t index,
                                      std::span<const ValueType> inputs, const ValueType& output) {
  const Shape& shape = inputs[index].shape;
  std::vector<AxisReads> reads;
  // An input of another rank has no axis in the same place.
  bool same = shape.rank() == output.shape.rank();
  for (std::size_t axis = 0; axis < shape.rank(); ++axis) {
    same = same && shape[axis] == output.shape[axis];
    reads.push_back(same ? AxisReads{} : AxisReads::whole(shape[axis]));
  }
  return reads;
}

}  // namespace fovea
