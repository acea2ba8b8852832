#pragma once

#include <optional>

#include "app/cli/figure_call.h"
#include "core/train/run_record.h"

namespace fovea::app {

/// The record of the run that the project's network is of; nothing where there is none. Throws
/// FileError where it is damaged.
std::optional<RunRecord> own_record(const FigureJob& job);

/// The curves of the run that the input names, a folder or its log; else of the project's. Throws
/// FileError.
Curves curves_for(const FigureJob& job, const FigureInput& input);

/// The seed that a figure of that input is of: of curves that of their run, else the one of the
/// recipe, else of the project's run. Throws FileError.
std::uint64_t seed_for(const FigureJob& job, const FigureInput& input);

/// What the project's run learnt from, as it can be read again. Throws FileError where it is in no
/// file.
std::string own_data(const FigureJob& job);

}  // namespace fovea::app
