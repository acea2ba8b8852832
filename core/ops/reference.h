#pragma once

#include "core/ops/operator.h"

namespace fovea {

/// Reference of every view: output 0 has input 0's elements.
void copy_reference(const ReferenceCall&);

}  // namespace fovea
