#pragma once

#include <QStringList>
#include <QVariantList>
#include <string>

#include "core/explain/operators/matrix.h"
#include "core/tensor/shape.h"

namespace fovea {

/// With a capital and a full stop, where it is a clause.
QString capitalised(const std::string& clause);

/// Rows of OperatorColumn::equations.
QVariantList equation_rows(const explain::OperatorSettings& settings);

/// What a column's notes are about.
struct OperatorCase {
  explain::OperatorSettings settings;
  std::array<std::int64_t, 2> drawn{1, 1};  ///< rows and columns of the drawn kernel
  Shape full;                               ///< of the input that the other columns get
  bool chance = false;
};
QStringList operator_notes(const OperatorCase& it);

/// What to see in the overlap of a transposed convolution, whose result of a flat input is `uneven`
/// or not.
QString overlap_words(const explain::OperatorSettings& settings, bool uneven);

/// What cell (`row`, `column`) of an operator's matrix means: "Output (0, 1) takes input (0, 2)
/// times weight (0, 1), which is −1."
QString cell_words(const explain::OperatorMatrix& matrix, const Tensor& kernel, std::int64_t row,
                   std::int64_t column);

}  // namespace fovea
