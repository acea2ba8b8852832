#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>

#include "core/tensor/tensor.h"

namespace fovea {

/// A picture as a value: copies share the pixels, which nobody changes any more.
struct Picture {
  /// uint8 [H, W, C]; C is 1 for grey, 3 for red, green, blue (sRGB as stored).
  Tensor pixels;
  /// File name without its folder, or what the picture is; for titles.
  std::string name;
  /// One clause for the person where the file could only be read in part; empty otherwise.
  std::string warning;
  /// Of the file whose content it is, absolute; empty where it is in none.
  std::string path = {};

  int height() const { return pixels.empty() ? 0 : static_cast<int>(pixels.shape()[0]); }
  int width() const { return pixels.empty() ? 0 : static_cast<int>(pixels.shape()[1]); }
  int channels() const { return pixels.empty() ? 0 : static_cast<int>(pixels.shape()[2]); }
  /// First byte of the pixel at column `x`, row `y`.
  const std::uint8_t* at(int x, int y) const {
    return pixels.values<std::uint8_t>().data() +
           (std::int64_t{y} * width() + x) * std::int64_t{channels()};
  }
  friend bool operator==(const Picture& a, const Picture& b) { return same(a.pixels, b.pixels); }
};

struct PictureOptions {
  /// Larger pictures are refused from their header, before anything is decoded.
  std::int64_t max_pixels = 200'000'000;
  /// Above 0: a smaller copy whose longer side has about so many pixels, decoded reduced where the
  /// format can (JPEG, SVG); for thumbnails.
  int longest_side = 0;
};

/// Reads PNG, JPEG, BMP, GIF and WebP (their first frame), TIFF and SVG, told apart by content.
/// 16-bit samples are rounded to 8, grey stays one channel, palettes become colour, CMYK becomes
/// RGB, EXIF orientation is applied, transparency is laid on white, an SVG is drawn with its longer
/// side at 1,024 pixels or its own size, if that is larger. Throws Error (without the file's name)
/// where the file cannot be read, is no picture, is damaged beyond showing, or is too large.
Picture read_picture(const std::filesystem::path& path, const PictureOptions& options = {});
Picture decode_picture(std::span<const std::uint8_t> bytes, std::string name,
                       const PictureOptions& options = {});

/// PNG, lossless, of the same channels.
std::vector<std::uint8_t> encode_png(const Picture& picture);

/// Whether encode_picture knows "png", "jpg", "jpeg", "bmp", "webp", "tif" or "tiff".
bool is_written_format(std::string_view format);

/// The picture in such a format, lossless but for JPEG (quality 95) and WebP (100). Throws Error
/// where the system's Qt has no plugin for it.
std::vector<std::uint8_t> encode_picture(const Picture& picture, std::string_view format);

/// 255 − value: for a network trained on light-on-dark pictures, when the person asks for it.
Picture inverted(const Picture& picture);

/// Whether the picture looks like dark strokes on a light ground: its border is light and most of
/// it is as light as the border. Only a reason to ask the person, never to invert silently.
bool looks_dark_on_light(const Picture& picture);

}  // namespace fovea
