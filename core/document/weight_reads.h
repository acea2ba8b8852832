#pragma once

#include "core/document/document.h"

namespace fovea {

/// One cell of the kernel that a unit applies to one of its inputs, counted as `kernel_of` does.
struct WeightPlace {
  Unit unit;
  std::int64_t input = 0;
  std::int64_t cell = 0;
  friend bool operator==(const WeightPlace&, const WeightPlace&) = default;
};

/// The values that one weight multiplies: of one unit of `value`, every row of `rows` crossed with
/// every column of `columns`, both ascending and counted as `unit_view` does.
struct WeightReads {
  ValueId value = k_no_value;
  std::int64_t unit = 0;
  std::vector<std::int64_t> rows, columns;
};

/// What a weight multiplies over all positions of its unit's map; nothing where there is no such
/// weight, or it is none of a convolution, a dense layer or a normalisation.
std::optional<WeightReads> weight_reads(const ShapedGraph& shaped, const WeightPlace& place);

/// The one value that it multiplies to make `row` and `column` of its unit's map; no rows or no
/// columns where that falls on the padding.
std::optional<WeightReads> weight_reads_at(const ShapedGraph& shaped, const WeightPlace& place,
                                           std::int64_t row, std::int64_t column);

}  // namespace fovea
