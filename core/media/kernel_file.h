#pragma once

#include <filesystem>

#include "core/filter/border.h"
#include "core/kernel/kernel_text.h"
#include "core/media/picture.h"

namespace fovea {

/// The mean of a picture's channels, [H, W] of float32: black is 0, white is 1.
Tensor grey_plane(const Picture& picture);

/// What grey values become as cells of a kernel.
enum class PictureCells {
  as_it_is,  ///< 0 to 1
  zero_mean  ///< less their mean, as a matched filter needs: it answers to the shape, not to light
};

/// A part of a plane [H, W], cut to it, as a kernel. Throws Error where nothing of it lies in the
/// plane, or it is too large.
Tensor kernel_from_plane(const Tensor& plane, const Patch& patch, PictureCells cells,
                         const TableRules& rules = k_kernel_rules);

/// Reads a kernel [kH, kW] from a file: .npy, .csv, .txt as a person types it, .json as the library
/// keeps one, else a picture (grey, 0 to 1). Throws Error, without the file's name.
Tensor read_kernel_file(const std::filesystem::path& path,
                        const TableRules& rules = k_kernel_rules);

}  // namespace fovea
