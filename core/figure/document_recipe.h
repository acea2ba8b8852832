#pragma once

#include "core/figure/recipe.h"

namespace fovea {

/// What is in no file goes into a recipe as it is where it is no larger than this.
inline constexpr std::size_t k_most_embedded = std::size_t{4} << 20;

/// What a figure was made from beside the document.
struct FigureOrigins {
  /// Of a network that learnt here: the ONNX file of its run; empty where there is none.
  std::filesystem::path architecture = {};
  /// The run or the data set that curves or a confusion matrix are of; empty for other figures.
  std::filesystem::path data = {};
  std::uint64_t seed = 0;
};

/// The recipe of a figure of this document, by which it can be opened again: of files their paths
/// and digests. Reads them, and decodes the picture to see whether it is still that of the
/// document: if not, and where there is no file, the picture itself goes into the recipe.
FigureRecipe document_recipe(const Document& document, const FigureSpec& spec,
                             const FigureOrigins& origins = {});

/// The picture's pixels are those of this file. Never throws.
bool shows_file(const Picture& picture, std::span<const std::uint8_t> file);

}  // namespace fovea
