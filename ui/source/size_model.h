#pragma once

#include <QPointer>
#include <QVariantList>

#include "core/document/input_size.h"
#include "ui/window/workspace.h"

namespace fovea {

/// The size of the network's input: the squares and the picture's own to choose from, and width and
/// height as numbers where the network leaves them free. What it cannot run at is refused with the
/// reason, the size as it was.
class SizeModel : public QObject {
  Q_OBJECT
  QML_ELEMENT
  Q_PROPERTY(fovea::Workspace* workspace READ workspace WRITE setWorkspace NOTIFY workspaceChanged
                 REQUIRED)
  /// A list of { text, detail, enabled, reason }, for DropDown; `choice` is -1 for any other size.
  Q_PROPERTY(QVariantList choices READ choices NOTIFY changed)
  Q_PROPERTY(int choice READ choice NOTIFY changed)
  Q_PROPERTY(QString text READ text NOTIFY changed)
  Q_PROPERTY(int width READ width WRITE setWidth NOTIFY changed)
  Q_PROPERTY(int height READ height WRITE setHeight NOTIFY changed)
  Q_PROPERTY(bool widthFree READ isWidthFree NOTIFY changed)
  Q_PROPERTY(bool heightFree READ isHeightFree NOTIFY changed)
  /// What the sliders reach: the least square that is offered to the picture's own size.
  Q_PROPERTY(int least READ least NOTIFY changed)
  Q_PROPERTY(int mostWidth READ mostWidth NOTIFY changed)
  Q_PROPERTY(int mostHeight READ mostHeight NOTIFY changed)
  /// The size at which the network opens.
  Q_PROPERTY(int startWidth READ startWidth NOTIFY changed)
  Q_PROPERTY(int startHeight READ startHeight NOTIFY changed)

 public:
  using QObject::QObject;

  Workspace* workspace() const { return workspace_; }
  void setWorkspace(Workspace* workspace);

  QVariantList choices() const;
  int choice() const;
  QString text() const;
  int width() const;
  void setWidth(int width) { set(width, height()); }
  int height() const;
  void setHeight(int height) { set(width(), height); }
  bool isWidthFree() const { return declared_.width < 0; }
  bool isHeightFree() const { return declared_.height < 0; }
  int least() const;
  int mostWidth() const;
  int mostHeight() const;
  int startWidth() const { return static_cast<int>(start_.first); }
  int startHeight() const { return static_cast<int>(start_.second); }

 public slots:
  void choose(int index);
  /// Sizes that follow each other are one step of the history until `finish`.
  void set(int width, int height);
  void finish();

 signals:
  void workspaceChanged();
  void changed();

 private:
  void documentMoved();

  QPointer<Workspace> workspace_;
  std::shared_ptr<const NetworkOrigin> network_;  // what the rest is of
  std::pair<int, int> picture_;
  PictureInput declared_;
  std::pair<std::int64_t, std::int64_t> start_;
  std::vector<std::pair<std::int64_t, std::int64_t>> sizes_;
};

}  // namespace fovea
