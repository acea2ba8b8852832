#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/tensor/tensor.h"

namespace fovea {

/// A kernel, or a bank of them, with the words that it is found by.
struct SavedKernel {
  std::string name;
  std::vector<std::string> tags = {};
  Tensor cells = {};  ///< float32 [kH, kW], or a bank [M, C, kH, kW]; sides of at most 31

  bool is_bank() const { return cells.shape().rank() == 4; }
  /// Kernels in it: M · C of a bank.
  std::int64_t count() const;
  /// Kernel number `index` [kH, kW], map by map of the first unit, then of the next.
  Tensor kernel(std::int64_t index) const;
};

/// What the names of such files end in.
constexpr std::string_view k_kernel_ending = ".fovea-kernel.json";

/// Most cells of a bank.
constexpr std::int64_t k_max_bank_cells = 4 << 20;

/// One JSON object:
///   {"format": "fovea-kernel", "version": 1, "name": "Sobel x", "tags": ["edges"],
///    "shape": [3, 3], "cells": [1.0, 0.0, -1.0, …]}
/// Numbers are the shortest that read as the same float32. Throws Error where there is no name, or
/// the cells are no kernel.
std::string encode_saved_kernel(const SavedKernel& kernel);

/// Throws Error, which says the place, where the text is no such object, is of a later version, or
/// its sizes contradict each other; nothing is allocated for cells before they are known to agree.
SavedKernel decode_saved_kernel(std::string_view text);

/// Without blanks at its ends, broken characters, and what goes beyond 80 characters; throws Error
/// where nothing is left.
std::string tidy_name(std::string_view name);

/// The tags of "edges, 3 x 3": apart by commas, without blanks at their ends, none twice.
std::vector<std::string> tags_of(std::string_view text);

/// Whether each of the words, apart by spaces, occurs in the name or a tag; case does not count.
bool matches(const SavedKernel& kernel, std::string_view words);

}  // namespace fovea
