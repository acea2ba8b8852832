#pragma once

namespace fovea {

/// Lowers the priority of the calling thread alone, and of threads that it makes later: 0 is the
/// usual one, 19 the lowest. Where that is refused nothing is lost.
void give_way_to_others(int nice);

}  // namespace fovea
