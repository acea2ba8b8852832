#include "ui/clipboard/copied.h"

#include <QBuffer>
#include <QMimeData>
#include <algorithm>
#include <fmt/format.h>

#include "core/base/csv.h"
#include "core/figure/recipe_text.h"

namespace fovea {
namespace {

constexpr int k_useful_side = 512;

/// A cell that a table with tabs can hold.
QString tab_cell_of(QString text) { return text.replace('\t', ' ').replace('\n', ' '); }

QString written(const std::vector<float>& cells, std::int64_t columns, char between) {
  std::string text;
  std::int64_t left = columns;
  for (const float cell : cells) {
    fmt::format_to(std::back_inserter(text), "{}", cell);
    text += --left > 0 ? between : '\n';
    if (left == 0) left = columns;
  }
  return QString::fromLatin1(text.data(), static_cast<qsizetype>(text.size()));
}

QString written(const CopiedTable& table, char between, QString (*cell)(QString)) {
  if (!table.cells.empty()) return written(table.cells, table.columns, between);
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
  const auto cells = values.first(static_cast<std::size_t>(rows * columns));
  return {.cells = {cells.begin(), cells.end()}, .columns = columns};
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
  return written(table, ',',
                 [](QString text) { return QString::fromStdString(csv_cell(text.toStdString())); });
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
    if (const std::int64_t count = std::ssize(table.cells); count > k_few_values)
      content.many = count;
    if (content.many > 0 && parts == CopyParts::drag) return content;
    content.tabs = text_with_tabs(table);
    if (content.many == 0) content.csv = text_as_csv(table);
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
    if (!content.csv.isNull()) data->setData(QStringLiteral("text/csv"), content.csv.toUtf8());
  }
  return data;
}

}  // namespace fovea
