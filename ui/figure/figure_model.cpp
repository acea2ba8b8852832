#include "ui/figure/figure_model.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "core/base/files.h"
#include "core/document/layers.h"
#include "core/document/unit_view.h"
#include "ui/train/on_worker.h"

namespace fovea {
namespace {

constexpr std::array<ExportKind, 9> k_kinds{{
    {FigureKind::maps, QT_TRANSLATE_NOOP("fovea::ExportModel", "Maps"),
     QT_TRANSLATE_NOOP("fovea::ExportModel", "What each unit of a layer, or of all, sees")},
    {FigureKind::kernels, QT_TRANSLATE_NOOP("fovea::ExportModel", "Kernels"),
     QT_TRANSLATE_NOOP("fovea::ExportModel", "The weights of a layer's units")},
    {FigureKind::unit, QT_TRANSLATE_NOOP("fovea::ExportModel", "A unit explained"),
     QT_TRANSLATE_NOOP("fovea::ExportModel", "Its inputs, kernels, bias, map and activation")},
    {FigureKind::arithmetic, QT_TRANSLATE_NOOP("fovea::ExportModel", "Arithmetic of a value"),
     QT_TRANSLATE_NOOP("fovea::ExportModel", "What is multiplied and added up for one value")},
    {FigureKind::activations, QT_TRANSLATE_NOOP("fovea::ExportModel", "Activations"),
     QT_TRANSLATE_NOOP("fovea::ExportModel", "A histogram of a layer, and the mean of each unit")},
    {FigureKind::confusion, QT_TRANSLATE_NOOP("fovea::ExportModel", "Confusion"),
     QT_TRANSLATE_NOOP("fovea::ExportModel", "Which class is taken for which")},
    {FigureKind::network, QT_TRANSLATE_NOOP("fovea::ExportModel", "Network"),
     QT_TRANSLATE_NOOP("fovea::ExportModel", "The layers with their shapes and costs")},
    {FigureKind::timeline, QT_TRANSLATE_NOOP("fovea::ExportModel", "Training curves"),
     QT_TRANSLATE_NOOP("fovea::ExportModel", "Loss and accuracy of the run in the Train lens")},
    {FigureKind::comparison, QT_TRANSLATE_NOOP("fovea::ExportModel", "Before and after"),
     QT_TRANSLATE_NOOP("fovea::ExportModel",
                       "Maps of the network as it was beside the edited one")},
}};

}  // namespace

FigureModel::FigureModel(QObject* parent)
    : ExportModel(k_kinds, "figure", parent),
      worker_(std::make_unique<NewestWorker<Job, DrawnFigure>>(
          this,
          [](const Job& job) {
            return drawn_figure(
                [&] { return make_scene(job.spec, job.material.made(CancelToken{})); });
          },
          [this](const DrawnFigure& drawn) { take(drawn); })) {
  const std::string kept = keptSettings();
  try {
    if (!kept.empty()) spec_ = withoutPlace(spec_from_json(nlohmann::ordered_json::parse(kept)));
  } catch (const std::exception&) {
    spec_ = {};  // of another version
  }
}

FigureModel::~FigureModel() = default;

void FigureModel::attach() {
  connect(workspace_, &Workspace::documentChanged, this, [this] { drawAgain(); });
  connect(workspace_, &Workspace::figureSettingsRestored, this, &FigureModel::takeSettings);
  if (workspace_->figureSettings().empty())
    settingsKept();
  else
    takeSettings();
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
  drawAgain();
}

std::string FigureModel::settings() const { return json_text(withoutPlace(spec_)); }

void FigureModel::settingsKept() {
  if (workspace_) workspace_->setFigureSettings(json_text(spec_));
}

bool FigureModel::showsAllLayers() const {
  return spec_.kind == FigureKind::maps || spec_.kind == FigureKind::comparison ||
         spec_.kind == FigureKind::activations;
}

void FigureModel::kindChosen() {
  if (!showsAllLayers()) takeLayer();
}

QString FigureModel::openLayer() const { return showsAllLayers() ? tr("All layers") : QString(); }

std::vector<std::string> FigureModel::layerNames() const {
  std::vector<std::string> names;
  if (!workspace_ || spec_.kind == FigureKind::network || spec_.kind == FigureKind::timeline ||
      spec_.kind == FigureKind::confusion)
    return names;
  const Graph& graph = workspace_->document().network.graph;
  for (const Layer& layer : layers_of(*workspace_->shaped())) {
    const bool has_kernels = layer.node != k_no_node && unit_count(graph, layer.node) > 0;
    if (has_kernels || !wantsKernels()) names.push_back(value_label(graph, layer.value));
  }
  return names;
}

bool FigureModel::wantsKernels() const {
  return spec_.kind == FigureKind::kernels || spec_.kind == FigureKind::unit ||
         spec_.kind == FigureKind::arithmetic;
}

void FigureModel::filterTaken() {
  if (showsAllLayers()) spec_.units.clear();
}

void FigureModel::takeSelection() {
  if (!workspace_) return;
  const bool is_settled =
      std::exchange(settled_for_, std::nullopt) == workspace_->document().selection;
  if (!is_settled || isOfFilter() != shows_filter(workspace_->document()))
    ExportModel::takeSelection();
}

void FigureModel::takePlace(const Selection& selection) {
  if (selection.unit >= 0 && !showsAllLayers()) spec_.units = {selection.unit};
  spec_.position = selection.pinned;
}

void FigureModel::setScope(int scope) {
  const auto wanted = scope > 0 ? std::optional(static_cast<ScaleScope>(scope - 1)) : std::nullopt;
  change(spec_.scope, wanted);
}

FigureSpec FigureModel::wantedSpec() const {
  FigureSpec spec = spec_;
  const View& view = workspace_->document().view;
  if (!spec.scope) spec.scope = isOfFilter() ? ScaleScope::layer : view.scope;
  spec.reduction = view.peak ? Reduction::peak : Reduction::mean;
  return spec;
}

void FigureModel::refresh() {
  if (!mustWait()) worker_->post({wantedSpec(), material(spec_.kind)});
}

void FigureModel::take(const DrawnFigure& drawn) {
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
  return nameOf(nameOfSubject(), name_of(spec_.kind), ".png");
}

void FigureModel::write(const QUrl& file) {
  if (!workspace_ || isWriting()) return;
  const auto format = figure_format(file.toLocalFile().toStdString());
  if (!format) return tell(tr("A figure's name ends with .png, .svg, .pdf, .html, .csv or .npy."));
  beginWriting([this, spec = wantedSpec(), file, format = *format] {
    on_worker<bool>(
        this,
        [spec, material = material(spec.kind), document = workspace_->document(),
         origins = origins(spec.kind), path = file.toLocalFile().toStdString(), format] {
          const FigureRecipe recipe = document_recipe(document, spec, origins);
          write_file_atomically(
              path, encode_figure(format, spec, material.made(CancelToken{}), to_json(recipe)));
          return true;
        },
        [this, file](const Outcome<bool>& outcome) {
          endWriting(outcome.sentence);
          if (outcome.value) emit written(file);
        });
  });
}

}  // namespace fovea
