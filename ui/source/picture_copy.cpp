// The input picture on its way to the clipboard: its own pixels, and the levels of its channels.

#include "core/media/picture_image.h"
#include "ui/source/picture_view.h"

namespace fovea {
namespace {

/// Grey as it is; red, green and blue under each other, a number each.
CopiedTable levels_of(const Picture& picture) {
  CopiedTable table;
  for (int channel = 0; channel < picture.channels(); ++channel) {
    for (int y = 0; y < picture.height(); ++y) {
      QStringList cells;
      for (int x = 0; x < picture.width(); ++x) cells << QString::number(picture.at(x, y)[channel]);
      table.rows.push_back(std::move(cells));
    }
  }
  return table;
}

}  // namespace

Copied PictureView::copied(std::optional<QPointF>) const {
  if (!workspace_) return {};
  const std::shared_ptr<const Picture> picture = workspace_->document().input->picture;
  const QString name = QString::fromStdString(picture->name);
  return {.name = name.isEmpty() ? tr("input picture") : name,
          .picture = [picture] { return to_image(*picture); },
          .table = [picture] { return levels_of(*picture); },
          .is_map = false};
}

}  // namespace fovea
