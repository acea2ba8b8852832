#include "core/media/preprocess.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <fmt/format.h>

#include "core/base/error.h"
#include "core/media/resample.h"

namespace fovea {
namespace {

constexpr double k_hair = 1e-6;  // rounding of a crop's edge, in pixels

/// The shorter side becomes `shorter`, the longer one is cut to whole pixels: torchvision's Resize.
std::array<int, 2> size_after_resize(int width, int height, int shorter) {
  const auto longer = [&](std::int64_t a, std::int64_t b) {
    return static_cast<int>(a * shorter / b);
  };
  return width <= height ? std::array{shorter, longer(height, width)}
                         : std::array{longer(width, height), shorter};
}

/// Where torchvision's CenterCrop begins, in whole pixels: halves go to even where it cuts, and the
/// smaller half is in front where it pads.
double centre_corner(int extent, int wanted) {
  if (wanted > extent) return -((wanted - extent) / 2);
  return std::nearbyint((extent - wanted) / 2.0);
}

Crop centered(double picture_width, double picture_height, double width, double height) {
  return {(picture_width - width) / 2, (picture_height - height) / 2, width, height};
}

/// The output pixels [first, last) that an interval of the crop fills; at least one.
struct Span {
  int first = 0, last = 0;
  int size() const { return last - first; }
};

Span filled_outputs(double begin, double end, double crop_begin, double crop_extent, int outputs) {
  const double extent = end - begin;
  const int size =
      std::clamp(static_cast<int>(std::lround(extent / crop_extent * outputs)), 1, outputs);
  // As Pillow's ImageOps.pad rounds: the rest is shared out, halves to even.
  const double spare = crop_extent - extent;
  const double share = spare > 0 ? (begin - crop_begin) / spare : 0;
  const int first = static_cast<int>(std::nearbyint((outputs - size) * share));
  return {first, first + size};
}

void copy_into(const Tensor& part, int x, int y, Tensor& whole) {
  const auto from = part.values<std::uint8_t>();
  const auto to = whole.mutable_values<std::uint8_t>();
  const std::int64_t channels = whole.shape()[2];
  const std::int64_t row = part.shape()[1] * channels, pitch = whole.shape()[1] * channels;
  for (std::int64_t line = 0; line < part.shape()[0]; ++line) {
    std::copy_n(from.begin() + line * row, row, to.begin() + (y + line) * pitch + x * channels);
  }
}

/// The same grey for red, green and blue.
Tensor as_color(const Tensor& gray) {
  Tensor color(Shape{gray.shape()[0], gray.shape()[1], 3}, ElementType::uint8);
  auto out = color.mutable_values<std::uint8_t>().begin();
  for (std::uint8_t value : gray.values<std::uint8_t>()) out = std::fill_n(out, 3, value);
  return color;
}

void check_size(const Picture& picture, int width, int height) {
  if (picture.pixels.empty()) throw Error{"there is no picture"};
  if (width < 1 || height < 1) {
    throw Error{fmt::format("an input of {} × {} pixels is empty", width, height)};
  }
}

using Lookup = std::array<float, 256>;

Lookup normalizing_table(const Preprocessing& preprocessing, std::size_t channel) {
  Lookup table;
  for (int value = 0; value < 256; ++value) {
    table[static_cast<std::size_t>(value)] =
        static_cast<float>((value * preprocessing.scale - preprocessing.mean[channel]) /
                           preprocessing.deviation[channel]);
  }
  return table;
}

}  // namespace

Crop default_crop(int picture_width, int picture_height, const Preprocessing& preprocessing,
                  int width, int height) {
  const double w = picture_width, h = picture_height;
  const double aspect = static_cast<double>(width) / height;
  if (preprocessing.fit == Fit::stretch) return {0, 0, w, h};
  if (preprocessing.fit == Fit::pad) {
    return w > h * aspect ? centered(w, h, w, w / aspect) : centered(w, h, h * aspect, h);
  }
  if (preprocessing.resize_shorter) {
    const auto [new_width, new_height] =
        size_after_resize(picture_width, picture_height, *preprocessing.resize_shorter);
    const double across = w / new_width, down = h / new_height;
    return {centre_corner(new_width, width) * across, centre_corner(new_height, height) * down,
            width * across, height * down};
  }
  Crop crop = w > h * aspect ? centered(w, h, std::max(1.0, std::round(h * aspect)), h)
                             : centered(w, h, w, std::max(1.0, std::round(w / aspect)));
  crop.x = std::floor(crop.x);
  crop.y = std::floor(crop.y);
  return crop;
}

Crop kept_inside(Crop crop, int picture_width, int picture_height) {
  const double shrink = std::min({1.0, picture_width / crop.width, picture_height / crop.height});
  crop.x += crop.width * (1 - shrink) / 2;
  crop.y += crop.height * (1 - shrink) / 2;
  crop.width *= shrink;
  crop.height *= shrink;
  crop.x = std::clamp(crop.x, 0.0, std::max(0.0, picture_width - crop.width));
  crop.y = std::clamp(crop.y, 0.0, std::max(0.0, picture_height - crop.height));
  return crop;
}

Picture resized_input(const Picture& picture, const Preprocessing& preprocessing,
                      const std::optional<Crop>& chosen, int width, int height) {
  check_size(picture, width, height);
  const Crop crop =
      chosen ? *chosen
             : default_crop(picture.width(), picture.height(), preprocessing, width, height);
  const bool gray = preprocessing.channels == Channels::gray;
  const Crop box{std::max(crop.x, 0.0), std::max(crop.y, 0.0),
                 std::min<double>(crop.right(), picture.width()) - std::max(crop.x, 0.0),
                 std::min<double>(crop.bottom(), picture.height()) - std::max(crop.y, 0.0)};
  if (!(box.width > 0 && box.height > 0)) {
    throw Error{"the crop lies outside the picture", {}, "Move it back over the picture"};
  }
  const Span across = filled_outputs(box.x, box.right(), crop.x, crop.width, width);
  const Span down = filled_outputs(box.y, box.bottom(), crop.y, crop.height, height);
  const bool whole = preprocessing.resize_shorter.has_value();
  const Tensor part = resample(
      picture.pixels,
      {.box = box,
       .left = whole ? 0 : static_cast<int>(box.x + k_hair),
       .top = whole ? 0 : static_cast<int>(box.y + k_hair),
       .right = whole ? picture.width() : static_cast<int>(std::ceil(box.right() - k_hair)),
       .bottom = whole ? picture.height() : static_cast<int>(std::ceil(box.bottom() - k_hair)),
       .width = across.size(),
       .height = down.size(),
       .filter = preprocessing.filter,
       .antialias = preprocessing.antialias,
       .gray = gray});
  Picture result{.pixels = part, .name = picture.name, .warning = {}};
  if (across.size() != width || down.size() != height) {
    result.pixels =
        Tensor::filled<std::uint8_t>(Shape{height, width, part.shape()[2]}, std::uint8_t{0});
    copy_into(part, across.first, down.first, result.pixels);
  }
  if (!gray && result.channels() == 1) result.pixels = as_color(result.pixels);
  return result;
}

Tensor normalized(const Picture& input, const Preprocessing& preprocessing) {
  const std::int64_t channels = input.channels(),
                     pixels = std::int64_t{input.width()} * input.height();
  const bool planar = preprocessing.layout == Layout::nchw;
  Tensor result(planar ? Shape{1, channels, input.height(), input.width()}
                       : Shape{1, input.height(), input.width(), channels});
  const std::uint8_t* from = input.pixels.values<std::uint8_t>().data();
  float* to = result.mutable_values<float>().data();
  for (std::int64_t c = 0; c < channels; ++c) {
    const Lookup table = normalizing_table(preprocessing, static_cast<std::size_t>(c));
    const std::int64_t source = preprocessing.channels == Channels::bgr ? channels - 1 - c : c;
    for (std::int64_t i = 0; i < pixels; ++i) {
      to[planar ? c * pixels + i : i * channels + c] = table[from[i * channels + source]];
    }
  }
  return result;
}

Tensor preprocess(const Picture& picture, const Preprocessing& preprocessing,
                  const std::optional<Crop>& crop, int width, int height) {
  return normalized(resized_input(picture, preprocessing, crop, width, height), preprocessing);
}

}  // namespace fovea
