#include "ui/train/train_model.h"

#include <QStandardPaths>
#include <QThreadPool>

#include "core/base/error.h"
#include "core/train/architectures.h"
#include "ui/train/data/example_image.h"
#include "ui/train/example_pixels.h"
#include "ui/train/on_worker.h"

namespace fovea {
namespace {

constexpr int k_between_moments_ms = 100;
constexpr int k_between_tells_ms = 66;
/// Looking at all of validation takes the trainer away from learning.
constexpr int k_between_evaluations_ms = 6000;
constexpr std::size_t k_on_sheet = 18;
constexpr qreal k_smoothing = 0.9;

/// The same numbers as weights of their own: where a fork begins, the run that it leaves stays what
/// it was in the history.
Graph apart(const Graph& graph) {
  for (std::size_t id = 0; id < graph.value_count(); ++id) {
    const auto value = static_cast<ValueId>(id);
    if (graph.is_weight(value)) return graph.with_weight(value, graph.weight(value).clone());
  }
  return graph;
}

/// Whether a run may go on with the wanted settings; else they take another one.
bool canTake(const TrainingSettings& wanted, const TrainingSettings& run) {
  return wanted.seed == run.seed && wanted.batch == run.batch && wanted.dropout == run.dropout;
}

}  // namespace

/// Where the trainer's thread puts what it has to show; one wake-up is pending at most.
struct TrainModel::Mailbox {
  std::mutex mutex;
  TrainModel* owner = nullptr;  // null once the run is no longer shown
  std::vector<std::shared_ptr<const TrainingUpdate>> updates;
  bool woken = false;

  void deliverOnTrainer(std::shared_ptr<const TrainingUpdate> update) {
    const std::lock_guard lock(mutex);
    if (owner == nullptr) return;
    updates.push_back(std::move(update));
    if (std::exchange(woken, true)) return;
    QMetaObject::invokeMethod(owner, &TrainModel::wake, Qt::QueuedConnection);
  }
};

TrainModel::TrainModel(QObject* parent) : QObject(parent) {
  const QString own = QStandardPaths::writableLocation(QStandardPaths::AppDataLocation);
  if (!own.isEmpty()) runs_ = std::filesystem::path(own.toStdString()) / "runs";
  for (CurveSeries* series : {&training_loss_, &training_accuracy_})
    series->setSmoothing(k_smoothing);
  for (CurveSeries* series : {&validation_loss_, &validation_accuracy_})
    series->setProperty("color", 1);
  for (CurveSeries* series : {&training_loss_, &training_accuracy_})
    series->setProperty("name", tr("training"));
  for (CurveSeries* series : {&validation_loss_, &validation_accuracy_})
    series->setProperty("name", tr("validation"));
  take_timer_.setSingleShot(true);
  take_timer_.setInterval(k_between_tells_ms);
  connect(&take_timer_, &QTimer::timeout, this, &TrainModel::takeUpdates);
  follow_timer_.setSingleShot(true);
  follow_timer_.setInterval(k_between_moments_ms);
  connect(&follow_timer_, &QTimer::timeout, this, &TrainModel::follow);
  tell_timer_.setSingleShot(true);
  tell_timer_.setInterval(k_between_tells_ms);
  connect(&tell_timer_, &QTimer::timeout, this, [this] {
    emit changed();
    emit momentChanged();
  });
  evaluation_timer_.setInterval(k_between_evaluations_ms);
  connect(&evaluation_timer_, &QTimer::timeout, this, [this] {
    if (state_ == Running) askForEvaluation();
  });
  connect(&examples_, &DataModel::changed, this, &TrainModel::takeData);
  connect(&examples_, &DataModel::stateChanged, this, [this] {
    const auto now = examples_.state();
    const bool is_over = now == DataModel::State::Failed || now == DataModel::State::Empty;
    if (is_over) startWaiting();  // there is nothing to wait for any more
    tell();
  });
  connect(&settings_, &RunSettings::edited, this, [this] {
    changeSettings();
    tell();
  });
}

TrainModel::~TrainModel() {
  if (mailbox_) {
    const std::lock_guard lock(mailbox_->mutex);
    mailbox_->owner = nullptr;
  }
}

void TrainModel::setWorkspace(Workspace* workspace) {
  if (workspace == workspace_) return;
  if (workspace_) {
    workspace_->disconnect(this);
    workspace_->project()->disconnect(this);
  }
  workspace_ = workspace;
  if (workspace_) {
    connect(workspace_, &Workspace::documentChanged, this, &TrainModel::updateHidden);
    connect(workspace_, &Workspace::frameChanged, this, &TrainModel::frameChanged);
    connect(workspace_, &Workspace::selectionChanged, this, &TrainModel::selectionChanged);
    connect(workspace_, &Workspace::documentChanged, this, [this] {
      if (workspace_->isShowingMoment()) return;
      emit bodyChanged();
      emit pictureChanged();
    });
    connect(workspace_->project(), &ProjectFile::runBrought, this, &TrainModel::openProjectRun);
  }
  emit workspaceChanged();
  openProjectRun();
}

void TrainModel::takeData() {
  if (!examples_.data()) return;
  setData({.set = examples_.data(),
           .splits = examples_.splits(),
           .split = examples_.splitSettings(),
           .source = examples_.source().toStdString()});
}

void TrainModel::setData(TrainingData data) {
  data_ = std::move(data);
  problem_.clear();
  emit dataChanged();
  emit bodyChanged();
  startWaiting();
  emit changed();
}

void TrainModel::startWaiting() {
  if (!waiting_) return;
  const Then then = *std::exchange(waiting_, std::nullopt);
  state_ = NoRun;
  if (hasData() && (then != Then::play || plays_)) return ask(then);
  plays_ = false;
}

QVariantList TrainModel::sheet() const {
  QVariantList images;
  if (!data_.set) return images;
  const auto& examples = data_.splits.training;
  for (std::size_t i = 0; i < std::min(k_on_sheet, examples.size()); ++i)
    images << image_of_example(*data_.set, examples[i]).copy();  // outlives the set
  return images;
}

void TrainModel::setBody(int body) {
  if (body == body_ || body < 0) return;
  body_ = body;
  emit bodyChanged();
  emit changed();
}

bool TrainModel::wantsNewRun() const {
  if (!trainer_ || !run_.data.set) return false;
  return !canTake(settings_.value(), run_settings_) || body_ != run_body_ ||
         (data_.set && data_.set != run_.data.set) || data_.split != run_.data.split ||
         engine() != run_engine_;
}

bool TrainModel::doSettingsWait() const {
  return trainer_ && scrubbed_ && settings_.value() != run_settings_ && !wantsNewRun();
}

/// What is changed beside an earlier moment is meant for a fork: the run is not to learn by it.
void TrainModel::changeSettings() {
  if (trainer_ && !scrubbed_ && canTake(settings_.value(), run_settings_))
    trainer_->change(settings_.value());
}

RunPlan TrainModel::plan() const {
  const auto all = architectures();
  const auto count = static_cast<int>(all.size());
  RunPlan plan{.data = data_,
               .settings = settings_.value(),
               .engine = engine(),
               .network = {},
               .runs = runs_};
  if (body_ < count) {
    plan.architecture = all[static_cast<std::size_t>(body_)].name;
  } else {
    plan.body = body_ == count ? RunPlan::Body::network : RunPlan::Body::new_head;
    plan.network = workspace_->document().network;
  }
  return plan;
}

EngineKind TrainModel::engine() const {
  const bool wants_vulkan = workspace_ && workspace_->engineChoice() == Workspace::Vulkan;
  return wants_vulkan ? EngineKind::vulkan : EngineKind::cpu;
}

void TrainModel::ask(Then then) {
  if (state_ == Preparing) {
    plays_ = then == Then::play;
    tell();
    return;
  }
  // Its examples may be there now.
  if (trainer_ && !task_.data) return reopen(run_.folder, then);
  if (trainer_) return take(then);
  if (hasData()) return prepare([plan = plan()] { return prepare_run(plan); }, then);
  if (examples_.state() != DataModel::State::Loading) return;
  waiting_ = then;
  state_ = Preparing;
  plays_ = then == Then::play;
  emit changed();
}

void TrainModel::take(Then then) {
  if (then == Then::play) trainer_->play();
  if (then == Then::step) trainer_->run_step();
  if (then == Then::epoch) trainer_->run_epoch();
}

/// A run that has come to its end gets as many epochs again as a run usually has: beyond its
/// schedule it would hardly learn.
void TrainModel::play() {
  if (state_ == Finished && metrics_.epoch >= run_settings_.epochs) {
    TrainingSettings longer = run_settings_;
    longer.epochs += usual_settings().epochs;
    settings_.setEpochs(longer.epochs);
    if (scrubbed_) trainer_->change(longer);
  }
  ask(Then::play);
}
void TrainModel::step() {
  if (!isRunning()) ask(Then::step);
}
void TrainModel::epoch() { ask(Then::epoch); }

void TrainModel::pause() {
  plays_ = false;
  if (trainer_) trainer_->pause();
  tell();
}

void TrainModel::toggle() {
  if (isRunning())
    pause();
  else
    play();
}

void TrainModel::newRun() {
  if (!hasData()) return;
  prepare([plan = plan()] { return prepare_run(plan); }, Then::play);
}

void TrainModel::fork() {
  if (!trainer_ || !task_.data || !workspace_) return;
  RunPlan plan{.data = run_.data,
               .settings = settings_.value(),
               .engine = engine(),
               .network = {},
               .runs = runs_};
  plan.origin = run_.origin;
  plan.parent = run_.folder.filename().string();
  plan.scaling = task_.scaling;
  const std::int64_t step = shownMetrics().step;
  const auto timeline = trainer_->timeline();
  const auto scrubbed = scrubbed_;
  plan.curves = curves_;
  prepare(
      [plan, step, timeline, scrubbed]() mutable {
        const auto from = scrubbed ? scrubbed : timeline->at(step);
        if (!from) throw Error{"the run has no moment to fork from yet"};
        plan.start = *from;
        plan.curves.cut_after(from->state.step);
        return prepare_run(plan);
      },
      Then::play);
}

void TrainModel::prepare(std::function<PreparedRun()> make, Then then) {
  if (trainer_) trainer_->pause();
  const std::uint64_t ticket = ++ticket_;
  const State before = trainer_ ? Paused : NoRun;
  state_ = Preparing;
  plays_ = then == Then::play;
  problem_.clear();
  emit changed();
  on_worker<PreparedRun>(this, std::move(make),
                         [this, ticket, before, then](Outcome<PreparedRun> prepared) {
                           if (ticket != ticket_) return;
                           if (prepared.value) {
                             adopt(std::move(*prepared.value), then);
                             return;
                           }
                           state_ = before;
                           problem_ = prepared.sentence;
                           emit changed();
                         });
}

/// The run's thread, of which nothing comes any more.
std::shared_ptr<LiveTrainer> TrainModel::letGo() {
  if (mailbox_) {
    const std::lock_guard lock(mailbox_->mutex);
    mailbox_->owner = nullptr;
  }
  mailbox_.reset();
  return std::shared_ptr<LiveTrainer>(std::move(trainer_));
}

/// The old run is written and ended by a worker: its thread may be in the middle of a step.
void TrainModel::retire() {
  if (auto trainer = letGo())
    QThreadPool::globalInstance()->start([trainer]() mutable { trainer.reset(); });
}

void TrainModel::adopt(PreparedRun run, Then then) {
  Graph now = run.setup.start ? run.setup.start->state.graph : run.setup.graph;
  if (!run.keeps_document) now = apart(now);
  if (!run.keeps_document && !showRun(run, now, tr("train"))) {
    state_ = trainer_ ? Paused : NoRun;
    emit changed();
    return;
  }
  retire();
  if (run.keeps_document) chooseAsIn(run);
  begin(run, now);

  mailbox_ = std::make_shared<Mailbox>();
  mailbox_->owner = this;
  TrainingRun::Setup setup = std::move(run.setup);
  run_ = std::move(run);
  workspace_->project()->noteRun(run_.origin->model.graph, run_.folder);
  trainer_ = std::make_unique<LiveTrainer>(
      std::move(setup), [mailbox = mailbox_](std::shared_ptr<const TrainingUpdate> update) {
        mailbox->deliverOnTrainer(std::move(update));
      });
  trainer_->set_interactive_pressure(pressed_);
  state_ = Paused;
  updateHidden();
  emit dataChanged();
  emit runChanged();
  emit weightsChanged();
  emit evaluationChanged();
  emit changed();
  emit momentChanged();
  if (then == Then::play && !plays_) then = Then::rest;  // paused meanwhile
  if (then == Then::rest) askForEvaluation();
  take(then);
}

/// All that is told of a run, as it is before its first step here.
void TrainModel::begin(const PreparedRun& run, const Graph& now) {
  for (CurveSeries* series :
       {&training_loss_, &validation_loss_, &training_accuracy_, &validation_accuracy_})
    series->clear();
  curves_ = {};
  scrubbed_.reset();
  newest_.reset();
  last_step_.reset();
  evaluation_.reset();
  evaluating_ = false;
  shown_ = now;
  metrics_ = run.setup.start ? run.setup.start->metrics : RunMetrics{};
  graph_step_ = metrics_.step;
  steps_in_epoch_ = 0;
  test_looks_ = run.setup.store ? run.setup.store->record().test_looks : 0;
  test_accuracy_ = k_not_measured;
  run_settings_ = run.setup.settings;
  run_body_ = body_;
  run_engine_ = engine();
  settings_.take(run_settings_);
  task_ = run.setup.task;
  notice_ = QString::fromStdString(run.notice);
  engine_notice_.clear();
  problem_.clear();
  reason_.clear();
  if (!data_.set && run.data.set) setData(run.data);
  addCurves(run.setup.curves);
}

/// As one step of the history. Another picture than the data's kind makes room for an example of
/// validation, which is followed until a person chooses another one.
bool TrainModel::showRun(const PreparedRun& run, const Graph& now, const QString& verb) {
  if (!run.data.set) return showWithoutExamples(run, now, verb);
  const DataSet& set = *run.data.set;
  const bool keeps = fits_already(workspace_->document(), set);
  const std::string name =
      tr("%1 %2 on %3")
          .arg(verb, QString::fromStdString(run.name), QString::fromStdString(set.name))
          .toStdString();
  const std::vector<std::string> classes_before = workspace_->document().network.origin->classes;
  const bool shown = workspace_->attempt([&](const Document& document) {
    return train_network(document, run.origin, now, keeps ? nullptr : validation_picture(run.data),
                         name);
  });
  if (shown && !keeps)
    workspace_->notes()->setTruth(set.labels[static_cast<std::size_t>(first_followed(run.data))]);
  else if (shown && set.classes != classes_before)
    workspace_->notes()->setTruth(-1);
  return shown;
}

void TrainModel::show() {
  if (!trainer_ || !workspace_ || !hidden_) return;
  showRun(run_, shown_, tr("show"));
}

void TrainModel::lookAtTest() {
  if (trainer_) trainer_->evaluate(TrainingRun::Examples::test);
}

void TrainModel::setPressed(bool pressed) {
  if (pressed == pressed_) return;
  pressed_ = pressed;
  if (trainer_) trainer_->set_interactive_pressure(pressed);
  emit changed();
}

void TrainModel::fail(const QString& sentence) {
  problem_ = sentence;
  emit changed();
}

// --- What the trainer tells.

void TrainModel::wake() {
  if (!take_timer_.isActive()) take_timer_.start();
}

void TrainModel::takeUpdates() {
  std::vector<std::shared_ptr<const TrainingUpdate>> updates;
  if (!mailbox_) return;
  {
    const std::lock_guard lock(mailbox_->mutex);
    updates.swap(mailbox_->updates);
    mailbox_->woken = false;
  }
  for (const auto& update : updates) takeUpdate(*update);
  tell();
}

}  // namespace fovea
