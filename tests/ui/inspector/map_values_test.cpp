#include "ui/inspector/map_values.h"

#include <QTest>
#include <cmath>

#include "tests/ui/qml_harness.h"

using namespace fovea;
using fovea::testing::edges_document;
using fovea::testing::QmlHarness;

namespace {

constexpr auto k_panel = R"(Item {
  id: root
  required property Workspace workspace
  width: 400; height: 900
  InspectorPanel { width: 312; height: 900; workspace: root.workspace }
})";

/// The identity and another kernel of the edge bank.
constexpr std::int64_t k_identity = 15, k_other = 2;

Selection unit(const Workspace& workspace, std::int64_t index) {
  Selection selection;
  selection.value = workspace.document().network.graph.structure().outputs.front();
  selection.unit = index;
  return selection;
}

/// The visible label that says `part`.
bool says(const QQuickItem* item, const QString& part) {
  if (!item->isVisible()) return false;
  if (item->property("text").toString().contains(part)) return true;
  return std::ranges::any_of(item->childItems(), [&](auto* child) { return says(child, part); });
}

}  // namespace

class MapValuesTest : public QObject {
  Q_OBJECT
 private slots:
  void theyAreOfTheSelectedMap() {
    Workspace workspace(edges_document(), {.threads = 1, .make_vulkan = {}});
    MapValues values;
    values.setWorkspace(&workspace);
    QTRY_VERIFY(workspace.isCurrent());
    QVERIFY(!values.isKnown());
    workspace.select(unit(workspace, k_identity));
    QTRY_VERIFY(values.hasValues());
    QVERIFY(values.isOfUnit());
    QVERIFY(values.most() > 0.8);  // the middle square of the ramp ends at 220 of 255
    workspace.apply(set_muted(workspace.document(), {0, k_identity}, true));
    QTRY_VERIFY(values.isFlat());
    QVERIFY(!values.isDead());  // nothing is wrong with it: a person muted it
  }

  void anotherMapsNumbersAreNeverShown() {
    Workspace workspace(edges_document(), {.threads = 1, .make_vulkan = {}});
    MapValues values;
    values.setWorkspace(&workspace);
    workspace.select(unit(workspace, k_identity));
    QTRY_VERIFY(values.hasValues());
    const qreal mean = values.mean();
    workspace.select(unit(workspace, k_other));
    QVERIFY(!values.isKnown());
    QTRY_VERIFY(values.hasValues());
    QVERIFY(values.mean() != mean);
    workspace.select({});
    QVERIFY(!values.isKnown());
    QTest::qWait(20);
    QVERIFY(!values.isKnown() && !values.isStale());
  }

  void theNewestNumbersStay() {
    Workspace workspace(edges_document(), {.threads = 1, .make_vulkan = {}});
    MapValues values;
    values.setWorkspace(&workspace);
    workspace.select(unit(workspace, k_identity));
    for (int step = 1; step <= 20; ++step) {
      workspace.apply(set_kernel_cell(workspace.document(), {{0, k_identity}, 0}, 12,
                                      static_cast<float>(step)));
      QTest::qWait(step % 4);
    }
    QTRY_VERIFY(workspace.isCurrent());
    const auto map =
        unit_values(workspace.frame()->value(unit(workspace, k_identity).value), k_identity);
    QTRY_COMPARE(values.most(), qreal(std::ranges::max(map)));
    QTRY_VERIFY(!values.isStale());
  }

  void aMapWithoutOneNumberSaysSo() {
    Workspace workspace(edges_document(), {.threads = 1, .make_vulkan = {}});
    QmlHarness harness(k_panel, &workspace);
    auto* values = harness.root()->findChild<MapValues*>();
    workspace.select(unit(workspace, k_identity));
    QTRY_VERIFY(values->hasValues());
    QVERIFY(says(harness.root(), "mean ") && !says(harness.root(), "not finite"));
    workspace.apply(set_kernel_cell(workspace.document(), {{0, k_identity}, 0}, 12, std::nanf("")));
    QTRY_VERIFY(values->isKnown() && !values->hasValues());
    QVERIFY(says(harness.root(), "not finite"));
    QVERIFY(!says(harness.root(), "mean ") && !says(harness.root(), "every value is 0"));
  }
};

QTEST_MAIN(MapValuesTest)
#include "map_values_test.moc"
