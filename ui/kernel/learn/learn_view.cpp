#include "ui/kernel/learn/learn_view.h"

#include <algorithm>
#include <cmath>

#include "core/figure/tone_map.h"

namespace fovea {
namespace {

/// The largest size that fits: a whole multiple, or a fraction.
QSize fitted(const Tensor& plane, const LearnRoom& room) {
  const auto height = static_cast<double>(plane.shape()[0]);
  const auto width = static_cast<double>(plane.shape()[1]);
  double by = std::min(room.width / width, room.height / height);
  if (by > 1) by = std::floor(by);
  return {std::max(1, static_cast<int>(width * by)), std::max(1, static_cast<int>(height * by))};
}

QImage drawn(const Tensor& plane, const Scale& scale, Palette palette, const LearnRoom& room) {
  const QSize size = fitted(plane, room);
  QImage image(size, QImage::Format_RGBA8888);
  const Canvas canvas{
      {reinterpret_cast<Rgba*>(image.bits()),
       static_cast<std::size_t>(size.width()) * static_cast<std::size_t>(size.height())},
      size.width(),
      size.height()};
  const MapView map{plane.floats(), static_cast<int>(plane.shape()[0]),
                    static_cast<int>(plane.shape()[1])};
  draw_map(map, scale, color_map(palette, room.dark ? Theme::dark : Theme::light), Reduction::mean,
           canvas, {0, 0, size.width(), size.height()});
  return image;
}

Tensor difference(const Tensor& a, const Tensor& b) {
  Tensor result(a.shape());
  std::ranges::transform(a.floats(), b.floats(), result.mutable_values<float>().begin(),
                         std::minus<>());
  return result;
}

}  // namespace

LearnView draw_step(std::shared_ptr<const LearnRun> run, int step, const LearnRoom& room) {
  const LearnScene& scene = *run->scene;
  const auto [least, most] = std::ranges::minmax(scene.after.floats());
  LearnView view{.step = step, .largest = std::max({-least, most, 1e-6F}), .is_signed = least < 0};
  const Scale both{-view.largest, view.largest, true};
  const Scale shown = view.is_signed ? both : Scale{0, view.largest, false};
  const Palette palette = view.is_signed ? Palette::diverging : Palette::print;
  const Tensor made = same_size(scene.before, run->kernel(step));
  view.before = drawn(scene.before, {0, 1, false}, Palette::print, room);
  view.after = drawn(scene.after, shown, palette, room);
  view.made = drawn(made, shown, palette, room);
  view.difference = drawn(difference(made, scene.after), both, Palette::diverging, room);
  view.run = std::move(run);
  return view;
}

}  // namespace fovea
