#include "ui/kernel/slide_model.h"

#include <algorithm>
#include <cmath>

#include "core/document/unit_view.h"
#include "core/explain/rounding.h"

namespace fovea {

SlideModel::SlideModel(QObject* parent) : QObject(parent) {
  connect(&source_, &SlideSource::changed, this, &SlideModel::refresh);
  connect(&composer_, &Composer::ready, this, &SlideModel::takeAtlas);
  connect(this, &SlideModel::lookChanged, this, [this] {
    layOut();
    postAtlas();
    emit changed();
    tellLook();
  });
  connect(this, &SlideModel::positionChanged, this, &SlideModel::tellLook);
  connect(this, &SlideModel::roomChanged, this, [this] { moveWindow(row_, column_); });
  for (QVariantMap& legend : legends_)
    for (const char* key : {"palette", "low", "middle", "high", "least", "most"}) legend[key] = "";
}

void SlideModel::setBench(KernelBench* bench) {
  if (bench == bench_) return;
  bench_ = bench;
  source_.setBench(bench);
  if (bench_) connect(bench_, &KernelBench::workspaceChanged, this, &SlideModel::listen);
  listen();
  emit benchChanged();
}

void SlideModel::listen() {
  Workspace* workspace = bench_ ? bench_->workspace() : nullptr;
  disconnect(restoring_);
  if (!workspace) return;
  restoring_ = connect(workspace, &Workspace::lookRestored, this, &SlideModel::restore);
  restore();
}

void SlideModel::restore() {
  const KernelLook& look = bench_->workspace()->kernelLook();
  for (std::size_t i = 0; i < left_.size(); ++i) {
    const KernelLook::Window& window = look.windows[i];
    left_[i] = {{window.rows, window.columns}, window.row, window.column};
  }
  restored_ = true;
  picture_unit_ = look.unit;
  picture_read_ = look.read;
  look_ = look.look;
  pixel_values_ = look.pixels;
  emit lookChanged();
}

void SlideModel::tellLook() {
  if (!bench_ || !bench_->workspace() || restored_) return;
  KernelLook look = bench_->workspace()->kernelLook();
  for (std::size_t i = 0; i < left_.size(); ++i)
    look.windows[i] = {left_[i].row, left_[i].column, left_[i].extent[0], left_[i].extent[1]};
  look.windows[over_].row = row_;
  look.windows[over_].column = column_;
  look.unit = picture_unit_;
  look.read = picture_read_;
  look.look = look_;
  look.pixels = pixel_values_;
  bench_->workspace()->setKernelLook(look);
}

void SlideModel::setMaps(MapsItem* maps) {
  maps_ = maps;
  emit benchChanged();
  postAtlas();
}

void SlideModel::setRoom(const QSizeF& room) {
  if (room == room_) return;
  room_ = room;
  layOut();
  postAtlas();
}

/// In another map the window stays at the same part of it; at first it is in the middle, where
/// there is more to see than at a corner.
void SlideModel::keepPlace() {
  // What is shown until the new is there is of the document before.
  if (!isReady() || (restored_ && !source_.isCurrent())) return;
  const auto over = static_cast<std::size_t>(source_.made()->over);
  if (!std::exchange(restored_, false)) {
    left_[over_].row = row_;
    left_[over_].column = column_;
  }
  over_ = over;
  Left& left = left_[over];
  const std::array now{slide()->rows(), slide()->columns()};
  const bool first = left.extent[0] == 0;
  row_ = first ? now[0] / 2 : left.row * now[0] / left.extent[0];
  column_ = first ? now[1] / 2 : left.column * now[1] / left.extent[1];
  left.extent = now;
}

void SlideModel::refresh() {
  layOut();
  keepPlace();
  moveWindow(row_, column_);
  postAtlas();
  emit changed();
}

bool SlideModel::isToy() const {
  return bench_ && bench_->isOnPicture() && bench_->workspace()->document().filter.on_toy;
}

void SlideModel::setToy(bool toy) {
  if (!bench_ || toy == isToy()) return;
  PictureFilter filter = bench_->workspace()->document().filter;
  filter.on_toy = toy;
  bench_->setFilter(filter, toy ? tr("slide over a 5 × 5 grid") : tr("slide over the picture"));
}

bool SlideModel::isColour() const {
  return bench_ && bench_->isOnPicture() && bench_->workspace()->document().filter.colour;
}

void SlideModel::setColour(bool colour) {
  if (!bench_ || colour == isColour()) return;
  PictureFilter filter = bench_->workspace()->document().filter;
  filter.colour = colour;
  if (!colour) filter.summed = false;
  bench_->setFilter(filter, colour ? tr("in colour") : tr("in grey"));
}

QVariantList SlideModel::layers() const {
  QVariantList names;
  if (!bench_ || !bench_->workspace() || bench_->isOnPicture()) return names;
  const Graph& graph = bench_->workspace()->document().network.graph;
  for (const NodeId conv : convolutions_of(graph)) {
    const Shape& shape = graph.weight(graph.node(conv).inputs[1]).shape();
    const QString name = QString::fromStdString(value_label(graph, graph.node(conv).outputs[0]));
    const QString detail = tr("%1 units, each with %2 kernels of %3 × %4")
                               .arg(shape[0])
                               .arg(shape[1])
                               .arg(shape.rank() == 4 ? shape[2] : 1)
                               .arg(shape[shape.rank() - 1]);
    names << QVariantMap{{"text", name}, {"detail", detail}};
  }
  return names;
}

int SlideModel::layer() const {
  if (!bench_ || bench_->isOnPicture() || !bench_->place()) return -1;
  const auto all = convolutions_of(bench_->workspace()->document().network.graph);
  return static_cast<int>(std::ranges::find(all, bench_->place()->conv) - all.begin());
}

void SlideModel::setLayer(int index) {
  if (!bench_ || bench_->isOnPicture()) return;
  const Graph& graph = bench_->workspace()->document().network.graph;
  const auto all = convolutions_of(graph);
  if (index < 0 || index >= static_cast<int>(all.size()) || index == layer()) return;
  bench_->workspace()->select(selection_of(graph, {.conv = all[static_cast<std::size_t>(index)]}));
}

int SlideModel::unit() const {
  if (!bench_ || !slide()) return 0;
  const int last = unitCount() - 1;
  if (bench_->isOnPicture()) return std::clamp(picture_unit_, 0, last);
  const auto place = bench_->place();
  return place ? std::clamp(static_cast<int>(place->unit), 0, last) : 0;
}

void SlideModel::setUnit(int unit) {
  if (!bench_ || unit == this->unit() || unit < 0 || unit >= unitCount()) return;
  if (bench_->isOnPicture()) {
    picture_unit_ = unit;
    return refresh();
  }
  KernelPlace place = *bench_->place();
  place.unit = unit;
  bench_->workspace()->select(selection_of(bench_->workspace()->document().network.graph, place));
}

int SlideModel::read() const {
  if (!bench_ || !slide()) return 0;
  const int last = readCount() - 1;
  if (bench_->isOnPicture()) return std::clamp(picture_read_, 0, last);
  const auto place = bench_->place();
  return place ? std::clamp(static_cast<int>(place->read), 0, last) : 0;
}

void SlideModel::setRead(int read) {
  if (!bench_ || read == this->read() || read < 0 || read >= readCount()) return;
  if (bench_->isOnPicture()) {
    picture_read_ = read;
    return refresh();
  }
  KernelPlace place = *bench_->place();
  place.read = read;
  bench_->workspace()->select(selection_of(bench_->workspace()->document().network.graph, place));
}

std::int64_t SlideModel::inputIndex() const { return slide()->first_read(unit()) + read(); }

void SlideModel::computeTerms() {
  taps_.clear();
  sum_ = {};
  if (!isReady()) return;
  taps_ = taps_of(*slide(), unit(), row_, column_, inputIndex());
  sum_ = sum_of(*slide(), unit(), row_, column_);
  kernel_scale_ = 0;
  for (const Tap& tap : taps_) kernel_scale_ = std::max(kernel_scale_, std::abs(tap.weight));
  constexpr float k_small = 0.1F;
  constexpr int k_most_exponent = 6;
  exponent_ =
      kernel_scale_ <= 0 || kernel_scale_ >= k_small
          ? 0
          : std::min(k_most_exponent, static_cast<int>(std::ceil(-std::log10(kernel_scale_))));
  std::vector<Factors> factors;
  for (const Tap& tap : taps_)
    factors.push_back({static_cast<double>(tap.value),
                       static_cast<double>(tap.weight) * std::pow(10.0, exponent_)});
  product_scale_ = std::max(kernel_scale_ * inputScale(), 1e-12F);
  const int least = std::min(isToy() ? 0 : 2, most_decimals_);
  decimals_ = decimals_for(factors, least, most_decimals_);
}

void SlideModel::setPointedTap(int tap) {
  if (tap >= static_cast<int>(taps_.size())) tap = -1;
  if (tap == pointed_) return;
  pointed_ = tap;
  emit pointedChanged();
}

int SlideModel::pointedCell() const {
  return pointed_ < 0 || pointed_ >= static_cast<int>(taps_.size())
             ? -1
             : static_cast<int>(taps_[static_cast<std::size_t>(pointed_)].cell);
}

void SlideModel::setPointedCell(int cell) {
  const auto found = std::ranges::find(taps_, cell, &Tap::cell);
  setPointedTap(cell < 0 || found == taps_.end() ? -1 : static_cast<int>(found - taps_.begin()));
}

void SlideModel::takeWindowAsKernel() {
  if (!isReady() || !bench_->isOnPicture() || taps_.empty()) return;
  double mean = 0;
  for (const Tap& tap : taps_) mean += static_cast<double>(tap.value) / std::ssize(taps_);
  const Tensor now = bench_->kernel();
  Tensor kernel(now.shape());
  const auto cells = kernel.mutable_values<float>();
  for (const Tap& tap : taps_)
    cells[static_cast<std::size_t>(tap.cell)] = static_cast<float>(tap.value - mean);
  bench_->setKernel(kernel, tr("cut out of the picture"), {}, tr("cut-out"));
}

}  // namespace fovea
