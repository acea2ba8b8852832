#include <QAccessible>
#include <QTest>

#include "core/kernel/turns.h"
#include "core/ops/conv/presets.h"
#include "tests/core/kernel/kernels.h"
#include "tests/ui/qml_harness.h"
#include "ui/commands/command_list.h"
#include "ui/kernel/understand/response_picture.h"
#include "ui/kernel/understand/separation_model.h"

using namespace fovea;
using namespace fovea::testing;

namespace {

constexpr auto k_lens = R"(Item {
  id: root
  required property Workspace workspace
  property alias bench: kernelBench
  property alias commands: list
  width: 1200; height: 900
  KernelBench { id: kernelBench; workspace: root.workspace; onPicture: true }
  CommandList { id: list; TransformCommands { bench: kernelBench } }
  UnderstandPage { id: page; objectName: "page"; width: 860; height: 900; bench: kernelBench }
  TransformSection { x: 880; width: 284; bench: kernelBench }
})";

struct Page {
  Workspace workspace{edges_document(), {.threads = 1, .make_vulkan = {}}};
  QmlHarness harness{k_lens, &workspace};
  KernelBench* bench = nullptr;

  Page() {
    harness.window()->resize(1200, 900);
    bench = harness.root()->property("bench").value<KernelBench*>();
    QTest::qWait(50);  // the page lays itself out
  }
  QQuickItem* button(const QString& text) const {
    for (QQuickItem* item : harness.root()->findChildren<QQuickItem*>())
      if (item->property("text").toString() == text && item->inherits("QQuickAbstractButton"))
        return item;
    return nullptr;
  }
  bool waitUntilKnown() const {
    const auto* analysis = harness.root()->findChild<KernelAnalysis*>();
    return QTest::qWaitFor([&] {
      return analysis->findings() &&
             largest_difference(analysis->findings()->kernel, bench->shown()) == 0;
    });
  }
};

void collect(QQuickItem* item, QList<QQuickItem*>& focusable) {
  if (!item->isVisible()) return;
  if (item->activeFocusOnTab()) focusable << item;
  for (QQuickItem* child : item->childItems()) collect(child, focusable);
}

}  // namespace

class UnderstandPageTest : public QObject {
  Q_OBJECT

 private slots:
  void theKernelIsExplainedAsSoonAsThePageOpens() {
    Page page;
    QVERIFY(page.bench);
    QVERIFY(page.waitUntilKnown());
    QStringList texts;
    for (const QQuickItem* item : page.harness.root()->findChildren<QQuickItem*>())
      texts << item->property("text").toString();
    for (const char* words : {"flat ground is answered with 0", "one every 4.0 pixels", "Rank 1:"})
      QVERIFY2(texts.filter(words).size() > 0, words);
  }

  void everythingThatTakesTheKeyboardHasAName() {
    Page page;
    QVERIFY(page.waitUntilKnown());
    QList<QQuickItem*> focusable;
    collect(page.harness.root(), focusable);
    QVERIFY2(focusable.size() > 20, qPrintable(QString::number(focusable.size())));
    for (QQuickItem* item : focusable) {
      const QAccessibleInterface* interface = QAccessible::queryAccessibleInterface(item);
      QVERIFY2(interface, item->metaObject()->className());
      QVERIFY2(!interface->text(QAccessible::Name).isEmpty(), item->metaObject()->className());
    }
  }

  void aButtonIsShownUnderThePointerAndDoneWithAClick() {
    Page page;
    const Tensor before = page.bench->kernel();
    const Tensor turned = turned_by_quarter(before);
    QQuickItem* pill = page.button("Turn right");
    QVERIFY(pill);
    QTest::mouseMove(page.harness.window(), page.harness.middle(pill));
    QTRY_COMPARE(largest_difference(page.bench->shown(), turned), 0.0);
    QCOMPARE(largest_difference(page.bench->kernel(), before), 0.0);
    QTest::mouseMove(page.harness.window(), QPoint(5, 890));
    QTRY_VERIFY(!page.bench->isPreviewing());
    QTest::mouseClick(page.harness.window(), Qt::LeftButton, {}, page.harness.middle(pill));
    QTRY_COMPARE(largest_difference(page.bench->kernel(), turned), 0.0);
    QCOMPARE(page.bench->name(), QString("Sobel x, changed"));
    page.workspace.undo();
    QCOMPARE(largest_difference(page.bench->shown(), before), 0.0);
    QCOMPARE(page.bench->name(), QString("Sobel x"));
  }

  void draggingOnTheResponseTurnsTheCut() {
    Page page;
    QVERIFY(page.waitUntilKnown());
    auto* picture = page.harness.root()->findChild<ResponsePicture*>();
    QVERIFY(picture && picture->isVisible());
    const QPoint middle = page.harness.middle(picture);
    QTest::mousePress(page.harness.window(), Qt::LeftButton, {}, middle + QPoint(40, 0));
    QTest::mouseMove(page.harness.window(), middle + QPoint(50, -50));
    QTest::mouseRelease(page.harness.window(), Qt::LeftButton, {}, middle + QPoint(50, -50));
    QCOMPARE(picture->cut()->angle(), 45.0);
    QVERIFY(picture->hasActiveFocus());
    QTest::keyClick(page.harness.window(), Qt::Key_Left);
    QCOMPARE(picture->cut()->angle(), 50.0);
    QVERIFY(picture->pointed().contains("times"));
  }

  void everyFrequencyIsAsManyPixelsWide() {
    for (const qreal ratio : {1.0, 1.5, 2.0}) {
      const qreal side = ResponsePicture::sideWithin(264, ratio);
      QVERIFY(side <= 264);
      const qreal pixels = side * ratio / KernelFindings::k_frequencies;
      QCOMPARE(pixels, std::round(pixels));
    }
  }

  void commandsTransformTheKernel() {
    Page page;
    auto* commands = page.harness.root()->property("commands").value<CommandList*>();
    QVERIFY(commands);
    const Tensor before = page.bench->kernel();
    commands->setFilter("transform transpose");
    QVERIFY(commands->run(0));
    QCOMPARE(largest_difference(page.bench->kernel(), transposed(before)), 0.0);
  }
};

QTEST_MAIN(UnderstandPageTest)
#include "understand_page_test.moc"
