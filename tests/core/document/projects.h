#pragma once

#include <filesystem>
#include <functional>
#include <random>
#include <string>

#include "core/document/project/project.h"

namespace fovea::testing {

/// A project with all that a person may have done to one, another for each seed.
Project random_project(unsigned seed);

/// What differs between two projects, as a person would call it; empty where nothing does.
std::string difference(const Project& a, const Project& b);

using TextsByName = std::map<std::string, std::string>;
/// All files of an archive, read by libzip without Fovea.
TextsByName files_of(const std::filesystem::path& path);
/// An archive of those files, whatever their names are.
void write_zip(const std::filesystem::path& path, const TextsByName& files);
/// Writes the archive again with one file changed.
void change_file(const std::filesystem::path& path, const std::string& name,
                 const std::function<std::string(const std::string&)>& change);

}  // namespace fovea::testing
