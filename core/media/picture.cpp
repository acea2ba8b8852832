#include "core/media/picture.h"

#include <QBuffer>
#include <QImageReader>
#include <QImageWriter>
#include <QLoggingCategory>
#include <algorithm>
#include <fmt/format.h>
#include <vector>

#include "core/base/error.h"
#include "core/base/files.h"
#include "core/media/picture_image.h"
#include "core/media/png_check.h"
#include "core/media/qt_gui.h"

namespace fovea {
namespace {

constexpr std::int64_t k_max_file = std::int64_t{1} << 30;
constexpr std::int64_t k_max_decoded = std::int64_t{1} << 30;
constexpr int k_vector_side = 1024;

/// Once, as pictures are decoded by many threads. Qt's decoders explain themselves in the log; what
/// a person needs is in our Error.
void prepare_decoders() {
  [[maybe_unused]] static const bool done = [] {
    QLoggingCategory::setFilterRules(QStringLiteral("qt.gui.imageio*=false\nqt.svg*=false"));
    QImageReader::setAllocationLimit(
        static_cast<int>(std::min(k_max_decoded, memory_budget()) >> 20));
    return true;
  }();
}

bool is_svg(const QImageReader& reader) { return reader.format().startsWith("svg"); }

QSize enlarged(QSize size, int longest) {
  return size.scaled(longest, longest, Qt::KeepAspectRatio).expandedTo({1, 1});
}

/// Refuses by the header what would take too much memory, and asks for a smaller or larger decode.
void choose_size(QImageReader& reader, const PictureOptions& options) {
  QSize size = reader.size();
  if (is_svg(reader)) {
    if (size.isEmpty()) throw Error{"the SVG picture has no size"};
    const int longest = std::max(size.width(), size.height());
    size = enlarged(
        size, options.longest_side > 0 ? options.longest_side : std::max(longest, k_vector_side));
    reader.setScaledSize(size);
  }
  const std::int64_t pixels = std::int64_t{size.width()} * size.height();
  if (size.isValid() && pixels > options.max_pixels) {
    throw Error{
        fmt::format("the picture has {} × {} pixels, {:.0f} million; at most {:.0f} million "
                    "are opened",
                    size.width(), size.height(), static_cast<double>(pixels) / 1e6,
                    static_cast<double>(options.max_pixels) / 1e6),
        {},
        "Make a smaller copy of it first"};
  }
  if (!is_svg(reader) && options.longest_side > 0 && size.isValid() &&
      std::max(size.width(), size.height()) > options.longest_side) {
    reader.setScaledSize(enlarged(size, options.longest_side));
  }
}

/// A JPEG that was cut still decodes, with grey where the data ends: no end marker follows the last
/// scan (a thumbnail within the header has one of its own).
bool is_cut_jpeg(std::span<const std::uint8_t> bytes) {
  constexpr std::uint8_t k_scan[] = {0xFF, 0xDA}, k_end[] = {0xFF, 0xD9};
  return std::ranges::search(std::ranges::find_end(bytes, k_scan).begin(), bytes.end(),
                             std::begin(k_end), std::end(k_end))
      .empty();
}

[[noreturn]] void fail_to_decode(const QImageReader& reader, const std::string& format) {
  if (reader.error() == QImageReader::UnsupportedFormatError || format.empty()) {
    throw Error{"it is not a picture that Fovea can read",
                {},
                "Fovea reads PNG, JPEG, BMP, GIF, WebP, TIFF and SVG"};
  }
  throw Error{fmt::format("the {} picture is damaged or ends too early", format),
              {},
              "Try to get the file again"};
}

std::string upper(const QByteArray& text) { return text.toUpper().toStdString(); }

double mean_of(const Picture& picture, int x, int y) {
  const std::uint8_t* pixel = picture.at(x, y);
  return picture.channels() == 1 ? pixel[0] : (pixel[0] + pixel[1] + pixel[2]) / 3.0;
}

}  // namespace

Picture decode_picture(std::span<const std::uint8_t> bytes, std::string name,
                       const PictureOptions& options) {
  if (bytes.empty()) throw Error{"the file is empty"};
  if (is_png(bytes)) check_png(bytes);
  prepare_decoders();
  QByteArray data = QByteArray::fromRawData(reinterpret_cast<const char*>(bytes.data()),
                                            static_cast<qsizetype>(bytes.size()));
  QBuffer buffer(&data);
  buffer.open(QIODevice::ReadOnly);
  QImageReader reader(&buffer);
  reader.setDecideFormatFromContent(true);
  reader.setAutoTransform(true);
  const std::string format = reader.canRead() ? upper(reader.format()) : std::string();
  if (format.empty()) fail_to_decode(reader, format);
  if (is_svg(reader)) ensure_qt_gui();
  choose_size(reader, options);
  const QImage image = reader.read();
  if (image.isNull()) fail_to_decode(reader, format);
  Picture picture = from_image(image, std::move(name));
  if (format == "JPEG" && is_cut_jpeg(bytes)) {
    picture.warning = "the file ends too early; the part that is missing is plain";
  }
  return picture;
}

Picture read_picture(const std::filesystem::path& path, const PictureOptions& options) {
  Picture picture = decode_picture(read_file(path, k_max_file), path.filename().string(), options);
  std::error_code failure;
  picture.path = std::filesystem::absolute(path, failure).string();
  return picture;
}

std::vector<std::uint8_t> encode_png(const Picture& picture) {
  return encode_picture(picture, "png");
}

bool is_written_format(std::string_view format) {
  constexpr std::string_view k_formats[] = {"png", "jpg", "jpeg", "bmp", "webp", "tif", "tiff"};
  return std::ranges::find(k_formats, format) != std::end(k_formats);
}

std::vector<std::uint8_t> encode_picture(const Picture& picture, std::string_view format) {
  QBuffer buffer;
  buffer.open(QIODevice::WriteOnly);
  const QByteArray name(format.data(), static_cast<qsizetype>(format.size()));
  QImageWriter writer(&buffer, name);
  if (format == "png") writer.setCompression(25);  // of 100: a figure a layer has to be waited for
  if (format.starts_with("jp")) writer.setQuality(95);
  if (format == "webp") writer.setQuality(100);
  if (!writer.write(to_image(picture))) {
    throw Error{fmt::format("the picture cannot be written as {}: {}", upper(name),
                            writer.errorString().toStdString())};
  }
  const QByteArray& data = buffer.data();
  return {data.begin(), data.end()};
}

Picture inverted(const Picture& picture) {
  Tensor pixels(picture.pixels.shape(), ElementType::uint8);
  std::ranges::transform(picture.pixels.values<std::uint8_t>(),
                         pixels.mutable_values<std::uint8_t>().begin(),
                         [](std::uint8_t value) { return static_cast<std::uint8_t>(255 - value); });
  return {.pixels = pixels, .name = picture.name, .warning = picture.warning};
}

bool looks_dark_on_light(const Picture& picture) {
  constexpr int k_samples = 64;    // a grid is enough for a hint, whatever the size
  constexpr int k_border = 4;      // of the grid, on each side
  constexpr double k_light = 150;  // a ground of paper is above, one of a screen below
  double border = 0, border_count = 0, light = 0;
  for (int j = 0; j < k_samples; ++j) {
    for (int i = 0; i < k_samples; ++i) {
      const double value =
          mean_of(picture, i * picture.width() / k_samples, j * picture.height() / k_samples);
      const bool inside =
          i >= k_border && i < k_samples - k_border && j >= k_border && j < k_samples - k_border;
      if (!inside) {
        border += value;
        ++border_count;
      }
      light += value > k_light;
    }
  }
  return border / border_count > k_light && light > 0.6 * k_samples * k_samples;
}

}  // namespace fovea
