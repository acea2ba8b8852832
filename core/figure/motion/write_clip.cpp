#include "core/figure/motion/write_clip.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <set>

#include "core/base/error.h"
#include "core/base/replace_file.h"
#include "core/figure/motion/clip_file.h"
#include "core/figure/motion/clip_palette.h"
#include "core/figure/motion/in_order.h"

namespace fovea {
namespace {

std::span<const std::uint32_t> row_of(const QImage& image, int row) {
  return {reinterpret_cast<const std::uint32_t*>(image.constScanLine(row)),
          static_cast<std::size_t>(image.width())};
}

/// Of frames spread over the clip.
ClipPalette palette_of(const ClipScript& script, const ClipWriting& writing) {
  constexpr std::int64_t k_looked_at = 12;
  std::set<std::int64_t> frames;
  for (std::int64_t i = 0; i < k_looked_at; ++i)
    frames.insert(i * (script.frames - 1) / (k_looked_at - 1));
  const std::vector<std::int64_t> chosen(frames.begin(), frames.end());
  std::map<std::uint32_t, std::int64_t> counts;
  in_order(
      std::ssize(chosen), writing.threads, writing.cancel,
      [&](std::int64_t i) { return paint_frame(script, chosen[static_cast<std::size_t>(i)]); },
      [&](std::int64_t, const QImage& image) {
        for (int row = 0; row < image.height(); ++row) count_colors(row_of(image, row), counts);
      });
  return ClipPalette(counts);
}

av::Frame indexed_frame(const QImage& image, const ClipPalette& palette) {
  av::Frame frame = av::new_frame(AV_PIX_FMT_PAL8, image.width(), image.height());
  ClipPalette::Finder find(palette);
  for (int row = 0; row < image.height(); ++row)
    std::ranges::transform(row_of(image, row), frame->data[0] + row * frame->linesize[0],
                           [&](std::uint32_t pixel) { return find(pixel); });
  std::memcpy(frame->data[1], palette.argb().data(), sizeof(palette.argb()));
  return frame;
}

av::Frame video_frame(const QImage& image) {
  const int width = image.width(), height = image.height();
  av::Frame frame = av::new_frame(AV_PIX_FMT_YUV420P, width, height);
  const av::Scaler scaler(av::made(sws_getContext(
      width, height, AV_PIX_FMT_RGB0, width, height, AV_PIX_FMT_YUV420P,
      SWS_BILINEAR | SWS_ACCURATE_RND | SWS_FULL_CHR_H_INP, nullptr, nullptr, nullptr)));
  const int* bt709 = sws_getCoefficients(SWS_CS_ITU709);
  sws_setColorspaceDetails(scaler.get(), bt709, 1, bt709, 0, 0, 1 << 16, 1 << 16);
  const std::array<const std::uint8_t*, 1> planes{image.constBits()};
  const std::array<int, 1> strides{static_cast<int>(image.bytesPerLine())};
  av::check(sws_scale(scaler.get(), planes.data(), strides.data(), 0, height, frame->data,
                      frame->linesize));
  frame->color_range = AVCOL_RANGE_MPEG;
  frame->colorspace = AVCOL_SPC_BT709;
  return frame;
}

void encode(int file, ClipFormat format, const ClipSpec& spec, const ClipScript& script,
            const ClipWriting& writing, int& error) {
  ClipFile clip(format, spec, file, {.title = script.title, .comment = writing.recipe}, error);
  std::optional<ClipPalette> palette;
  if (format == ClipFormat::gif) palette = palette_of(script, writing);
  // A GIF says how often it is shown; a video holds its repetitions.
  const std::int64_t total =
      script.frames * (format == ClipFormat::gif ? 1 : std::max(1, spec.loops));
  in_order(
      total, writing.threads, writing.cancel,
      [&](std::int64_t index) {
        const QImage image = paint_frame(script, index % script.frames);
        return palette ? indexed_frame(image, *palette) : video_frame(image);
      },
      [&](std::int64_t index, const av::Frame& frame) {
        clip.add(*frame);
        if (writing.progress) writing.progress(index + 1, total);
      });
  writing.cancel.throw_if_cancelled();
  clip.finish();
}

}  // namespace

QImage paint_frame(const ClipScript& script, std::int64_t frame) {
  return paint_scene(script.scene(frame), 1);
}

void write_clip(const std::filesystem::path& path, ClipFormat format, const ClipSpec& spec,
                const ClipScript& script, const ClipWriting& writing) {
  check_clip(spec, format);
  replace_file(path, [&](int file) {
    int error = 0;
    try {
      encode(file, format, spec, script, writing, error);
      return true;
    } catch (const Error&) {
      if (error == 0) throw;
      errno = error;  // told by who opened the file
      return false;
    }
  });
}

}  // namespace fovea
