#pragma once

#include "core/base/error.h"

namespace fovea {

/// A device cannot go on: it stopped answering, refuses, or its memory is full. What it held is
/// gone; the session's owner carries on with the CPU.
class DeviceLost : public Error {
 public:
  using Error::Error;
};

}  // namespace fovea
