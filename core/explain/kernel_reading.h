#pragma once

#include "core/tensor/tensor.h"

namespace fovea {

/// What can be read off a kernel's cells by eye, as one learns to do it: what it does to flat
/// areas, in which direction brightness must change for it to answer, whether it blurs, sharpens or
/// moves.
struct KernelReading {
  /// What becomes of an area where all inputs are alike.
  enum class Flat {
    clears,     ///< the cells add up to 0: it becomes 0
    keeps,      ///< to 1
    brightens,  ///< to more than 1
    darkens,    ///< to between 0 and 1
    inverts     ///< to less than 0
  };
  /// The middle cell against those around it.
  enum class Middle {
    none,
    peak,  ///< positive among cells that are negative in all: answers to bright dots, sharpens
    pit    ///< negative among cells that are positive in all: answers to dark dots
  };

  double sum = 0;
  Flat flat = Flat::clears;
  bool empty = false;     ///< all cells are 0
  bool averages = false;  ///< several cells, none negative: neighbours are mixed, which blurs
  /// A single cell that is not 0, so many cells below and right of the middle: the picture is moved
  /// the other way.
  bool moves = false;
  std::int64_t move_down = 0, move_right = 0;
  /// 1: answers where it gets brighter to the right (below); −1: to the left (above); 0: neither
  /// counts.
  int brighter_right = 0, brighter_below = 0;
  Middle middle = Middle::none;
};

/// Of [kH, kW] cells, as a cross-correlation applies them.
KernelReading reading_of(const Tensor& kernel);

}  // namespace fovea
