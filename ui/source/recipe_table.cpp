#include "ui/source/recipe_table.h"

#include <QCoreApplication>
#include <QThreadPool>
#include <algorithm>

#include "core/base/error.h"
#include "core/document/answer.h"
#include "core/document/edits.h"
#include "core/engine/cpu_backend.h"
#include "core/engine/session.h"
#include "ui/window/numbers.h"

namespace fovea {
namespace {

constexpr std::int64_t k_shown = 3;

QVariantList answers_of(const NetworkOrigin& origin, const Frame& frame) {
  const Answer answer = answer_of(origin, frame);
  QVariantList rows;
  for (const std::int64_t index : answer.top(k_shown)) {
    const auto score = static_cast<double>(answer.scores[static_cast<std::size_t>(index)]);
    rows << QVariantMap{{QStringLiteral("name"), QString::fromStdString(class_name(origin, index))},
                        {QStringLiteral("score"), answer.meaning == Answer::Meaning::values
                                                      ? number_text(score, 3)
                                                      : QString::number(score, 'f', 2)}};
  }
  return rows;
}

/// Whether two prepare a picture in the same way.
bool same_steps(Preprocessing a, const Preprocessing& b) {
  a.known = b.known;
  return a == b;
}

}  // namespace

RecipeTable::~RecipeTable() { run_.cancel(); }

void RecipeTable::setWorkspace(Workspace* workspace) {
  if (workspace == workspace_) return;
  if (workspace_) workspace_->disconnect(this);
  workspace_ = workspace;
  if (workspace_)
    connect(workspace_, &Workspace::documentChanged, this, &RecipeTable::documentMoved);
  emit workspaceChanged();
  documentMoved();
}

void RecipeTable::setActive(bool active) {
  if (active == active_) return;
  active_ = active;
  active ? restart() : run_.cancel();
  emit activeChanged();
}

QString RecipeTable::meaning() const {
  if (!workspace_) return {};
  switch (answer_meaning(*workspace_->document().network.origin, *workspace_->shaped())) {
    case Answer::Meaning::probabilities:
      return tr("softmax");
    case Answer::Meaning::softmax_added:
      return tr("softmax, added for display");
    case Answer::Meaning::values:
      break;
  }
  return tr("values as they are");
}

void RecipeTable::documentMoved() {
  if (!workspace_ || !active_) return;
  const Document& document = workspace_->document();
  if (document.input != input_ || !(document.network.computed == computed_)) restart();
}

void RecipeTable::restart() {
  run_.cancel();
  if (!workspace_) return;
  const Document document = workspace_->document();
  input_ = document.input;
  computed_ = document.network.computed;
  const auto recipes = common_recipes();
  std::vector<Row> rows;
  for (std::size_t i = 0; i < recipes.size(); ++i) {
    const Preprocessing& own = input_->preprocessing;
    if (recipes[i].preprocessing.channel_count() != own.channel_count()) continue;
    rows.push_back({.recipe = static_cast<int>(i),
                    .how = adopted(recipes[i], own, static_cast<int>(input_->width),
                                   static_cast<int>(input_->height)),
                    .answers = {},
                    .problem = {}});
  }
  setRows(std::move(rows));

  run_ = CancelToken();
  std::vector<Preprocessing> hows;
  for (const Row& row : rows_) hows.push_back(row.how);
  QPointer<RecipeTable> self(this);
  QThreadPool::globalInstance()->start([self, run = run_, document, hows = std::move(hows)] {
    Session session(make_cpu_backend());
    for (std::size_t row = 0; row < hows.size() && !run.cancelled(); ++row) {
      QVariantList answers;
      QString problem;
      try {
        Request request = make_request(set_preprocessing(document, hows[row], {}).document, 0);
        request.watch = Watch::outputs;
        answers = answers_of(*document.network.origin, *session.run(request, run));
      } catch (const Cancelled&) {
        return;
      } catch (const Error& error) {
        problem = QString::fromStdString(error.sentence());
      } catch (const std::exception& error) {
        problem = QString::fromUtf8(error.what());
      }
      QMetaObject::invokeMethod(
          qApp,
          [self, run, row, answers, problem] {
            if (self) self->take(run, row, answers, problem);
          },
          Qt::QueuedConnection);
    }
  });
}

void RecipeTable::setRows(std::vector<Row> rows) {
  const auto has = [](const std::vector<Row>& all, int recipe) {
    return std::ranges::find(all, recipe, &Row::recipe) != all.end();
  };
  for (int i = rowCount() - 1; i >= 0; --i) {
    const auto at = rows_.begin() + i;
    if (has(rows, at->recipe)) continue;
    beginRemoveRows({}, i, i);
    rows_.erase(at);
    endRemoveRows();
  }
  for (int i = 0; i < static_cast<int>(rows.size()); ++i) {
    const Row& row = rows[static_cast<std::size_t>(i)];
    if (has(rows_, row.recipe)) continue;
    beginInsertRows({}, i, i);
    rows_.insert(rows_.begin() + i, row);
    endInsertRows();
  }
  rows_ = std::move(rows);
  if (!rows_.empty()) emit dataChanged(index(0), index(rowCount() - 1));
}

void RecipeTable::take(const CancelToken& run, std::size_t row, const QVariantList& answers,
                       const QString& problem) {
  if (run.cancelled()) return;  // of an input or a network that is no more
  rows_[row].answers = answers;
  rows_[row].problem = problem;
  rows_[row].done = true;
  const QModelIndex at = index(static_cast<int>(row));
  emit dataChanged(at, at);
}

int RecipeTable::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(rows_.size());
}

QVariant RecipeTable::data(const QModelIndex& index, int role) const {
  if (index.row() < 0 || index.row() >= rowCount()) return {};
  const Row& row = rows_[static_cast<std::size_t>(index.row())];
  switch (role) {
    case Name: {
      const std::string_view name = common_recipes()[static_cast<std::size_t>(row.recipe)].name;
      return QString::fromUtf8(name.data(), static_cast<qsizetype>(name.size()));
    }
    case RecipeIndex:
      return row.recipe;
    case Answers:
      return row.answers;
    case Done:
      return row.done;
    case Problem:
      return row.problem;
    case Used:
      return input_ && same_steps(row.how, input_->preprocessing);
    default:
      return {};
  }
}

QHash<int, QByteArray> RecipeTable::roleNames() const {
  return {{Name, "name"}, {RecipeIndex, "recipe"}, {Answers, "answers"},
          {Done, "done"}, {Problem, "problem"},    {Used, "used"}};
}

}  // namespace fovea
