#include "core/figure/figure_html.h"

#include <QByteArray>
#include <fmt/format.h>

#include "core/base/version.h"
#include "core/figure/figure_page.h"
#include "core/figure/recipe_text.h"

namespace fovea {
namespace {

constexpr std::size_t k_largest_csv = std::size_t{8} << 20;

std::string numbers_of(const std::string& csv) {
  if (csv.size() > k_largest_csv)
    return "<p>The numbers are too many for this page: export the figure as .csv.</p>\n";
  const QByteArray bytes = QByteArray::fromRawData(csv.data(), static_cast<qsizetype>(csv.size()));
  return fmt::format(
      "<p><a download=\"numbers.csv\" href=\"data:text/csv;charset=utf-8;base64,{}\">The numbers "
      "as CSV</a></p>\n",
      bytes.toBase64().toStdString());
}

}  // namespace

std::vector<std::uint8_t> encode_figure_html(const Scene& scene, const FigureSpec& spec,
                                             const std::string& csv, const std::string& recipe) {
  const FigureColors colors = figure_colors(spec.theme);
  const std::string title = xml_escaped(scene.title);
  const std::string page = fmt::format(
      "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
      "<meta name=\"generator\" content=\"Fovea {}\">\n<title>{}</title>\n<style>\n"
      "body {{ margin: 2em auto; max-width: 72em; padding: 0 1em; background: {}; color: {}; "
      "font: 15px Inter, Helvetica, Arial, sans-serif }}\n"
      "figure {{ margin: 0 }}\nsvg {{ width: 100%; height: auto }}\na {{ color: inherit }}\n"
      "</style>\n</head>\n<body>\n<figure role=\"img\" aria-label=\"{}\">\n{}</figure>\n{}"
      "</body>\n</html>\n",
      version(), title, colors.ground.name().toStdString(), colors.text.name().toStdString(), title,
      svg_element(scene, recipe), numbers_of(csv));
  return {page.begin(), page.end()};
}

}  // namespace fovea
