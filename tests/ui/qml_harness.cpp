#include "tests/ui/qml_harness.h"

#include <QQmlComponent>
#include <QTest>

#include "core/onnx/bundled.h"

namespace fovea::testing {

Document edges_document() {
  constexpr std::int64_t k_width = 64, k_height = 48;
  Tensor pixels(Shape{k_height, k_width, 1}, ElementType::uint8);
  const auto bytes = pixels.mutable_values<std::uint8_t>();
  for (std::size_t i = 0; i < bytes.size(); ++i)
    bytes[i] = static_cast<std::uint8_t>(4 * (i % k_width));
  auto picture = std::make_shared<const Picture>(
      Picture{.pixels = std::move(pixels), .name = "ramp", .warning = {}});
  return make_document(make_origin(edges_network(), "edges"), std::move(picture));
}

QmlHarness::QmlHarness(const QByteArray& qml, Workspace* workspace) {
  engine_.addImportPath(QStringLiteral("qrc:/"));
  QQmlComponent component(&engine_);
  component.setData("import QtQuick\nimport Fovea\n" + qml, QUrl());
  QVariantMap properties;
  if (workspace) properties.insert(QStringLiteral("workspace"), QVariant::fromValue(workspace));
  root_ = qobject_cast<QQuickItem*>(component.createWithInitialProperties(properties));
  if (!root_) {
    qWarning("%s", qPrintable(component.errorString()));
    return;
  }
  root_->setParentItem(window_.contentItem());
  window_.resize(400, 900);
  window_.show();
  window_.requestActivate();
  if (!QTest::qWaitForWindowActive(&window_)) qWarning("the window did not become active");
}

QmlHarness::~QmlHarness() { delete root_; }

QQuickItem* QmlHarness::find(const QString& object_name) const {
  return root_ ? root_->findChild<QQuickItem*>(object_name) : nullptr;
}

QPoint QmlHarness::middle(const QQuickItem* item, QPoint offset) const {
  return item->mapToScene(QPointF(item->width() / 2, item->height() / 2)).toPoint() + offset;
}

}  // namespace fovea::testing
