// Runs that were left before: those of the list, and those that projects bring.

#include <algorithm>

#include "core/train/architectures.h"
#include "ui/train/train_model.h"

namespace fovea {

void TrainModel::resume(const QString& folder) {
  prepare([path = std::filesystem::path(folder.toStdString()), data = data_,
           engine = engine()] { return resume_run(path, data, engine); },
          Then::rest);
}

void TrainModel::wantAny() {
  if (state_ == NoRun) examples_.wantAny();
}

void TrainModel::openProjectRun() {
  if (!workspace_) return;
  const std::filesystem::path folder = workspace_->project()->takeRun();
  if (!folder.empty() && !isRunning()) reopen(folder, Then::rest);
}

/// Where it is the run that is shown, that one is ended first: it is on the disk then.
void TrainModel::reopen(const std::filesystem::path& folder, Then then) {
  waiting_.reset();
  std::shared_ptr<LiveTrainer> old;
  if (folder == run_.folder) old = letGo();
  prepare(
      [folder, old = std::move(old), data = data_, network = workspace_->document().network,
       engine = engine()]() mutable {
        old.reset();
        return reopen_run(folder, data, network, engine);
      },
      then);
}

/// Architecture and examples, as the run has them.
void TrainModel::chooseAsIn(const PreparedRun& run) {
  const auto all = architectures();
  const auto found = std::ranges::find_if(
      all, [&](const Architecture& it) { return architecture_title(it.name) == run.name; });
  if (found != all.end()) setBody(static_cast<int>(found - all.begin()));
  if (!run.data.set || run.data.set == data_.set) return;
  setData(run.data);
  examples_.show(run.data.set, run.data.split, QString::fromStdString(run.data.source));
}

/// On the picture that there is.
bool TrainModel::showWithoutExamples(const PreparedRun& run, const Graph& now,
                                     const QString& verb) {
  const std::string name = tr("%1 %2").arg(verb, QString::fromStdString(run.name)).toStdString();
  return workspace_->attempt([&](const Document& document) {
    return train_network(document, run.origin, now, nullptr, name);
  });
}

}  // namespace fovea
