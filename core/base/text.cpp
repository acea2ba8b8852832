#include "core/base/text.h"

#include <cstddef>

namespace fovea {
namespace {

/// Bytes of the well-formed UTF-8 sequence at the start of `text`; 0 where there is none.
std::size_t sequence_length(std::string_view text) {
  const auto lead = static_cast<unsigned char>(text[0]);
  const std::size_t length = lead < 0x80   ? 1
                             : lead < 0xc2 ? 0
                             : lead < 0xe0 ? 2
                             : lead < 0xf0 ? 3
                             : lead < 0xf5 ? 4
                                           : 0;
  if (length > text.size()) return 0;
  for (std::size_t i = 1; i < length; ++i) {
    if ((static_cast<unsigned char>(text[i]) & 0xc0) != 0x80) return 0;
  }
  return length;
}

}  // namespace

std::string printable(std::string_view name) {
  std::string result;
  while (!name.empty()) {
    const std::size_t length = sequence_length(name);
    const auto lead = static_cast<unsigned char>(name[0]);
    const bool shown = length > 1 || (length == 1 && lead >= 0x20 && lead != 0x7f);
    result += shown ? name.substr(0, length) : "?";
    name.remove_prefix(length == 0 ? 1 : length);
  }
  return result;
}

}  // namespace fovea
