#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/kernel/learn.h"
#include "core/media/picture.h"

namespace fovea {

/// From what and how a kernel is learned.
struct LearnSetup {
  std::shared_ptr<const Picture> picture = {};  ///< before; null: noise
  Tensor target = {};     ///< the kernel that makes the picture after; empty: it is in `file`
  std::string file = {};  ///< a picture as large as the one before
  int size = 3;           ///< rows and columns to learn
  friend bool operator==(const LearnSetup& a, const LearnSetup& b) {
    return a.picture == b.picture && same(a.target, b.target) && a.file == b.file &&
           a.size == b.size;
  }
};

/// What all steps of learning share.
struct LearnScene {
  Tensor before = {}, after = {};       ///< planes [H, W], grey 0 to 1 before it is filtered
  int full_width = 0, full_height = 0;  ///< of the picture, before it was reduced
  KernelFit fit = {};
  LeastSquares best = {};
  std::optional<Tensor> truth = {};  ///< [size, size]; nothing where it is not known or larger
};

/// Longer side of the planes that are learned from, in pixels: more tell nothing new.
constexpr int k_learn_side = 512;
/// Side of the noise picture.
constexpr int k_noise_side = 256;
/// Most steps of a run.
constexpr int k_most_steps = 10'000;

/// The kernel over a plane [H, W], as large as it, the edge repeated around it.
Tensor same_size(const Tensor& plane, const Tensor& kernel);

/// Throws Error where the pictures do not go together or a file cannot be read.
std::shared_ptr<const LearnScene> make_scene(const LearnSetup& setup);

/// A kernel's way from zeros, step by step.
struct LearnRun {
  std::shared_ptr<const LearnScene> scene = {};
  LearnOptions options = {};
  std::vector<double> losses = {};  ///< before the first step, after it, …
  std::vector<float> kernels = {};  ///< [steps + 1, size, size]
  bool diverged = false;            ///< it ends early, as the loss grew without bound

  int steps() const { return static_cast<int>(losses.size()) - 1; }
  Tensor kernel(int step) const;
};

LearnRun make_run(std::shared_ptr<const LearnScene> scene, const LearnOptions& options, int steps);

}  // namespace fovea
