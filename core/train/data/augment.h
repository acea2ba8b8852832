#pragma once

#include <span>

#include "core/train/data/data_set.h"
#include "core/train/settings.h"

namespace fovea {

/// What a picture is continued with where a change looks beyond its edge.
enum class Outside { black, edge };

struct ExampleShape {
  std::int64_t channels = 1, height = 0, width = 0;
  Outside outside = Outside::black;
};

/// The shape of the set's examples. Outside is black where most of the pixels along the edges of
/// the pictures are (digits, clothing), else the edge goes on, as in photographs.
ExampleShape example_shape(const DataSet& set);

/// Writes the picture [C, H, W] to `out`, 0 to 255, changed at random as the settings ask: one
/// affine map about the centre (flip, scale, shear, rotation, shift; bilinear), then brightness,
/// noise and a grey rectangle, clamped to 0…255. A pure function of its arguments: the same seed
/// makes the same picture, and a kind of change draws the same whatever the others are. Shifts and
/// flips without any other map move whole pixels.
/// Source of erasing: Zhong et al., "Random Erasing Data Augmentation", 2020, section 3.2 (sides
/// in proportions from 0.3 to 1 / 0.3).
void augment(const AugmentSettings& settings, const ExampleShape& shape,
             std::span<const std::uint8_t> pixels, std::uint64_t seed, std::span<float> out);

}  // namespace fovea
