#include "ui/figure/figure_model.h"

#include <QSettings>
#include <QVariantMap>
#include <algorithm>
#include <array>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "core/base/error.h"
#include "core/base/files.h"
#include "core/document/layers.h"
#include "core/document/unit_view.h"
#include "ui/controls/number_text.h"
#include "ui/figure/unit_list.h"
#include "ui/train/on_worker.h"

namespace fovea {
namespace {

constexpr int k_between_previews_ms = 60;
/// A preview is as sharp as a window can show, however large the figure is.
constexpr double k_preview_pixels = 2200;
constexpr int k_most_preview_zoom = 4;
constexpr const char* k_settings = "figure";

struct KindWords {
  const char* text;
  const char* detail;
};
constexpr std::array<KindWords, 9> k_kinds{{
    {QT_TRANSLATE_NOOP("fovea::FigureModel", "Maps"),
     QT_TRANSLATE_NOOP("fovea::FigureModel", "What each unit of a layer, or of all, sees")},
    {QT_TRANSLATE_NOOP("fovea::FigureModel", "Kernels"),
     QT_TRANSLATE_NOOP("fovea::FigureModel", "The weights of a layer's units")},
    {QT_TRANSLATE_NOOP("fovea::FigureModel", "A unit explained"),
     QT_TRANSLATE_NOOP("fovea::FigureModel", "Its inputs, kernels, bias, map and activation")},
    {QT_TRANSLATE_NOOP("fovea::FigureModel", "Arithmetic of a value"),
     QT_TRANSLATE_NOOP("fovea::FigureModel", "What is multiplied and added up for one value")},
    {QT_TRANSLATE_NOOP("fovea::FigureModel", "Activations"),
     QT_TRANSLATE_NOOP("fovea::FigureModel", "A histogram of a layer, and the mean of each unit")},
    {QT_TRANSLATE_NOOP("fovea::FigureModel", "Confusion"),
     QT_TRANSLATE_NOOP("fovea::FigureModel", "Which class is taken for which")},
    {QT_TRANSLATE_NOOP("fovea::FigureModel", "Network"),
     QT_TRANSLATE_NOOP("fovea::FigureModel", "The layers with their shapes and costs")},
    {QT_TRANSLATE_NOOP("fovea::FigureModel", "Training curves"),
     QT_TRANSLATE_NOOP("fovea::FigureModel", "Loss and accuracy of the run in the Train lens")},
    {QT_TRANSLATE_NOOP("fovea::FigureModel", "Before and after"),
     QT_TRANSLATE_NOOP("fovea::FigureModel",
                       "Maps of the network as it was beside the edited one")},
}};

}  // namespace

FigureModel::FigureModel(QObject* parent)
    : QObject(parent),
      worker_(std::make_unique<NewestWorker<Job, Drawn>>(
          this, &FigureModel::draw, [this](const Drawn& drawn) { take(drawn); })) {
  timer_.setSingleShot(true);
  timer_.setInterval(k_between_previews_ms);
  connect(&timer_, &QTimer::timeout, this, &FigureModel::refresh);
  const QByteArray kept = QSettings().value(k_settings).toByteArray();
  try {
    if (!kept.isEmpty()) spec_ = spec_from_json(nlohmann::ordered_json::parse(kept.toStdString()));
  } catch (const std::exception&) {
    spec_ = {};  // of another version
  }
  spec_.layer.clear();
  spec_.units.clear();
}

FigureModel::~FigureModel() = default;

void FigureModel::setWorkspace(Workspace* workspace) {
  if (workspace == workspace_) return;
  workspace_ = workspace;
  if (workspace_) {
    const auto again = [this] {
      if (active_) timer_.start();
    };
    connect(workspace_, &Workspace::frameChanged, this, again);
    connect(workspace_, &Workspace::documentChanged, this, [this, again] {
      if (active_) emit choicesChanged();
      again();
    });
    connect(workspace_, &Workspace::figureSettingsRestored, this, &FigureModel::takeSettings);
    if (workspace_->figureSettings().empty())
      workspace_->setFigureSettings(json_text(spec_));
    else
      takeSettings();
  }
  emit workspaceChanged();
}

void FigureModel::takeSettings() {
  try {
    spec_ = spec_from_json(nlohmann::ordered_json::parse(workspace_->figureSettings()));
  } catch (const std::exception&) {
    return;  // of another version
  }
  settled_for_ = workspace_->document().selection;
  emit choicesChanged();
  emit specChanged();
  if (active_) timer_.start();
}

void FigureModel::setTrain(TrainModel* train) {
  if (train == train_) return;
  train_ = train;
  emit workspaceChanged();
}

void FigureModel::setActive(bool active) {
  if (active == active_) return;
  active_ = active;
  if (active_) {
    emit choicesChanged();
    if (!lackOf(spec_.kind).isEmpty()) setKind(static_cast<int>(FigureKind::maps));
    timer_.start();
  }
  emit activeChanged();
}

/// Why there is no such figure now; empty where there is.
QString FigureModel::lackOf(FigureKind kind) const {
  if (kind == FigureKind::timeline && (!train_ || train_->curves().steps.empty()))
    return tr("There is no training run yet");
  if (kind == FigureKind::confusion && (!train_ || !train_->evaluation()))
    return tr("Nothing has been measured on validation yet");
  if (kind == FigureKind::comparison && workspace_ && !workspace_->document().network.is_edited())
    return tr("The network is not edited");
  return {};
}

QVariantList FigureModel::kinds() const {
  QVariantList all;
  for (std::size_t i = 0; i < k_kinds.size(); ++i) {
    const QString lack = lackOf(static_cast<FigureKind>(i));
    all << QVariantMap{{"text", tr(k_kinds[i].text)},
                       {"detail", tr(k_kinds[i].detail)},
                       {"enabled", lack.isEmpty()},
                       {"reason", lack}};
  }
  return all;
}

void FigureModel::setKind(int kind) {
  if (kind < 0 || kind >= static_cast<int>(k_kinds.size()) || kind == this->kind()) return;
  spec_.kind = static_cast<FigureKind>(kind);
  if (!showsAllLayers()) takeSelection();
  emit choicesChanged();
  specChangedByHand();
}

bool FigureModel::showsAllLayers() const {
  return spec_.kind == FigureKind::maps || spec_.kind == FigureKind::comparison ||
         spec_.kind == FigureKind::activations;
}

std::vector<std::string> FigureModel::layerNames() const {
  std::vector<std::string> names;
  if (!workspace_ || spec_.kind == FigureKind::network || spec_.kind == FigureKind::timeline ||
      spec_.kind == FigureKind::confusion)
    return names;
  const Graph& graph = workspace_->document().network.graph;
  for (const Layer& layer : layers_of(*workspace_->shaped())) {
    const bool has_kernels = layer.node != k_no_node && unit_count(graph, layer.node) > 0;
    const bool wants_kernels = spec_.kind == FigureKind::kernels ||
                               spec_.kind == FigureKind::unit ||
                               spec_.kind == FigureKind::arithmetic;
    if (has_kernels || !wants_kernels) names.push_back(value_label(graph, layer.value));
  }
  return names;
}

QVariantList FigureModel::layers() const {
  QVariantList all;
  if (showsAllLayers()) all << QVariantMap{{"text", tr("All layers")}};
  for (const std::string& name : layerNames())
    all << QVariantMap{{"text", QString::fromStdString(name)}};
  return all;
}

int FigureModel::layer() const {
  const std::vector<std::string> names = layerNames();
  const auto found = std::ranges::find(names, spec_.layer);
  if (found == names.end()) return 0;
  return static_cast<int>(found - names.begin()) + (showsAllLayers() ? 1 : 0);
}

void FigureModel::setLayer(int layer) {
  const std::vector<std::string> names = layerNames();
  const int index = layer - (showsAllLayers() ? 1 : 0);
  const bool is_one = index >= 0 && index < static_cast<int>(names.size());
  const std::string name = is_one ? names[static_cast<std::size_t>(index)] : std::string();
  if (name == spec_.layer) return;
  spec_.layer = name;
  spec_.units.clear();
  spec_.position.reset();
  specChangedByHand();
}

void FigureModel::takeSelection() {
  if (!workspace_) return;
  const Selection& selection = workspace_->document().selection;
  if (std::exchange(settled_for_, std::nullopt) == selection) return;
  const std::vector<std::string> names = layerNames();
  spec_.layer.clear();
  spec_.units.clear();
  spec_.position.reset();
  if (selection.value != k_no_value) {
    const std::string name = value_label(workspace_->document().network.graph, selection.value);
    if (std::ranges::find(names, name) != names.end()) {
      spec_.layer = name;
      if (selection.unit >= 0 && !showsAllLayers()) spec_.units = {selection.unit};
      spec_.position = selection.pinned;
    }
  }
  specChangedByHand();
}

QString FigureModel::units() const { return unit_list_text(spec_.units); }

void FigureModel::setUnits(const QString& text) {
  const auto units = units_from_text(text);
  if (!units) {
    problem_ = tr("“%1” is no list of units: write 0, 3-7").arg(text);
    emit previewChanged();
    return;
  }
  change(spec_.units, *units);
}

void FigureModel::setScope(int scope) {
  const auto wanted = scope > 0 ? std::optional(static_cast<ScaleScope>(scope - 1)) : std::nullopt;
  change(spec_.scope, wanted);
}

void FigureModel::setPalette(int palette) {
  const auto wanted = palette > 0 ? std::optional(static_cast<Palette>(palette - 1)) : std::nullopt;
  change(spec_.palette, wanted);
}

void FigureModel::specChangedByHand() {
  FigureSpec kept = spec_;
  kept.layer.clear();
  kept.units.clear();
  kept.position.reset();
  QSettings().setValue(k_settings, QByteArray::fromStdString(json_text(kept)));
  if (workspace_) workspace_->setFigureSettings(json_text(spec_));
  emit specChanged();
  if (active_) timer_.start();
}

FigureSource FigureModel::source() const {
  const Document& document = workspace_->document();
  FigureSource source{.network = document.network,
                      .shaped = workspace_->shaped(),
                      .frame = workspace_->frame(),
                      .original = workspace_->originalFrame(),
                      .preprocessing = document.input->preprocessing,
                      .input = document.input->picture->name};
  if (train_) {
    // Only what is shown: this is asked for with every frame.
    if (spec_.kind == FigureKind::timeline) source.curves = train_->curves();
    source.seed = train_->hasRun() ? train_->settings()->value().seed : 0;
    const bool is_of_run =
        spec_.kind == FigureKind::timeline || spec_.kind == FigureKind::confusion;
    if (is_of_run) source.input = train_->learntName().toStdString();
    if (const auto& measured = train_->evaluation();
        measured && spec_.kind == FigureKind::confusion) {
      const DataSet& data = *train_->task().data;
      source.confusion =
          confusion_matrix(measured->evaluation, data, train_->task().splits.validation);
      source.classes = data.classes;
    }
  }
  return source;
}

FigureSpec FigureModel::wantedSpec() const {
  FigureSpec spec = spec_;
  const View& view = workspace_->document().view;
  if (!spec.scope) spec.scope = view.scope;
  spec.reduction = view.peak ? Reduction::peak : Reduction::mean;
  return spec;
}

FigureOrigins FigureModel::origins() const {
  FigureOrigins origins;
  if (!train_ || !train_->hasRun()) return origins;
  origins.seed = train_->settings()->value().seed;
  if (workspace_->document().network.origin == train_->origin() && !train_->runFolder().empty())
    origins.architecture = train_->runFolder() / "architecture.onnx";
  if (spec_.kind == FigureKind::timeline) origins.data = train_->runFolder();
  if (spec_.kind == FigureKind::confusion) origins.data = train_->runData().source;
  return origins;
}

void FigureModel::refresh() {
  if (!active_ || !workspace_) return;
  worker_->post({wantedSpec(), source()});
}

FigureModel::Drawn FigureModel::draw(const Job& job) {
  try {
    const Scene scene = make_scene(job.spec, job.source);
    const double widest = std::max(scene.width, scene.height);
    const int zoom =
        std::clamp(static_cast<int>(k_preview_pixels / widest), 1, k_most_preview_zoom);
    return {
        paint_scene(scene, zoom), scene.width / k_units_per_mm, scene.height / k_units_per_mm, {}};
  } catch (const Error& error) {
    return {{}, 0, 0, QString::fromStdString(error.sentence())};
  } catch (const std::bad_alloc&) {
    return {{}, 0, 0, tr("There is not enough memory for this figure.")};
  }
}

void FigureModel::take(const Drawn& drawn) {
  preview_ = drawn.image;
  width_mm_ = drawn.width_mm;
  height_mm_ = drawn.height_mm;
  problem_ = drawn.problem;
  emit previewChanged();
}

QString FigureModel::sizeText() const {
  if (preview_.isNull()) return {};
  const auto pixels = [this](double mm) {
    return QString::number(std::lround(mm * k_units_per_mm) * spec_.zoom);
  };
  return tr("%1 × %2 mm, as a PNG %3 × %4 pixels")
      .arg(QString::number(width_mm_, 'f', 0), QString::number(height_mm_, 'f', 0),
           pixels(width_mm_), pixels(height_mm_));
}

QString FigureModel::suggestedName() const {
  const QString network = workspace_ ? workspace_->networkName() : QString();
  const auto kind = name_of(spec_.kind);
  QStringList parts{network.section('.', 0, 0)};
  if (!spec_.layer.empty()) parts << QString::fromStdString(spec_.layer);
  parts << QString::fromUtf8(kind.data(), static_cast<qsizetype>(kind.size()));
  return parts.join('-').replace('/', '-') + ".png";
}

void FigureModel::write(const QUrl& file) {
  if (!workspace_ || writing_) return;
  const std::filesystem::path path = file.toLocalFile().toStdString();
  const auto format = figure_format(path);
  if (!format) {
    problem_ = tr("A figure's name ends with .png, .svg, .pdf, .html, .csv or .npy.");
    emit previewChanged();
    return;
  }
  const FigureSpec spec = wantedSpec();
  writing_ = true;
  emit writingChanged();
  on_worker<bool>(
      this,
      [spec, source = source(), document = workspace_->document(), origins = origins(), path,
       format = *format] {
        const FigureRecipe recipe = document_recipe(document, spec, origins);
        write_file_atomically(path, encode_figure(format, spec, source, to_json(recipe)));
        return true;
      },
      [this, file](const Outcome<bool>& outcome) {
        writing_ = false;
        emit writingChanged();
        problem_ = outcome.sentence;
        emit previewChanged();
        if (outcome.value) emit written(file);
      });
}

}  // namespace fovea
