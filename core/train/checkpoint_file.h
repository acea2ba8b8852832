#pragma once

#include <filesystem>

#include "core/base/files.h"
#include "core/train/checkpoint.h"

namespace fovea {

/// A checkpoint as bytes, little-endian:
///
///     char[8]  "fovea-ck"
///     u32      version, 1
///     u32      CRC-32 of the payload (zlib's)
///     u64      bytes of the payload, which is all that follows:
///     i64 step; f64 × 6: epoch, loss, training accuracy, validation loss and accuracy, images a
///     second; u32 optimiser; u32 number of frozen nodes; of each: u32 length and bytes of its
///     name; u32 number of weights; of each: u32 length and bytes of its name, u32 element type,
///     u32 rank, i64 an extent, its elements; u32 number of moments; of each: u64 length, floats
///
/// The network's structure is not in it: weights are found by their names.
Bytes encode_checkpoint(const Checkpoint& checkpoint);

/// The checkpoint of a network with the structure of `graph`. Throws Error where the bytes are torn
/// or damaged, of a later version, or of another network.
Checkpoint decode_checkpoint(std::span<const std::uint8_t> bytes, const Graph& graph);

/// By `write_file_atomically`. Throws Error (where: the path).
void write_checkpoint(const std::filesystem::path& path, const Checkpoint& checkpoint);

/// Throws Error (where: the path).
Checkpoint read_checkpoint(const std::filesystem::path& path, const Graph& graph);

}  // namespace fovea
