#pragma once

#include <filesystem>
#include <string_view>

#include "core/base/cancel.h"
#include "core/train/data/data_set.h"

namespace fovea {

/// A table of pictures, one a row: label, pixel, pixel… with commas, semicolons or tabs between
/// them and, where the first row's pixels are no numbers, a header. The first row that can be read
/// says how many pixels there are: n² (grey) or 3·n² (red, green, blue of each pixel in turn). A
/// pixel is a whole number, 0 to 255. Labels that are all whole numbers below 1,000 are the classes
/// "0", "1"…; else each distinct text is a class, in alphabetical order. Rows that do not fit are
/// listed as unreadable, the first hundred of them one by one. Throws Error where no row fits, or
/// there are more than 10,000 classes; Cancelled.
std::shared_ptr<const DataSet> read_csv_set(const std::filesystem::path& path,
                                            const CancelToken& cancel = {});
std::shared_ptr<const DataSet> parse_csv_set(std::string_view text, std::string name,
                                             const CancelToken& cancel = {});

}  // namespace fovea
