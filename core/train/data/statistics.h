#pragma once

#include <string_view>

#include "core/tensor/tensor.h"
#include "core/train/data/data_set.h"
#include "core/train/data/split.h"
#include "core/train/scaling.h"

namespace fovea {

/// How many examples of one class are where.
struct ClassCount {
  std::int64_t training = 0, validation = 0, test = 0;
  std::int64_t excluded = 0;  ///< in no split
  std::int64_t total() const { return training + validation + test + excluded; }
  friend bool operator==(const ClassCount&, const ClassCount&) = default;
};

/// One entry a class, in the order of the classes.
std::vector<ClassCount> count_classes(const DataSet& set, const Splits& splits);

/// Mean of those of the examples that are of the class: float32 [C, H, W], 0 to 255; empty where
/// there are none.
Tensor mean_picture(const DataSet& set, std::span<const std::int32_t> examples, std::int32_t label);

/// The scaling that gives the examples' pixels mean 0 and deviation 1, by channel; a channel that
/// is the same everywhere keeps its deviation of 1. Give it the training split alone: the others
/// must stay unseen. Throws Error where there are no examples.
PixelScaling scaling_of(const DataSet& set, std::span<const std::int32_t> examples);

/// Examples, ascending, that a person looks for: "#17", and a number that is no class's name, are
/// an index; else those whose class or source holds the text, capitals or not (ASCII). Where a
/// class has that very name, its examples alone. Empty text finds all of them.
std::vector<std::int32_t> find_examples(const DataSet& set, std::string_view text);

}  // namespace fovea
