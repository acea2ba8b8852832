#pragma once

#include <array>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace fovea {

enum class Channels { gray, rgb, bgr };
enum class Fit { crop, stretch, pad };
enum class Filter { nearest, bilinear, bicubic, area };
enum class Layout { nchw, nhwc };
enum class Polarity { any, light_on_dark };

/// How a picture becomes a network's input: the `fovea.input` metadata of a model, step by step.
/// The value given to the network is (pixel · scale − mean) / deviation, pixel 0 to 255.
struct Preprocessing {
  /// False where nobody has said so yet and these are only defaults; the interface says which.
  bool known = false;
  Channels channels = Channels::rgb;
  /// Input size in pixels; 0 where the network takes any.
  int width = 0, height = 0;
  Fit fit = Fit::crop;
  /// Shorter side of the picture in pixels before a centred crop of width × height is taken;
  /// without it the largest centred crop is resized.
  std::optional<int> resize_shorter = std::nullopt;
  Filter filter = Filter::bilinear;
  /// On: as Pillow resizes. Off: as torchvision and OpenCV do without antialiasing.
  bool antialias = true;
  Layout layout = Layout::nchw;
  double scale = 1.0 / 255.0;
  /// One entry a channel in the order in which the network takes them; a grey one uses the first.
  std::array<double, 3> mean{0, 0, 0};
  std::array<double, 3> deviation{1, 1, 1};
  /// Light on dark: trained on such pictures only (digits, clothing). Never applied by itself.
  Polarity polarity = Polarity::any;

  int channel_count() const { return channels == Channels::gray ? 1 : 3; }
  friend bool operator==(const Preprocessing&, const Preprocessing&) = default;
};

/// Reads the JSON object of `fovea.input` (known is then true); absent keys keep their defaults,
/// unknown keys are ignored. Throws Error naming the key that is wrong.
Preprocessing preprocessing_from_json(std::string_view json);
std::string to_json(const Preprocessing& preprocessing);

/// A preprocessing in common use, to choose from where a model's own is unknown.
struct Recipe {
  std::string_view name;
  Preprocessing preprocessing;
};
std::span<const Recipe> common_recipes();

/// The recipe for a model whose input is `width` × `height`: the resize before the crop, which is
/// meant for an input of 224 pixels, in proportion; layout, size and polarity stay the model's own.
Preprocessing adopted(const Recipe& recipe, const Preprocessing& own, int width, int height);

std::string_view name_of(Channels channels);
std::string_view name_of(Fit fit);
std::string_view name_of(Filter filter);
std::string_view name_of(Layout layout);
std::string_view name_of(Polarity polarity);

}  // namespace fovea
