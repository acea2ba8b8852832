#include "ui/kernel/operators/operator_input.h"

#include <algorithm>
#include <cmath>

#include "core/media/resample.h"

namespace fovea {
namespace {

/// uint8 [H, W, C or 1] with its longer side at most `side`, the proportions kept.
Tensor reduced(const Picture& picture, int side, bool gray) {
  const double by = std::min(1.0, double(side) / std::max(picture.width(), picture.height()));
  const auto extent = [by](int pixels) {
    return std::max(1, static_cast<int>(std::lround(pixels * by)));
  };
  return resample(picture.pixels, {.box = {0, 0, double(picture.width()), double(picture.height())},
                                   .right = picture.width(),
                                   .bottom = picture.height(),
                                   .width = extent(picture.width()),
                                   .height = extent(picture.height()),
                                   .filter = Filter::area,
                                   .gray = gray && picture.channels() == 3});
}

/// Appends the channels as planes from 0 to 1; a grey picture gives `channels` alike.
void append_planes(const Tensor& pixels, std::int64_t channels, std::vector<float>& planes) {
  const std::int64_t has = pixels.shape()[2], count = pixels.shape()[0] * pixels.shape()[1];
  const auto bytes = pixels.values<std::uint8_t>();
  for (std::int64_t channel = 0; channel < channels; ++channel) {
    for (std::int64_t at = 0; at < count; ++at) {
      const std::int64_t from = at * has + std::min(channel, has - 1);
      planes.push_back(static_cast<float>(bytes[static_cast<std::size_t>(from)]) / 255);
    }
  }
}

Tensor planes_of(const Picture& picture, OperatorInput::Maps maps, int side) {
  std::vector<float> planes;
  const Tensor gray = reduced(picture, side, true);
  if (maps != OperatorInput::Grey) append_planes(reduced(picture, side, false), 3, planes);
  if (maps != OperatorInput::Colour) append_planes(gray, 1, planes);
  const std::int64_t plane = gray.shape()[0] * gray.shape()[1];
  return Tensor::of(Shape{std::ssize(planes) / plane, gray.shape()[0], gray.shape()[1]}, planes);
}

}  // namespace

OperatorInput::OperatorInput(QObject* parent)
    : QObject(parent),
      worker_(this, &OperatorInput::make, [this](const Planes& planes) { take(planes); }) {}

OperatorInput::Planes OperatorInput::make(const Job& job) {
  return {job.picture, job.maps, planes_of(*job.picture, job.maps, k_side),
          planes_of(*job.picture, job.maps, k_dense_side)};
}

void OperatorInput::setWorkspace(Workspace* workspace) {
  if (workspace == workspace_) return;
  if (workspace_) workspace_->disconnect(this);
  workspace_ = workspace;
  if (workspace_) connect(workspace_, &Workspace::documentChanged, this, &OperatorInput::refresh);
  emit workspaceChanged();
  refresh();
}

void OperatorInput::setMaps(Maps maps) {
  if (maps == maps_) return;
  maps_ = maps;
  emit mapsChanged();
  wanted_ = nullptr;
  refresh();
}

QStringList OperatorInput::mapNames() const {
  QStringList names;
  if (maps_ != Grey) names << tr("red") << tr("green") << tr("blue");
  if (maps_ != Colour) names << tr("grey");
  return names;
}

qreal OperatorInput::proportion() const {
  if (planes_.full.empty()) return 1;
  return static_cast<qreal>(planes_.full.shape()[1]) / static_cast<qreal>(planes_.full.shape()[2]);
}

QString OperatorInput::text() const {
  if (planes_.full.empty()) return {};
  const Shape& shape = planes_.full.shape();
  const Picture& picture = *planes_.picture;
  const QString name = QString::fromStdString(picture.name);
  if (shape[2] == picture.width())
    return tr("%1, %2 × %3 px").arg(name).arg(picture.width()).arg(picture.height());
  return tr("%1, %2 × %3 px, reduced to %4 × %5 px so that all follows at once")
      .arg(name)
      .arg(picture.width())
      .arg(picture.height())
      .arg(shape[2])
      .arg(shape[1]);
}

void OperatorInput::refresh() {
  if (!workspace_) return;
  const std::shared_ptr<const Picture> picture = workspace_->document().input->picture;
  if (picture == wanted_) return;
  wanted_ = picture;
  worker_.post({picture, maps_});
}

void OperatorInput::take(const Planes& planes) {
  if (planes.picture != wanted_ || planes.maps != maps_) return;
  planes_ = planes;
  emit changed();
}

}  // namespace fovea
