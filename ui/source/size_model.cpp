#include "ui/source/size_model.h"

#include <algorithm>

namespace fovea {
namespace {

QString sized(std::int64_t width, std::int64_t height) {
  return QStringLiteral("%1 × %2").arg(width).arg(height);
}

std::pair<int, int> size_of(const Picture& picture) { return {picture.width(), picture.height()}; }

}  // namespace

void SizeModel::setWorkspace(Workspace* workspace) {
  if (workspace == workspace_) return;
  if (workspace_) workspace_->disconnect(this);
  workspace_ = workspace;
  if (workspace_) connect(workspace_, &Workspace::documentChanged, this, &SizeModel::documentMoved);
  emit workspaceChanged();
  documentMoved();
}

void SizeModel::documentMoved() {
  if (!workspace_) return;
  const Document& document = workspace_->document();
  const Preprocessing& how = document.input->preprocessing;
  const auto picture = size_of(*document.input->picture);
  // Trying which sizes run costs too much for every cell that is dragged.
  if (network_ != document.network.origin || picture_ != picture) {
    network_ = document.network.origin;
    picture_ = picture;
    declared_ = picture_input(document.network.graph, how.layout);
    start_ = start_size(document.network.graph, how);
    sizes_ = size_choices(document);
  }
  emit changed();
}

QVariantList SizeModel::choices() const {
  QVariantList rows;
  for (const auto& [width, height] : sizes_) {
    const bool own = width == picture_.first && height == picture_.second;
    rows << QVariantMap{{QStringLiteral("text"), sized(width, height)},
                        {QStringLiteral("detail"), own ? tr("the picture's own") : QString{}}};
  }
  if (sizes_.size() == 1)
    rows << QVariantMap{
        {QStringLiteral("text"), tr("No other size")},
        {QStringLiteral("enabled"), false},
        {QStringLiteral("reason"), tr("This network's shapes allow one input size only.")}};
  return rows;
}

int SizeModel::choice() const {
  const auto found =
      std::ranges::find(sizes_, std::pair<std::int64_t, std::int64_t>(width(), height()));
  return found == sizes_.end() ? -1 : static_cast<int>(found - sizes_.begin());
}

QString SizeModel::text() const { return sized(width(), height()); }

int SizeModel::width() const {
  return workspace_ ? static_cast<int>(workspace_->document().input->width) : 0;
}

int SizeModel::height() const {
  return workspace_ ? static_cast<int>(workspace_->document().input->height) : 0;
}

int SizeModel::least() const {
  return sizes_.empty() ? 1 : static_cast<int>(std::min(sizes_[0].first, sizes_[0].second));
}

int SizeModel::mostWidth() const { return std::max(picture_.first, startWidth()); }

int SizeModel::mostHeight() const { return std::max(picture_.second, startHeight()); }

void SizeModel::choose(int index) {
  if (index < 0 || static_cast<std::size_t>(index) >= sizes_.size()) return;
  const auto [width, height] = sizes_[static_cast<std::size_t>(index)];
  finish();
  set(static_cast<int>(width), static_cast<int>(height));
  finish();
}

void SizeModel::set(int width, int height) {
  if (!workspace_ || (width == this->width() && height == this->height())) return;
  if (width > std::max(mostWidth(), this->width()) ||
      height > std::max(mostHeight(), this->height())) {
    workspace_->fail(tr("The input can have %1 pixels at most: the picture has no more.")
                         .arg(sized(mostWidth(), mostHeight())));
    return;
  }
  workspace_->attempt([&](const Document& document) {
    Edit edit = set_input_size(document, width, height);
    edit.gesture = "set the input size";
    return edit;
  });
}

void SizeModel::finish() {
  if (workspace_) workspace_->endGesture();
}

}  // namespace fovea
