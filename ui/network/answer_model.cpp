#include "ui/network/answer_model.h"

#include <algorithm>
#include <numeric>

#include "ui/window/answer_notes.h"
#include "ui/window/numbers.h"

namespace fovea {
namespace {

constexpr std::int64_t k_shown = 10;
/// As many of what was searched for as anybody reads.
constexpr std::size_t k_most_rows = 100;

}  // namespace

void AnswerModel::setWorkspace(Workspace* workspace) {
  if (workspace == workspace_ || !workspace) return;
  workspace_ = workspace;
  connect(workspace, &Workspace::frameChanged, this, &AnswerModel::refresh);
  connect(workspace, &Workspace::documentChanged, this, &AnswerModel::changed);
  connect(workspace->notes(), &AnswerNotes::changed, this, &AnswerModel::refresh);
  emit workspaceChanged();
  refresh();
}

void AnswerModel::setFilter(const QString& filter) {
  if (filter == filter_) return;
  filter_ = filter;
  refresh();
}

bool AnswerModel::isCovered() const { return workspace_ && workspace_->notes()->isCovered(); }

/// The classes to be listed.
std::vector<std::int64_t> AnswerModel::wanted() {
  more_ = 0;
  if (isCovered() ? total() == 0 : answer_.empty()) return {};
  if (!isCovered() && filter_.trimmed().isEmpty()) return answer_.top(k_shown);
  std::vector<std::int64_t> order(static_cast<std::size_t>(total()));
  std::iota(order.begin(), order.end(), std::int64_t{0});
  if (!isCovered()) order = answer_.top(std::ssize(order));
  std::erase_if(order, [this](std::int64_t entry) {
    return !className(entry).contains(filter_.trimmed(), Qt::CaseInsensitive);
  });
  if (order.size() > k_most_rows) {
    more_ = static_cast<int>(order.size() - k_most_rows);
    order.resize(k_most_rows);
  }
  return order;
}

void AnswerModel::refresh() {
  const auto frame = workspace_->shownFrame();
  answer_ = frame ? answer_of(*workspace_->document().network.origin, *frame) : Answer{};
  std::vector<std::int64_t> rows = wanted();
  least_ = 0;
  most_ = answer_.meaning == Answer::Meaning::values ? 0 : 1;
  if (!answer_.empty()) {
    for (const std::int64_t entry : rows) {
      least_ = std::min(least_, answer_.scores[static_cast<std::size_t>(entry)]);
      most_ = std::max(most_, answer_.scores[static_cast<std::size_t>(entry)]);
    }
  }
  const auto before = static_cast<int>(rows_.size()), after = static_cast<int>(rows.size());
  if (after > before) {
    beginInsertRows({}, before, after - 1);
    rows_ = std::move(rows);
    endInsertRows();
  } else if (after < before) {
    beginRemoveRows({}, after, before - 1);
    rows_ = std::move(rows);
    endRemoveRows();
  } else {
    rows_ = std::move(rows);
  }
  if (after > 0) emit dataChanged(index(0), index(after - 1));
  emit changed();
}

int AnswerModel::total() const {
  return workspace_ ? static_cast<int>(answer_count(*workspace_->shaped())) : 0;
}

bool AnswerModel::isNamed() const {
  return workspace_ && std::ssize(workspace_->document().network.origin->classes) == total();
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

QVariantMap AnswerModel::prediction() const {
  const int entry = workspace_ ? workspace_->notes()->predicted() : -1;
  if (entry < 0 || entry >= std::ssize(answer_.scores)) return {};
  return marked(entry, tr("you said · rank %1").arg(answer_.rank_of(entry)));
}

QVariantMap AnswerModel::truth() const {
  const int entry = workspace_ ? workspace_->notes()->truth() : -1;
  if (isCovered() || entry < 0 || entry >= std::ssize(answer_.scores)) return {};
  return marked(entry, tr("true class · rank %1").arg(answer_.rank_of(entry)));
}

QVariantMap AnswerModel::marked(std::int64_t entry, const QString& note) const {
  return {{"entry", int(entry)},
          {"name", className(entry)},
          {"score", scoreText(entry)},
          {"fraction", fraction(answer_.scores[static_cast<std::size_t>(entry)])},
          {"zero", fraction(0)},
          {"note", note}};
}

void AnswerModel::choose(int entry) {
  if (!workspace_ || entry < 0 || entry >= total()) return;
  AnswerNotes& notes = *workspace_->notes();
  if (notes.isCovered())
    notes.predict(entry);
  else
    notes.setTruth(notes.truth() == entry ? -1 : entry);
}

int AnswerModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(rows_.size());
}

QVariant AnswerModel::data(const QModelIndex& index, int role) const {
  if (index.row() < 0 || index.row() >= rowCount()) return {};
  const std::int64_t entry = rows_[static_cast<std::size_t>(index.row())];
  const bool told = !isCovered() && !answer_.empty();
  const float score = told ? answer_.scores[static_cast<std::size_t>(entry)] : 0;
  switch (role) {
    case Name:
      return className(entry);
    case Score:
      return told ? scoreText(entry) : QString();
    case Fraction:
      return told ? fraction(score) : 0.0;
    case Zero:
      return told ? fraction(0) : 0.0;
    case Entry:
      return int(entry);
    case True:
      return told && workspace_->notes()->truth() == entry;
    default:
      return {};
  }
}

QHash<int, QByteArray> AnswerModel::roleNames() const {
  return {{Name, "name"}, {Score, "score"}, {Fraction, "fraction"},
          {Zero, "zero"}, {Entry, "entry"}, {True, "isTrue"}};
}

QString AnswerModel::className(std::int64_t entry) const {
  return QString::fromStdString(class_name(*workspace_->document().network.origin, entry));
}

QString AnswerModel::scoreText(std::int64_t entry) const {
  const float score = answer_.scores[static_cast<std::size_t>(entry)];
  if (answer_.meaning == Answer::Meaning::values) return number_text(score, 3);
  return QString::number(static_cast<double>(score), 'f', 2);
}

double AnswerModel::fraction(float score) const {
  const double width = static_cast<double>(most_) - least_;
  return width > 0 ? (static_cast<double>(score) - least_) / width : 0;
}

}  // namespace fovea
