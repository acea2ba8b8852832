#pragma once

#include <QAccessible>
#include <QTest>

#include "core/onnx/bundled.h"
#include "tests/ui/qml_harness.h"

namespace fovea::testing {

constexpr auto k_panel = R"(Item {
  id: root
  required property Workspace workspace
  width: 400; height: 900
  SourcePanel { objectName: "source"; width: 236; height: 900; workspace: root.workspace }
})";

inline Document digits_document() {
  Document edges = edges_document();
  return make_document(make_origin(bundled_network("lenet5-digits"), "lenet5-digits"),
                       edges.input->picture);
}

/// The source panel on a workspace.
struct SourceBench {
  Workspace workspace;
  QmlHarness harness{k_panel, &workspace};
  explicit SourceBench(Document document)
      : workspace(std::move(document), {.threads = 1, .make_vulkan = {}}) {
    QTest::qWait(50);
  }
  template <typename T>
  T* get() const {
    return harness.root()->findChild<T*>();
  }
  /// What has that accessible name: a number's box, its slider.
  QQuickItem* number(const QString& name) const { return named(name, "shownText"); }
  QQuickItem* slider(const QString& name) const { return named(name, "visualPosition"); }
  QQuickItem* named(const QString& name, const char* property) const {
    for (auto* item : harness.root()->findChildren<QQuickItem*>()) {
      const QAccessibleInterface* it = QAccessible::queryAccessibleInterface(item);
      if (item->isVisible() && item->property(property).isValid() && it &&
          it->text(QAccessible::Name) == name)
        return item;
    }
    return nullptr;
  }
  const Input& input() const { return *workspace.document().input; }
};

}  // namespace fovea::testing
