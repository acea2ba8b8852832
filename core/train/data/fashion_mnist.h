#pragma once

#include <filesystem>

#include "core/train/data/data_set.h"

namespace fovea {

/// Where Debian's package dataset-fashion-mnist puts its files.
inline constexpr const char* k_fashion_mnist_folder = "/usr/share/datasets/fashion-mnist";

/// Fashion-MNIST: 60,000 grey pictures of clothing, 28 × 28, and 10,000 test examples, ten classes.
/// Throws Error with the hint to install the package where the folder has no such files.
/// Source: Xiao, Rasul, Vollgraf, "Fashion-MNIST: a Novel Image Dataset for Benchmarking Machine
/// Learning Algorithms", 2017.
std::shared_ptr<const DataSet> read_fashion_mnist(
    const std::filesystem::path& folder = k_fashion_mnist_folder);

}  // namespace fovea
