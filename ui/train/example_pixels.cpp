#include "ui/train/example_pixels.h"

#include <fmt/format.h>

namespace fovea {

std::shared_ptr<const Picture> example_picture(const DataSet& set, std::int64_t index) {
  const auto pixels = set.example(index);
  const std::int64_t channels = set.channels >= 3 ? 3 : 1, plane = set.height * set.width;
  Tensor interleaved(Shape{set.height, set.width, channels}, ElementType::uint8);
  const auto to = interleaved.mutable_values<std::uint8_t>();
  for (std::int64_t i = 0; i < plane; ++i) {
    for (std::int64_t c = 0; c < channels; ++c) {
      to[static_cast<std::size_t>(i * channels + c)] =
          pixels[static_cast<std::size_t>(c * plane + i)];
    }
  }
  const auto label = static_cast<std::size_t>(set.labels[static_cast<std::size_t>(index)]);
  return std::make_shared<const Picture>(
      Picture{.pixels = std::move(interleaved),
              .name = fmt::format("{}, #{}", set.classes[label], index),
              .warning = {}});
}

std::int64_t first_followed(const TrainingData& data) {
  const Splits& splits = data.splits;
  return (splits.validation.empty() ? splits.training : splits.validation).front();
}

std::shared_ptr<const Picture> validation_picture(const TrainingData& data) {
  return example_picture(*data.set, first_followed(data));
}

bool fits_already(const Document& document, const DataSet& set) {
  const Input& input = *document.input;
  const bool is_for_such = input.width == set.width && input.height == set.height &&
                           input.preprocessing.channel_count() == (set.channels >= 3 ? 3 : 1);
  const bool is_of_the_size =
      input.picture->width() == set.width && input.picture->height() == set.height;
  return is_for_such && (input.kind == Input::Kind::drawing || is_of_the_size);
}

}  // namespace fovea
