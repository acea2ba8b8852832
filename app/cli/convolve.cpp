#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <numeric>

#include "app/cli/commands.h"
#include "app/cli/engine.h"
#include "app/cli/failure.h"
#include "app/cli/kernel_text.h"
#include "app/cli/output.h"
#include "core/base/ending.h"
#include "core/base/files.h"
#include "core/base/text.h"
#include "core/cpu/parallel.h"
#include "core/document/picture_filter.h"
#include "core/filter/filter.h"
#include "core/media/npy.h"
#include "core/media/picture.h"
#include "core/ops/window.h"

namespace fovea::app {
namespace {

namespace fs = std::filesystem;

struct Padding {
  std::int64_t top = 0, left = 0, bottom = 0, right = 0;
};

Tensor read_planes(const std::string& file) {
  if (fs::path(file).extension() != ".npy") return planes_of(read_picture(file), true);
  const Tensor tensor = read_npy(file).to(ElementType::float32);
  const Shape& shape = tensor.shape();
  if (shape.rank() == 2) return tensor.reshaped(Shape{1, shape[0], shape[1]});
  if (shape.rank() == 3) return tensor;
  throw Error{
      fmt::format("an array to convolve is [H, W] or [C, H, W], not {}", shape.to_string())};
}

/// As ONNX's SAME_UPPER has it: the output is the input's extent over the stride, rounded up, and
/// an odd pixel of padding goes to the end.
Padding same_padding(const ConvolveCall& call, const Shape& input, const Shape& kernel) {
  const std::vector<std::int64_t> extents{input[1], input[2]}, sizes{kernel[0], kernel[1]};
  const auto windows =
      WindowAttributes::parse({{"auto_pad", std::string("SAME_UPPER")},
                               {"strides", std::vector<std::int64_t>(2, call.stride)},
                               {"dilations", std::vector<std::int64_t>(2, call.dilation)}})
          .resolve(extents, sizes);
  return {windows[0].pad_begin, windows[1].pad_begin, windows[0].pad_end, windows[1].pad_end};
}

Padding padding_of(const ConvolveCall& call, const Shape& input, const Shape& kernel) {
  if (call.same_padding) return same_padding(call, input, kernel);
  return {call.padding[0], call.padding[1], call.padding[2], call.padding[3]};
}

/// A mirror at the edge shows what is in the picture, and no more.
void check_reflection(const Padding& padding, const Tensor& planes) {
  const std::int64_t height = planes.shape()[1], width = planes.shape()[2];
  if (std::max(padding.top, padding.bottom) < height &&
      std::max(padding.left, padding.right) < width) {
    return;
  }
  throw Error{
      fmt::format("--border reflect needs a padding smaller than the picture: {} × {} "
                  "pixels (W × H) get {} at the top, {} left, {} at the bottom, {} right",
                  width, height, padding.top, padding.left, padding.bottom, padding.right)};
}

FilterSettings settings_of(const ConvolveCall& call, const Padding& padding) {
  const auto border = [&] {
    if (call.border == "reflect") return Border::reflect;
    if (call.border == "replicate") return Border::replicate;
    return call.border == "wrap" ? Border::wrap : Border::zero;
  };
  return {.stride = {call.stride, call.stride},
          .dilation = {call.dilation, call.dilation},
          .pads = {padding.top, padding.left, padding.bottom, padding.right},
          .border = border(),
          .flip = call.flip};
}

/// [1, C, H, W]: the input with its border added, so that one plain convolution serves every
/// border.
Tensor padded(const Tensor& planes, const FilterSettings& settings) {
  const auto [top, left, bottom, right] = settings.pads;
  const std::int64_t channels = planes.shape()[0], height = planes.shape()[1],
                     width = planes.shape()[2];
  const std::int64_t tall = height + top + bottom, wide = width + left + right;
  Tensor result(Shape{1, channels, tall, wide});
  float* to = result.mutable_values<float>().data();
  for (std::int64_t c = 0; c < channels; ++c, to += tall * wide) {
    copy_patch({planes.floats().data() + c * height * width, height, width}, settings.border,
               {.row = -top, .column = -left, .rows = tall, .columns = wide}, to, wide);
  }
  return result;
}

/// [C, 1, kH, kW]: the same kernel for each channel.
Tensor weights_of(const Tensor& kernel, std::int64_t channels, bool flip) {
  std::vector<float> cells(kernel.floats().begin(), kernel.floats().end());
  if (flip) std::ranges::reverse(cells);
  std::vector<float> all;
  for (std::int64_t c = 0; c < channels; ++c) all.insert(all.end(), cells.begin(), cells.end());
  return Tensor::of(Shape{channels, 1, kernel.shape()[0], kernel.shape()[1]}, all);
}

/// [C, H, W], by a network of one convolution: for engines that run networks.
Tensor run_network(const std::shared_ptr<Backend>& backend, const Tensor& planes,
                   const Tensor& kernel, const FilterSettings& settings) {
  using Integers = std::vector<std::int64_t>;
  const std::int64_t channels = planes.shape()[0];
  GraphBuilder builder;
  builder.add_input("input", {1, channels, -1, -1});
  builder.add_weight("kernel", weights_of(kernel, channels, settings.flip));
  builder.add_node("Conv", "convolve",
                   {{"group", channels},
                    {"strides", Integers(settings.stride.begin(), settings.stride.end())},
                    {"dilations", Integers(settings.dilation.begin(), settings.dilation.end())}},
                   {"input", "kernel"}, {"output"});
  builder.add_output("output");
  const Request request{.graph = builder.build(),
                        .inputs = {InputSource::of(padded(planes, settings))}};
  const auto frame = Session(backend).run(request, CancelToken{});
  const Tensor& output = frame->value(request.graph.structure().outputs[0]);
  return output.reshaped(Shape(output.shape().dims().subspan(1)));
}

/// [C, H, W]
Tensor compute(const ConvolveCall& call, const Tensor& planes, const Tensor& kernel,
               const FilterSettings& settings) {
  const std::shared_ptr<Backend> backend = make_backend(call.engine);
  if (backend->kind() != EngineKind::cpu) return run_network(backend, planes, kernel, settings);
  const int threads = call.engine.threads > 0 ? call.engine.threads : default_threads();
  return filter(planes, kernel, settings, {.threads = threads}, CancelToken{});
}

/// How values become the grey of a picture: 0 to 1 as it is where all lie there, else symmetric
/// about 0, so that middle grey is 0 and nothing is clipped.
struct Tone {
  double offset = 0, factor = 1;
};

Tone tone_of(std::span<const float> values) {
  const auto [min, max] = std::ranges::minmax(values);
  constexpr double k_rounding = 1e-6;
  if (min >= -k_rounding && max <= 1 + k_rounding) return {};
  const double largest = std::max(std::abs(min), std::abs(max));
  return {.offset = 0.5, .factor = 0.5 / largest};
}

Picture picture_of(const Tensor& planes, const Tone& tone) {
  const Shape& shape = planes.shape();
  const std::int64_t channels = shape[0], pixels = shape[1] * shape[2];
  if (channels != 1 && channels != 3) {
    throw Error{fmt::format("{} channels make no picture; write an .npy", channels)};
  }
  Picture picture{.pixels = Tensor(Shape{shape[1], shape[2], channels}, ElementType::uint8),
                  .name = {},
                  .warning = {}};
  const auto to = picture.pixels.mutable_values<std::uint8_t>();
  for (std::int64_t i = 0; i < pixels; ++i) {
    for (std::int64_t c = 0; c < channels; ++c) {
      const double value = planes.floats()[static_cast<std::size_t>(c * pixels + i)];
      const double shade = std::clamp(tone.offset + tone.factor * value, 0.0, 1.0);
      to[static_cast<std::size_t>(i * channels + c)] =
          static_cast<std::uint8_t>(std::lround(shade * 255));
    }
  }
  return picture;
}

/// The ending without its dot, in small letters. Throws Error where nothing is written so.
std::string format_of(const std::string& file) {
  const std::string ending = lower_ending(file);
  const std::string format = ending.empty() ? ending : ending.substr(1);
  if (format == "npy" || is_written_format(format)) return format;
  throw Error{"its ending is not one that can be written: .npy, .png, .jpg, .bmp, .webp or .tiff"};
}

void write_output(const std::string& file, const std::string& format, const Tensor& planes) {
  if (format == "npy") return write_npy(file, planes);
  const Tone tone = tone_of(planes.floats());
  write_file_atomically(file, encode_picture(picture_of(planes, tone), format));
  if (tone.offset > 0) {
    fmt::print(stderr, "fovea: {}: middle grey is 0, white is {:.4g}\n", printable(file),
               0.5 / tone.factor);
  }
}

void print_json(const ConvolveCall& call, const Tensor& planes) {
  const auto values = planes.floats();
  const auto [min, max] = std::ranges::minmax(values);
  const double sum = std::accumulate(values.begin(), values.end(), 0.0);
  fmt::print("{}",
             text_of(nlohmann::ordered_json{{"output", call.output},
                                            {"shape", planes.shape().dims()},
                                            {"min", min},
                                            {"max", max},
                                            {"mean", sum / static_cast<double>(values.size())}}));
}

}  // namespace

int convolve(const ConvolveCall& call) {
  const std::string format = about(call.output, [&] { return format_of(call.output); });
  const Tensor kernel = read_kernel(call.kernel);
  const Tensor planes = about(call.input, [&] { return read_planes(call.input); });
  const Tensor output = about(call.input, [&] {
    const Padding padding = padding_of(call, planes.shape(), kernel.shape());
    if (call.border == "reflect") check_reflection(padding, planes);
    return compute(call, planes, kernel, settings_of(call, padding));
  });
  about(call.output, [&] { write_output(call.output, format, output); });
  if (call.engine.json) print_json(call, output);
  return 0;
}

}  // namespace fovea::app
