#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "core/document/project/archive.h"
#include "core/document/project/held_files.h"

namespace fovea {

/// Adds the files of a run's folder as `runs/NAME/…`, as they are at one moment so that they belong
/// together, also while the run goes on: `holder`, which the draft keeps, holds them. Nothing where
/// the folder is no run. Throws Error.
void add_run(ArchiveDraft& draft, const std::filesystem::path& folder, const std::string& name,
             const std::shared_ptr<HeldFiles>& holder);

/// Names of the runs in an archive.
std::vector<std::string> runs_in(const Archive& archive);

/// Whether a file of an archive is one that `add_run` adds.
bool is_run_file(const std::string& name);

/// Puts a run of the archive into the folder of runs, and returns the name that it has there:
/// another where there is another run of that name, or an earlier state of this one, which has its
/// last checkpoint at an earlier step or at the same one with a shorter log. A run that is there
/// already, as far or farther, stays as it is.
/// Throws Error, and then nothing of it is there.
std::string restore_run(const Archive& archive, const std::string& name,
                        const std::filesystem::path& runs);

}  // namespace fovea
