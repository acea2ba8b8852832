#pragma once

#include <cstdint>
#include <span>
#include <string>
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

/// Images a second that PyTorch trains with on the CPU, one a network of `bench train`, the best of
/// several stretches and of its memory formats: batches of `batch`, SGD, forward, backward and
/// update. Empty where it is not installed for python3. Throws Error where it is, but fails.
std::vector<double> pytorch_images_per_s(std::span<const std::string> networks, std::int64_t batch,
                                         int threads);

/// On standard error, that there is no other program to be measured, and what to install.
void say_no_peers();

}  // namespace fovea::app
