#pragma once

#include <cstdint>
#include <unordered_map>

#include "core/document/document.h"

namespace fovea {

/// Memory that documents hold together: each tensor counts once, however many share it.
class HeldBytes {
 public:
  void add(const Document& document);
  /// A document that was added before.
  void remove(const Document& document);
  std::int64_t bytes() const { return bytes_; }

 private:
  void hold(const Tensor& tensor);
  void release(const Tensor& tensor);

  std::unordered_map<const void*, std::int64_t> holders_;  // by the tensor's identity
  std::int64_t bytes_ = 0;
};

}  // namespace fovea
