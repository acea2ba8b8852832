#include "ui/kernel/slide_player.h"

#include <algorithm>
#include <cmath>

#include "ui/window/numbers.h"

namespace fovea {
namespace {

constexpr int k_real_ms = 250, k_toy_ms = 1000;
/// Ticks that all rows after the first take.
constexpr int k_ticks_for_rows = 48;

}  // namespace

SlidePlayer::SlidePlayer(QObject* parent) : QObject(parent) {
  timer_.setTimerType(Qt::PreciseTimer);
  connect(&timer_, &QTimer::timeout, this, &SlidePlayer::tick);
}

void SlidePlayer::setModel(SlideModel* model) {
  if (model == model_) return;
  model_ = model;
  connect(model, &SlideModel::changed, this, [this] {
    // Other values altogether: what was filled means nothing any more.
    const Slide* slide = model_->slide();
    const Made made = slide ? Made{slide->windows, slide->groups, slide->border, slide->flip,
                                   slide->input.shape()}
                            : Made{};
    if (made == made_) return;
    made_ = made;
    placed_ = false;
    showAll();
  });
  emit modelChanged();
}

void SlidePlayer::setSpeed(qreal speed) {
  speed_ = std::clamp(speed, 0.25, 16.0);
  if (isPlaying()) arm();
  emit changed();
}

void SlidePlayer::arm() {
  const int usual = model_->isToy() ? k_toy_ms : k_real_ms;
  timer_.start(std::max(16, static_cast<int>(usual / speed_)));
}

void SlidePlayer::play() {
  if (!model_ || !model_->isReady()) return;
  const bool over = model_->position() + 1 >= model_->positionCount();
  if (over || !(filling_ || placed_)) moveTo(0);
  arm();
  emit changed();
}

void SlidePlayer::pause() {
  timer_.stop();
  emit changed();
}

void SlidePlayer::moveTo(int position) {
  filling_ = true;
  model_->setPosition(position);
  emit changed();
}

int SlidePlayer::stopAfter(int position) const {
  const int row_end = model_->outputColumns() - 1, end = model_->positionCount() - 1;
  return position < row_end ? row_end : end;
}

/// Positions that the next tick goes on by.
int SlidePlayer::stepNow() const {
  const int columns = model_->outputColumns(), at = model_->position();
  if (model_->isToy()) return 1;
  if (at < columns - 1) return 1;
  const int rows = model_->positionCount() / std::max(1, columns);
  return columns * std::max(1, rows / k_ticks_for_rows);
}

void SlidePlayer::tick() {
  if (!model_ || !model_->isReady()) return pause();
  const int stop = stopAfter(model_->position());
  const int next = std::min(stop, model_->position() + stepNow());
  moveTo(next);
  if (next == stop) pause();
}

void SlidePlayer::step() {
  if (!model_ || !model_->isReady()) return;
  pause();
  const bool over = model_->position() + 1 >= model_->positionCount();
  moveTo(over || !(filling_ || placed_) ? 0 : model_->position() + 1);
}

void SlidePlayer::stepBack() {
  if (!model_ || !model_->isReady()) return;
  pause();
  moveTo(std::max(0, model_->position() - 1));
}

void SlidePlayer::scrubTo(int position) {
  if (!model_ || !model_->isReady()) return;
  if (isPlaying()) pause();
  moveTo(position);
}

void SlidePlayer::place() {
  placed_ = true;
  if (isPlaying() || filling_) showAll();
}

void SlidePlayer::showAll() {
  timer_.stop();
  filling_ = false;
  emit changed();
}

QString SlidePlayer::caption() const {
  if (!model_ || !model_->isReady()) return {};
  const QString columns = count_text(model_->outputColumns());
  const QString rows = count_text(model_->positionCount() / std::max(1, model_->outputColumns()));
  if (!filling_)
    return tr(
        "The window slides over the input; each place where it stops makes one output value.");
  const int at = model_->position();
  if (at + 1 == model_->positionCount())
    return tr("Done: %1 rows of %2 values, one for each place of the window. The kernel was the "
              "same at each of them.")
        .arg(rows, columns);
  if (at + 1 == model_->outputColumns())
    return tr("The window fits %1 times across: that is the width of the output. The other rows "
              "are made in the same way.")
        .arg(columns);
  if (at == 0) return tr("The first value: the window stands at the top left.");
  return tr("The window goes on, and the same kernel makes the next values.");
}

}  // namespace fovea
