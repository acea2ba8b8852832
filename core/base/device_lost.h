#pragma once

#include "core/base/error.h"

namespace fovea {

/// A device stopped answering: nothing that it held can be had any more. The session's owner
/// carries on with the CPU.
class DeviceLost : public Error {
 public:
  using Error::Error;
};

}  // namespace fovea
