#include "ui/figure/clip_model.h"

#include <QSettings>
#include <QVariantMap>
#include <algorithm>
#include <array>
#include <cmath>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "core/base/version.h"
#include "core/cpu/parallel.h"
#include "core/document/edits.h"
#include "core/document/layers.h"
#include "core/document/unit_view.h"
#include "core/figure/motion/write_clip.h"
#include "core/figure/recipe.h"
#include "ui/controls/number_text.h"
#include "ui/figure/unit_list.h"
#include "ui/train/on_worker.h"

namespace fovea {
namespace {

constexpr int k_between_previews_ms = 60, k_between_played_ms = 66;
constexpr const char* k_settings = "clip";

struct KindWords {
  FigureKind figure;
  const char* text;
  const char* detail;
};
/// In the order of ClipKind.
constexpr std::array<KindWords, 3> k_kinds{{
    {FigureKind::arithmetic, QT_TRANSLATE_NOOP("fovea::ClipModel", "The sliding window"),
     QT_TRANSLATE_NOOP("fovea::ClipModel", "A kernel goes over its input and makes a map")},
    {FigureKind::timeline, QT_TRANSLATE_NOOP("fovea::ClipModel", "A training run"),
     QT_TRANSLATE_NOOP("fovea::ClipModel", "Kernels and curves of the run in the Train lens")},
    {FigureKind::comparison, QT_TRANSLATE_NOOP("fovea::ClipModel", "Before and after"),
     QT_TRANSLATE_NOOP("fovea::ClipModel",
                       "Maps and answer of the network as it was, then edited")},
}};

int even_within(int value, const std::array<int, 2>& limits) {
  return std::clamp(value + value % 2, limits[0], limits[1]);
}

bool has_kernels(const Graph& graph, NodeId node, bool dense_too) {
  const LayerKind kind = graph.node(node).op->kind;
  return slice_count(graph, node) > 0 &&
         (kind == LayerKind::convolution || (dense_too && kind == LayerKind::dense));
}

}  // namespace

/// Draws frames and keeps the script that they are of. Used by the worker's thread.
class ClipModel::Drawer {
 public:
  explicit Drawer(CancelToken gone) : gone_(std::move(gone)) {}

  Drawn operator()(const Job& job) {
    Drawn drawn{.version = job.version, .image = {}, .frames = 0, .problem = {}};
    const Outcome<QImage> outcome = outcome_of<QImage>([&] {
      try {
        return paint(job);
      } catch (const Cancelled&) {
        return QImage();  // nobody looks any more
      }
    });
    if (outcome.value) {
      drawn.image = *outcome.value;
      drawn.frames = script_.frames;
    }
    drawn.problem = outcome.sentence;
    return drawn;
  }

 private:
  QImage paint(const Job& job) {
    if (job.version != version_) {
      version_ = 0;
      script_ = job.material.script(gone_);
      version_ = job.version;
    }
    return paint_frame(script_, std::min(job.frame, script_.frames - 1));
  }

  const CancelToken gone_;
  std::uint64_t version_ = 0;  // no material has this one
  ClipScript script_;
};

ClipScript ClipModel::Material::script(const CancelToken& cancel) const {
  ClipSource all = source;
  if (spec.figure.kind == FigureKind::timeline)
    all.run = moments_of(timeline.get(), {.layer = spec.figure.layer, .units = spec.figure.units},
                         cancel);
  return make_clip(spec, all);
}

ClipModel::ClipModel(QObject* parent)
    : QObject(parent),
      worker_(std::make_unique<NewestWorker<Job, Drawn>>(
          this,
          [drawer = std::make_shared<Drawer>(gone_)](const Job& job) { return (*drawer)(job); },
          [this](const Drawn& drawn) { take(drawn); })) {
  timer_.setSingleShot(true);
  timer_.setInterval(k_between_previews_ms);
  connect(&timer_, &QTimer::timeout, this, &ClipModel::refresh);
  play_timer_.setInterval(k_between_played_ms);
  connect(&play_timer_, &QTimer::timeout, this, &ClipModel::playOn);
  const QByteArray kept = QSettings().value(k_settings).toByteArray();
  try {
    if (!kept.isEmpty()) spec_ = clip_from_json(nlohmann::ordered_json::parse(kept.toStdString()));
  } catch (const std::exception&) {
    spec_ = {};  // of another version
  }
  if (!clip_kind(spec_.figure.kind)) spec_.figure.kind = FigureKind::arithmetic;
  spec_.figure.layer.clear();
  spec_.figure.units.clear();
}

ClipModel::~ClipModel() {
  cancel_.cancel();
  gone_.cancel();
}

void ClipModel::setWorkspace(Workspace* workspace) {
  if (workspace == workspace_) return;
  workspace_ = workspace;
  if (workspace_) {
    connect(workspace_, &Workspace::frameChanged, this, [this] {
      // A run's moments are read from the disk: not with every frame of one that goes on.
      if (spec_.figure.kind != FigureKind::timeline) changeMaterial();
    });
    connect(workspace_, &Workspace::documentChanged, this, [this] {
      if (active_) emit choicesChanged();
    });
  }
  emit workspaceChanged();
}

void ClipModel::setTrain(TrainModel* train) {
  if (train == train_) return;
  train_ = train;
  emit workspaceChanged();
}

void ClipModel::setActive(bool active) {
  if (active == active_) return;
  active_ = active;
  if (active_) {
    if (!lackOf(*clip_kind(spec_.figure.kind)).isEmpty()) choose(ClipKind::slide);
    emit choicesChanged();
    changeMaterial();
  } else {
    setPlaying(false);
  }
  emit activeChanged();
}

/// Why there is no such clip now; empty where there is.
QString ClipModel::lackOf(ClipKind kind) const {
  if (kind == ClipKind::training && (!train_ || train_->curves().steps.empty()))
    return tr("There is no training run yet");
  if (kind == ClipKind::edit && workspace_ && !workspace_->document().network.is_edited())
    return tr("The network is not edited");
  return {};
}

QVariantList ClipModel::kinds() const {
  QVariantList all;
  for (std::size_t i = 0; i < k_kinds.size(); ++i) {
    const QString lack = lackOf(static_cast<ClipKind>(i));
    all << QVariantMap{{"text", tr(k_kinds[i].text)},
                       {"detail", tr(k_kinds[i].detail)},
                       {"enabled", lack.isEmpty()},
                       {"reason", lack}};
  }
  return all;
}

void ClipModel::choose(ClipKind kind) {
  spec_.figure.kind = k_kinds[static_cast<std::size_t>(kind)].figure;
  takeSelection();
  emit choicesChanged();
}

void ClipModel::setKind(int kind) {
  if (kind < 0 || kind >= static_cast<int>(k_kinds.size()) || kind == this->kind()) return;
  choose(static_cast<ClipKind>(kind));
}

std::vector<std::string> ClipModel::layerNames() const {
  std::vector<std::string> names;
  if (!workspace_) return names;
  if (spec_.figure.kind == FigureKind::timeline) {
    if (!train_ || !train_->hasRun()) return names;
    const Graph& graph = train_->shownGraph();
    for (NodeId node = 0; node < static_cast<NodeId>(graph.nodes().size()); ++node)
      if (has_kernels(graph, node, true))
        names.push_back(value_label(graph, graph.node(node).outputs.front()));
    return names;
  }
  const Graph& graph = workspace_->document().network.graph;
  for (const Layer& layer : layers_of(*workspace_->shaped())) {
    const bool slides = layer.node != k_no_node && has_kernels(graph, layer.node, false);
    if (slides || spec_.figure.kind == FigureKind::comparison)
      names.push_back(value_label(graph, layer.value));
  }
  return names;
}

QVariantList ClipModel::layers() const {
  QVariantList all{QVariantMap{{"text", spec_.figure.kind == FigureKind::comparison
                                            ? tr("The first that changes")
                                            : tr("The first")}}};
  for (const std::string& name : layerNames())
    all << QVariantMap{{"text", QString::fromStdString(name)}};
  return all;
}

int ClipModel::layer() const {
  const std::vector<std::string> names = layerNames();
  const auto found = std::ranges::find(names, spec_.figure.layer);
  return found == names.end() ? 0 : static_cast<int>(found - names.begin()) + 1;
}

void ClipModel::setLayer(int layer) {
  const std::vector<std::string> names = layerNames();
  const bool is_one = layer > 0 && layer <= static_cast<int>(names.size());
  const std::string name = is_one ? names[static_cast<std::size_t>(layer - 1)] : std::string();
  if (name == spec_.figure.layer) return;
  spec_.figure.layer = name;
  spec_.figure.units.clear();
  specChangedByHand();
}

void ClipModel::takeSelection() {
  if (!workspace_) return;
  const Selection& selection = workspace_->document().selection;
  spec_.figure.layer.clear();
  spec_.figure.units.clear();
  if (selection.value != k_no_value) {
    const std::string name = value_label(workspace_->document().network.graph, selection.value);
    const std::vector<std::string> names = layerNames();
    if (std::ranges::find(names, name) != names.end()) {
      spec_.figure.layer = name;
      if (selection.unit >= 0 && spec_.figure.kind == FigureKind::arithmetic)
        spec_.figure.units = {selection.unit};
    }
  }
  specChangedByHand();
}

QString ClipModel::units() const { return unit_list_text(spec_.figure.units); }

void ClipModel::setUnits(const QString& text) {
  const auto units = units_from_text(text);
  if (!units) return tell(tr("“%1” is no list of units: write 0, 3-7").arg(text));
  change(spec_.figure.units, *units);
}

int ClipModel::palette() const {
  return spec_.figure.palette ? static_cast<int>(*spec_.figure.palette) + 1 : 0;
}

void ClipModel::setPalette(int palette) {
  const auto wanted = palette > 0 ? std::optional(static_cast<Palette>(palette - 1)) : std::nullopt;
  change(spec_.figure.palette, wanted);
}

void ClipModel::setWidth(int width) { change(spec_.width, even_within(width, k_clip_widths)); }

void ClipModel::setHeight(int height) { change(spec_.height, even_within(height, k_clip_heights)); }

void ClipModel::setRate(int rate) {
  change(spec_.frames_per_second, std::clamp(rate, k_clip_rates[0], k_clip_rates[1]));
}

void ClipModel::setSeconds(qreal seconds) {
  const bool is_chosen = seconds > 0;
  change(spec_.seconds,
         is_chosen ? std::clamp(double{seconds}, k_clip_seconds[0], k_clip_seconds[1]) : 0.0);
}

void ClipModel::setLoops(int loops) { change(spec_.loops, std::clamp(loops, 0, k_most_loops)); }

void ClipModel::specChangedByHand() {
  ClipSpec kept = spec_;
  kept.figure.layer.clear();
  kept.figure.units.clear();
  QSettings().setValue(k_settings, QByteArray::fromStdString(json_of(kept).dump()));
  emit specChanged();
  changeMaterial();
}

void ClipModel::changeMaterial() {
  ++version_;
  if (active_) timer_.start();
}

ClipModel::Material ClipModel::material() const {
  const Document& document = workspace_->document();
  Material material{.spec = spec_, .source = {}, .timeline = nullptr};
  FigureSource& source = material.source.figure;
  if (!material.spec.figure.scope) material.spec.figure.scope = document.view.scope;
  if (train_ && train_->hasRun()) source.seed = train_->settings()->value().seed;
  if (spec_.figure.kind == FigureKind::timeline) {
    if (!train_ || !train_->hasRun()) return material;
    source.network.origin = train_->origin();
    source.curves = train_->curves();
    source.input = train_->learntName().toStdString();
    material.timeline = train_->timeline();
    return material;
  }
  source.network = document.network;
  source.shaped = workspace_->shaped();
  source.frame = workspace_->frame();
  source.original = workspace_->originalFrame();
  source.preprocessing = document.input->preprocessing;
  source.input = document.input->picture->name;
  return material;
}

void ClipModel::refresh() {
  if (active_ && workspace_) worker_->post({version_, material(), frame_});
}

void ClipModel::take(const Drawn& drawn) {
  if (drawn.version != version_) return;  // another is on its way
  preview_ = drawn.image;
  problem_ = drawn.problem;
  frames_ = static_cast<int>(drawn.frames);
  emit previewChanged();
  if (frame_ >= frames_ && frames_ > 0) setFrame(frames_ - 1);
}

void ClipModel::tell(const QString& problem) {
  problem_ = problem;
  emit previewChanged();
}

void ClipModel::setFrame(int frame) {
  const int wanted = std::clamp(frame, 0, std::max(0, frames_ - 1));
  if (wanted == frame_) return;
  frame_ = wanted;
  emit frameChanged();
  if (!timer_.isActive()) refresh();
}

void ClipModel::setPlaying(bool playing) {
  if (playing == isPlaying()) return;
  if (playing) {
    played_ = frame_ + 1 < frames_ ? frame_ : 0;
    since_tick_.start();
    play_timer_.start();
  } else {
    play_timer_.stop();
  }
  emit playingChanged();
}

/// As many frames further as the time since asks for, however few of them are drawn.
void ClipModel::playOn() {
  if (frames_ < 1) return;
  played_ += static_cast<double>(since_tick_.restart()) / 1000 * spec_.frames_per_second;
  played_ = std::fmod(played_, frames_);
  setFrame(static_cast<int>(played_));
}

QString ClipModel::lengthText() const {
  if (frames_ < 1) return {};
  const double seconds = static_cast<double>(frames_) / spec_.frames_per_second;
  return tr("%1 × %2 pixels, %3 frames, %4 s")
      .arg(spec_.width)
      .arg(spec_.height)
      .arg(frames_)
      .arg(QString::number(seconds, 'f', seconds < 10 ? 1 : 0));
}

QString ClipModel::suggestedName() const {
  QString network = workspace_ ? workspace_->networkName() : QString();
  if (spec_.figure.kind == FigureKind::timeline && train_ && train_->hasRun())
    network = train_->runName();
  QStringList parts{network.section('.', 0, 0)};
  if (!spec_.figure.layer.empty()) parts << QString::fromStdString(spec_.figure.layer);
  const auto kind = name_of(*clip_kind(spec_.figure.kind));
  parts << QString::fromUtf8(kind.data(), static_cast<qsizetype>(kind.size()));
  return parts.join('-').replace('/', '-') + ".mp4";
}

void ClipModel::write(const QUrl& file) {
  if (!workspace_ || writing_) return;
  const std::filesystem::path path = file.toLocalFile().toStdString();
  const std::optional<ClipFormat> format = clip_format(path);
  if (!format) return tell(tr("A clip's name ends with .gif, .mp4 or .webm."));
  setPlaying(false);
  cancel_ = {};
  writing_ = true;
  progress_ = 0;
  emit progressChanged();
  emit writingChanged();
  const auto tell_progress = [alive = QPointer<ClipModel>(this), shown = -1](
                                 std::int64_t done, std::int64_t all) mutable {
    const int percent = static_cast<int>(100 * done / all);
    if (percent == shown) return;
    shown = percent;
    // The application object outlives its thread pool's tasks; the model may not.
    QMetaObject::invokeMethod(
        qApp,
        [alive, percent] {
          if (alive) alive->takeProgress(percent / 100.0);
        },
        Qt::QueuedConnection);
  };
  on_worker<bool>(
      this,
      [material = material(), input = workspace_->document().input, path, format = *format,
       cancel = cancel_, tell_progress] {
        const FigureSource& source = material.source.figure;
        FigureRecipe recipe{.version = std::string(version()),
                            .model = model_part(*source.network.origin),
                            .preprocessing = source.preprocessing,
                            .seed = source.seed,
                            .spec = material.spec.figure,
                            .clip = material.spec};
        if (material.spec.figure.kind != FigureKind::timeline) {
          recipe.inputs = {{.name = input->picture->name, .path = {}, .sha256 = {}}};
          recipe.crop = input->crop;
          note_edits(source.network, recipe);
        }
        try {
          // The window goes on meanwhile.
          write_clip(path, format, material.spec, material.script(cancel),
                     {.threads = std::max(1, default_threads() - 1),
                      .recipe = to_json(recipe),
                      .progress = tell_progress,
                      .cancel = cancel});
          return true;
        } catch (const Cancelled&) {
          return false;
        }
      },
      [this, file](const Outcome<bool>& outcome) {
        writing_ = false;
        emit writingChanged();
        tell(outcome.sentence);
        if (!outcome.value) return;
        if (*outcome.value)
          emit written(file);
        else
          emit cancelled();
      });
}

void ClipModel::cancel() { cancel_.cancel(); }

void ClipModel::takeProgress(double share) {
  if (!writing_) return;
  progress_ = share;
  emit progressChanged();
}

}  // namespace fovea
