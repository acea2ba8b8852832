#pragma once

#include <map>

#include "app/cli/options.h"
#include "core/base/files.h"
#include "core/engine/session.h"
#include "core/figure/figure_source.h"
#include "core/figure/recipe.h"

namespace fovea::app {

/// The curves in a run's folder.
inline constexpr const char* k_run_log = "log.csv";

/// What a call of `fovea export` comes down to: the network, the figure, and how inputs are made.
struct FigureJob {
  std::shared_ptr<const NetworkOrigin> origin;
  /// As the call or the recipe say pictures are prepared, in the metadata of its model.
  Model model;
  Network network;                  ///< with the edits of the recipe or of the project
  std::vector<std::string> inputs;  ///< that the call says, else those of the recipe
  FigureRecipe recipe;              ///< of all inputs, none of which is in it yet
  /// What a project, or a figure that a window made, shows its network, and that for a recipe; else
  /// null.
  std::shared_ptr<const Input> own_input = nullptr;
  RecipePart own_part = {};
  /// Of a project: the files of the run that it is of, by their names in the run's folder.
  std::map<std::string, std::shared_ptr<const Bytes>> own_run = {};

  /// Whether the network is shown what it is shown in its project or window.
  bool uses_own_input() const;
};

/// The recipe that `like` names, with what the call says instead. Throws FileError.
FigureJob figure_job(const ExportCall& call);

/// One figure's input: a picture, an .npy, data, a run; or, of a network of several inputs,
/// NAME=FILE for each. Empty where the figure needs none, or where it is the project's own.
using FigureInput = std::vector<std::string>;

/// The figures' inputs, folders opened. Throws FileError.
std::vector<FigureInput> figure_inputs(const ExportCall& call, const FigureJob& job);

/// Runs networks for figures: one at a time; a batch has one for each thread.
class FigureMaker {
 public:
  explicit FigureMaker(std::shared_ptr<Backend> backend);

  /// What the figure of one input is drawn from. Throws FileError.
  FigureSource source_for(const ExportCall& call, const FigureJob& job, const FigureInput& input);

 private:
  Session session_, original_;
};

}  // namespace fovea::app
