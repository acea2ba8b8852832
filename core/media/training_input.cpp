#include "core/media/training_input.h"

#include "core/train/data/augment.h"

namespace fovea {

Preprocessing preprocessing_for(const DataSet& data, const PixelScaling& scaling) {
  const bool is_gray = data.channels == 1;
  const bool is_light_on_dark = is_gray && example_shape(data).outside == Outside::black;
  Preprocessing result{.known = true,
                       .channels = is_gray ? Channels::gray : Channels::rgb,
                       .width = static_cast<int>(data.width),
                       .height = static_cast<int>(data.height),
                       .scale = scaling.scale,
                       .polarity = is_light_on_dark ? Polarity::light_on_dark : Polarity::any};
  for (std::size_t c = 0; c < scaling.mean.size() && c < result.mean.size(); ++c) {
    result.mean[c] = scaling.mean[c];
    result.deviation[c] = scaling.deviation[c];
  }
  return result;
}

std::optional<PixelScaling> scaling_of(const Preprocessing& own, std::int64_t channels) {
  if (own.channel_count() != channels) return std::nullopt;
  PixelScaling scaling{.scale = own.scale, .mean = {}, .deviation = {}};
  scaling.mean.assign(own.mean.begin(), own.mean.begin() + channels);
  scaling.deviation.assign(own.deviation.begin(), own.deviation.begin() + channels);
  return scaling;
}

}  // namespace fovea
