#include "core/document/picture_filter.h"

#include <algorithm>
#include <tuple>

#include "core/media/resample.h"
#include "core/ops/conv/presets.h"

namespace fovea {
namespace {

std::array<Window, 2> windows_of(const PictureFilter& filter,
                                 const std::array<std::int64_t, 4>& pads) {
  const auto window = [&](std::size_t axis) {
    return Window{.kernel = filter.kernel.shape()[axis],
                  .stride = filter.stride[axis],
                  .dilation = filter.dilation[axis],
                  .pad_begin = pads[axis],
                  .pad_end = pads[axis + 2]};
  };
  return {window(0), window(1)};
}

}  // namespace

bool operator==(const PictureFilter& a, const PictureFilter& b) {
  const auto settings = [](const PictureFilter& f) {
    return std::tie(f.name, f.bias, f.stride, f.dilation, f.padding, f.pads, f.border, f.flip,
                    f.colour, f.summed, f.on_toy);
  };
  const auto equal = [](const Tensor& x, const Tensor& y) {
    return x.shape() == y.shape() && std::ranges::equal(x.floats(), y.floats());
  };
  return settings(a) == settings(b) && equal(a.kernel, b.kernel) && equal(a.toy, b.toy);
}

PictureFilter first_filter() {
  const KernelPreset& preset = *find_kernel_preset("sobel-x");
  // An edge, a corner and a lone dot: enough for every first kernel to find something.
  static constexpr std::array<float, 25> k_toy{0, 0, 0, 1, 1,  //
                                               0, 0, 0, 1, 1,  //
                                               0, 2, 0, 1, 1,  //
                                               0, 0, 0, 1, 1,  //
                                               0, 0, 0, 0, 0};
  return {.name = std::string(preset.title),
          .kernel = kernel_preset("sobel-x"),
          .toy = Tensor::of(Shape{PictureFilter::k_toy_side, PictureFilter::k_toy_side},
                            std::span<const float>(k_toy))};
}

std::array<std::int64_t, 4> pads_of(const PictureFilter& filter, std::int64_t rows,
                                    std::int64_t columns) {
  if (filter.padding == PaddingRule::valid) return {};
  if (filter.padding == PaddingRule::given) return filter.pads;
  using Integers = std::vector<std::int64_t>;
  const auto windows =
      WindowAttributes::parse(
          {{"auto_pad", std::string("SAME_UPPER")},
           {"strides", Integers(filter.stride.begin(), filter.stride.end())},
           {"dilations", Integers(filter.dilation.begin(), filter.dilation.end())}})
          .resolve(Integers{rows, columns}, filter.kernel.shape().dims());
  return {windows[0].pad_begin, windows[1].pad_begin, windows[0].pad_end, windows[1].pad_end};
}

Tensor planes_of(const Picture& picture, bool colour) {
  const std::int64_t channels = picture.channels();
  const std::int64_t pixels = std::int64_t{picture.height()} * picture.width();
  const bool mixed = !colour && channels == 3;
  Tensor planes(Shape{mixed ? 1 : channels, picture.height(), picture.width()});
  const auto to = planes.mutable_values<float>();
  const std::uint8_t* from = picture.pixels.values<std::uint8_t>().data();
  constexpr float k_white = 255;
  for (std::int64_t i = 0; i < pixels; ++i, from += channels) {
    if (mixed) {
      to[static_cast<std::size_t>(i)] = static_cast<float>(gray_of(from)) / k_white;
      continue;
    }
    for (std::int64_t c = 0; c < channels; ++c)
      to[static_cast<std::size_t>(c * pixels + i)] = static_cast<float>(from[c]) / k_white;
  }
  return planes;
}

Tensor toy_planes(const PictureFilter& filter) {
  const Shape& shape = filter.toy.shape();
  return filter.toy.reshaped(Shape{1, shape[0], shape[1]});
}

Slide slide_of(const PictureFilter& filter, const Tensor& planes) {
  const Shape& shape = planes.shape();
  const std::int64_t maps = shape[0];
  const std::int64_t groups = filter.summed ? 1 : maps;
  const auto cells = filter.kernel.floats();
  Tensor weights(Shape{filter.summed ? 1 : maps, maps / groups, filter.kernel.shape()[0],
                       filter.kernel.shape()[1]});
  auto to = weights.mutable_values<float>().begin();
  for (std::int64_t slice = 0; slice < maps; ++slice) to = std::ranges::copy(cells, to).out;
  const std::int64_t units = weights.shape()[0];
  return {.input = planes,
          .weights = std::move(weights),
          .bias = filter.bias == 0 ? Tensor{} : Tensor::filled(Shape{units}, filter.bias),
          .windows = windows_of(filter, pads_of(filter, shape[1], shape[2])),
          .groups = groups,
          .border = filter.border,
          .flip = filter.flip};
}

bool fits(const PictureFilter& filter, std::int64_t rows, std::int64_t columns) {
  const auto windows = windows_of(filter, pads_of(filter, rows, columns));
  return windows[0].positions(rows) > 0 && windows[1].positions(columns) > 0;
}

}  // namespace fovea
