#include "core/media/preprocessing.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "core/base/error.h"

namespace fovea {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::array<std::string_view, 3> k_channels{"gray", "rgb", "bgr"};
constexpr std::array<std::string_view, 3> k_fits{"crop", "stretch", "pad"};
constexpr std::array<std::string_view, 4> k_filters{"nearest", "bilinear", "bicubic", "area"};
constexpr std::array<std::string_view, 2> k_layouts{"NCHW", "NHWC"};
constexpr std::array<std::string_view, 2> k_polarities{"any", "light-on-dark"};
constexpr int k_max_side = 1 << 16;

template <typename Enum, std::size_t N>
std::optional<Enum> named(const std::array<std::string_view, N>& names, std::string_view name) {
  const auto found = std::ranges::find(names, name);
  if (found == names.end()) return std::nullopt;
  return static_cast<Enum>(found - names.begin());
}

template <typename Enum, std::size_t N>
void read_word(const Json& object, const char* key, const std::array<std::string_view, N>& names,
               Enum& value) {
  if (!object.contains(key)) return;
  const Json& word = object[key];
  const auto found =
      word.is_string() ? named<Enum>(names, word.get_ref<const std::string&>()) : std::nullopt;
  if (!found) {
    throw Error{fmt::format("\"{}\" is {}; it can be {}", key, word.dump(), fmt::join(names, ", ")),
                "fovea.input"};
  }
  value = *found;
}

double read_number(const Json& value, const char* key) {
  if (!value.is_number() || !std::isfinite(value.get<double>())) {
    throw Error{fmt::format("\"{}\" is {}, not a number", key, value.dump()), "fovea.input"};
  }
  return value.get<double>();
}

int read_side(const Json& value, const char* key) {
  const double side = read_number(value, key);
  if (side < 1 || side > k_max_side || side != std::floor(side)) {
    throw Error{
        fmt::format("\"{}\" is {}; a side has 1 to {} pixels", key, value.dump(), k_max_side),
        "fovea.input"};
  }
  return static_cast<int>(side);
}

/// A list of one number a channel; a single one holds for all.
void read_list(const Json& object, const char* key, int channels, std::array<double, 3>& list) {
  if (!object.contains(key)) return;
  const Json& values = object[key];
  const std::size_t count = values.is_array() ? values.size() : 0;
  if (count != 1 && count != static_cast<std::size_t>(channels)) {
    throw Error{fmt::format("\"{}\" is {}, not a list of {} numbers", key, values.dump(), channels),
                "fovea.input"};
  }
  for (std::size_t i = 0; i < list.size(); ++i) {
    list[i] = read_number(values[std::min(i, count - 1)], key);
  }
}

Json list_of(const std::array<double, 3>& values, int count) {
  return Json(std::vector<double>(values.begin(), values.begin() + count));
}

Preprocessing recipe(Channels channels, double scale, std::array<double, 3> mean,
                     std::array<double, 3> deviation, std::optional<int> resize_shorter = {}) {
  return {.known = true,
          .channels = channels,
          .resize_shorter = resize_shorter,
          .scale = scale,
          .mean = mean,
          .deviation = deviation};
}

}  // namespace

Preprocessing preprocessing_from_json(std::string_view json) {
  const Json object = Json::parse(json, nullptr, false);
  if (!object.is_object()) throw Error{"the preprocessing is not a JSON object", "fovea.input"};
  Preprocessing result;
  result.known = true;
  read_word(object, "channels", k_channels, result.channels);
  read_word(object, "fit", k_fits, result.fit);
  read_word(object, "filter", k_filters, result.filter);
  read_word(object, "layout", k_layouts, result.layout);
  read_word(object, "polarity", k_polarities, result.polarity);
  if (object.contains("size")) {
    const Json& size = object["size"];
    if (!size.is_array() || size.size() != 2) {
      throw Error{fmt::format("\"size\" is {}, not [width, height]", size.dump()), "fovea.input"};
    }
    result.width = read_side(size[0], "size");
    result.height = read_side(size[1], "size");
  }
  if (object.contains("resize_shorter")) {
    result.resize_shorter = read_side(object["resize_shorter"], "resize_shorter");
  }
  if (object.contains("antialias")) {
    const Json& antialias = object["antialias"];
    if (!antialias.is_boolean()) {
      throw Error{fmt::format("\"antialias\" is {}, not true or false", antialias.dump()),
                  "fovea.input"};
    }
    result.antialias = antialias.get<bool>();
  }
  if (object.contains("scale")) result.scale = read_number(object["scale"], "scale");
  read_list(object, "mean", result.channel_count(), result.mean);
  read_list(object, "std", result.channel_count(), result.deviation);
  if (std::ranges::any_of(result.deviation, [](double value) { return value <= 0; })) {
    throw Error{"\"std\" holds a number that is not above 0", "fovea.input"};
  }
  return result;
}

std::string to_json(const Preprocessing& preprocessing) {
  Json object;
  object["channels"] = name_of(preprocessing.channels);
  if (preprocessing.width > 0) {
    object["size"] = std::array{preprocessing.width, preprocessing.height};
  }
  object["fit"] = name_of(preprocessing.fit);
  if (preprocessing.resize_shorter) object["resize_shorter"] = *preprocessing.resize_shorter;
  object["filter"] = name_of(preprocessing.filter);
  object["antialias"] = preprocessing.antialias;
  object["layout"] = name_of(preprocessing.layout);
  object["scale"] = preprocessing.scale;
  object["mean"] = list_of(preprocessing.mean, preprocessing.channel_count());
  object["std"] = list_of(preprocessing.deviation, preprocessing.channel_count());
  object["polarity"] = name_of(preprocessing.polarity);
  return object.dump();
}

std::span<const Recipe> common_recipes() {
  constexpr double k_unit = 1.0 / 255.0;
  constexpr std::array<double, 3> k_zero{0, 0, 0}, k_one{1, 1, 1}, k_half{0.5, 0.5, 0.5};
  static const std::array recipes{
      Recipe{"RGB, 0 to 1", recipe(Channels::rgb, k_unit, k_zero, k_one)},
      Recipe{"RGB, ImageNet mean and deviation",
             recipe(Channels::rgb, k_unit, {0.485, 0.456, 0.406}, {0.229, 0.224, 0.225}, 256)},
      Recipe{"RGB, −1 to 1", recipe(Channels::rgb, k_unit, k_half, k_half)},
      Recipe{"RGB, 0 to 255", recipe(Channels::rgb, 1, k_zero, k_one)},
      Recipe{"BGR, 0 to 255 minus 104, 117, 123",
             recipe(Channels::bgr, 1, {104, 117, 123}, k_one, 256)},
      Recipe{"BGR, 0 to 255", recipe(Channels::bgr, 1, k_zero, k_one)},
      Recipe{"Grey, 0 to 1", recipe(Channels::gray, k_unit, k_zero, k_one)},
      Recipe{"Grey, −1 to 1", recipe(Channels::gray, k_unit, k_half, k_half)},
      Recipe{"Grey, 0 to 255", recipe(Channels::gray, 1, k_zero, k_one)},
      Recipe{"Grey, MNIST mean and deviation",
             recipe(Channels::gray, k_unit, {0.1307, 0.1307, 0.1307}, {0.3081, 0.3081, 0.3081})},
  };
  return recipes;
}

Preprocessing adopted(const Recipe& recipe, const Preprocessing& own, int width, int height) {
  constexpr double k_usual_side = 224;
  Preprocessing result = recipe.preprocessing;
  result.known = true;
  result.width = own.width;
  result.height = own.height;
  result.layout = own.layout;
  result.polarity = own.polarity;
  if (own.channel_count() != result.channel_count()) result.channels = own.channels;
  if (result.resize_shorter) {
    const double scaled = *result.resize_shorter * std::min(width, height) / k_usual_side;
    result.resize_shorter = std::max(1, static_cast<int>(std::lround(scaled)));
  }
  return result;
}

std::string_view name_of(Channels channels) {
  return k_channels[static_cast<std::size_t>(channels)];
}
std::string_view name_of(Fit fit) { return k_fits[static_cast<std::size_t>(fit)]; }
std::string_view name_of(Filter filter) { return k_filters[static_cast<std::size_t>(filter)]; }
std::string_view name_of(Layout layout) { return k_layouts[static_cast<std::size_t>(layout)]; }
std::string_view name_of(Polarity polarity) {
  return k_polarities[static_cast<std::size_t>(polarity)];
}

}  // namespace fovea
