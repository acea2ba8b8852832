#include "ui/source/small_copy.h"

#include <QPainter>
#include <algorithm>

#include "core/media/picture_image.h"

namespace fovea {
namespace {

/// The values of an input of rank 4 back as the pixels that they were made of.
QImage pixels_of(const Tensor& tensor, const Preprocessing& how) {
  if (tensor.empty() || tensor.shape().rank() != 4) return {};
  const Shape& shape = tensor.shape();
  const bool planes = how.layout == Layout::nchw;
  const std::int64_t channels = shape[planes ? 1 : 3], height = shape[planes ? 2 : 1],
                     width = shape[planes ? 3 : 2];
  QImage image(static_cast<int>(width), static_cast<int>(height), QImage::Format_RGB32);
  const auto values = tensor.floats();
  const auto level = [&](std::int64_t channel, std::int64_t at) {
    const std::int64_t c = std::min(channel, channels - 1);
    const std::int64_t place = planes ? c * width * height + at : at * channels + c;
    const auto of = static_cast<std::size_t>(c);
    const double value = values[static_cast<std::size_t>(place)];
    const double pixel = (value * how.deviation[of] + how.mean[of]) / how.scale;
    return std::clamp(static_cast<int>(pixel + 0.5), 0, 255);
  };
  const bool bgr = how.channels == Channels::bgr;
  for (std::int64_t at = 0; at < width * height; ++at) {
    const int first = level(0, at), second = level(1, at), third = level(2, at);
    image.setPixel(static_cast<int>(at % width), static_cast<int>(at / width),
                   bgr ? qRgb(third, second, first) : qRgb(first, second, third));
  }
  return image;
}

}  // namespace

void SmallCopy::setWorkspace(Workspace* workspace) {
  if (workspace == workspace_) return;
  if (workspace_) workspace_->disconnect(this);
  workspace_ = workspace;
  if (workspace_) connect(workspace_, &Workspace::frameChanged, this, [this] { update(); });
  emit workspaceChanged();
  update();
}

void SmallCopy::paint(QPainter* painter) {
  const auto frame = workspace_ ? workspace_->frame() : nullptr;
  if (!frame || frame->graph.structure().inputs.empty()) return;
  const QImage image = pixels_of(frame->value(frame->graph.structure().inputs.front().value),
                                 workspace_->document().input->preprocessing);
  if (image.isNull()) return;
  painter->setRenderHint(QPainter::SmoothPixmapTransform, false);
  painter->drawImage(boundingRect(), image);
}

}  // namespace fovea
