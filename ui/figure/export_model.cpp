#include "ui/figure/export_model.h"

#include <QSettings>
#include <QVariantMap>
#include <algorithm>
#include <fmt/format.h>

#include "core/document/unit_view.h"
#include "core/figure/figure.h"
#include "ui/figure/unit_list.h"

namespace fovea {
namespace {

constexpr int k_between_previews_ms = 60;
/// A large network has computed its values by then; one that cannot be run never will.
constexpr int k_patience_ms = 10'000;

}  // namespace

ExportModel::ExportModel(std::span<const ExportKind> kinds, const char* settings, QObject* parent)
    : QObject(parent), kinds_(kinds), settings_(settings) {
  timer_.setSingleShot(true);
  timer_.setInterval(k_between_previews_ms);
  connect(&timer_, &QTimer::timeout, this, [this] {
    if (active_ && workspace_) refresh();
  });
  patience_.setSingleShot(true);
  patience_.setInterval(k_patience_ms);
  connect(&patience_, &QTimer::timeout, this, [this] {
    begin_ = nullptr;
    endWriting(lackNow());
  });
}

std::string ExportModel::keptSettings() const {
  return QSettings().value(settings_).toByteArray().toStdString();
}

FigureSpec ExportModel::withoutPlace(FigureSpec spec) {
  spec.subject = FigureSubject::network;
  spec.layer.clear();
  spec.units.clear();
  spec.position.reset();
  return spec;
}

void ExportModel::setWorkspace(Workspace* workspace) {
  if (workspace == workspace_) return;
  if (workspace_) workspace_->disconnect(this);
  workspace_ = workspace;
  if (workspace_) {
    connect(workspace_, &Workspace::frameArrived, this, &ExportModel::beginIfComputed);
    connect(workspace_, &Workspace::frameChanged, this, [this] {
      beginIfComputed();
      frameCame();
    });
    connect(workspace_, &Workspace::documentChanged, this, [this] {
      if (active_) emit choicesChanged();
      if (isOfFilter()) drawAgain();
    });
    attach();
  }
  emit workspaceChanged();
}

void ExportModel::setTrain(TrainModel* train) {
  if (train == train_) return;
  train_ = train;
  emit workspaceChanged();
}

void ExportModel::setActive(bool active) {
  if (active == active_) return;
  active_ = active;
  if (active_) {
    if (!lackOf(look().kind).isEmpty()) setKind(0);
    emit choicesChanged();
    drawAgain();
  } else {
    filters_->forget();
  }
  emit activeChanged();
}

/// Why there is nothing of this kind now; empty where there is.
QString ExportModel::lackOf(FigureKind kind) const {
  if (isOfFilter() && !suits_filter(kind)) return tr("It is of a network");
  if (kind == FigureKind::timeline && (!train_ || train_->curves().steps.empty()))
    return tr("There is no training run yet");
  if (kind == FigureKind::confusion && (!train_ || !train_->evaluation()))
    return tr("Nothing has been measured on validation yet");
  if (kind == FigureKind::comparison && workspace_ && !workspace_->document().network.is_edited())
    return tr("The network is not edited");
  return {};
}

QVariantList ExportModel::subjects() const {
  return workspace_ ? figure_subjects(workspace_->document()) : QVariantList();
}

void ExportModel::setSubject(int subject) {
  if (subject == this->subject() || subject < 0 || subject >= subjects().size()) return;
  look().subject = subject_at(subject);
  if (!lackOf(look().kind).isEmpty()) look().kind = kinds_.front().figure;
  takeLayer();
  emit choicesChanged();
}

QVariantList ExportModel::kinds() const {
  QVariantList all;
  for (const ExportKind& words : kinds_) {
    const QString lack = lackOf(words.figure);
    all << QVariantMap{{"text", tr(words.text)},
                       {"detail", tr(words.detail)},
                       {"enabled", lack.isEmpty()},
                       {"reason", lack}};
  }
  return all;
}

int ExportModel::kind() const {
  return static_cast<int>(std::ranges::find(kinds_, look().kind, &ExportKind::figure) -
                          kinds_.begin());
}

void ExportModel::setKind(int kind) {
  if (kind < 0 || kind >= static_cast<int>(kinds_.size()) || kind == this->kind()) return;
  look().kind = kinds_[static_cast<std::size_t>(kind)].figure;
  kindChosen();
  emit choicesChanged();
  specChangedByHand();
}

QVariantList ExportModel::layers() const {
  QVariantList all;
  if (const QString open = openLayer(); !open.isEmpty()) all << QVariantMap{{"text", open}};
  for (const std::string& name : namesOfLayers())
    all << QVariantMap{{"text", QString::fromStdString(name)}};
  return all;
}

int ExportModel::layer() const {
  const std::vector<std::string> names = namesOfLayers();
  const auto found = std::ranges::find(names, look().layer);
  if (found == names.end()) return 0;
  return static_cast<int>(found - names.begin()) + (openLayer().isEmpty() ? 0 : 1);
}

void ExportModel::setLayer(int layer) {
  const std::vector<std::string> names = namesOfLayers();
  const int index = layer - (openLayer().isEmpty() ? 0 : 1);
  const bool is_one = index >= 0 && index < static_cast<int>(names.size());
  const std::string name = is_one ? names[static_cast<std::size_t>(index)] : std::string();
  if (name == look().layer) return;
  const FigureSubject subject = look().subject;
  look() = withoutPlace(look());
  look().subject = subject;
  look().layer = name;
  specChangedByHand();
}

/// Of what it is of.
std::vector<std::string> ExportModel::namesOfLayers() const {
  if (!workspace_ || !isOfFilter()) return layerNames();
  if (look().kind == FigureKind::network) return {};
  return filter_layer_names(workspace_->document().filter, wantsKernels());
}

void ExportModel::takeSelection() {
  if (!workspace_) return;
  const bool on_filter = shows_filter(workspace_->document());
  look().subject = on_filter ? FigureSubject::filter : FigureSubject::network;
  if (!lackOf(look().kind).isEmpty()) look().kind = kinds_.front().figure;
  takeLayer();
  emit choicesChanged();
}

void ExportModel::takeLayer() {
  if (!workspace_) return;
  const bool of_filter = isOfFilter();
  look() = withoutPlace(look());
  if (of_filter) {
    look().subject = FigureSubject::filter;
    begin_on_filter(*workspace_, look());
    filterTaken();
    return specChangedByHand();
  }
  const Selection selection = shown_selection(*workspace_);
  if (selection.value != k_no_value) {
    const std::string name = value_label(workspace_->document().network.graph, selection.value);
    const std::vector<std::string> names = layerNames();
    if (std::ranges::find(names, name) != names.end()) {
      look().layer = name;
      takePlace(selection);
    }
  }
  specChangedByHand();
}

QString ExportModel::units() const { return unit_list_text(look().units); }

void ExportModel::setUnits(const QString& text) {
  const auto units = units_from_text(text);
  if (!units) return tell(tr("“%1” is no list of units: write 0, 3-7").arg(text));
  change(look().units, *units);
}

void ExportModel::setPalette(int palette) {
  const auto wanted = palette > 0 ? std::optional(static_cast<Palette>(palette - 1)) : std::nullopt;
  change(look().palette, wanted);
}

void ExportModel::specChangedByHand() {
  QSettings().setValue(settings_, QByteArray::fromStdString(settings()));
  settingsKept();
  emit specChanged();
  drawAgain();
}

void ExportModel::drawAgain() {
  if (active_) timer_.start();
}

void ExportModel::tell(const QString& problem) {
  problem_ = problem;
  emit previewChanged();
}

bool ExportModel::mustWait() {
  const QString lack = lackNow();
  if (lack.isEmpty()) return false;
  // An older preview stays while a frame is computed; the original comes later than that.
  if (workspace_->isNewest()) preview_ = {};
  if (preview_.isNull()) tell(lack);
  return true;
}

/// Why the values that are shown cannot be written now; empty where they can.
QString ExportModel::lackNow() const {
  if (!workspace_) return tr("Nothing is open.");
  if (isOfFilter() || !needs_frame(look().kind)) return {};
  if (!workspace_->frame()) return tr("Nothing is computed yet.");
  if (!workspace_->isNewest()) return tr("What is shown is not computed anew yet.");
  if (look().kind == FigureKind::comparison && !workspace_->originalFrame())
    return tr("The network as it was is not computed yet.");
  return {};
}

FigureSource ExportModel::source(FigureKind kind) const {
  const Document& document = workspace_->document();
  FigureSource source{.network = document.network,
                      .shaped = workspace_->shaped(),
                      .frame = workspace_->frame(),
                      .preprocessing = document.input->preprocessing,
                      .input = document.input->picture->name};
  // It widens the scales of what is compared, and of nothing else that the window shows.
  if (kind == FigureKind::comparison) source.original = workspace_->originalFrame();
  if (!train_) return source;
  source.seed = train_->hasRun() ? train_->settings()->value().seed : 0;
  const Graph& learnt = train_->shownGraph();
  if (train_->hasRun() && &learnt.structure() == &document.network.graph.structure())
    source.learnt = {.graph = learnt,
                     .moment = fmt::format("step {}", train_->shownMetrics().step)};
  if (kind == FigureKind::timeline || kind == FigureKind::confusion)
    source.input = train_->learntName().toStdString();
  // Only what is shown: this is asked for with every frame.
  if (kind == FigureKind::timeline) source.curves = train_->curves();
  if (const auto& measured = train_->evaluation(); measured && kind == FigureKind::confusion) {
    const DataSet& data = *train_->task().data;
    source.confusion =
        confusion_matrix(measured->evaluation, data, train_->task().splits.validation);
    source.classes = data.classes;
  }
  return source;
}

FigureMaterial ExportModel::material(FigureKind kind) const {
  if (isOfFilter()) return filter_material(workspace_->document(), filters_);
  return {.source = source(kind)};
}

QString ExportModel::nameOfSubject() const {
  if (!workspace_) return {};
  return isOfFilter() ? filter_file_name(workspace_->document()) : workspace_->networkName();
}

FigureOrigins ExportModel::origins(FigureKind kind) const {
  FigureOrigins origins;
  if (!train_ || !train_->hasRun()) return origins;
  origins.seed = train_->settings()->value().seed;
  if (workspace_->document().network.origin == train_->origin() && !train_->runFolder().empty())
    origins.architecture = train_->runFolder() / "architecture.onnx";
  if (kind == FigureKind::timeline) origins.data = train_->runFolder();
  if (kind == FigureKind::confusion) origins.data = train_->runData().source;
  return origins;
}

QString ExportModel::nameOf(const QString& network, std::string_view kind,
                            const char* ending) const {
  QStringList parts{network.section('.', 0, 0)};
  if (!look().layer.empty()) parts << QString::fromStdString(look().layer);
  parts << QString::fromUtf8(kind.data(), static_cast<qsizetype>(kind.size()));
  return parts.join('-').replace('/', '-') + ending;
}

void ExportModel::beginWriting(std::function<void()> begin) {
  if (const QString lack = lackOf(look().kind); !lack.isEmpty()) return tell(lack + '.');
  begin_ = std::move(begin);
  writing_ = true;
  emit writingChanged();
  patience_.start();
  beginIfComputed();
}

void ExportModel::beginIfComputed() {
  if (!begin_ || !lackNow().isEmpty()) return;
  patience_.stop();
  std::exchange(begin_, nullptr)();
}

bool ExportModel::leaveWaiting() {
  if (!begin_) return false;
  begin_ = nullptr;
  patience_.stop();
  endWriting({});
  return true;
}

void ExportModel::endWriting(const QString& problem) {
  writing_ = false;
  emit writingChanged();
  tell(problem);
}

}  // namespace fovea
