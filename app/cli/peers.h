#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace fovea::app {

/// A square convolution with bias, batch 1.
struct BenchLayer {
  const char* name;
  std::int64_t channels, height, width, units, kernel, stride, pad, dilation, groups;
};

/// Least milliseconds that PyTorch takes for each layer on the CPU, of several runs. Empty where it
/// is not installed for python3. Throws Error where it is, but fails.
std::vector<double> pytorch_ms(std::span<const BenchLayer> layers, int threads);

}  // namespace fovea::app
