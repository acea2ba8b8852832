// What a SlideModel says: titles, sums, formulas.

#include <cmath>

#include "core/document/unit_view.h"
#include "core/explain/rounding.h"
#include "ui/controls/number_text.h"
#include "ui/kernel/slide_model.h"
#include "ui/window/numbers.h"

namespace fovea {
namespace {

constexpr double k_white = 255;

}  // namespace

QString SlideModel::number(double value) const { return number_string(value, sumDecimals()); }

QString SlideModel::paddingText() const {
  if (!std::ranges::any_of(taps_, &Tap::padding)) return {};
  switch (slide()->border) {
    case Border::zero:
      return tr("padding: zeros");
    case Border::reflect:
      return tr("padding: mirrored");
    case Border::replicate:
      return tr("padding: the edge again");
    case Border::wrap:
      return tr("padding: the other side");
  }
  return {};
}

/// How a pixel becomes the value that is multiplied.
QString SlideModel::pixelText() const {
  if (!pixel_values_ || !arePixelsKnown()) return {};
  if (bench_->isOnPicture()) return tr("pixels; value = pixel / 255");
  const Preprocessing& steps = bench_->workspace()->document().input->preprocessing;
  const auto channel = static_cast<std::size_t>(std::clamp<std::int64_t>(inputIndex(), 0, 2));
  return tr("pixels; value = (pixel · %1 − %2) / %3")
      .arg(number_text(steps.scale, 3), number_text(steps.mean[channel], 3),
           number_text(steps.deviation[channel], 3));
}

QString SlideModel::unitText() const {
  return exponent_ > 0 ? number_string(std::pow(10.0, -exponent_), exponent_) : QString();
}

QString SlideModel::timeText() const {
  const MadeSlide* made = source_.made();
  if (!made || made->ms <= 0) return {};
  return tr("%1 ms for all %2 values")
      .arg(number_text(made->ms, 2), count_text(made->output.elements()));
}

QString SlideModel::positionText() const {
  return tr("position %1 of %2").arg(count_text(position() + 1), count_text(positionCount()));
}

QVariantList SlideModel::inputNames() const {
  if (!slide()) return {};
  QVariantList names;
  const bool rgb = slide()->inputs() == 3 && hasPictureInput();
  const std::int64_t first = slide()->first_read(unit());
  const QStringList colours{tr("red"), tr("green"), tr("blue")};
  for (std::int64_t read = 0; read < slide()->reads(); ++read)
    names << (rgb ? colours[static_cast<int>(first + read)] : tr("map %1").arg(first + read));
  return names;
}

/// Whether the input maps are the channels of a picture.
bool SlideModel::hasPictureInput() const {
  if (!bench_ || isToy()) return false;
  if (bench_->isOnPicture()) return true;
  const auto place = bench_->place();
  const Graph& graph = bench_->workspace()->document().network.graph;
  return place && graph.producer(graph.node(place->conv).inputs[0]) == k_no_node;
}

QString SlideModel::inputTitle() const {
  if (!slide()) return {};
  const Shape& shape = slide()->input.shape();
  const QString size = tr("%1 × %2").arg(shape[2]).arg(shape[1]);
  const bool padded = paddedExtent() != std::array{shape[1], shape[2]};
  if (isToy())
    return padded ? tr("a small grid · %1, and padding around it").arg(size)
                  : tr("a small grid · %1").arg(size);
  const QString name = inputNames().value(read()).toString();
  if (bench_->isOnPicture()) {
    if (shape[0] == 1) return tr("the picture, grey · %1").arg(size);
    if (slide()->reads() == 1) return tr("the picture · %1 · numbers: %2").arg(size, unitName());
    return tr("the picture, %1 · %2").arg(name, size);
  }
  if (hasPictureInput())
    return shape[0] == 1 ? tr("input · %1").arg(size) : tr("input, %1 · %2").arg(name, size);
  return tr("input %1 · %2").arg(name, size);
}

QString SlideModel::outputTitle() const {
  if (!slide()) return {};
  const QString size = tr("%1 × %2").arg(slide()->columns()).arg(slide()->rows());
  if (bench_->isOnPicture() && unitCount() > 1 && !isPicture())
    return tr("what the kernel makes of %1 · %2").arg(unitName(), size);
  if (bench_->isOnPicture()) return tr("what the kernel makes of it · %1").arg(size);
  return tr("output map %1 · %2").arg(unit()).arg(size);
}

/// "≈" before what the terms, as they are shown, do not add up to.
QString SlideModel::sumOf(std::span<const double> terms, double sum) const {
  return adds_up(terms, sum, sumDecimals()) ? number(sum) : QStringLiteral("≈ ") + number(sum);
}

QString SlideModel::sumText() const {
  if (!isReady()) return {};
  if (sum_.shares.size() > 1) return sumOf(sum_.shares, sum_.sum);
  std::vector<double> products;
  for (const Tap& tap : taps_) products.push_back(tap.product());
  return sumOf(products, sum_.sum);
}

QString SlideModel::biasText() const { return isReady() ? number(sum_.bias) : QString(); }

QString SlideModel::totalText() const {
  if (!isReady()) return {};
  return sumOf(std::array{sum_.sum, sum_.bias}, sum_.total());
}

/// Of a colour picture's maps, each with a unit of its own.
QString SlideModel::unitName() const {
  const QStringList colours{tr("red"), tr("green"), tr("blue")};
  return unitCount() == 3 ? colours[unit()] : QString();
}

QString SlideModel::statusText() const {
  if (!isReady()) return {};
  return tr("output (%1, %2) = %3").arg(row_).arg(column_).arg(number(sum_.total()));
}

QString SlideModel::windowText() const {
  if (!isReady()) return {};
  const auto& [down, across] = slide()->windows;
  const std::int64_t top = row_ * down.stride - down.pad_begin;
  const std::int64_t left = column_ * across.stride - across.pad_begin;
  return tr("sees rows %1 to %2, columns %3 to %4 of the input")
      .arg(top)
      .arg(top + down.span() - 1)
      .arg(left)
      .arg(left + across.span() - 1);
}

bool SlideModel::arePixelsKnown() const { return slide() && hasPictureInput(); }

double SlideModel::pixelOf(double value) const {
  if (bench_->isOnPicture()) return value * k_white;
  const Preprocessing& steps = bench_->workspace()->document().input->preprocessing;
  const auto channel = static_cast<std::size_t>(std::clamp<std::int64_t>(inputIndex(), 0, 2));
  return (value * steps.deviation[channel] + steps.mean[channel]) / steps.scale;
}

QString SlideModel::pointedText() const {
  if (pointed_ < 0 || pointed_ >= static_cast<int>(taps_.size())) return {};
  const Tap& tap = taps_[static_cast<std::size_t>(pointed_)];
  const Factors factors{static_cast<double>(tap.value), static_cast<double>(tap.weight)};
  const QString sign =
      is_reproduced(factors, sumDecimals()) ? QStringLiteral("=") : QStringLiteral("≈");
  const QString sum =
      tr("%1 × %2 %3 %4")
          .arg(number(factors.a), number(factors.b), sign, number(factors.product()));
  if (tap.padding) return tr("%1 · in the padding").arg(sum);
  return tr("%1 · row %2, column %3").arg(sum).arg(tap.row).arg(tap.column);
}

/// "⌊(45 + 1 + 1 − 1·(3 − 1) − 1) / 2⌋ + 1 = 23"
QString SlideModel::formula(std::size_t axis) const {
  if (!slide()) return {};
  const Window& window = slide()->windows[axis];
  const std::int64_t extent = slide()->input.shape()[axis + 1];
  return tr("⌊(%1 + %2 + %3 − %4·(%5 − 1) − 1) / %6⌋ + 1 = %7")
      .arg(extent)
      .arg(window.pad_begin)
      .arg(window.pad_end)
      .arg(window.dilation)
      .arg(window.kernel)
      .arg(window.stride)
      .arg(window.positions(extent));
}

}  // namespace fovea
