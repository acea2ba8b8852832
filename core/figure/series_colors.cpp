#include "core/figure/series_colors.h"

#include <array>

namespace fovea {

QColor series_color(int index, bool dark) {
  // Orange and sky blue are too light for a white ground: there vermilion and blue come first, and
  // the last two are darker shades of them.
  constexpr std::array<QRgb, 7> k_on_dark{0xffe69f00, 0xff56b4e9, 0xff009e73, 0xffcc79a7,
                                          0xfff0e442, 0xffd55e00, 0xff0072b2};
  constexpr std::array<QRgb, 7> k_on_light{0xffd55e00, 0xff0072b2, 0xff008a64, 0xffb85a90,
                                           0xff000000, 0xffa87400, 0xff2c82b5};
  const auto count = static_cast<int>(k_on_dark.size());
  const auto at = static_cast<std::size_t>(((index % count) + count) % count);
  return QColor::fromRgba(dark ? k_on_dark[at] : k_on_light[at]);
}

}  // namespace fovea
