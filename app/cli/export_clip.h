#pragma once

#include <filesystem>
#include <functional>

#include "app/cli/figure_call.h"
#include "core/base/cancel.h"

namespace fovea::app {

/// The format of a file's name, of a figure or of a clip; nothing for others.
std::optional<ExportFormat> export_format(const std::filesystem::path& path);
std::string_view name_of(const ExportFormat& format);

/// The figure as it moves: what the call says, else the recipe, else what is usual.
ClipSpec clip_spec_of(const ExportCall& call, const FigureRecipe& recipe);

struct ClipTarget {
  std::filesystem::path file;
  ClipFormat format = ClipFormat::mp4;
  std::string recipe = {};
  int threads = 1;
  /// Frames that are written, of all.
  std::function<void(std::int64_t, std::int64_t)> progress = {};
};

/// Draws and writes the recipe's clip of the source. `input`: of a training run its folder or log.
/// Throws Error; FileError about the file; Cancelled, with nothing written.
void export_clip(const ExportCall& call, const FigureJob& job, const FigureSource& source,
                 const FigureInput& input, const ClipTarget& target, const CancelToken& cancel);

}  // namespace fovea::app
