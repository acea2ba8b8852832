#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/document/document.h"
#include "core/figure/figure_spec.h"
#include "core/figure/motion/clip_spec.h"

namespace fovea {

/// A file that went into a figure.
struct RecipePart {
  std::string name;    ///< as shown; of a bundled network what it is called everywhere
  std::string path;    ///< empty: bundled, or drawn by hand
  std::string sha256;  ///< of its bytes, hexadecimal; empty where it has none
  friend bool operator==(const RecipePart&, const RecipePart&) = default;
};

/// Elements of a weight that differ from the model's, one after another from `first` on.
struct WeightRun {
  std::string weight;
  std::int64_t first = 0;
  std::vector<float> values;
  friend bool operator==(const WeightRun&, const WeightRun&) = default;
};

struct MutedUnit {
  std::string node;
  std::int64_t unit = 0;
  friend bool operator==(const MutedUnit&, const MutedUnit&) = default;
};

/// All that it takes to make a figure again, or the same of another input.
struct FigureRecipe {
  std::string version;  ///< of the program that made it
  RecipePart model;
  std::vector<RecipePart> inputs = {};
  std::vector<WeightRun> edits = {};
  std::vector<MutedUnit> muted = {};
  std::optional<Preprocessing> preprocessing = std::nullopt;
  std::optional<Crop> crop = std::nullopt;  ///< in the picture's pixels
  std::uint64_t seed = 0;
  FigureSpec spec = {};
  std::optional<ClipSpec> clip = std::nullopt;  ///< of what moves; its figure is `spec`
};

std::string sha256_of(std::span<const std::uint8_t> bytes);
/// The model as a part: of its file's bytes, or of what a bundled network would be saved as. Throws
/// Error where the file cannot be read any more.
RecipePart model_part(const NetworkOrigin& origin);
RecipePart file_part_of(const std::filesystem::path& path);

/// Edits and muted units of a network.
void note_edits(const Network& network, FigureRecipe& recipe);
/// The origin's network with the recipe's edits. Throws Error where it has no such weight or unit.
Network edited_network(std::shared_ptr<const NetworkOrigin> origin, const FigureRecipe& recipe);

/// ASCII, so that every file can hold it.
std::string to_json(const FigureRecipe& recipe);
/// Throws Error, naming what is damaged.
FigureRecipe recipe_from_json(std::string_view json);

/// The recipe in a PNG, SVG, PDF, MP4 or WebM that Fovea wrote. Throws Error where the file cannot
/// be read or holds none.
FigureRecipe read_recipe(const std::filesystem::path& path);
/// Whether a file is worth being asked for a recipe.
bool holds_recipe(std::span<const std::uint8_t> file);

}  // namespace fovea
