#include "ui/kernel/slide_source.h"

#include <chrono>

#include "core/base/error.h"
#include "core/cpu/parallel.h"

namespace fovea {
namespace {

using Clock = std::chrono::steady_clock;

Slide with_trial(const Slide& own, const Trial& trial) {
  Slide slide = with_settings(own, trial.settings);
  slide.border = trial.border;
  slide.flip = trial.flip;
  return slide;
}

MadeSlide made_of(Slide slide) {
  const auto start = Clock::now();
  Tensor output = apply(slide, default_threads(), CancelToken{});
  const std::chrono::duration<double, std::milli> took = Clock::now() - start;
  const Statistics found = statistics(output.floats());
  const float limit = statistics(slide.input.floats()).largest_magnitude();
  return {std::move(slide), std::move(output), found, limit, took.count()};
}

/// Puts a kernel in a slice's place; a trial in other groups may have no such slice.
void put(const Tensor& kernel, const KernelPlace& place, Slide& slide) {
  if (place.unit >= slide.units() || place.read >= slide.reads()) return;
  Tensor weights = slide.weights.clone();
  const auto cells = kernel.floats();
  const auto first =
      static_cast<std::ptrdiff_t>((place.unit * slide.reads() + place.read) * kernel.elements());
  std::ranges::copy(cells, weights.mutable_values<float>().begin() + first);
  slide.weights = std::move(weights);
}

/// Of the first sample of what a frame holds.
std::optional<MadeSlide> made_by(const Frame& frame, NodeId conv) {
  const Node& node = frame.graph.node(conv);
  std::optional<Slide> slide = slide_of(frame.graph, conv, frame.value(node.inputs[0]));
  const Tensor& output = frame.value(node.outputs.front());
  if (!slide || output.empty()) return std::nullopt;
  const Shape shape{slide->units(), slide->rows(), slide->columns()};
  Tensor maps =
      output.elements() == shape.elements()
          ? output.reshaped(shape)
          : Tensor::of(shape, output.floats().first(static_cast<std::size_t>(shape.elements())));
  const Statistics found = statistics(maps.floats());
  const float limit = statistics(slide->input.floats()).largest_magnitude();
  return MadeSlide{*std::move(slide), std::move(maps), found, limit};
}

}  // namespace

SlideSource::SlideSource(QObject* parent)
    : QObject(parent),
      worker_(
          this, [this](const Job& job) { return work(job, planes_); },
          [this](const Result& result) { take(result); }) {}

void SlideSource::setBench(KernelBench* bench) {
  if (bench == bench_) return;
  if (bench_) bench_->disconnect(this);
  bench_ = bench;
  if (bench_) {
    connect(bench_, &KernelBench::changed, this, &SlideSource::refresh);
    connect(bench_, &KernelBench::workspaceChanged, this, &SlideSource::listen);
    listen();
  }
  refresh();
}

void SlideSource::listen() {
  if (bench_->workspace())
    connect(bench_->workspace(), &Workspace::frameChanged, this, &SlideSource::refresh,
            Qt::UniqueConnection);
}

bool SlideSource::isCurrent() const {
  if (!bench_ || !made_) return false;
  const bool computed_here = bench_->isOnPicture() || trial_ || previewed_;
  if (computed_here && shown_ != ticket_) return false;
  return bench_->isOnPicture() || bench_->workspace()->isCurrent();
}

std::optional<Slide> SlideSource::own() const {
  const auto frame = bench_->workspace()->frame();
  const std::optional<KernelPlace> place = bench_->place();
  if (!frame || !place) return std::nullopt;
  return slide_of(frame->graph, place->conv,
                  frame->value(frame->graph.node(place->conv).inputs[0]));
}

void SlideSource::setTrial(std::optional<Trial> trial) {
  if (trial == trial_) return;
  trial_ = std::move(trial);
  frame_.reset();
  refresh();
}

void SlideSource::forget() {
  made_.reset();
  problem_.clear();
  frame_.reset();
  posted_filter_.reset();
  outdated_ = ticket_;
}

void SlideSource::refresh() {
  if (!bench_ || !bench_->workspace()) return;
  const Document& document = bench_->workspace()->document();
  const std::optional<KernelPlace> place = bench_->place();
  const void* network = document.network.origin.get();
  const bool other_layer = network != network_ || place.has_value() != place_.has_value() ||
                           (place && place->conv != place_->conv);
  if (bench_->isOnPicture() != on_picture_ || (!bench_->isOnPicture() && other_layer)) forget();
  if (other_layer) trial_.reset();
  on_picture_ = bench_->isOnPicture();
  network_ = network;
  place_ = place;
  if (on_picture_)
    postFilter(document.input->picture);
  else
    showFrame();
  emit changed();
}

void SlideSource::postFilter(const std::shared_ptr<const Picture>& picture) {
  PictureFilter filter = bench_->filter();
  if (posted_filter_ == filter && posted_picture_ == picture) return;
  posted_filter_ = filter;
  posted_picture_ = picture;
  post({.filter = std::move(filter), .picture = picture, .slide = std::nullopt});
}

void SlideSource::showFrame() {
  const auto frame = bench_->workspace()->frame();
  if (!frame || !place_) return forget();
  if (frame == frame_ && !previewed_ && !bench_->isPreviewing()) return;
  frame_ = frame;
  previewed_ = bench_->isPreviewing();
  if (const std::optional<Slide> slide = trial_ || previewed_ ? own() : std::nullopt) {
    Slide tried = trial_ ? with_trial(*slide, *trial_) : *slide;
    if (previewed_) put(bench_->shown(), *place_, tried);
    return post({.filter = {}, .picture = nullptr, .slide = std::move(tried)});
  }
  made_ = made_by(*frame, place_->conv);
  problem_.clear();
}

void SlideSource::post(Job job) {
  job.ticket = ++ticket_;
  worker_.post(std::move(job));
}

SlideSource::Result SlideSource::work(const Job& job, Planes& kept) {
  Result result{.made = std::nullopt, .problem = {}, .ticket = job.ticket};
  try {
    if (job.slide) {
      result.made = made_of(*job.slide);
      return result;
    }
    const bool other = kept.picture != job.picture || kept.colour != job.filter.colour;
    if (other && !job.filter.on_toy)
      kept = {job.picture, job.filter.colour, planes_of(*job.picture, job.filter.colour)};
    result.made =
        made_of(slide_of(job.filter, job.filter.on_toy ? toy_planes(job.filter) : kept.planes));
    result.made->over = job.filter.on_toy ? SlidesOver::grid : SlidesOver::picture;
  } catch (const Error& error) {
    result.problem = QString::fromStdString(error.sentence());
  }
  return result;
}

void SlideSource::take(const Result& result) {
  const bool wanted_here = on_picture_ || trial_ || previewed_;
  if (!wanted_here || result.ticket <= outdated_) return;
  shown_ = result.ticket;
  problem_ = result.problem;
  if (result.made) made_ = result.made;
  if (!result.problem.isEmpty()) made_.reset();
  emit changed();
}

}  // namespace fovea
