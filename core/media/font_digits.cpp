#include "core/media/font_digits.h"

#include <QImage>
#include <QPainter>
#include <QPolygonF>
#include <QTransform>
#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <map>

#include "core/base/error.h"
#include "core/cpu/parallel.h"
#include "core/media/centre_by_mass.h"
#include "core/media/digit_outlines.h"
#include "core/media/elastic_field.h"
#include "core/media/picture_image.h"
#include "core/train/data/room.h"
#include "core/train/random.h"

namespace fovea {
namespace {

/// A closed outline, its longer side as long as MNIST's box, centred on an example.
using Outline = QList<QPolygonF>;

struct Font {
  std::string name;
  std::array<Outline, 10> digits;
};
using Family = std::vector<Font>;

/// Points at most so far apart that bending them bends the line between.
void add_points(QPolygonF& polygon, QPointF from, QPointF to) {
  constexpr double k_apart = 1;
  const double length = std::hypot(to.x() - from.x(), to.y() - from.y());
  const int steps = std::max(1, static_cast<int>(std::ceil(length / k_apart)));
  for (int i = 1; i <= steps; ++i) polygon += from + (to - from) * (double{1} * i / steps);
}

Outline outline_of(const QPainterPath& path) {
  const QRectF box = path.boundingRect();
  const double factor = k_digit_box / std::max(box.width(), box.height());
  QTransform map;
  map.translate(k_digit_side / 2.0, k_digit_side / 2.0);
  map.scale(factor, factor);
  map.translate(-box.center().x(), -box.center().y());
  Outline outline;
  for (const QPolygonF& part : path.toSubpathPolygons()) {
    const QPolygonF moved = map.map(part);
    QPolygonF polygon{moved.first()};
    for (int i = 1; i < moved.size(); ++i) add_points(polygon, moved[i - 1], moved[i]);
    outline += polygon;
  }
  return outline;
}

std::vector<Family> installed_families() {
  std::map<std::string, Family> families;
  for (const DigitOutlines& from : installed_digits()) {
    Font font{.name = from.font, .digits = {}};
    std::ranges::transform(from.digits, font.digits.begin(), outline_of);
    families[from.family].push_back(std::move(font));
  }
  if (families.empty()) {
    throw Error{"no installed font has digits to draw from",
                {},
                "Install some, for example with: sudo apt install fonts-dejavu"};
  }
  std::vector<Family> result;
  for (auto& [name, family] : families) result.push_back(std::move(family));
  return result;
}

/// Turned, sheared and stretched about the middle of the example.
QTransform affine_map(const FontDigitOptions& options, Random& random) {
  const double angle = random.uniform(-options.rotate, options.rotate);
  const double slope = random.uniform(-options.shear, options.shear);
  const double stretch = 1 + random.uniform(-options.stretch, options.stretch);
  QTransform map;
  map.translate(k_digit_side / 2.0, k_digit_side / 2.0);
  map.rotate(angle);
  map.shear(slope, 0);
  map.scale(stretch, 1);
  map.translate(-k_digit_side / 2.0, -k_digit_side / 2.0);
  return map;
}

QPainterPath bent(const Outline& outline, const ElasticField& field, const QTransform& map) {
  QPainterPath path;
  path.setFillRule(Qt::WindingFill);
  for (QPolygonF polygon : outline) {
    for (QPointF& point : polygon) {
      const ElasticField::Offset offset = field.at(point.x(), point.y());
      point = map.map(point + QPointF(offset.x, offset.y));
    }
    path.addPolygon(polygon);
    path.closeSubpath();
  }
  return path;
}

/// Light on black, several times as large as the example, so that fitting it loses nothing.
Picture rasterised(const QPainterPath& path) {
  constexpr double k_side = 4 * k_digit_box;
  constexpr int k_margin = 1;
  const QRectF box = path.boundingRect();
  const double factor = k_side / std::max({box.width(), box.height(), 1e-3});
  QImage image(static_cast<int>(std::ceil(box.width() * factor)) + 2 * k_margin,
               static_cast<int>(std::ceil(box.height() * factor)) + 2 * k_margin,
               QImage::Format_Grayscale8);
  image.fill(0);
  QPainter painter(&image);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.translate(k_margin, k_margin);
  painter.scale(factor, factor);
  painter.translate(-box.topLeft());
  painter.fillPath(path, Qt::white);
  painter.end();
  return from_image(image, {});
}

const Font& pick(const std::vector<Family>& families, Random& random) {
  const Family& family = families[random.below(families.size())];
  return family[random.below(family.size())];
}

/// Writes one example to `out` [28, 28] and returns the font's name.
std::string draw_one(const FontDigitOptions& options, const std::vector<Family>& families,
                     std::int64_t index, std::uint8_t* out) {
  Random random(options.seed, static_cast<std::uint64_t>(index));
  const Font& font = pick(families, random);
  const QTransform map = affine_map(options, random);
  const ElasticField field(options.elastic, random.next());
  const Outline& outline = font.digits[static_cast<std::size_t>(index % 10)];
  const Picture example = centre_by_mass(rasterised(bent(outline, field, map)));
  std::ranges::copy(example.pixels.values<std::uint8_t>(), out);
  return font.name;
}

/// Families to train on, and families to test on; none where there are too few of them.
struct Held {
  std::vector<Family> training, test;
};

Held hold_out(std::vector<Family> families, const FontDigitOptions& options) {
  constexpr std::size_t k_fewest = 5;
  constexpr std::uint64_t k_stream = ~std::uint64_t{0};  // no example has it
  if (families.size() < k_fewest || options.test_families == 0) return {std::move(families), {}};
  Random(options.seed, k_stream).shuffle(std::span(families));
  const double count = options.test_families * static_cast<double>(families.size());
  const auto test = std::max<std::ptrdiff_t>(std::lround(count), 1);
  return {{families.begin() + test, families.end()}, {families.begin(), families.begin() + test}};
}

void check(const FontDigitOptions& options) {
  constexpr int k_most = 100'000;
  if (options.each < 1 || options.each > k_most) {
    throw Error{fmt::format("{} examples of each digit cannot be drawn; 1 to {} can", options.each,
                            k_most)};
  }
  const auto within = [](double value, double most) { return value >= 0 && value <= most; };
  if (!within(options.rotate, 180) || !within(options.shear, 2) || !within(options.stretch, 0.9) ||
      !within(options.elastic, 10) || !within(options.test_families, 0.9)) {
    throw Error{"a setting for drawing digits is out of range",
                {},
                "Rotation can be 0 to 180 degrees, shear 0 to 2, stretch and the share of test "
                "families 0 to 0.9, elastic change 0 to 10"};
  }
}

/// An empty set of 28 × 28 with room for all examples.
DataSet empty_set(const FontDigitOptions& options) {
  DataSet set;
  set.name = "Digits from fonts";
  set.height = set.width = k_digit_side;
  for (int digit = 0; digit < 10; ++digit) set.classes.push_back(std::to_string(digit));
  const std::int64_t count = std::int64_t{10} * options.each;
  set.pixels.resize(room_for_examples(count, set.example_bytes()));
  set.sources.resize(static_cast<std::size_t>(count));
  for (std::int64_t i = 0; i < count; ++i) set.labels.push_back(static_cast<std::int32_t>(i % 10));
  return set;
}

}  // namespace

std::shared_ptr<const DataSet> draw_font_digits(const FontDigitOptions& options,
                                                const DataProgress& progress,
                                                const CancelToken& cancel) {
  check(options);
  cancel.throw_if_cancelled();
  const Held families = hold_out(installed_families(), options);
  DataSet set = empty_set(options);
  const double test_share = families.test.empty() ? 0 : options.test_families;
  set.first_test = set.count() - 10 * std::lround(test_share * options.each);
  ProgressTeller teller(progress, set.count());
  constexpr double k_drawing_ns = 150'000;
  parallel_for({.count = set.count(),
                .nanoseconds_each = k_drawing_ns,
                .threads = options.threads > 0 ? options.threads : default_threads()},
               cancel, [&](std::int64_t index) {
                 const bool test = index >= set.first_test;
                 set.sources[static_cast<std::size_t>(index)] =
                     draw_one(options, test ? families.test : families.training, index,
                              set.pixels.data() + index * set.example_bytes());
                 teller.one_more();
               });
  return make_data_set(std::move(set));
}

}  // namespace fovea
