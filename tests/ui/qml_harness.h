#pragma once

#include <QQmlEngine>
#include <QQuickItem>
#include <QQuickView>
#include <memory>

#include "ui/window/workspace.h"

namespace fovea::testing {

/// A document of the bank of hand-made kernels on a grey ramp of 64 × 48 pixels.
Document edges_document();

/// A window of 400 × 900 pixels that shows QML text, which may use `workspace` of the root object.
class QmlHarness {
 public:
  /// The text is one root Item; "import QtQuick" and "import Fovea" are put before it.
  explicit QmlHarness(const QByteArray& qml, Workspace* workspace = nullptr);
  ~QmlHarness();

  /// Null where the text has errors; they are printed.
  QQuickItem* root() const { return root_; }
  QQuickWindow* window() { return &window_; }
  /// The item of that objectName anywhere below the root.
  QQuickItem* find(const QString& object_name) const;
  /// Middle of an item in window coordinates, moved by an offset.
  QPoint middle(const QQuickItem* item, QPoint offset = {}) const;

 private:
  QQmlEngine engine_;
  QQuickWindow window_;
  QQuickItem* root_ = nullptr;
};

}  // namespace fovea::testing
