#pragma once

#include <filesystem>

#include "core/train/data/data_set.h"

namespace fovea {

/// Whether the folder holds CIFAR-10's data_batch_1.bin (or a later one), or CIFAR-100's train.bin.
bool is_cifar_folder(const std::filesystem::path& folder);

/// The binary version of CIFAR-10 (data_batch_1.bin to data_batch_5.bin, test_batch.bin,
/// batches.meta.txt) or of CIFAR-100 with its fine labels (train.bin, test.bin,
/// fine_label_names.txt): colour, 32 × 32. Files that are missing, and what is left where one ends
/// within a picture, are listed as unreadable; without a file of names classes are called by their
/// numbers. Throws Error where no picture can be read or a label is out of range.
/// Source: Krizhevsky, "The CIFAR-10 dataset", section "Binary version".
std::shared_ptr<const DataSet> read_cifar_folder(const std::filesystem::path& folder);

}  // namespace fovea
