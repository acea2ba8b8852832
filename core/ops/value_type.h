#pragma once

#include <cstdint>

#include "core/base/mix.h"
#include "core/tensor/tensor.h"

namespace fovea {

/// Shape and element type of a value.
struct ValueType {
  Shape shape;
  ElementType type = ElementType::float32;
  friend bool operator==(const ValueType&, const ValueType&) = default;
};

/// How a node is run where its network learns.
struct TrainingMode {
  /// BatchNormalization takes the batch's own statistics, Dropout drops; all others do as always.
  bool trains = false;
  /// What Dropout draws from; the same for the forward and the backward pass of a step.
  std::uint64_t seed = 0;

  /// For the node of this index in a graph: no two draw alike.
  TrainingMode of_node(std::size_t index) const { return {trains, mix(seed ^ mix(index))}; }
};

}  // namespace fovea
