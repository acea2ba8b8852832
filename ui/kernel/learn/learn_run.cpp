#include "ui/kernel/learn/learn_run.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <random>

#include "core/base/error.h"
#include "core/cpu/parallel.h"
#include "core/document/picture_filter.h"
#include "core/filter/filter.h"
#include "core/media/resample.h"
#include "core/ops/conv/presets.h"

namespace fovea {
namespace {

/// Uniform from 0 to 1, the same every time.
Tensor noise_plane() {
  std::mt19937 random(1);
  Tensor plane(Shape{k_noise_side, k_noise_side});
  for (float& value : plane.mutable_values<float>()) {
    value = static_cast<float>(random() >> 8) / static_cast<float>((1 << 24) - 1);
  }
  return plane;
}

Tensor grey(const Picture& picture) {
  return planes_of(picture, false).reshaped(Shape{picture.height(), picture.width()});
}

/// In grey, and reduced where it is larger than is learned from.
Tensor plane_of(const Picture& picture) {
  const double by =
      std::min(1.0, double{k_learn_side} / std::max(picture.width(), picture.height()));
  if (by == 1) return grey(picture);
  Resampling how;
  how.box = {0, 0, double(picture.width()), double(picture.height())};
  how.right = picture.width();
  how.bottom = picture.height();
  how.width = std::max(1, static_cast<int>(std::lround(picture.width() * by)));
  how.height = std::max(1, static_cast<int>(std::lround(picture.height() * by)));
  how.filter = Filter::area;
  return grey({resample(picture.pixels, how), picture.name, {}});
}

Tensor read_after(const LearnSetup& setup, int width, int height) {
  const Picture after = read_picture(setup.file);
  if (after.width() != width || after.height() != height) {
    throw Error{fmt::format("the picture after is {} × {} pixels, the one before {} × {}",
                            after.width(), after.height(), width, height),
                {},
                "Choose one of the same size"};
  }
  return plane_of(after);
}

std::optional<Tensor> truth_of(const LearnSetup& setup) {
  if (setup.target.empty()) return std::nullopt;
  const Shape& shape = setup.target.shape();
  if (shape[0] > setup.size || shape[1] > setup.size) return std::nullopt;
  return centred(setup.target, setup.size, setup.size);
}

}  // namespace

Tensor same_size(const Tensor& plane, const Tensor& kernel) {
  FilterSettings settings{.border = Border::replicate};
  const std::int64_t rows = kernel.shape()[0], columns = kernel.shape()[1];
  settings.pads = {(rows - 1) / 2, (columns - 1) / 2, rows / 2, columns / 2};
  const Shape shape{1, plane.shape()[0], plane.shape()[1]};
  return filter(plane.reshaped(shape), kernel, settings, {.threads = default_threads()}, {})
      .reshaped(plane.shape());
}

std::shared_ptr<const LearnScene> make_scene(const LearnSetup& setup) {
  LearnScene scene;
  scene.before = setup.picture ? plane_of(*setup.picture) : noise_plane();
  scene.full_width = setup.picture ? setup.picture->width() : k_noise_side;
  scene.full_height = setup.picture ? setup.picture->height() : k_noise_side;
  scene.after = setup.target.empty() ? read_after(setup, scene.full_width, scene.full_height)
                                     : same_size(scene.before, setup.target);
  scene.fit = gather_fit(scene.before, scene.after, Shape{setup.size, setup.size});
  scene.best = solve(scene.fit);
  scene.truth = truth_of(setup);
  return std::make_shared<const LearnScene>(std::move(scene));
}

Tensor LearnRun::kernel(int step) const {
  const auto size = static_cast<std::size_t>(scene->fit.kernel.elements());
  return Tensor::of(scene->fit.kernel,
                    std::span(kernels).subspan(static_cast<std::size_t>(step) * size, size));
}

LearnRun make_run(std::shared_ptr<const LearnScene> scene, const LearnOptions& options, int steps) {
  LearnRun run{.scene = std::move(scene), .options = options};
  const KernelFit& fit = run.scene->fit;
  KernelLearner learner(fit);
  const auto record = [&] {
    run.losses.push_back(learner.loss(fit));
    for (const double cell : learner.cells()) run.kernels.push_back(static_cast<float>(cell));
  };
  record();
  for (int i = 0; i < steps && !run.diverged; ++i) {
    run.diverged = !learner.step(fit, options);
    if (!run.diverged) record();
  }
  return run;
}

}  // namespace fovea
