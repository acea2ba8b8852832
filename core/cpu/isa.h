#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace fovea {

/// Name of the instruction set that the SIMD kernels use here: "AVX-512", "AVX2", "SSE4".
std::string_view isa_name();

/// Every instruction set that this machine has and the kernels are built for, as Highway's target
/// bits, best first.
std::vector<std::int64_t> supported_isas();

/// While it lives, all kernels use this instruction set: for tests, one at a time.
class ForcedIsa {
 public:
  explicit ForcedIsa(std::int64_t target);
  ~ForcedIsa();
  ForcedIsa(const ForcedIsa&) = delete;
  ForcedIsa& operator=(const ForcedIsa&) = delete;
};

}  // namespace fovea
