#pragma once

#include <QObject>
#include <QPointF>
#include <QUrl>
#include <QtQml/qqmlregistration.h>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <vector>

#include "core/document/history.h"
#include "core/document/weight_reads.h"
#include "core/engine/live_engine.h"
#include "ui/window/answer_notes.h"
#include "ui/window/opening.h"
#include "ui/window/project_file.h"

class QMimeData;
class QTimer;

namespace fovea {

/// One value of one unit, as a person points at it. A flat value's units have row and column 0;
/// row -1 means the unit as a whole.
struct Place {
  ValueId value = k_no_value;
  std::int64_t unit = 0;
  std::int64_t row = 0, column = 0;
  friend bool operator==(const Place&, const Place&) = default;
};

/// Where the Network lens is scrolled to, and what it shows all units of.
struct LensPlace {
  QPointF scroll;  ///< in pixels of the interface
  std::set<ValueId> expanded = {};
};

/// What a window works on: the document with its history, and the engine that computes it. Lives
/// on the GUI thread; every view model reads the document here and hands its edits in here.
class Workspace : public QObject {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("made where the program starts")

  Q_PROPERTY(bool canUndo READ canUndo NOTIFY documentChanged)
  Q_PROPERTY(bool canRedo READ canRedo NOTIFY documentChanged)
  Q_PROPERTY(QString undoText READ undoText NOTIFY documentChanged)
  Q_PROPERTY(QString redoText READ redoText NOTIFY documentChanged)
  Q_PROPERTY(bool modified READ isModified NOTIFY documentChanged)
  /// What is open has edits that are in no file; `modified` may also tell of a network before it.
  Q_PROPERTY(bool edited READ isEdited NOTIFY documentChanged)
  Q_PROPERTY(QString networkName READ networkName NOTIFY documentChanged)
  Q_PROPERTY(fovea::Workspace::EngineChoiceName engineChoice READ engineChoice WRITE setEngineChoice
                 NOTIFY engineChoiceChanged)
  Q_PROPERTY(QString engineText READ engineText NOTIFY frameChanged)
  Q_PROPERTY(QString timeText READ timeText NOTIFY frameChanged)
  Q_PROPERTY(QString macsText READ macsText NOTIFY frameChanged)
  Q_PROPERTY(QString notice READ notice NOTIFY frameChanged)
  Q_PROPERTY(bool stale READ isStale NOTIFY staleChanged)
  Q_PROPERTY(bool opening READ isOpening NOTIFY openingChanged)
  Q_PROPERTY(bool originalHeld READ isOriginalHeld NOTIFY originalHeldChanged)
  Q_PROPERTY(bool details READ details WRITE setDetails NOTIFY detailsChanged)
  Q_PROPERTY(fovea::AnswerNotes* notes READ notes CONSTANT)
  Q_PROPERTY(fovea::ProjectFile* project READ project CONSTANT)
  Q_PROPERTY(QString hoverText READ hoverText NOTIFY hoverChanged)
  /// The value in `hoverText` with all its digits; empty where there is none.
  Q_PROPERTY(QString hoverValue READ hoverValue NOTIFY hoverChanged)
  Q_PROPERTY(QString hoverField READ hoverField NOTIFY hoverChanged)
  /// The page of the Kernel lens, from 0.
  Q_PROPERTY(int kernelPage READ kernelPage WRITE setKernelPage NOTIFY lookRestored)
  /// The figure that was opened last, which is a picture as well; empty where there is none.
  Q_PROPERTY(QString figureFile READ figureFile NOTIFY figureFileChanged)
  /// The way to look at the document that is open.
  Q_PROPERTY(fovea::Workspace::LensName lens READ lens WRITE setLens NOTIFY viewChanged)

 public:
  enum EngineChoiceName { Auto, Cpu, Vulkan };
  Q_ENUM(EngineChoiceName)
  enum LensName { NetworkLens, KernelLens, TrainLens };
  Q_ENUM(LensName)

  Workspace(Document start, LiveEngine::Options options, QObject* parent = nullptr);
  ~Workspace() override;

  // What view models read.
  const Document& document() const { return history_.current(); }
  /// The newest frame whose shapes fit the document's; null until there is one.
  std::shared_ptr<const Frame> frame() const { return frame_; }
  /// Whether `frame()` is of the document as it is now, and everything shows it.
  bool isCurrent() const;
  /// The same, though the window may not show it yet.
  bool isNewest() const;
  /// Whether a frame has arrived that is not presented yet.
  bool isPresenting() const;
  /// Shapes and costs of the document's network; never null.
  std::shared_ptr<const ShapedGraph> shaped() const { return shaped_; }
  /// The newest frame of the unedited network on the current input; null where not known yet.
  std::shared_ptr<const Frame> originalFrame() const { return original_; }
  /// What is to be shown: the original while it is held, else `frame()`.
  std::shared_ptr<const Frame> shownFrame() const;

  // What view models do.
  void apply(Edit edit);
  /// Makes an edit of the document and applies it; where that throws Error, says so and returns
  /// false, the document as it was.
  bool attempt(const std::function<Edit(const Document&)>& make);
  /// Another moment of the training that the weights `shown` are of: wherever the document or a
  /// step of its history has those, it has `now`. No step to undo.
  void showMoment(const Graph& shown, const Graph& now);
  /// While the listeners of `documentChanged` are told of that.
  Q_INVOKABLE bool isShowingMoment() const { return showing_moment_; }
  void select(const Selection& selection);
  void setView(const View& view);
  void fail(const QString& sentence) { emit failed(sentence); }

  /// What the pointer is on, shared by lens, source and status line.
  std::optional<Place> hover() const { return hover_; }
  void setHover(std::optional<Place> place);
  /// The weight that the pointer is on, beside a map or in the inspector.
  std::optional<WeightPlace> hoveredWeight() const { return hovered_weight_; }
  void setHoveredWeight(std::optional<WeightPlace> place);
  /// The position that is pinned in the layer of this weight.
  std::optional<std::pair<std::int64_t, std::int64_t>> pinnedFor(const WeightPlace& place) const;
  /// The hovered place, else the pinned one, where the document has it: what provenance is of.
  std::optional<Place> focusPlace() const;
  /// By value: what `focusPlace` was computed from; empty where there is no such place.
  const std::vector<std::optional<Box>>& provenanceOfFocus() const;
  /// By value: what `focusPlace` reaches; empty where there is no such place.
  const std::vector<std::optional<Box>>& reachOfFocus() const;

  bool canUndo() const { return history_.can_undo(); }
  bool canRedo() const { return history_.can_redo(); }
  QString undoText() const;
  QString redoText() const;
  bool isModified() const { return project_->isModified() || history_.is_modified(); }
  bool isEdited() const;
  QString networkName() const;
  EngineChoiceName engineChoice() const { return choice_; }
  void setEngineChoice(EngineChoiceName choice);
  QString engineText() const;
  QString timeText() const;
  QString macsText() const;
  QString notice() const;
  bool isStale() const { return stale_; }
  bool isOpening() const { return opening_ != 0; }
  bool isOriginalHeld() const { return original_held_; }
  bool details() const { return details_; }
  void setDetails(bool details);
  QString hoverText() const;
  QString hoverValue() const;
  QString hoverField() const;

  LensName lens() const { return static_cast<LensName>(document().view.lens); }
  void setLens(LensName lens);

  AnswerNotes* notes() const { return notes_; }
  ProjectFile* project() const { return project_; }
  /// Where the lens is, told by itself; another network, and a project that was opened, bring it
  /// elsewhere.
  const LensPlace& lensPlace() const { return lens_place_; }
  void setLensPlace(LensPlace place) { lens_place_ = std::move(place); }
  /// How the Kernel lens is looked at, told by itself; `lookRestored` brings another.
  const KernelLook& kernelLook() const { return kernel_look_; }
  void setKernelLook(const KernelLook& look) { kernel_look_ = look; }
  int kernelPage() const { return kernel_look_.page; }
  void setKernelPage(int page) { kernel_look_.page = page; }
  /// Settings of figures, an object of JSON, told by the dialog; a project or a figure that is
  /// opened brings others with `figureSettingsRestored`.
  const std::string& figureSettings() const { return figure_settings_; }
  void setFigureSettings(std::string json) { figure_settings_ = std::move(json); }
  QString figureFile() const { return figure_file_; }
  Look look() const;
  /// A file holds this document now.
  void markSaved(const Document& written);

  /// Opens what the clipboard or a drop holds: files, else a kernel as text, else a picture; false
  /// where it is none of them.
  bool take(const QMimeData& data);

 public slots:
  void undo();
  void redo();
  void endGesture() { history_.end_gesture(); }
  /// Pictures, models and kernels, told apart by content, one after another. Returns at once; a
  /// newer call replaces this one.
  void openUrls(const QList<QUrl>& urls);
  void openUrl(const QUrl& url) { openUrls({url}); }
  void openBundled(const QString& name);
  /// A picture of assets/pictures, by file name.
  void openSample(const QString& name);
  /// Names of the network's classes, a text file with one on each line.
  void openClassNames(const QUrl& url);
  void paste();
  /// Opens the figure that was opened last as the picture that it is.
  void useFigureAsPicture();
  /// Writes the network as it is edited, muted units at zero, as ONNX.
  void saveNetwork(const QUrl& url);
  /// Takes the project that `replaceAsked` is about, with all that is lost by that.
  void replaceByProject();
  void holdOriginal(bool held);
  /// The maps of the newest frame are ready to be drawn: whatever else shows it follows now.
  void present();

 signals:
  void documentChanged();
  /// A frame has come, and maps are made of it. `frameChanged` follows when they are ready, so that
  /// all is drawn in one picture: on a slow renderer one would hold up the other.
  void frameArrived();
  void frameChanged();
  void selectionChanged();
  void viewChanged();
  void hoverChanged();
  void staleChanged();
  void openingChanged();
  void originalHeldChanged();
  void detailsChanged();
  void engineChoiceChanged();
  /// A sentence for the person, or one a line for each of several files.
  void failed(const QString& sentence);
  /// The network was written as ONNX.
  void saved(const QUrl& url);
  /// A project was opened that would take the place of edits that are in no file.
  void replaceAsked();
  /// A project has brought another `kernelLook`.
  void lookRestored();
  void figureSettingsRestored();
  void figureFileChanged();
  /// What a figure shows was opened: its name.
  void figureReopened(const QString& name);
  /// A kernel [kH, kW] was opened, dropped or pasted. The Kernel lens is open when this comes.
  void kernelOffered(const QString& name, const fovea::Tensor& kernel);

 private:
  void deliverOnEngine(LiveResult result);  // called on the engine thread
  void takeResult();
  void accept(std::shared_ptr<const Frame> frame);
  std::shared_ptr<const ShapedGraph> shapedFor(const Document& before, const Document& next) const;
  /// `shaped` is of the document as it is now; used where the shapes differ from before.
  void documentMoved(const Document& before, std::shared_ptr<const ShapedGraph> shaped);
  void post();
  void postOriginal();
  void updateStale();
  void open(std::function<std::vector<Opened>()> load);
  void finishOpening(std::uint64_t ticket, const std::vector<Opened>& opened);
  void offer(const OfferedKernel& offered);
  /// False where the text is none that kernels are written with.
  bool takeKernel(const QMimeData& data);
  void takeProject(const OpenedProject& project);
  /// The sentences on what is not as it was in the figure.
  QStringList takeFigure(const OpenedFigure& figure);
  void restoreFigureSettings(const std::string& json);
  void finishSaving(const QUrl& url, const Network& written);
  /// The sentence why not; empty where the edit was made.
  std::string tryEdit(const std::function<Edit(const Document&)>& make);
  QString nameOfPlace(const Place& place) const;
  void trace() const;
  QString reachText(const Place& place) const;

  History history_;
  Network saved_;  // as a file holds it
  std::shared_ptr<const ShapedGraph> shaped_;
  std::shared_ptr<const Frame> frame_;
  std::shared_ptr<const Frame> original_;
  std::optional<Place> hover_;
  std::optional<WeightPlace> hovered_weight_;
  mutable std::optional<Place> traced_;  // what provenance_ and reach_ are of
  mutable std::shared_ptr<const ShapedGraph> traced_in_;
  mutable std::vector<std::optional<Box>> provenance_, reach_;
  EngineChoiceName choice_ = Auto;
  std::uint64_t wanted_ = 0;   // revision of the document's last request
  std::uint64_t ticket_ = 0;   // of the last open
  std::uint64_t opening_ = 0;  // ticket of the open in progress, 0 for none
  bool original_held_ = false;
  bool stale_ = true;
  bool showing_moment_ = false;
  bool details_ = false;
  AnswerNotes* notes_ = nullptr;
  ProjectFile* project_ = nullptr;
  std::shared_ptr<const OpenedProject> waiting_project_;  // for somebody to say what is lost
  KernelLook kernel_look_;
  std::string figure_settings_;
  QString figure_file_;
  LensPlace lens_place_, coming_place_;  // coming: of the project that is being taken
  QTimer* stale_timer_ = nullptr;
  QTimer* present_timer_ = nullptr;
  QTimer* original_timer_ = nullptr;

  struct Slot {
    std::mutex mutex;
    std::optional<LiveResult> document, original;
    bool woken = false;
  };
  Slot slot_;
  std::unique_ptr<LiveEngine> engine_;  // stops before all that it delivers to
};

}  // namespace fovea
