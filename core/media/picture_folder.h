#pragma once

#include <filesystem>

#include "core/base/cancel.h"
#include "core/media/preprocessing.h"
#include "core/train/data/data_set.h"
#include "core/train/data/progress.h"

namespace fovea {

/// What channels the examples of a set have, whatever the pictures' own are.
enum class ExampleColour {
  of_first,  ///< as the first picture that can be read
  grey,
  colour
};

struct PictureFolderOptions {
  int width = 0, height = 0;  ///< pixels; 0: of the first picture that can be read
  ExampleColour colour = ExampleColour::of_first;
  /// Pictures of another size are resized (antialiased, counted in the set's `resized`), as `fit`
  /// says, or listed as unreadable.
  bool resize = true;
  Fit fit = Fit::crop;
  int threads = 0;  ///< 0: as many as compute well
};

/// Whether the folder holds other folders that may be classes: what read_picture_folder takes.
bool is_picture_folder(const std::filesystem::path& folder);

/// Pictures in one folder a class, CLASS/…, at any depth below it; or train/CLASS/… and, as the
/// set's own test examples, test/CLASS/… (val, valid or validation where there is no test).
/// Classes are the names of the folders in alphabetical order, those without pictures included;
/// examples come class by class, by path. Hidden files are passed over. What cannot be read, files
/// that are no pictures, links to folders within a class and links that lead back up are listed
/// as unreadable; a picture that is cut counts as unreadable. Throws Error where there are no
/// classes or no readable picture, or the pictures would exceed `memory_budget()`; Cancelled.
/// SVG needs a QGuiApplication, or a call on the main thread (see ensure_qt_gui).
std::shared_ptr<const DataSet> read_picture_folder(const std::filesystem::path& folder,
                                                   const PictureFolderOptions& options = {},
                                                   const DataProgress& progress = {},
                                                   const CancelToken& cancel = {});

}  // namespace fovea
