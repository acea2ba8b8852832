#pragma once

#include <cstddef>
#include <span>
#include <string_view>

namespace fovea {

/// A file of assets/ that is part of the program, wherever the program is moved.
struct Asset {
  std::string_view path;  ///< below assets/, such as "networks/natural10.onnx"
  std::span<const std::byte> bytes;
};

/// Every embedded asset, sorted by path. Valid as long as the program runs.
std::span<const Asset> assets();

/// The bytes of the asset at `path` below assets/; empty if there is none.
std::span<const std::byte> asset(std::string_view path);

}  // namespace fovea
