#pragma once

#include <QString>
#include <string_view>

namespace fovea {

inline QString from_view(std::string_view text) {
  return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

}  // namespace fovea
