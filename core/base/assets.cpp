#include "core/base/assets.h"

#include <algorithm>

namespace fovea {

std::span<const std::byte> asset(std::string_view path) {
  const auto all = assets();
  const auto found = std::ranges::lower_bound(all, path, {}, &Asset::path);
  if (found == all.end() || found->path != path) return {};
  return found->bytes;
}

}  // namespace fovea
