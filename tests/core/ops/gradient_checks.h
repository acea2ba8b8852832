#pragma once

#include "tests/core/ops/op_cases.h"

namespace fovea::testing {

/// Compares the operator's gradient of every float input with central finite differences of its
/// reference, the loss a random linear function of output 0; also that gradients are added, and
/// that each comes alone where no other is wanted. Returns nothing where all agree to 1e-6 of an
/// input's largest, else a text with the case's parameters and what went wrong.
std::string gradient_failure_of(const OpCase&, TrainingMode = {});

/// Values between -1 and 1 in random order, no two of them and none and 0 closer than 1 / elements:
/// no finite difference crosses the corner of a maximum or of ReLU.
Tensor apart(const Shape& shape, std::uint64_t seed);

}  // namespace fovea::testing
