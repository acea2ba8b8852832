#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <vector>

#include "core/tensor/tensor.h"

namespace fovea {

/// Reads a NumPy array file (format 1 to 3): float16, float32, float64, signed and unsigned
/// integers and truth values, either byte order, C or Fortran order. float16 becomes float32, bytes
/// and truth values uint8, all other integers int64. Throws Error where the file is damaged, holds
/// something else, has an axis of 0, or claims more elements than it has bytes for; nothing is
/// allocated before that is known.
/// Source: numpy.lib.format, "Format Version 1.0" to "3.0".
Tensor read_npy(const std::filesystem::path& path);
Tensor decode_npy(std::span<const std::uint8_t> bytes);

/// Format 1.0, little endian, C order, of the tensor's own element type.
std::vector<std::uint8_t> encode_npy(const Tensor& tensor);
void write_npy(const std::filesystem::path& path, const Tensor& tensor);

}  // namespace fovea
