#include "ui/clipboard/copied.h"

#include <QBuffer>
#include <QMimeData>
#include <algorithm>
#include <fmt/format.h>

#include "core/figure/recipe_text.h"

namespace fovea {
namespace {

constexpr int k_useful_side = 512;

QString csv_cell_of(const QString& text) {
  const bool needs_quotes = std::ranges::any_of(
      text, [](QChar c) { return c == u',' || c == u'"' || c == u'\n' || c == u'\r'; });
  return needs_quotes ? '"' + QString(text).replace('"', "\"\"") + '"' : text;
}

/// A cell that a table with tabs can hold.
QString tab_cell_of(QString text) { return text.replace('\t', ' ').replace('\n', ' '); }

QString written(const CopiedTable& table, QChar between, QString (*cell)(QString)) {
  QString text;
  const auto add = [&](const QStringList& row) {
    for (qsizetype i = 0; i < row.size(); ++i) {
      if (i > 0) text += between;
      text += cell(row[i]);
    }
    text += '\n';
  };
  if (!table.header.isEmpty()) add(table.header);
  for (const QStringList& row : table.rows) add(row);
  return text;
}

QByteArray png_of(const QImage& image, const std::string& recipe) {
  QBuffer buffer;
  buffer.open(QIODevice::WriteOnly);
  image.save(&buffer, "png");
  const QByteArray& bytes = buffer.data();
  if (recipe.empty()) return bytes;
  const std::vector<std::uint8_t> with = png_with_text({bytes.begin(), bytes.end()}, recipe);
  return {reinterpret_cast<const char*>(with.data()), static_cast<qsizetype>(with.size())};
}

template <typename T>
QString digits_of(T value) {
  return QString::fromStdString(fmt::format("{}", value));
}

}  // namespace

QString full_number(float value) { return digits_of(value); }
QString full_number(double value) { return digits_of(value); }

CopiedTable table_of_map(std::span<const float> values, std::int64_t rows, std::int64_t columns) {
  CopiedTable table;
  for (std::int64_t row = 0; row < rows; ++row) {
    QStringList cells;
    for (std::int64_t column = 0; column < columns; ++column)
      cells << full_number(values[static_cast<std::size_t>(row * columns + column)]);
    table.rows.push_back(std::move(cells));
  }
  return table;
}

CopiedTable table_from_csv(std::string_view csv) {
  CopiedTable table;
  QStringList row;
  std::string cell;
  bool quoted = false;
  const auto end_cell = [&] { row << QString::fromStdString(std::exchange(cell, {})); };
  for (std::size_t i = 0; i < csv.size(); ++i) {
    const char c = csv[i];
    if (quoted && c == '"' && i + 1 < csv.size() && csv[i + 1] == '"') {
      cell += csv[++i];
    } else if (c == '"') {
      quoted = !quoted;
    } else if (c == ',' && !quoted) {
      end_cell();
    } else if (c == '\n' && !quoted) {
      end_cell();
      if (table.header.isEmpty())
        table.header = std::exchange(row, {});
      else
        table.rows.push_back(std::exchange(row, {}));
    } else if (c != '\r' || quoted) {
      cell += c;
    }
  }
  return table;
}

QString text_with_tabs(const CopiedTable& table) {
  return written(table, '\t', [](QString text) { return tab_cell_of(std::move(text)); });
}

QString text_as_csv(const CopiedTable& table) {
  return written(table, ',', [](QString text) { return csv_cell_of(text); });
}

QImage enlarged_pixels(const QImage& image) {
  const int longer = std::max(image.width(), image.height());
  if (longer == 0) return image;
  const int factor = std::max(1, (k_useful_side + longer - 1) / longer);
  return image.scaled(image.size() * factor, Qt::IgnoreAspectRatio, Qt::FastTransformation);
}

QImage picture_of_map(const MapView& map, const Scale& scale, Palette palette, bool dark) {
  if (map.width == 0 || map.height == 0) return {};
  QImage image(map.width, map.height, QImage::Format_RGBA8888);
  std::vector<Rgba> pixels(static_cast<std::size_t>(map.width) *
                           static_cast<std::size_t>(map.height));
  draw_map(map, scale, color_map(palette, dark ? Theme::dark : Theme::light), Reduction::mean,
           {pixels, map.width, map.height}, {0, 0, map.width, map.height});
  for (int y = 0; y < map.height; ++y)
    std::copy_n(pixels.begin() + std::ptrdiff_t{y} * map.width, map.width,
                reinterpret_cast<Rgba*>(image.scanLine(y)));
  return enlarged_pixels(image);
}

ClipContent content_of(const Copied& copied, CopyParts parts) {
  ClipContent content;
  content.is_map = copied.is_map;
  if (parts != CopyParts::values && copied.picture) {
    content.image = copied.picture();
    content.png = png_of(content.image, copied.recipe ? copied.recipe() : std::string());
  }
  if (parts != CopyParts::picture && copied.table) {
    const CopiedTable table = copied.table();
    content.tabs = text_with_tabs(table);
    content.csv = text_as_csv(table);
  }
  return content;
}

std::unique_ptr<QMimeData> mime_of(const ClipContent& content) {
  auto data = std::make_unique<QMimeData>();
  if (content.is_map) data->setData(k_copied_mime, "1");
  if (!content.image.isNull()) {
    data->setImageData(content.image);
    data->setData(QStringLiteral("image/png"), content.png);
  }
  if (!content.tabs.isNull()) {
    data->setText(content.tabs);
    data->setData(QStringLiteral("text/csv"), content.csv.toUtf8());
  }
  return data;
}

}  // namespace fovea
