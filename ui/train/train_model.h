#pragma once

#include <QObject>
#include <QPointer>
#include <QTimer>
#include <QtQml/qqmlregistration.h>
#include <functional>
#include <memory>

#include "core/train/health.h"
#include "core/train/live_trainer.h"
#include "ui/plots/curve_series.h"
#include "ui/train/data/data_model.h"
#include "ui/train/run_settings.h"
#include "ui/train/run_setup.h"
#include "ui/window/workspace.h"

namespace fovea {

/// A run in the window: what it learns from, how, and how far it is. Its network is the document's,
/// with the weights of the moment that is shown. Lives on the GUI thread; what is slow is done by
/// the trainer's thread and by workers.
class TrainModel : public QObject {
  Q_OBJECT
  QML_ELEMENT
  Q_PROPERTY(fovea::Workspace* workspace READ workspace WRITE setWorkspace NOTIFY workspaceChanged
                 REQUIRED)
  Q_PROPERTY(fovea::RunSettings* settings READ settings CONSTANT)

  // What is learnt from.
  Q_PROPERTY(fovea::DataModel* examples READ examples CONSTANT)
  Q_PROPERTY(bool hasData READ hasData NOTIFY dataChanged)
  Q_PROPERTY(QString dataName READ dataName NOTIFY dataChanged)
  Q_PROPERTY(QString dataCounts READ dataCounts NOTIFY dataChanged)
  /// Images of some of the examples.
  Q_PROPERTY(QVariantList sheet READ sheet NOTIFY dataChanged)

  // What is to learn.
  /// Choices { text, detail }: the architectures, then the document's network and a new head on it.
  Q_PROPERTY(QVariantList bodies READ bodies NOTIFY bodyChanged)
  Q_PROPERTY(int body READ body WRITE setBody NOTIFY bodyChanged)
  /// Names of the run's layers with weights, to freeze.
  Q_PROPERTY(QStringList layers READ layers NOTIFY runChanged)

  // The run.
  Q_PROPERTY(State state READ state NOTIFY changed)
  Q_PROPERTY(bool running READ isRunning NOTIFY changed)
  Q_PROPERTY(bool hasRun READ hasRun NOTIFY changed)
  /// There is a run, or examples for one, or they are being read and it will start then.
  Q_PROPERTY(bool ready READ isReady NOTIFY changed)
  Q_PROPERTY(QString runName READ runName NOTIFY changed)
  Q_PROPERTY(QString stepText READ stepText NOTIFY changed)
  Q_PROPERTY(QString epochText READ epochText NOTIFY changed)
  Q_PROPERTY(QString speedText READ speedText NOTIFY changed)
  Q_PROPERTY(QString engineText READ engineText NOTIFY changed)
  Q_PROPERTY(QString testText READ testText NOTIFY changed)
  Q_PROPERTY(QString statusText READ statusText NOTIFY changed)
  Q_PROPERTY(QString validationText READ validationText NOTIFY changed)
  /// One sentence: why it stopped, and what was kept; why nothing is written.
  Q_PROPERTY(QString problem READ problem NOTIFY changed)
  Q_PROPERTY(QString notice READ notice NOTIFY changed)
  /// Why it has finished; empty while it goes on.
  Q_PROPERTY(QString reason READ reason NOTIFY changed)
  /// Seed, batch, network, data or engine were chosen otherwise than the run has them.
  Q_PROPERTY(bool wantsNewRun READ wantsNewRun NOTIFY changed)
  /// Settings were changed while an earlier moment is shown: a fork has them, the run takes them
  /// with its return to now.
  Q_PROPERTY(bool settingsWait READ doSettingsWait NOTIFY changed)
  /// The document shows something else than the run: edited weights, another network.
  Q_PROPERTY(bool hidden READ isHidden NOTIFY hiddenChanged)
  Q_PROPERTY(bool pressed READ isPressed WRITE setPressed NOTIFY changed)

  /// Of the picture that is followed.
  Q_PROPERTY(QString pictureName READ pictureName NOTIFY pictureChanged)

  // Curves over epochs.
  Q_PROPERTY(fovea::CurveSeries* trainingLoss READ trainingLoss CONSTANT)
  Q_PROPERTY(fovea::CurveSeries* validationLoss READ validationLoss CONSTANT)
  Q_PROPERTY(fovea::CurveSeries* trainingAccuracy READ trainingAccuracy CONSTANT)
  Q_PROPERTY(fovea::CurveSeries* validationAccuracy READ validationAccuracy CONSTANT)

  // Time.
  Q_PROPERTY(bool atNow READ isAtNow NOTIFY momentChanged)
  Q_PROPERTY(qreal shownEpoch READ shownEpoch NOTIFY momentChanged)
  Q_PROPERTY(qreal newestEpoch READ newestEpoch NOTIFY momentChanged)
  Q_PROPERTY(qreal lastEpoch READ lastEpoch NOTIFY momentChanged)
  Q_PROPERTY(QString momentText READ momentText NOTIFY momentChanged)

 public:
  enum State { NoRun, Preparing, Paused, Running, Finished, Failed };
  Q_ENUM(State)

  explicit TrainModel(QObject* parent = nullptr);
  ~TrainModel() override;

  Workspace* workspace() const { return workspace_; }
  void setWorkspace(Workspace* workspace);
  RunSettings* settings() { return &settings_; }
  const TrainingData& data() const { return data_; }
  /// Of the run that is shown; that of the next one where there is none.
  const TrainingData& runData() const { return hasRun() ? run_.data : data_; }
  /// For the next run; the one that is shown keeps its own.
  void setData(TrainingData data);
  /// Where runs are kept; the folder "runs" of the program's own data where nobody says so.
  void setRunsFolder(std::filesystem::path folder) { runs_ = std::move(folder); }
  const std::filesystem::path& runsFolder() const { return runs_; }
  const std::filesystem::path& runFolder() const { return run_.folder; }

  DataModel* examples() { return &examples_; }
  bool hasData() const { return data_.set != nullptr; }
  QString dataName() const;
  QString dataCounts() const;
  QVariantList sheet() const;
  QVariantList bodies() const;
  int body() const { return body_; }
  void setBody(int body);
  QStringList layers() const;
  QString pictureName() const;

  State state() const { return state_; }
  bool isRunning() const { return state_ == Running || (state_ == Preparing && plays_); }
  bool hasRun() const { return trainer_ != nullptr; }
  bool isReady() const {
    return hasRun() || hasData() || examples_.state() == DataModel::State::Loading;
  }
  QString runName() const;
  QString stepText() const;
  QString epochText() const;
  QString speedText() const;
  QString engineText() const;
  QString testText() const;
  QString statusText() const;
  QString validationText() const;
  QString problem() const { return problem_; }
  QString notice() const { return notice_.isEmpty() ? engine_notice_ : notice_; }
  QString reason() const { return reason_; }
  bool wantsNewRun() const;
  bool doSettingsWait() const;
  bool isHidden() const { return hidden_; }
  bool isPressed() const { return pressed_; }
  void setPressed(bool pressed);

  CurveSeries* trainingLoss() { return &training_loss_; }
  CurveSeries* validationLoss() { return &validation_loss_; }
  CurveSeries* trainingAccuracy() { return &training_accuracy_; }
  CurveSeries* validationAccuracy() { return &validation_accuracy_; }

  bool isAtNow() const { return !scrubbed_; }
  qreal shownEpoch() const;
  qreal newestEpoch() const { return metrics_.epoch; }
  qreal lastEpoch() const;
  QString momentText() const;
  /// All that has been measured of the run.
  const Curves& curves() const { return curves_; }
  /// What is shown instead of the newest moment; null where that is shown.
  const std::shared_ptr<const Checkpoint>& shownCheckpoint() const { return scrubbed_; }
  const RunMetrics& shownMetrics() const { return scrubbed_ ? scrubbed_->metrics : metrics_; }

  /// Weights of the moment that is shown; empty where there is no run.
  const Graph& shownGraph() const { return shown_; }
  const std::optional<StepMetrics>& lastStep() const { return last_step_; }
  /// Of the run's network on validation, as last measured whole; null before.
  const std::optional<EvaluationAnswer>& evaluation() const { return evaluation_; }
  std::shared_ptr<Timeline> timeline() const { return trainer_ ? trainer_->timeline() : nullptr; }
  const TrainingTask& task() const { return task_; }
  std::shared_ptr<const NetworkOrigin> origin() const { return run_.origin; }
  /// What the run learns from, for figures; its own name where its examples are not there.
  QString learntName() const;

  /// Shows that moment, in all lenses; nothing stops.
  void showCheckpoint(std::shared_ptr<const Checkpoint> checkpoint);
  void fail(const QString& sentence);

 public slots:
  void play();
  void pause();
  void toggle();
  void step();
  void epoch();
  /// From the beginning, with the settings as they are.
  void newRun();
  /// Another run from the moment that is shown, with the settings as they are.
  void fork();
  void backToNow();
  /// Puts the run's network into the document again.
  void show();
  /// A run of the folder as it was left, paused.
  void resume(const QString& folder);
  /// Examples to begin with, where nothing was chosen and no project brings any.
  void wantAny();
  /// Asks how the network does on test examples: counted, and said.
  void lookAtTest();

 signals:
  void workspaceChanged();
  void dataChanged();
  void bodyChanged();
  void pictureChanged();
  /// Anything about the run; at most 15 times a second.
  void changed();
  void hiddenChanged();
  void momentChanged();
  /// The weights of the moment that is shown are others; at most 10 times a second.
  void weightsChanged();
  void evaluationChanged();
  /// Of the workspace.
  void frameChanged();
  void selectionChanged();
  /// Another run is shown.
  void runChanged();

 private:
  enum class Then { rest, play, step, epoch };
  struct Mailbox;

  void prepare(std::function<PreparedRun()> make, Then then);
  void adopt(PreparedRun run, Then then);
  void begin(const PreparedRun& run, const Graph& now);
  void chooseAsIn(const PreparedRun& run);
  /// Where a project has brought a run, and none goes on.
  void openProjectRun();
  void reopen(const std::filesystem::path& folder, Then then);
  std::shared_ptr<LiveTrainer> letGo();
  void take(Then then);
  void retire();
  void changeSettings();
  void leaveMoment();
  RunPlan plan() const;
  /// For the next run: Vulkan where the window computes with it because somebody chose it.
  EngineKind engine() const;
  void ask(Then then);
  void startWaiting();

  void wake();
  void takeUpdates();
  bool showRun(const PreparedRun& run, const Graph& now, const QString& verb);
  bool showWithoutExamples(const PreparedRun& run, const Graph& now, const QString& verb);
  void takeData();
  void takeUpdate(const TrainingUpdate& update);
  void addCurves(Curves curves);
  void cutCurvesAfter(const RunMetrics& moment);
  void askForEvaluation();
  void follow();
  void showMoment(const Graph& graph);
  void updateHidden();
  void tell();

  QPointer<Workspace> workspace_;
  RunSettings settings_;
  DataModel examples_;
  TrainingData data_;
  std::filesystem::path runs_;
  int body_ = 0;
  std::uint64_t ticket_ = 0;  // of the last preparation

  PreparedRun run_;  // without its setup
  TrainingTask task_;
  TrainingSettings run_settings_;
  int run_body_ = 0;                         // what the run was made from,
  EngineKind run_engine_ = EngineKind::cpu;  // and the engine that was asked for then
  State state_ = NoRun;
  bool plays_ = false;           // once it is prepared
  std::optional<Then> waiting_;  // for the examples, which are being read
  bool pressed_ = false;
  QString problem_, notice_, engine_notice_, reason_;
  RunMetrics metrics_;
  std::int64_t steps_in_epoch_ = 0;
  EngineKind engine_ = EngineKind::cpu;  // of the run
  int test_looks_ = 0;
  double test_accuracy_ = k_not_measured;
  std::int64_t test_step_ = 0;
  std::optional<StepMetrics> last_step_;
  std::optional<EvaluationAnswer> evaluation_;
  bool evaluating_ = false;
  QTimer evaluation_timer_;

  Graph shown_;                                 // in the document, unless it is hidden
  std::optional<Graph> newest_;                 // still to be shown
  std::int64_t graph_step_ = 0;                 // of the newest graph that has come
  std::shared_ptr<const Checkpoint> scrubbed_;  // what is shown instead of the newest
  bool hidden_ = false;
  QTimer take_timer_, follow_timer_, tell_timer_;

  Curves curves_;  // all that came, for a fork to begin with
  CurveSeries training_loss_, validation_loss_, training_accuracy_, validation_accuracy_;
  std::shared_ptr<Mailbox> mailbox_;
  std::unique_ptr<LiveTrainer> trainer_;
};

}  // namespace fovea
