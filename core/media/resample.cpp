#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/media/resample.cpp"
#include <hwy/foreach_target.h>
// After foreach_target.h, as Highway wants it.
#include <algorithm>
#include <cmath>
#include <cstring>
#include <hwy/highway.h>
#include <vector>

#include "core/media/resample.h"
#include "core/media/resample_weights.h"

HWY_BEFORE_NAMESPACE();
namespace fovea::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

// Weights are padded to the longest vector, so that no loop needs a tail.
using Shorts = hn::CappedTag<std::int16_t, k_weight_padding>;
using Ints = hn::RepartitionToWide<Shorts>;
using Pixels = hn::Rebind<std::uint8_t, Ints>;

HWY_ATTR hn::Vec<Ints> load_pixels(const std::uint8_t* from) {
  return hn::PromoteTo(Ints(), hn::LoadU(Pixels(), from));
}

/// Interleaved red, green, blue to three planes.
void split_row(const std::uint8_t* row, std::size_t pixels, std::uint8_t* red, std::uint8_t* green,
               std::uint8_t* blue) {
  const hn::ScalableTag<std::uint8_t> d;
  const std::size_t lanes = hn::Lanes(d);
  std::size_t x = 0;
  for (; x + lanes <= pixels; x += lanes) {
    hn::Vec<decltype(d)> r, g, b;
    hn::LoadInterleaved3(d, row + 3 * x, r, g, b);
    hn::StoreU(r, d, red + x);
    hn::StoreU(g, d, green + x);
    hn::StoreU(b, d, blue + x);
  }
  for (; x < pixels; ++x) {
    red[x] = row[3 * x];
    green[x] = row[3 * x + 1];
    blue[x] = row[3 * x + 2];
  }
}

/// Pillow's grey, in place of the red plane; reads and writes up to a vector past the end.
void mix_to_gray(std::uint8_t* red, const std::uint8_t* green, const std::uint8_t* blue,
                 std::size_t pixels) {
  const Ints d;
  for (std::size_t x = 0; x < pixels; x += hn::Lanes(d)) {
    auto sum = hn::Set(d, 0x8000);
    sum = hn::Add(sum, hn::Mul(load_pixels(red + x), hn::Set(d, 19595)));
    sum = hn::Add(sum, hn::Mul(load_pixels(green + x), hn::Set(d, 38470)));
    sum = hn::Add(sum, hn::Mul(load_pixels(blue + x), hn::Set(d, 7471)));
    hn::StoreU(hn::DemoteTo(Pixels(), hn::ShiftRight<16>(sum)), Pixels(), red + x);
  }
}

HWY_INLINE std::uint8_t rounded(std::int32_t sum) {
  return static_cast<std::uint8_t>(
      std::clamp((sum + (1 << (k_weight_bits - 1))) >> k_weight_bits, 0, 255));
}

/// Sum of pixel · weight. Weights come in two halves of 16 bits, for the instruction that
/// multiplies and adds pairs; sums may wrap on the way, their total fits.
HWY_INLINE std::int32_t weighted_sum(const std::uint8_t* pixels, const std::int16_t* high,
                                     const std::int16_t* low, int count) {
  const Shorts d;
  const Ints wide;
  const hn::Rebind<std::uint8_t, Shorts> narrow;
  auto high_sum = hn::Zero(wide), high_odd = high_sum, low_sum = high_sum, low_odd = high_sum;
  for (int k = 0; k < count; k += static_cast<int>(hn::Lanes(d))) {
    const auto values = hn::PromoteTo(d, hn::LoadU(narrow, pixels + k));
    high_sum =
        hn::ReorderWidenMulAccumulate(wide, values, hn::LoadU(d, high + k), high_sum, high_odd);
    low_sum = hn::ReorderWidenMulAccumulate(wide, values, hn::LoadU(d, low + k), low_sum, low_odd);
  }
  const auto sum =
      hn::Add(hn::ShiftLeft<k_low_bits>(hn::Add(high_sum, high_odd)), hn::Add(low_sum, low_odd));
  return hn::GetLane(hn::SumOfLanes(wide, sum));
}

/// One row of planes, each beginning at the axis's first sample, to interleaved outputs.
void shrink_row(const std::uint8_t* const* plane, int planes, const ResampleAxis& axis,
                std::uint8_t* out) {
  const std::int16_t* high = axis.high.data();
  const std::int16_t* low = axis.low.data();
  for (const ResampleAxis::Taps& taps : axis.taps) {
    const int offset = taps.first - axis.first;
    for (int p = 0; p < planes; ++p) {
      *out++ = rounded(weighted_sum(plane[p] + offset, high, low, taps.count));
    }
    high += axis.stride;
    low += axis.stride;
  }
}

/// `bytes` columns of `taps.count` rows, `pitch` bytes apart, to one row; up to a vector past both.
void shrink_columns(const std::uint8_t* rows, std::size_t pitch, int count,
                    const std::int32_t* weights, std::size_t bytes, std::uint8_t* out) {
  const Ints d;
  for (std::size_t x = 0; x < bytes; x += hn::Lanes(d)) {
    auto sum = hn::Set(d, 1 << (k_weight_bits - 1));
    for (int k = 0; k < count; ++k) {
      const auto pixels = load_pixels(rows + static_cast<std::size_t>(k) * pitch + x);
      sum = hn::Add(sum, hn::Mul(pixels, hn::Set(d, weights[k])));
    }
    hn::StoreU(hn::DemoteTo(Pixels(), hn::ShiftRight<k_weight_bits>(sum)), Pixels(), out + x);
  }
}

/// Rows [first, last) of `source`, each shrunk along x, below each other with `pitch` bytes.
void shrink_rows(const Tensor& source, const ResampleAxis& across, int first, int last, bool gray,
                 std::size_t pitch, std::uint8_t* out) {
  const std::int64_t width = source.shape()[1], channels = source.shape()[2];
  const auto pixels = static_cast<std::size_t>(across.last - across.first);
  const std::size_t plane_size = pixels + 64;
  std::vector<std::uint8_t> planes(3 * plane_size);
  std::uint8_t* plane[3] = {&planes[0], &planes[plane_size], &planes[2 * plane_size]};
  for (int y = first; y < last; ++y, out += pitch) {
    const std::uint8_t* row =
        source.values<std::uint8_t>().data() + (y * width + across.first) * channels;
    if (channels == 1) {
      std::memcpy(plane[0], row, pixels);
      shrink_row(plane, 1, across, out);
      continue;
    }
    split_row(row, pixels, plane[0], plane[1], plane[2]);
    if (gray) {
      mix_to_gray(plane[0], plane[1], plane[2], pixels);
      shrink_row(plane, 1, across, out);
    } else {
      shrink_row(plane, 3, across, out);
    }
  }
}

}  // namespace fovea::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace fovea {
namespace {

HWY_EXPORT(shrink_rows);
HWY_EXPORT(shrink_columns);

constexpr std::size_t k_slack = 64;  // what a vector may reach past the end of a row

std::size_t padded(std::size_t bytes) { return (bytes + k_slack - 1) / k_slack * k_slack; }

void resample_in_two_passes(const Tensor& source, const Resampling& how, Tensor& result) {
  const ResampleAxis across =
      antialiased_axis(how.filter, how.box.x, how.box.width, how.left, how.right, how.width);
  const ResampleAxis down =
      antialiased_axis(how.filter, how.box.y, how.box.height, how.top, how.bottom, how.height);
  const auto row_bytes = static_cast<std::size_t>(result.elements() / how.height);
  const std::size_t pitch = padded(row_bytes);
  std::vector<std::uint8_t> narrow(pitch * static_cast<std::size_t>(down.last - down.first));
  HWY_DYNAMIC_DISPATCH(shrink_rows)
  (source, across, down.first, down.last, how.gray, pitch, narrow.data());

  std::vector<std::uint8_t> row(pitch);
  std::uint8_t* out = result.mutable_values<std::uint8_t>().data();
  for (std::size_t y = 0; y < down.taps.size(); ++y, out += row_bytes) {
    const ResampleAxis::Taps taps = down.taps[y];
    HWY_DYNAMIC_DISPATCH(shrink_columns)
    (narrow.data() + static_cast<std::size_t>(taps.first - down.first) * pitch, pitch, taps.count,
     down.weights.data() + y * static_cast<std::size_t>(down.stride), row_bytes, row.data());
    std::memcpy(out, row.data(), row_bytes);
  }
}

float channel_of(const std::uint8_t* pixel, std::int64_t channel, bool gray) {
  if (!gray) return pixel[channel];
  return static_cast<float>(gray_of(pixel));
}

void resample_at_points(const Tensor& source, const Resampling& how, Tensor& result) {
  const auto across = point_axis(how.filter, how.antialias, how.box.x, how.box.width, how.left,
                                 how.right, how.width);
  const auto down = point_axis(how.filter, how.antialias, how.box.y, how.box.height, how.top,
                               how.bottom, how.height);
  const std::int64_t width = source.shape()[1], channels = source.shape()[2];
  const std::int64_t out_channels = result.shape()[2];
  const bool gray = how.gray && channels == 3;
  const std::uint8_t* pixels = source.values<std::uint8_t>().data();
  std::uint8_t* out = result.mutable_values<std::uint8_t>().data();
  for (const PointTaps& row : down) {
    for (const PointTaps& column : across) {
      for (std::int64_t c = 0; c < out_channels; ++c) {
        float sum = 0;
        for (int j = 0; j < row.count; ++j) {
          float line = 0;
          for (int i = 0; i < column.count; ++i) {
            const std::uint8_t* pixel =
                pixels + (row.index[j] * width + column.index[i]) * channels;
            line += column.weight[i] * channel_of(pixel, c, gray);
          }
          sum += row.weight[j] * line;
        }
        *out++ = static_cast<std::uint8_t>(std::lrint(std::clamp(sum, 0.0F, 255.0F)));
      }
    }
  }
}

}  // namespace

Tensor resample(const Tensor& pixels, const Resampling& how) {
  const std::int64_t channels = how.gray ? 1 : pixels.shape()[2];
  Tensor result(Shape{how.height, how.width, channels}, ElementType::uint8);
  const bool points =
      how.filter == Filter::nearest || (!how.antialias && how.filter != Filter::area);
  points ? resample_at_points(pixels, how, result) : resample_in_two_passes(pixels, how, result);
  return result;
}

}  // namespace fovea
#endif  // HWY_ONCE
