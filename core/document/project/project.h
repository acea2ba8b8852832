#pragma once

#include <array>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "core/base/files.h"
#include "core/document/document.h"

namespace fovea {

/// How the Kernel lens was looked at.
struct KernelLook {
  /// A position of the window in an output of rows × columns; no rows: it was never there.
  struct Window {
    std::int64_t row = 0, column = 0, rows = 0, columns = 0;
    friend bool operator==(const Window&, const Window&) = default;
  };
  std::array<Window, 3> windows = {};  ///< over the picture, over the small grid, in the network
  int unit = 0, read = 0;  ///< output and input map of the picture's filter, which the selection
                           ///< has not
  int page = 0;            ///< of the lens, from 0
  int look = 0;            ///< 0: maps follow the kernel; 1: pictures; 2: signed
  bool pixels = false;     ///< inputs are told as pixels, 0 to 255
  friend bool operator==(const KernelLook&, const KernelLook&) = default;
};

/// How the window was looked at beside the document, so that it shows the same pixels again.
struct Look {
  bool details = false;               ///< figures for experts are shown
  bool covered = false;               ///< the answer is hidden
  int truth = -1, predicted = -1;     ///< classes by index; −1 for none
  double scroll_x = 0, scroll_y = 0;  ///< of the Network lens, in pixels of the interface
  std::set<ValueId> expanded = {};    ///< layers of which all units are shown
  KernelLook kernel = {};
  /// Settings of figures, an object of JSON that its maker knows; empty: nobody has chosen any.
  std::string figure = {};
  friend bool operator==(const Look&, const Look&) = default;
};

/// What a file held that this version does not understand; it is written again as it was.
struct NotUnderstood {
  std::string json = "{}";  ///< members of project.json, each in the object that it was in
  std::map<std::string, std::shared_ptr<const Bytes>> files = {};
};

/// What a `.fovea` file holds: a document with all that restores the window. A value; what it looks
/// like on the disk is told by FORMAT.md.
struct Project {
  Document document;
  Look look = {};
  /// The run that the network is of, and all runs that belong to the project: names of folders in
  /// the program's folder of runs.
  std::string run = {};
  std::vector<std::string> runs = {};
  /// Of a copy that was made without being asked: the path of the project that it is of, empty
  /// where that has none yet. Nothing for a project that a person saved.
  std::optional<std::string> copy_of = std::nullopt;
  /// The stamp that this file had when it was last read or written here, as whoever makes the copy
  /// tells files apart; empty where there is none.
  std::string copy_stamp = {};
  NotUnderstood not_understood = {};
};

/// The name that such files end in.
constexpr std::string_view k_project_ending = ".fovea";

/// Writes the project; runs are read from their folders in `runs`, where they are there (empty:
/// left out, as in a copy). The file is written beside `path`, given to the disk and renamed:
/// whatever happens, there is the old file or the new one. May be called while a run goes on.
/// Throws Error.
void save_project(const Project& project, const std::filesystem::path& path,
                  const std::filesystem::path& runs = {});

struct LoadedProject {
  Project project;
  std::string notice;  ///< a sentence on what is not as it was; empty where all is well
};

/// Reads a project; runs that are not in the folder `runs`, or only in an earlier state, are put
/// there under a name that is free, or, where that cannot be and where it is empty, kept as what is
/// not understood. Throws Error, without the file's name.
LoadedProject load_project(const std::filesystem::path& path,
                           const std::filesystem::path& runs = {});

/// The `copy_of` of the project in a file, without reading the rest of it. Throws Error as
/// `load_project`.
std::optional<std::string> copy_of(const std::filesystem::path& path);

/// Whether a file begins as a project does.
bool looks_like_project(std::span<const std::uint8_t> first_bytes);

/// Whether both are the same work: network, input and filter; how they are looked at does not
/// count.
bool same_work(const Document& a, const Document& b);

}  // namespace fovea
