#include <QAccessible>
#include <QTest>

#include "tests/ui/qml_harness.h"

using namespace fovea;
using fovea::testing::edges_document;
using fovea::testing::QmlHarness;

namespace {

constexpr auto k_panels = R"(Item {
  id: root
  required property Workspace workspace
  width: 700; height: 900
  SourcePanel { width: 236; height: 900; workspace: root.workspace }
  InspectorPanel { x: 300; width: 312; height: 900; workspace: root.workspace }
})";

void collect(QQuickItem* item, QList<QQuickItem*>& focusable) {
  if (!item->isVisible()) return;
  if (item->activeFocusOnTab()) focusable << item;
  for (QQuickItem* child : item->childItems()) collect(child, focusable);
}

}  // namespace

class AccessibleTest : public QObject {
  Q_OBJECT
 private slots:
  void everythingThatTakesTheKeyboardHasAName() {
    Workspace workspace(edges_document(), {.threads = 1, .make_vulkan = {}});
    Selection selection;
    selection.value = workspace.document().network.graph.structure().outputs.front();
    selection.unit = 0;
    workspace.select(selection);
    QmlHarness harness(k_panels, &workspace);
    QVERIFY(harness.root());
    QList<QQuickItem*> focusable;
    collect(harness.root(), focusable);
    QVERIFY2(focusable.size() > 15, qPrintable(QString::number(focusable.size())));
    for (QQuickItem* item : focusable) {
      const QAccessibleInterface* interface = QAccessible::queryAccessibleInterface(item);
      QVERIFY2(interface, item->metaObject()->className());
      QVERIFY2(!interface->text(QAccessible::Name).isEmpty(), item->metaObject()->className());
    }
  }

  void theTabKeyReachesEveryControlOnce() {
    Workspace workspace(edges_document(), {.threads = 1, .make_vulkan = {}});
    QmlHarness harness(k_panels, &workspace);
    QList<QQuickItem*> focusable, reached;
    collect(harness.root(), focusable);
    for (qsizetype i = 0; i < focusable.size(); ++i) {
      QTest::keyClick(harness.window(), Qt::Key_Tab);
      QQuickItem* now = harness.window()->activeFocusItem();
      QVERIFY(now && !reached.contains(now));
      reached << now;
    }
  }
};

QTEST_MAIN(AccessibleTest)
#include "accessible_test.moc"
