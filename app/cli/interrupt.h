#pragma once

#include <csignal>

#include "core/base/cancel.h"

namespace fovea::app {

/// While it lives, Ctrl+C sets the token instead of ending the program; a second one ends it.
class Interrupt {
 public:
  Interrupt() {
    current_ = &token_;
    before_ = std::signal(SIGINT, [](int) {
      current_->cancel();
      std::signal(SIGINT, SIG_DFL);
    });
  }
  ~Interrupt() { std::signal(SIGINT, before_); }
  Interrupt(const Interrupt&) = delete;
  Interrupt& operator=(const Interrupt&) = delete;
  const CancelToken& token() const { return token_; }

 private:
  static inline const CancelToken* current_ = nullptr;
  CancelToken token_;
  void (*before_)(int) = nullptr;
};

}  // namespace fovea::app
