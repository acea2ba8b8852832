#include <algorithm>
#include <array>

#include "core/ops/operator.h"

namespace fovea {

std::span<const Operator* const> all_operators() {
#define FOVEA_OPERATOR(symbol) &ops::symbol,
  static constexpr std::array k_operators{
#include "core/ops/ops.def"
  };
#undef FOVEA_OPERATOR
  return k_operators;
}

const Operator* find_operator(std::string_view name) {
  const auto found = std::ranges::find(all_operators(), name, &Operator::name);
  return found == all_operators().end() ? nullptr : *found;
}

}  // namespace fovea
