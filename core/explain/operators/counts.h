#pragma once

#include "core/explain/operators/formula.h"
#include "core/explain/operators/settings.h"

namespace fovea::explain {

/// What an operator makes and costs, each number with the equation that it comes from. Symbols: C
/// input maps of H × W, M output maps of oH × oW, a window of kH × kW, stride s, padding p,
/// dilation d, g groups. Expects settings without an objection.
struct OperatorCounts {
  Formula rows, columns;              ///< oH, oW
  Formula parameters;                 ///< weights and biases
  Formula macs;                       ///< products that are added up in one run
  Formula field_rows, field_columns;  ///< input pixels that one output value can depend on
};
OperatorCounts count(const OperatorSettings&);

}  // namespace fovea::explain
