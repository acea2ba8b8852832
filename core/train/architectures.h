#pragma once

#include <span>
#include <string_view>

#include "core/graph/graph.h"

namespace fovea {

/// A network that can be trained from random weights.
struct Architecture {
  std::string_view name;      ///< on the command line
  std::string_view sentence;  ///< what it is there to show
  bool any_size = false;      ///< runs on pictures of other sizes too: it ends in a mean over them
};

std::span<const Architecture> architectures();
bool is_architecture(std::string_view name);

/// One input "input" [N, channels, height, width] with a free N, where the architecture allows for
/// any size with free extents too, one output "probabilities"
/// [N, classes], a Softmax. `dropout`: see TrainingSettings. Kernels and matrices before a ReLU are
/// drawn from a normal distribution of variance 2 / fan-in, the last matrix of 1 / fan-in; biases
/// are 0. The same seed makes the same weights. Throws Error where there is no such architecture,
/// pictures are too small for it, or an extent is below 1. Sources: He et al., "Delving Deep into
/// Rectifiers", 2015, section 2.2; LeCun et al., "Gradient-Based Learning Applied to Document
/// Recognition", 1998 (lenet5); Howard et al., "MobileNets", 2017 (separable); He et al., "Deep
/// Residual Learning", 2016 (small-resnet); Simonyan, Zisserman, "Very Deep Convolutional
/// Networks", 2015 (tiny-vgg).
Graph make_architecture(std::string_view name, std::int64_t channels, std::int64_t height,
                        std::int64_t width, std::int64_t classes, std::uint64_t seed,
                        double dropout = 0);

}  // namespace fovea
