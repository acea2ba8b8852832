#pragma once

#include <cstdint>
#include <type_traits>

#include "core/base/cancel.h"

namespace fovea {

/// Threads that compute well here: as many as there are processors that this process may run on,
/// and as the time that its container grants.
int default_threads();

/// A loop whose indices are independent of each other.
struct ParallelLoop {
  std::int64_t count = 0;
  double nanoseconds_each = 0;  ///< what one index takes one thread, roughly; decides about forking
  int threads = 1;
};

/// Rough speeds of one thread, to estimate `nanoseconds_each` from.
constexpr double k_macs_per_ns = 25;   ///< multiply-accumulates of a SIMD kernel
constexpr double k_floats_per_ns = 2;  ///< elements read, worked on lightly and written

namespace detail {
void run_parallel(const ParallelLoop&, const CancelToken&, void (*body)(void*, std::int64_t),
                  void* context);
}

/// Calls body(index) for every index in [0, count), by chunks that threads take as they get free;
/// on the calling thread alone where the whole takes less than forking would pay for. The token is
/// looked at before each chunk: once it is set the rest is skipped and Cancelled thrown. A long
/// body looks at the token itself and returns early. What a body throws first is thrown again
/// here, after all threads have stopped.
template <typename Body>
void parallel_for(const ParallelLoop& loop, const CancelToken& cancel, Body&& body) {
  using Plain = std::remove_reference_t<Body>;
  detail::run_parallel(
      loop, cancel,
      [](void* context, std::int64_t index) { (*static_cast<Plain*>(context))(index); },
      const_cast<void*>(static_cast<const void*>(&body)));
}

/// While it lives, loops of this thread fork however little they do: for tests.
class EagerThreads {
 public:
  EagerThreads();
  ~EagerThreads();
  EagerThreads(const EagerThreads&) = delete;
  EagerThreads& operator=(const EagerThreads&) = delete;
};

}  // namespace fovea
