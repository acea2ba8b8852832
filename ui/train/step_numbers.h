#pragma once

#include <QStringList>
#include <QVariantList>

#include "core/train/one_step.h"

namespace fovea {

/// "SGD with momentum 0.9"
QString optimiser_words(const OptimiserSettings& settings);

/// What the optimiser remembers of a weight, as a title: "Velocity v"; empty where it is nothing
/// that lasts.
QString memory_title(const OptimiserSettings& settings);

/// The rule of the step with its numbers in it, so that each row of the table can be worked out:
/// "v ← 0.9 · v + g,   w ← w − 0.038 · v".
QString step_formula(const OptimiserSettings& settings, const OneStep& step, double rate);

/// Heads of the table's columns after the weight's name.
QStringList step_heads(const OptimiserSettings& settings, const OneStep& step);

/// The numbers of one element of a slice, in the order of the heads.
QStringList step_row(const OptimiserSettings& settings, const OneStep& step, const SliceStep& slice,
                     std::size_t element);

}  // namespace fovea
