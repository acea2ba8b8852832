#pragma once

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "core/engine/frame.h"

namespace fovea::app {

/// A value of a frame, in execution order: the graph's inputs first.
struct ValueRow {
  ValueId id = k_no_value;
  std::size_t index = 0;
  std::string name;
  std::string op;  ///< "Input" for the graph's inputs
  double min = 0, max = 0, mean = 0;
  bool holds_nan = false;
  double ms = 0;  ///< of the node that made it
  Tensor tensor;
  std::string file;  ///< of the dump; empty where there is none
};

std::vector<ValueRow> value_rows(const Frame& frame);

/// `{"index", "name", "op", "shape", "min", "max", "mean", "ms", "file"}`
nlohmann::ordered_json to_json(const ValueRow& row);

/// Writes every row's tensor into `folder` as `NNN-name.npy`, without the batch axis where it is 1,
/// and notes the file in the row. Throws Error.
void dump_values(std::vector<ValueRow>& rows, const std::string& folder);

/// A name as a part of a file's name: letters, digits, dots, dashes; others become "_"; not longer
/// than a file's name may be.
std::string file_part(const std::string& name);

}  // namespace fovea::app
