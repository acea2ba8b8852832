#include "core/media/picture_image.h"

#include <QColor>
#include <QList>
#include <algorithm>

#include "core/base/error.h"

namespace fovea {
namespace {

bool is_gray(QRgb color) {
  return qAlpha(color) == 255 && qRed(color) == qGreen(color) && qGreen(color) == qBlue(color);
}

/// Grey by its format or palette, or a transparent one without any hue: PNG's grey with alpha is
/// decoded to colour. A colour file whose pixels happen to be grey stays colour.
bool holds_gray(const QImage& image) {
  switch (image.format()) {
    case QImage::Format_Grayscale8:
    case QImage::Format_Grayscale16:
      return true;
    case QImage::Format_Mono:
    case QImage::Format_MonoLSB:
    case QImage::Format_Indexed8: {
      const QList<QRgb> colors = image.colorTable();
      return std::ranges::all_of(colors, is_gray);
    }
    default:
      return image.hasAlphaChannel() && image.allGray();
  }
}

/// Premultiplied colour laid on white.
std::uint8_t on_white(int value, int alpha) {
  return static_cast<std::uint8_t>(value + 255 - alpha);
}

void write_color_row(const QRgb* from, int width, bool premultiplied, std::uint8_t* to) {
  for (int x = 0; x < width; ++x, to += 3) {
    const QRgb pixel = from[x];
    const int alpha = premultiplied ? qAlpha(pixel) : 255;
    to[0] = on_white(qRed(pixel), alpha);
    to[1] = on_white(qGreen(pixel), alpha);
    to[2] = on_white(qBlue(pixel), alpha);
  }
}

void write_gray_row(const QImage& rows, int y, std::uint8_t* to) {
  const int width = rows.width();
  if (rows.format() == QImage::Format_Grayscale8) {
    std::copy_n(rows.constScanLine(y), width, to);
  } else if (rows.format() == QImage::Format_Grayscale16) {
    const auto* from = reinterpret_cast<const std::uint16_t*>(rows.constScanLine(y));
    // 65,535 becomes 255: the full range, rounded.
    std::transform(from, from + width, to, [](std::uint16_t value) {
      return static_cast<std::uint8_t>((value + 128) / 257);
    });
  } else {
    const auto* from = reinterpret_cast<const QRgb*>(rows.constScanLine(y));
    std::transform(from, from + width, to,
                   [](QRgb pixel) { return on_white(qRed(pixel), qAlpha(pixel)); });
  }
}

bool needs_no_conversion(QImage::Format format) {
  return format == QImage::Format_RGB32 || format == QImage::Format_Grayscale8 ||
         format == QImage::Format_Grayscale16 || format == QImage::Format_ARGB32_Premultiplied;
}

}  // namespace

QImage to_image(const Picture& picture) {
  if (picture.pixels.empty()) return {};
  const bool gray = picture.channels() == 1;
  auto* owner = new Tensor(picture.pixels);
  return QImage(
      static_cast<const uchar*>(owner->data()), picture.width(), picture.height(),
      qsizetype{picture.width()} * picture.channels(),
      gray ? QImage::Format_Grayscale8 : QImage::Format_RGB888,
      [](void* tensor) { delete static_cast<Tensor*>(tensor); }, owner);
}

Picture from_image(const QImage& image, std::string name) {
  if (image.isNull()) throw Error{"the picture is empty"};
  // Strips keep the memory for the conversion small whatever the format is.
  constexpr int k_strip = 64;
  const bool gray = holds_gray(image);
  const int width = image.width();
  Picture picture{.pixels = Tensor(Shape{image.height(), width, gray ? 1 : 3}, ElementType::uint8),
                  .name = std::move(name),
                  .warning = {}};
  std::uint8_t* to = picture.pixels.mutable_values<std::uint8_t>().data();
  for (int top = 0; top < image.height(); top += k_strip) {
    const int height = std::min(k_strip, image.height() - top);
    const bool as_is = needs_no_conversion(image.format());
    const QImage rows = as_is ? image
                              : image.copy(0, top, width, height)
                                    .convertToFormat(QImage::Format_ARGB32_Premultiplied);
    if (rows.isNull()) throw Error{"there is no memory left for the picture"};
    for (int y = as_is ? top : 0; y < (as_is ? top : 0) + height; ++y) {
      if (gray) {
        write_gray_row(rows, y, to);
      } else {
        write_color_row(reinterpret_cast<const QRgb*>(rows.constScanLine(y)), width,
                        rows.format() == QImage::Format_ARGB32_Premultiplied, to);
      }
      to += std::int64_t{width} * (gray ? 1 : 3);
    }
  }
  return picture;
}

}  // namespace fovea
