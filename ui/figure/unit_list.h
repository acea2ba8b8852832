#pragma once

#include <QString>
#include <cstdint>
#include <optional>
#include <vector>

namespace fovea {

/// "0, 3-7" for 0, 3, 4, 5, 6, 7; empty for none.
QString unit_list_text(const std::vector<std::int64_t>& units);

/// The units that such a text names, in its order; none where it is empty. Nothing where it is no
/// such list, or names more than 65,536.
std::optional<std::vector<std::int64_t>> units_from_text(const QString& text);

}  // namespace fovea
