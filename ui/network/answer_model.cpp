#include "ui/network/answer_model.h"

#include <algorithm>

#include "core/document/unit_view.h"
#include "ui/window/numbers.h"

namespace fovea {
namespace {
constexpr std::int64_t k_shown = 10;
}

void AnswerModel::setWorkspace(Workspace* workspace) {
  if (workspace == workspace_ || !workspace) return;
  workspace_ = workspace;
  connect(workspace, &Workspace::frameChanged, this, &AnswerModel::refresh);
  connect(workspace, &Workspace::documentChanged, this, &AnswerModel::changed);
  emit workspaceChanged();
  refresh();
}

void AnswerModel::refresh() {
  const auto frame = workspace_->shownFrame();
  answer_ = frame ? answer_of(*workspace_->document().network.origin, *frame) : Answer{};
  std::vector<std::int64_t> top = answer_.top(k_shown);
  const bool values = answer_.meaning == Answer::Meaning::values;
  least_ = 0;
  most_ = values ? 0 : 1;
  for (const std::int64_t index : top) {
    least_ = std::min(least_, answer_.scores[static_cast<std::size_t>(index)]);
    most_ = std::max(most_, answer_.scores[static_cast<std::size_t>(index)]);
  }
  const auto before = static_cast<int>(top_.size()), after = static_cast<int>(top.size());
  if (after > before) {
    beginInsertRows({}, before, after - 1);
    top_ = std::move(top);
    endInsertRows();
  } else if (after < before) {
    beginRemoveRows({}, after, before - 1);
    top_ = std::move(top);
    endRemoveRows();
  } else {
    top_ = std::move(top);
  }
  if (after > 0) emit dataChanged(index(0), index(after - 1));
  emit changed();
}

QString AnswerModel::name() const {
  return workspace_ && !answer_.empty()
             ? QString::fromStdString(value_label(workspace_->shaped()->graph, answer_.output))
             : QString();
}

int AnswerModel::total() const {
  return workspace_ ? static_cast<int>(answer_count(*workspace_->shaped())) : 0;
}

QString AnswerModel::meaning() const {
  switch (answer_.meaning) {
    case Answer::Meaning::probabilities:
      return tr("softmax");
    case Answer::Meaning::softmax_added:
      return tr("softmax, added for display");
    case Answer::Meaning::values:
      break;
  }
  return tr("values as they are");
}

QString AnswerModel::caveat() const {
  if (answer_.empty() || answer_.meaning == Answer::Meaning::values) return {};
  return tr("The network can only choose among these %1.").arg(total());
}

bool AnswerModel::isPreprocessingKnown() const {
  return !workspace_ || workspace_->document().input->preprocessing.known;
}

int AnswerModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(top_.size());
}

QVariant AnswerModel::data(const QModelIndex& index, int role) const {
  if (index.row() < 0 || index.row() >= rowCount()) return {};
  const std::int64_t entry = top_[static_cast<std::size_t>(index.row())];
  const float score = answer_.scores[static_cast<std::size_t>(entry)];
  switch (role) {
    case Name:
      return QString::fromStdString(class_name(*workspace_->document().network.origin, entry));
    case Score:
      return scoreText(score);
    case Fraction:
      return fraction(score);
    case Zero:
      return fraction(0);
    default:
      return {};
  }
}

QHash<int, QByteArray> AnswerModel::roleNames() const {
  return {{Name, "name"}, {Score, "score"}, {Fraction, "fraction"}, {Zero, "zero"}};
}

QString AnswerModel::scoreText(float score) const {
  if (answer_.meaning == Answer::Meaning::values) return number_text(score, 3);
  return QString::number(static_cast<double>(score), 'f', 2);
}

double AnswerModel::fraction(float score) const {
  const double width = static_cast<double>(most_) - least_;
  return width > 0 ? (static_cast<double>(score) - least_) / width : 0;
}

}  // namespace fovea
