#include "ui/figure/clip_model.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <nlohmann/json.hpp>

#include "core/cpu/parallel.h"
#include "core/document/layers.h"
#include "core/document/unit_view.h"
#include "core/figure/motion/write_clip.h"
#include "ui/train/on_worker.h"

namespace fovea {
namespace {

constexpr int k_between_played_ms = 66;

/// In the order of ClipKind.
constexpr std::array<ExportKind, 3> k_kinds{{
    {FigureKind::arithmetic, QT_TRANSLATE_NOOP("fovea::ExportModel", "The sliding window"),
     QT_TRANSLATE_NOOP("fovea::ExportModel", "A kernel goes over its input and makes a map")},
    {FigureKind::timeline, QT_TRANSLATE_NOOP("fovea::ExportModel", "A training run"),
     QT_TRANSLATE_NOOP("fovea::ExportModel", "Kernels and curves of the run in the Train lens")},
    {FigureKind::comparison, QT_TRANSLATE_NOOP("fovea::ExportModel", "Before and after"),
     QT_TRANSLATE_NOOP("fovea::ExportModel",
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
  if (figure.filter) all.figure = figure.made(cancel);
  if (spec.figure.kind == FigureKind::timeline)
    all.run = moments_of(timeline.get(), {.layer = spec.figure.layer, .units = spec.figure.units},
                         cancel);
  return make_clip(spec, all, cancel);
}

ClipModel::ClipModel(QObject* parent)
    : ExportModel(k_kinds, "clip", parent),
      worker_(std::make_unique<NewestWorker<Job, Drawn>>(
          this,
          [drawer = std::make_shared<Drawer>(gone_)](const Job& job) { return (*drawer)(job); },
          [this](const Drawn& drawn) { take(drawn); })) {
  play_timer_.setInterval(k_between_played_ms);
  connect(&play_timer_, &QTimer::timeout, this, &ClipModel::playOn);
  connect(this, &ClipModel::activeChanged, this, [this] {
    if (!isActive()) setPlaying(false);
  });
  const std::string kept = keptSettings();
  try {
    if (!kept.empty()) spec_ = clip_from_json(nlohmann::ordered_json::parse(kept));
  } catch (const std::exception&) {
    spec_ = {};  // of another version
  }
  if (!clip_kind(spec_.figure.kind)) spec_.figure.kind = FigureKind::arithmetic;
  spec_.figure = withoutPlace(spec_.figure);
}

ClipModel::~ClipModel() {
  cancel_.cancel();
  gone_.cancel();
}

std::string ClipModel::settings() const {
  ClipSpec kept = spec_;
  kept.figure = withoutPlace(kept.figure);
  return json_of(kept).dump();
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

QString ClipModel::openLayer() const {
  return spec_.figure.kind == FigureKind::comparison ? tr("The first that changes")
                                                     : tr("The first");
}

void ClipModel::filterTaken() { spec_.figure.position.reset(); }  // the window goes everywhere

void ClipModel::takePlace(const Selection& selection) {
  if (selection.unit >= 0 && spec_.figure.kind == FigureKind::arithmetic)
    spec_.figure.units = {selection.unit};
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

void ClipModel::frameCame() {
  // A run's moments are read from the disk: not with every frame of one that goes on.
  if (spec_.figure.kind != FigureKind::timeline && !isOfFilter()) drawAgain();
}

void ClipModel::drawAgain() {
  ++version_;
  ExportModel::drawAgain();
}

ClipModel::Material ClipModel::material() const {
  Material material{.spec = spec_, .source = {}, .timeline = nullptr};
  FigureSource& source = material.source.figure;
  if (isOfFilter()) {
    if (!material.spec.figure.scope) material.spec.figure.scope = ScaleScope::layer;
    material.figure = ExportModel::material(spec_.figure.kind);
    return material;
  }
  if (!material.spec.figure.scope) material.spec.figure.scope = workspace_->document().view.scope;
  if (spec_.figure.kind != FigureKind::timeline) {
    source = ExportModel::source(spec_.figure.kind);
  } else if (train_ && train_->hasRun()) {
    source.seed = train_->settings()->value().seed;
    source.network.origin = train_->origin();
    source.curves = train_->curves();
    source.input = train_->learntName().toStdString();
    material.timeline = train_->timeline();
  }
  return material;
}

void ClipModel::refresh() {
  if (!mustWait()) worker_->post({version_, material(), frame_});
}

void ClipModel::take(const Drawn& drawn) {
  if (drawn.version != version_) return;  // another is on its way
  preview_ = drawn.image;
  problem_ = drawn.problem;
  frames_ = static_cast<int>(drawn.frames);
  emit previewChanged();
  if (frame_ >= frames_ && frames_ > 0) setFrame(frames_ - 1);
}

void ClipModel::setFrame(int frame) {
  const int wanted = std::clamp(frame, 0, std::max(0, frames_ - 1));
  if (wanted == frame_) return;
  frame_ = wanted;
  emit frameChanged();
  if (isActive() && workspace_ && !drawsSoon()) refresh();
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
  const bool is_run = spec_.figure.kind == FigureKind::timeline && train_ && train_->hasRun();
  return nameOf(is_run ? train_->runName() : nameOfSubject(),
                name_of(*clip_kind(spec_.figure.kind)), ".mp4");
}

void ClipModel::write(const QUrl& file) {
  if (!workspace_ || isWriting()) return;
  const std::optional<ClipFormat> format = clip_format(file.toLocalFile().toStdString());
  if (!format) return tell(tr("A clip's name ends with .gif, .mp4 or .webm."));
  setPlaying(false);
  cancel_ = {};
  progress_ = 0;
  emit progressChanged();
  beginWriting([this, file, format = *format] { writeNow(file, format); });
}

void ClipModel::writeNow(const QUrl& file, ClipFormat format) {
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
      [material = material(), document = workspace_->document(),
       origins = origins(spec_.figure.kind), path = file.toLocalFile().toStdString(), format,
       cancel = cancel_, tell_progress] {
        try {
          FigureRecipe recipe = document_recipe(document, material.spec.figure, origins);
          recipe.clip = material.spec;
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
        endWriting(outcome.sentence);
        if (!outcome.value) return;
        if (*outcome.value)
          emit written(file);
        else
          emit cancelled();
      });
}

void ClipModel::cancel() {
  cancel_.cancel();
  if (leaveWaiting()) emit cancelled();
}

void ClipModel::takeProgress(double share) {
  if (!isWriting()) return;
  progress_ = share;
  emit progressChanged();
}

}  // namespace fovea
