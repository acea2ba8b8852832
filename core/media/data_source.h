#pragma once

#include <memory>
#include <string_view>

#include "core/media/font_digits.h"
#include "core/media/picture_folder.h"

namespace fovea {

struct DataSourceOptions {
  PictureFolderOptions pictures = {};  ///< for folders of pictures
  FontDigitOptions digits = {};        ///< for "digits-from-fonts"
};

/// The data that a person names: "fashion-mnist", "digits-from-fonts", a folder (MNIST's IDX files,
/// CIFAR's binary files, or pictures in one folder a class) or a file (a CSV table, or the images
/// of an IDX pair, plain or gzip), told apart by what is there. "~/" is the person's own folder.
/// Throws Error where it is none of these, saying what was looked for; Cancelled.
std::shared_ptr<const DataSet> read_data_set(std::string_view text,
                                             const DataSourceOptions& options = {},
                                             const DataProgress& progress = {},
                                             const CancelToken& cancel = {});

}  // namespace fovea
