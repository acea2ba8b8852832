#include "ui/kernel/learn/learn_model.h"

#include <QUrl>
#include <algorithm>
#include <cmath>

#include "core/base/error.h"
#include "core/ops/conv/presets.h"

namespace fovea {
namespace {

constexpr int k_first_steps = 300;  // computed at once: as many as most people look at
constexpr int k_tick = 33;          // ms
constexpr double k_steps_per_tick = 1;
constexpr int k_max_size = 15;

int preset_count() { return static_cast<int>(kernel_presets().size()); }

QList<qreal> numbers(std::span<const float> values) { return {values.begin(), values.end()}; }

double distance(const Tensor& a, const Tensor& b) {
  double sum = 0;
  for (std::size_t i = 0; i < a.floats().size(); ++i) {
    sum += std::pow(double{a.floats()[i]} - double{b.floats()[i]}, 2);
  }
  return std::sqrt(sum);
}

}  // namespace

LearnModel::LearnModel(QObject* parent)
    : QObject(parent),
      views_(
          this, [](const ViewJob& job) { return draw_step(job.run, job.step, job.room); },
          [this](const LearnView& view) {
            view_ = view;
            emit viewChanged();
          }),
      runs_(
          this,
          // What the pictures tell is gathered once for all rates.
          [setup = LearnSetup(),
           scene = std::shared_ptr<const LearnScene>()](const RunJob& job) mutable -> RunResult {
            try {
              if (!scene || !(setup == job.setup)) scene = make_scene(job.setup);
              setup = job.setup;
              const LearnOptions options{.rate = job.rate * steady_rate(scene->best),
                                         .momentum = job.momentum};
              return {
                  setup, std::make_shared<const LearnRun>(make_run(scene, options, job.steps)), {}};
            } catch (const Error& error) {
              scene = nullptr;
              return {job.setup, nullptr, error.sentence()};
            } catch (const std::bad_alloc&) {
              scene = nullptr;
              return {job.setup, nullptr, Error("there is not enough memory for it").sentence()};
            }
          },
          [this](const RunResult& result) { take(result); }) {
  const auto presets = kernel_presets();
  const auto sobel =
      std::ranges::find_if(presets, [](const KernelPreset& it) { return it.name == "sobel-x"; });
  target_ = static_cast<int>(sobel - presets.begin());
  timer_.setInterval(k_tick);
  connect(&timer_, &QTimer::timeout, this, &LearnModel::tick);
}

void LearnModel::setBench(KernelBench* bench) {
  if (bench == bench_) return;
  if (bench_) bench_->disconnect(this);
  bench_ = bench;
  // It changes with the document, whose picture may be what is learned from.
  if (bench_) connect(bench_, &KernelBench::changed, this, &LearnModel::benchMoved);
  emit benchChanged();
  benchMoved();
}

void LearnModel::benchMoved() {
  if (!using_ && bench_) bench_kernel_ = bench_->kernel();
  if (!(setup() == posted_)) begin();
}

bool LearnModel::wantsFile() const { return target_ == preset_count() + 1; }

Tensor LearnModel::targetKernel() const {
  if (wantsFile()) return {};
  if (target_ == preset_count()) return bench_kernel_;
  return kernel_preset(kernel_presets()[static_cast<std::size_t>(target_)].name);
}

LearnSetup LearnModel::setup() const {
  LearnSetup setup{.size = size_};
  if (bench_ && bench_->workspace() && !noise_)
    setup.picture = bench_->workspace()->document().input->picture;
  // The same target stays the same tensor, by which setups are compared.
  setup.target = posted_.target;
  const Tensor target = targetKernel();
  const bool is_same = !target.empty() && !posted_.target.empty() &&
                       target.shape() == posted_.target.shape() &&
                       std::ranges::equal(target.floats(), posted_.target.floats());
  if (!is_same) setup.target = target;
  if (wantsFile()) setup.file = file_;
  return setup;
}

void LearnModel::begin() {
  position_ = reached_ = 0;
  fraction_ = 0;
  wanted_ = k_first_steps;
  emit setupChanged();
  emit positionChanged();
  post();
}

void LearnModel::post() {
  if (!bench_) return;
  posted_ = setup();
  if (posted_.target.empty() && posted_.file.empty()) return;
  runs_.post({posted_, rate_, momentum_, wanted_});
}

void LearnModel::take(const RunResult& result) {
  if (!(result.setup == posted_)) return;
  run_ = result.run;
  problem_ = QString::fromStdString(result.problem);
  if (!run_) setPlaying(false);
  emit runChanged();
  reached_ = run_ ? std::min(reached_, run_->steps()) : 0;
  moveTo(std::min(position_, reached_));
}

void LearnModel::setNoise(bool noise) {
  if (noise == noise_) return;
  noise_ = noise;
  begin();
}

void LearnModel::chooseTarget(int index) {
  if (index < 0 || index > preset_count() + 1) return;
  target_ = index;
  const Tensor target = targetKernel();
  if (!target.empty()) {
    const auto side = std::max(target.shape()[0], target.shape()[1]);
    size_ = static_cast<int>(std::min<std::int64_t>(side, k_max_size));
  }
  begin();
}

void LearnModel::chooseFile(const QUrl& url) {
  file_ = url.toLocalFile().toStdString();
  target_ = preset_count() + 1;
  noise_ = false;
  begin();
}

void LearnModel::setSize(int size) {
  size = std::clamp(size, 1, k_max_size);
  if (size == size_) return;
  size_ = size;
  begin();
}

void LearnModel::setRate(qreal rate) {
  if (rate == rate_) return;
  rate_ = rate;
  emit setupChanged();
  post();
}

void LearnModel::setMomentum(qreal momentum) {
  if (momentum == momentum_) return;
  momentum_ = momentum;
  emit setupChanged();
  post();
}

bool LearnModel::isAtEnd() const {
  return run_ && position_ == run_->steps() && (run_->diverged || position_ >= k_most_steps);
}

bool LearnModel::hasDiverged() const { return run_ && run_->diverged && reached_ == run_->steps(); }

void LearnModel::setPlaying(bool playing) {
  if (playing == isPlaying() || (playing && !run_)) return;
  if (playing && isAtEnd()) moveTo(0);
  if (playing)
    timer_.start();
  else
    timer_.stop();
  emit playingChanged();
}

void LearnModel::tick() {
  fraction_ += k_steps_per_tick;
  const int steps = static_cast<int>(fraction_);
  fraction_ -= steps;
  if (steps > 0) moveTo(position_ + steps);
  if (isAtEnd()) setPlaying(false);
}

void LearnModel::setPosition(int position) {
  setPlaying(false);
  moveTo(position);
}

void LearnModel::step() { setPosition(position_ + 1); }

void LearnModel::restart() {
  reached_ = 0;
  moveTo(0);
}

void LearnModel::moveTo(int position) {
  position_ = run_ ? std::clamp(position, 0, run_->steps()) : 0;
  reached_ = std::max(reached_, position_);
  // Ahead of the person, so that playing never waits.
  const bool wants_more = run_ && !run_->diverged && 2 * reached_ > wanted_;
  if (wants_more && wanted_ < k_most_steps) {
    wanted_ = std::min(2 * wanted_, k_most_steps);
    post();
  }
  emit positionChanged();
  draw();
}

void LearnModel::setRoom(const LearnRoom& room) {
  if (room == room_) return;
  room_ = room;
  draw();
}

void LearnModel::draw() {
  if (run_ && room_.width > 0 && room_.height > 0) views_.post({run_, position_, room_});
}

void LearnModel::use() {
  if (!run_ || !bench_) return;
  using_ = true;
  bench_->setKernel(run_->kernel(position_), tr("learned kernel"), {}, tr("Learned kernel"));
  using_ = false;
}

QList<qreal> LearnModel::losses() const {
  if (!run_) return {};
  return {run_->losses.begin(), run_->losses.begin() + reached_ + 1};
}

QList<qreal> LearnModel::learned() const {
  return run_ ? numbers(run_->kernel(position_).floats()) : QList<qreal>();
}

QList<qreal> LearnModel::best() const {
  return run_ ? numbers(run_->scene->best.kernel.floats()) : QList<qreal>();
}

QList<qreal> LearnModel::truth() const {
  return run_ && run_->scene->truth ? numbers(run_->scene->truth->floats()) : QList<qreal>();
}

qreal LearnModel::distanceToBest() const {
  return run_ ? distance(run_->kernel(position_), run_->scene->best.kernel) : -1;
}

qreal LearnModel::distanceToTruth() const {
  return run_ && run_->scene->truth ? distance(run_->kernel(position_), *run_->scene->truth) : -1;
}

}  // namespace fovea
