#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "app/cli/export_clip.h"
#include "app/cli/figure_call.h"

namespace fovea::app {

/// One figure or clip to be written.
struct FigureTarget {
  FigureInput input;
  std::filesystem::path file;
  ExportFormat format = FigureFormat::png;
  std::string recipe = {};
  enum class State { waiting, written, kept, failed } state = State::waiting;
  std::string error = {};  ///< a line, where it failed
};

/// One input goes into the file that the call names; several, or one where it names a folder, into
/// a file each, no two into the same: "out/cat.png", or of "out/maps.svg" "out/maps-cat.svg".
std::vector<FigureTarget> targets_of(const ExportCall& call,
                                     const std::vector<FigureInput>& inputs);

/// Throws FileError where a figure would replace what it is made from.
void check_overwriting(const ExportCall& call, const FigureJob& job,
                       const std::vector<FigureTarget>& targets);

/// The file of an input, which of a network of several inputs is NAME=FILE.
std::string file_of(const std::string& input);

}  // namespace fovea::app
