#pragma once

#include <filesystem>

#include "core/base/files.h"
#include "core/train/data/data_set.h"

namespace fovea {

/// An array of bytes of an IDX file, plain or packed with gzip.
struct IdxArray {
  std::vector<std::int64_t> dims;  ///< 1 to 4 of them, outermost first
  Bytes values;
};

/// Throws Error (without the file's name) where the file is damaged, holds more or less than it
/// declares, or elements other than unsigned bytes; nothing that it declares is allocated before
/// that is known.
/// Source: LeCun, Cortes, Burges, "The MNIST database", section "File formats".
IdxArray read_idx(const std::filesystem::path& path);

struct IdxOptions {
  std::string name = {};  ///< of the set; the folder's where empty
  /// Names of the classes; "0" to "9", or as far as the labels go, where empty.
  std::vector<std::string> classes = {};
};

/// Whether the folder holds training images under one of MNIST's names: "train-images-idx3-ubyte",
/// with "." for the second "-" and with ".gz" as they come.
bool is_idx_folder(const std::filesystem::path& folder);

/// The set of such a folder: train-images and train-labels, and t10k-images and t10k-labels as its
/// own test examples where they are there. Images are [N, H, W], [N, C, H, W] or [N, H, W, C] with
/// 1 or 3 channels. Throws Error naming the file.
std::shared_ptr<const DataSet> read_idx_folder(const std::filesystem::path& folder,
                                               const IdxOptions& options = {});

/// One pair of files. The labels' file is called as the images' one with "labels" for "images" and
/// idx1 for idx3 or idx4.
std::shared_ptr<const DataSet> read_idx_file(const std::filesystem::path& images,
                                             const IdxOptions& options = {});

}  // namespace fovea
