#pragma once

#include "core/figure/recipe.h"

namespace fovea {

/// What a figure's recipe names, as it was found.
struct FigureParts {
  FigureRecipe recipe;
  std::optional<Network> network = std::nullopt;     ///< nothing: not found
  std::shared_ptr<const Picture> picture = nullptr;  ///< null: not found
  std::vector<std::string> lacks = {};               ///< sentences on what is not as it was
};

/// Looks for network and picture where they were, then beside the figure, then in the recipe; what
/// is part of the program by its name. Where a file is not the one that it was, that is said and it
/// is taken all the same. `known` is taken where it is that network, so that it stays the same one.
/// Reads files; throws nothing that a person can meet.
FigureParts find_parts(FigureRecipe recipe, const std::filesystem::path& figure,
                       const std::shared_ptr<const NetworkOrigin>& known);

/// The document with what was found: network, edits, muted units, picture, crop, preprocessing,
/// selection, view. What was not found stays as it is. Adds to `lacks` what does not fit.
Document reopened(const Document& now, FigureParts& parts);

}  // namespace fovea
