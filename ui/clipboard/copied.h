#pragma once

#include <QImage>
#include <QString>
#include <QStringList>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/figure/tone_map.h"

class QMimeData;

namespace fovea {

/// Numbers by rows and columns, each with all its digits: what a spreadsheet takes.
struct CopiedTable {
  QStringList header = {};  ///< empty: the cells have no names, as those of a map
  std::vector<QStringList> rows = {};
  /// In place of rows: the cells of a map, row by row, which become text at once.
  std::vector<float> cells = {};
  std::int64_t columns = 0;  ///< of `cells`
};

/// What a person can take out of the window. What makes picture, table and recipe holds copies of
/// all that it needs, so that a worker can run it; it may throw Error.
struct Copied {
  QString name = {};   ///< as menus say it: "conv1 unit 3"; empty: there is nothing
  QString lack = {};   ///< why it cannot be copied now, a sentence; empty: it can
  QString value = {};  ///< the one number that is pointed at; empty: none
  std::function<QImage()> picture = {};
  std::function<CopiedTable()> table = {};
  /// JSON by which the picture opens again what it shows; empty: it cannot.
  std::function<std::string()> recipe = {};
  /// What takes long of the recipe and is remembered; run by a worker when it may soon be wanted.
  std::function<void()> prepare = {};
  bool is_map = false;  ///< it can be dragged out of the window
};

/// What of it is wanted; a drag has the picture, and the values where they are few.
enum class CopyParts { all, picture, values, drag };

/// More values of a map are many: they are told, and are text for one program alone.
inline constexpr std::int64_t k_few_values = 1 << 16;

/// What other programs get: made from a Copied, away from the window.
struct ClipContent {
  QByteArray png = {};  ///< with its recipe, where it has one
  QImage image = {};
  QString tabs = {}, csv = {};
  std::int64_t many = 0;  ///< values, where they are many; then there is no CSV
  bool is_map = false;
};
ClipContent content_of(const Copied& copied, CopyParts parts);

/// image/png and the picture as Qt hands it to others; text with tabs, and as text/csv.
std::unique_ptr<QMimeData> mime_of(const ClipContent& content);

/// Says that the numbers beside a picture are those of a map, which is no kernel.
inline constexpr auto k_copied_mime = "application/x-fovea-copied";

/// The fewest digits that bring the value back; "nan", "inf".
QString full_number(float value);
QString full_number(double value);

CopiedTable table_of_map(std::span<const float> values, std::int64_t rows, std::int64_t columns);
CopiedTable table_from_csv(std::string_view csv);
QString text_with_tabs(const CopiedTable& table);
QString text_as_csv(const CopiedTable& table);

/// A map in the colours of a scale, each value a square of whole pixels, so that its longer side
/// has about 512 or more.
QImage picture_of_map(const MapView& map, const Scale& scale, Palette palette, bool dark);
/// Pixels so enlarged.
QImage enlarged_pixels(const QImage& image);

}  // namespace fovea
