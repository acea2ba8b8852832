#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <span>
#include <vector>

namespace fovea {

/// The colours of a GIF: at most 255, chosen for its frames, and one that is transparent, with
/// which a frame leaves what has not changed as it is.
class ClipPalette {
 public:
  static constexpr std::size_t k_colors = 255;  ///< besides the transparent one, which is the last

  /// Pixels (red, green, blue in the lower three bytes; see Rgba) and how often they are there.
  /// Colours that are few, or fill much, are kept as they are.
  explicit ClipPalette(const std::map<std::uint32_t, std::int64_t>& counts);

  /// As AV_PIX_FMT_PAL8 has them: 0xAARRGGBB.
  const std::array<std::uint32_t, 256>& argb() const { return argb_; }
  /// Index of the nearest colour. A memory of the last answers, one a thread, makes it fast.
  class Finder {
   public:
    explicit Finder(const ClipPalette& palette);
    std::uint8_t operator()(std::uint32_t pixel);

   private:
    struct Known {
      std::uint32_t pixel;
      std::uint8_t index;
    };
    const ClipPalette& palette_;
    std::vector<Known> known_;
  };

 private:
  std::uint8_t nearest(std::uint32_t pixel) const;

  std::vector<std::array<int, 3>> colors_;
  std::array<std::uint32_t, 256> argb_{};
};

/// Counts the colours of an image's pixels.
void count_colors(std::span<const std::uint32_t> pixels,
                  std::map<std::uint32_t, std::int64_t>& counts);

}  // namespace fovea
