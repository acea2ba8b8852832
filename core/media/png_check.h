#pragma once

#include <cstdint>
#include <span>

namespace fovea {

/// Looks through a PNG's chunks before anything is decoded, so that what is wrong can be named:
/// throws Error (where: chunk and byte) on a size of 0, a cut or overlong chunk, a wrong checksum
/// in a chunk that matters, missing pixels or a missing end.
/// Source: the PNG specification (third edition), sections 5.3 and 11.2.
void check_png(std::span<const std::uint8_t> bytes);

bool is_png(std::span<const std::uint8_t> bytes);

}  // namespace fovea
