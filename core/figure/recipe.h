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
  /// The bytes themselves, where no file has them: a drawing as PNG, a network that learnt here as
  /// ONNX. Empty elsewhere.
  std::string data = {};
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

/// Edited weights go into a recipe where they are no more than this.
inline constexpr std::size_t k_most_edits = std::size_t{4} << 20;

/// All that it takes to make a figure again, or the same of another input.
struct FigureRecipe {
  std::string version;  ///< of the program that made it
  RecipePart model;
  std::vector<RecipePart> inputs = {};
  std::vector<WeightRun> edits = {};
  bool edits_left_out = false;  ///< there were more than k_most_edits
  std::vector<MutedUnit> muted = {};
  std::optional<Preprocessing> preprocessing = std::nullopt;
  std::optional<Crop> crop = std::nullopt;  ///< in the picture's pixels
  std::uint64_t seed = 0;
  FigureSpec spec = {};
  std::optional<ClipSpec> clip = std::nullopt;  ///< of what moves; its figure is `spec`
  /// What was in the picture's place, where `inputs` are a run or a data set.
  std::optional<RecipePart> picture = std::nullopt;
  /// How the window showed all this, an object of JSON (see recipe_window.h); empty where no window
  /// made it.
  std::string window = {};
  /// Parts that were read and not understood, as their keys.
  std::vector<std::string> not_understood = {};
};

std::string sha256_of(std::span<const std::uint8_t> bytes);
/// Of the file's bytes; remembered while its size and the time of its change stay. Safe on several
/// threads at once. Throws Error where it cannot be read.
std::string sha256_of_file(const std::filesystem::path& path);
/// Of what the model would be saved as.
std::string sha256_of(const Model& model);
/// The model as a part: of its file's bytes; of what it would be saved as where it is bundled or
/// its file cannot be read any more.
RecipePart model_part(const NetworkOrigin& origin);
RecipePart file_part_of(const std::filesystem::path& path);

/// Edits and muted units of a network; no edits where they are too many.
void note_edits(const Network& network, FigureRecipe& recipe);
/// The origin's network with the recipe's edits. Throws Error where it has no such weight or unit.
Network edited_network(std::shared_ptr<const NetworkOrigin> origin, const FigureRecipe& recipe);

/// ASCII, so that every file can hold it.
std::string to_json(const FigureRecipe& recipe);
/// Whether a part that is damaged, or says more than is known here, is refused or passed over.
enum class Reading { strict, lenient };
/// Throws Error, naming what is damaged; lenient only where it is no recipe at all.
FigureRecipe recipe_from_json(std::string_view json, Reading reading = Reading::strict);

/// The recipe in a PNG, SVG, PDF, HTML, MP4 or WebM that Fovea wrote. Throws Error where the file
/// cannot be read or holds none.
FigureRecipe read_recipe(const std::filesystem::path& path, Reading reading = Reading::strict);
/// Whether a file is worth being asked for a recipe.
bool holds_recipe(std::span<const std::uint8_t> file);

}  // namespace fovea
