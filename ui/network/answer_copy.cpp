// The answer as a table.

#include "ui/clipboard/copied_map.h"
#include "ui/network/answer_model.h"

namespace fovea {

Copied AnswerModel::copied(std::optional<QPointF>) const {
  if (!workspace_ || !isPresent()) return {};
  Copied copied{.name = tr("answer"), .lack = lack_now(*workspace_)};
  if (isCovered()) copied.lack = tr("The answer is covered.");
  if (!copied.lack.isEmpty()) return copied;
  CopiedTable table{.header = {tr("class"), tr("score")}, .rows = {}};
  for (const std::int64_t entry : answer_.top(std::ssize(answer_.scores)))
    table.rows.push_back(
        {className(entry), full_number(answer_.scores[static_cast<std::size_t>(entry)])});
  copied.table = [table = std::move(table)] { return table; };
  return copied;
}

}  // namespace fovea
