#pragma once

#include <cstdint>
#include <vector>

namespace fovea::app {

/// Milliseconds from an edit of a cell to the whole result, edit by edit, of a kernel of `cells` ×
/// `cells` random cells over a picture of 1920 × 1080 pixels in red, green and blue, as the Kernel
/// lens filters it.
std::vector<double> filter_edit_times(std::int64_t cells, int threads, std::uint64_t seed);

}  // namespace fovea::app
