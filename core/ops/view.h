#pragma once

#include "core/ops/operator.h"

namespace fovea {

/// Reference of every view: output 0 has input 0's elements.
void copy_reference(const ReferenceCall&);
/// Gradient of every view: input 0's is output 0's.
void copy_gradient(const GradientCall&);

/// Receptive-field rule of a view under another shape: axes before the first that changes are read
/// position by position, all from there on whole.
std::vector<AxisReads> reshaped_reads(const Params&, std::size_t index,
                                      std::span<const ValueType> inputs, const ValueType& output);

}  // namespace fovea
