#include "ui/kernel/predict/predict_model.h"

#include <algorithm>
#include <cmath>

#include "core/cpu/parallel.h"
#include "core/figure/tone_map.h"
#include "core/filter/filter.h"
#include "ui/controls/number_text.h"
#include "ui/kernel/reading_words.h"

namespace fovea {
namespace {

constexpr int k_longest_side = 320;  // pixels: five results at once
constexpr double k_gap = 16;         // pixels between results, and above each for its letter
constexpr double k_left_share = 0.3;

/// Grey, at most so large.
Tensor small_grey(const Picture& picture) {
  const Tensor planes = planes_of(picture, false);
  const int height = picture.height(), width = picture.width();
  const double scale = std::min(1.0, double{k_longest_side} / std::max(height, width));
  const int rows = std::max(1, static_cast<int>(std::lround(height * scale)));
  const int columns = std::max(1, static_cast<int>(std::lround(width * scale)));
  if (rows == height && columns == width) return planes;
  return Tensor::of(Shape{1, rows, columns},
                    reduced_map({planes.floats(), height, width}, Reduction::mean, rows, columns));
}

}  // namespace

PredictModel::PredictModel(QObject* parent)
    : QObject(parent),
      worker_(
          this, [](const Job& job) { return work(job); },
          [this](const Results& results) { take(results); }) {
  connect(&composer_, &Composer::ready, this, [this](const Atlas& atlas) {
    if (maps_) maps_->show(atlas);
  });
  connect(this, &PredictModel::lookChanged, this, &PredictModel::postAtlas);
  question_ = prediction(number_);
}

void PredictModel::setWorkspace(Workspace* workspace) {
  if (workspace == workspace_) return;
  workspace_ = workspace;
  connect(workspace, &Workspace::documentChanged, this, [this] {
    if (workspace_->document().input->picture != picture_) ask();
  });
  emit workspaceChanged();
  ask();
}

void PredictModel::setMaps(MapsItem* maps) {
  maps_ = maps;
  emit workspaceChanged();
}

void PredictModel::setRoom(const QSizeF& room) {
  if (room == room_) return;
  room_ = room;
  emit layoutChanged();
  postAtlas();
}

void PredictModel::setActive(bool active) {
  if (active == active_) return;
  active_ = active;
  emit changed();
  ask();
}

void PredictModel::ask() {
  if (!active_ || !workspace_) return;
  picture_ = workspace_->document().input->picture;
  worker_.post({.picture = picture_, .question = question_, .ticket = ++ticket_});
}

PredictModel::Results PredictModel::work(const Job& job) {
  Results results;
  results.ticket = job.ticket;
  const Tensor planes = small_grey(*job.picture);
  results.picture = planes.reshaped(Shape{planes.shape()[1], planes.shape()[2]});
  for (std::size_t i = 0; i < Prediction::k_choices; ++i)
    results.outputs[i] =
        filter(planes, job.question.kernels[i], {.pads = {1, 1, 1, 1}, .border = Border::replicate},
               {.threads = default_threads()}, CancelToken{});
  return results;
}

void PredictModel::take(const Results& results) {
  if (results.ticket != ticket_) return;
  results_ = results;
  emit layoutChanged();
  emit changed();
  postAtlas();
}

QSizeF PredictModel::pictureSize(const QSizeF& within) const {
  if (!results_) return {};
  const auto rows = static_cast<double>(results_->picture.shape()[0]);
  const auto columns = static_cast<double>(results_->picture.shape()[1]);
  const double scale = std::min(within.width() / columns, within.height() / rows);
  return {std::floor(columns * scale), std::floor(rows * scale)};
}

QRectF PredictModel::kernelRect() const {
  const double side =
      std::floor(std::min(room_.width() * k_left_share, room_.height() * 0.42) / 3) * 3;
  return {1, k_gap * 1.5, side, side};  // with room for its frame
}

QRectF PredictModel::pictureRect() const {
  const QRectF kernel = kernelRect();
  const double top = kernel.bottom() + 2.5 * k_gap;
  return {QPointF(0, top), pictureSize({room_.width() * k_left_share, room_.height() - top - 2})};
}

QRectF PredictModel::choiceRect(std::size_t index) const {
  const double left = room_.width() * k_left_share + 2 * k_gap;
  const QSizeF cell((room_.width() - left - k_gap) / 2, room_.height() / 2);
  const QSizeF size = pictureSize({cell.width(), cell.height() - 2 * k_gap});
  const QPointF corner(
      left + static_cast<double>(index % 2) * (size.width() + k_gap),
      static_cast<double>(index / 2) * (size.height() + 2.5 * k_gap) + 1.5 * k_gap);
  return {corner, size};
}

QVariantList PredictModel::choiceRects() const {
  QVariantList rects;
  for (std::size_t i = 0; i < Prediction::k_choices; ++i) rects << choiceRect(i);
  return rects;
}

void PredictModel::postAtlas() {
  if (!maps_ || !results_ || room_.isEmpty()) return;
  AtlasJob job;
  job.size = (room_ * device_ratio_).toSize();
  job.ratio = device_ratio_;
  job.dark = dark_;
  job.frame = frame_color_;
  job.text = dim_color_;
  job.text_size = text_size_;
  const auto add = [&](const Tensor& map, const QRectF& place, const AtlasScale& scale) {
    auto kept = std::make_shared<const Tensor>(map);
    const std::size_t rank = map.shape().rank();
    AtlasTile tile{.values = kept->floats(),
                   .rows = map.shape()[rank - 2],
                   .columns = map.shape()[rank - 1],
                   .place = place};
    tile.scale = static_cast<int>(job.scales.size());
    tile.may_be_dead = false;
    job.scales.push_back(scale);
    job.tiles.push_back(tile);
    job.keep.push_back(std::move(kept));
  };
  const AtlasScale grey{.over = {}, .palette = Palette::print, .fixed = ValueRange{0, 1}};
  const auto is_signed = [](const Tensor& of) {
    return AtlasScale{.over = {of}, .palette = Palette::diverging};
  };
  add(question_.kernel(), kernelRect(), is_signed(question_.kernel()));
  add(results_->picture, pictureRect(), grey);
  // All alike, so that colours alone tell nothing.
  for (std::size_t i = 0; i < Prediction::k_choices; ++i)
    add(results_->outputs[i], choiceRect(i), is_signed(results_->outputs[i]));
  composer_.post(std::move(job));
}

QStringList PredictModel::limits() const {
  QStringList texts;
  if (!results_) return texts;
  for (const Tensor& output : results_->outputs)
    texts << number_string(static_cast<double>(ValueRange::of(output.floats()).limit()), 2);
  return texts;
}

QStringList PredictModel::reasons() const {
  if (chosen_ < 0) return {};
  return reading_sentences(reading_of(question_.kernel()));
}

QString PredictModel::kernelText() const {
  QStringList rows;
  const auto cells = question_.kernel().floats();
  for (std::size_t row = 0; row < 3; ++row) {
    QStringList texts;
    for (std::size_t column = 0; column < 3; ++column)
      texts << number_string(static_cast<double>(cells[row * 3 + column]), 2);
    rows << texts.join(QStringLiteral(" "));
  }
  return rows.join(QStringLiteral("; "));
}

void PredictModel::choose(int index) {
  if (chosen_ >= 0 || !isReady() || index < 0 || index >= static_cast<int>(Prediction::k_choices))
    return;
  chosen_ = index;
  ++asked_;
  if (chosen_ == static_cast<int>(question_.answer)) ++right_;
  emit changed();
}

void PredictModel::next() {
  question_ = prediction(++number_);
  chosen_ = -1;
  results_.reset();
  emit changed();
  ask();
}

void PredictModel::useKernel() {
  if (!workspace_ || chosen_ < 0) return;
  workspace_->attempt([&](const Document& document) {
    PictureFilter filter = document.filter;
    filter.kernel = question_.kernel();
    filter.name = tr("question %1").arg(number_).toStdString();
    return set_filter(document, std::move(filter), "the kernel of a question");
  });
}

}  // namespace fovea
