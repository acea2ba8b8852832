#pragma once

#include <optional>

#include "core/media/preprocessing.h"
#include "core/train/data/data_set.h"
#include "core/train/scaling.h"

namespace fovea {

/// How a picture becomes what a network that learnt from `data` under this scaling was given: its
/// size, its channels, and light on dark where the set's pictures are.
Preprocessing preprocessing_for(const DataSet& data, const PixelScaling& scaling);

/// What a network that has learnt before was given; nothing where it takes other channels.
std::optional<PixelScaling> scaling_of(const Preprocessing& own, std::int64_t channels);

}  // namespace fovea
