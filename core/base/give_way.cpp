#include "core/base/give_way.h"

#include <sys/resource.h>
#include <unistd.h>

namespace fovea {

/// On Linux each thread has its own.
void give_way_to_others(int nice) {
  (void)::setpriority(PRIO_PROCESS, static_cast<id_t>(::gettid()), nice);
}

}  // namespace fovea
