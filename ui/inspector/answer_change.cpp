#include "ui/inspector/answer_change.h"

#include <algorithm>
#include <numeric>

#include "core/document/answer.h"
#include "ui/controls/number_text.h"

namespace fovea {
namespace {

constexpr std::size_t k_shown = 4;

}  // namespace

QVariantList answer_change(const NetworkOrigin& origin, const Frame* before, const Frame* after) {
  if (!before || !after) return {};
  const Answer first = answer_of(origin, *before), second = answer_of(origin, *after);
  if (first.empty() || first.scores.size() != second.scores.size()) return {};
  std::vector<std::int64_t> order(first.scores.size());
  std::iota(order.begin(), order.end(), std::int64_t{0});
  std::ranges::stable_sort(order, std::greater{}, [&](std::int64_t index) {
    const auto i = static_cast<std::size_t>(index);
    return std::max(first.scores[i], second.scores[i]);
  });
  order.resize(std::min(order.size(), k_shown));
  QVariantList rows;
  for (const std::int64_t index : order) {
    const auto i = static_cast<std::size_t>(index);
    rows << QVariantMap{{QStringLiteral("name"), QString::fromStdString(class_name(origin, index))},
                        {QStringLiteral("before"), number_string(first.scores[i], 3)},
                        {QStringLiteral("after"), number_string(second.scores[i], 3)}};
  }
  return rows;
}

}  // namespace fovea
