#include <QAccessible>
#include <QtTest>
#include <numeric>

#include "core/explain/operators/counts.h"
#include "core/ops/conv/presets.h"
#include "tests/ui/qml_harness.h"
#include "ui/kernel/operators/matrix_picture.h"
#include "ui/kernel/operators/operator_column.h"

using namespace fovea;
using namespace fovea::testing;

namespace {

constexpr auto k_page = R"(Item {
  id: root
  required property Workspace workspace
  width: 900; height: 900
  KernelBench { id: kernelBench; workspace: root.workspace }
  OperatorsPage { objectName: "page"; width: 900; height: 900; bench: kernelBench; workspace: root.workspace }
})";

constexpr int k_stride = 2, k_padding = 3, k_kernel = 1, k_groups = 5;

/// All items below `root`, whoever owns them: a Repeater's have no parent object.
std::vector<QQuickItem*> items_below(QQuickItem* root) {
  std::vector<QQuickItem*> all;
  for (QQuickItem* child : root->childItems()) {
    all.push_back(child);
    std::ranges::copy(items_below(child), std::back_inserter(all));
  }
  return all;
}

struct Page {
  Workspace workspace{edges_document(), {.threads = 1, .make_vulkan = {}}};
  QmlHarness harness{k_page, &workspace};
  KernelBench* bench = harness.root()->findChild<KernelBench*>();
  OperatorInput* input = harness.root()->findChild<OperatorInput*>();

  Page() { harness.window()->resize(900, 900); }
  std::vector<OperatorColumn*> columns() const {
    std::vector<OperatorColumn*> all;
    for (QQuickItem* view : items_below(harness.root()))
      if (auto* column = qvariant_cast<OperatorColumn*>(view->property("column")))
        if (!std::ranges::count(all, column)) all.push_back(column);
    return all;
  }
  OperatorColumn* of(explain::OperatorKind kind) const {
    for (OperatorColumn* column : columns())
      if (column->kind() == static_cast<int>(kind)) return column;
    return nullptr;
  }
  QQuickItem* named(const QString& name) const {
    for (QQuickItem* item : items_below(harness.root())) {
      const QAccessibleInterface* it = QAccessible::queryAccessibleInterface(item);
      if (item->isVisible() && it && it->text(QAccessible::Name) == name) return item;
    }
    return nullptr;
  }
  bool settled() const {
    const auto all = columns();
    return !all.empty() && std::ranges::all_of(all, [](const OperatorColumn* column) {
      return column->isCurrent() && column->outputMaps() > 0;
    });
  }
};

QVariantMap setting(const OperatorColumn* column, int index) {
  return column->settings()[index].toMap();
}

std::vector<float> values(const Tensor& tensor) {
  return {tensor.floats().begin(), tensor.floats().end()};
}

}  // namespace

class OperatorsPageTest : public QObject {
  Q_OBJECT

 private slots:
  void fourOperatorsShowTheSamePicture() {
    Page page;
    QTRY_VERIFY(page.settled());
    QCOMPARE(page.columns().size(), std::size_t{4});
    QCOMPARE(page.input->full().shape(), (Shape{3, 48, 64}));
    for (const OperatorColumn* column : page.columns()) {
      const explain::OperatorSettings& settings = column->result().job.settings;
      QCOMPARE(settings.channels, std::int64_t{3});
      QCOMPARE(column->result().failure, std::string());
    }
    QCOMPARE(page.of(explain::OperatorKind::fully_connected)->result().job.planes.shape(),
             (Shape{3, 18, 24}));
  }

  void whatIsDrawnIsSeenInEveryColumnAtOnce() {
    Page page;
    QTRY_VERIFY(page.settled());
    std::vector<std::vector<float>> before;
    for (const OperatorColumn* column : page.columns())
      before.push_back(values(column->result().output));
    page.bench->preview(kernel_preset("box:3"));
    QTRY_VERIFY(page.settled());
    const auto all = page.columns();
    for (std::size_t i = 0; i < all.size(); ++i)
      QVERIFY(values(all[i]->result().output) != before[i]);
    // Away from the border, the mean of a ramp about a pixel is the pixel.
    const OperatorColumn* convolution = page.of(explain::OperatorKind::convolution);
    const auto mean = convolution->result().output.floats();
    const auto ramp = page.input->full().floats();
    QVERIFY(std::abs(mean[20 * 64 + 30] - ramp[20 * 64 + 30]) < 1e-5f);
    page.bench->endPreview();
    QTRY_VERIFY(page.settled() && values(all[0]->result().output) == before[0]);
  }

  void theEquationsFollowTheSettings() {
    Page page;
    QTRY_VERIFY(page.settled());
    OperatorColumn* column = page.of(explain::OperatorKind::convolution);
    QCOMPARE(column->equations()[1].toMap()["numbers"].toString(), QString("3·3·3·3 + 3 = 84"));
    column->set(k_kernel, 5);
    QCOMPARE(column->equations()[1].toMap()["numbers"].toString(), QString("3·3·5·5 + 3 = 228"));
    QCOMPARE(column->equations()[3].toMap()["result"].toString(), QString("5 × 5 px"));
    // Padding that nobody chose keeps the size; what was chosen stays.
    QCOMPARE(setting(column, k_padding)["value"].toInt(), 2);
    column->set(k_padding, 0);
    column->set(k_kernel, 7);
    QCOMPARE(setting(column, k_padding)["value"].toInt(), 0);
    column->set(k_kernel, 3);
    QTRY_VERIFY(page.settled());
    QCOMPARE(column->result().output.shape(), (Shape{3, 46, 62}));
  }

  void nothingInvalidCanBeReached() {
    Page page;
    QTRY_VERIFY(page.settled());
    for (int kind = 0; kind < std::ssize(explain::operator_kinds()); ++kind) {
      OperatorColumn* column = page.columns().front();
      column->setKind(kind);
      for (int index = 0; index < k_groups; ++index) {
        if (!setting(column, index)["there"].toBool()) continue;
        column->set(index, setting(column, index)["to"].toInt());
        column->set(index, setting(column, index)["from"].toInt());
        column->set(index, 1000);
        column->set(index, -1);
      }
      QTRY_VERIFY(page.settled());
      QCOMPARE(column->result().failure, std::string());
    }
  }

  void groupsThatDoNotDivideTheMapsSayWhy() {
    Page page;
    QTRY_VERIFY(page.settled());
    OperatorColumn* column = page.columns().front();
    column->setKind(static_cast<int>(explain::OperatorKind::grouped));
    page.input->setMaps(OperatorInput::ColourAndGrey);
    QTRY_VERIFY(page.settled() && column->result().job.settings.channels == 4);
    const QVariantMap three = column->groupChoices()[2].toMap();
    QVERIFY(!three["enabled"].toBool());
    QCOMPARE(three["reason"].toString(),
             QString("4 input maps cannot be divided into 3 equal groups."));
    column->set(k_groups, 2);
    QCOMPARE(setting(column, k_groups)["value"].toInt(), 2);
    QVERIFY(column->equations()[1].toMap()["numbers"].toString().contains("(4/2)"));
  }

  void aTransposedConvolutionShowsItsCheckerboard() {
    Page page;
    QTRY_VERIFY(page.settled());
    OperatorColumn* column = page.of(explain::OperatorKind::transposed);
    QCOMPARE(setting(column, k_stride)["value"].toInt(), 2);
    QVERIFY(column->hasOverlap());
    // Sobel's stamps cancel on a flat input; a blur's do not.
    QVERIFY(column->overlapWords().contains("hides the checkerboard"));
    page.bench->setKernel(kernel_preset("box:3"), "box");
    QTRY_VERIFY(page.settled() && column->overlapWords().contains("checkerboard shows"));
    const Tensor overlap = column->overlap().value<Tensor>();
    QCOMPARE(*std::ranges::max_element(overlap.floats()), 4.0f);
    column->set(k_kernel, 4);
    QTRY_VERIFY(page.settled());
    QVERIFY(!column->overlapWords().contains("checkerboard"));
  }

  void pointingAtTheMatrixTellsWhichWeightMeetsWhichInput() {
    Page page;
    QTRY_VERIFY(page.settled());
    MatrixPicture* matrix = nullptr;
    for (QQuickItem* item : items_below(page.harness.root()))
      if (auto* found = qobject_cast<MatrixPicture*>(item)) matrix = found;
    QVERIFY(matrix && matrix->rows() > 0);
    QCOMPARE(matrix->columns(), 144 / 4);
    QVERIFY(matrix->words().isEmpty());
    matrix->forceActiveFocus(Qt::TabFocusReason);
    QTest::keyClick(page.harness.window(), Qt::Key_Right);
    const QString there = matrix->words();
    QVERIFY2(there.startsWith("Output (0, 0)") && there.contains("input (0, 1)"),
             qPrintable(there));
    QTest::keyClick(page.harness.window(), Qt::Key_Left);
    QVERIFY(matrix->words().contains("input (0, 0)"));
  }

  void operatorsAreAddedUpToFourAndRemoved() {
    Page page;
    QTRY_VERIFY(page.settled());
    QQuickItem* add = page.named("Add an operator");
    QVERIFY(add && !add->isEnabled());
    QQuickItem* remove = page.named("Remove this operator");
    QVERIFY(remove);
    QTest::mouseClick(page.harness.window(), Qt::LeftButton, {}, page.harness.middle(remove));
    QTRY_COMPARE(page.columns().size(), std::size_t{3});
    QTRY_VERIFY(add->isEnabled());
    QTest::mouseClick(page.harness.window(), Qt::LeftButton, {}, page.harness.middle(add));
    QTRY_COMPARE(page.columns().size(), std::size_t{4});
    QTRY_VERIFY(page.settled());
  }

  void aFullyConnectedLayerOfChanceIsNoConvolution() {
    Page page;
    QTRY_VERIFY(page.settled());
    OperatorColumn* column = page.of(explain::OperatorKind::fully_connected);
    const auto before = values(column->result().output);
    const QString notes = column->notes();
    QVERIFY2(notes.contains("at 64 × 48 px it would have"), qPrintable(notes));
    column->setChance(true);
    QTRY_VERIFY(page.settled());
    QVERIFY(values(column->result().output) != before);
    QVERIFY(!column->result().toy.chance.empty());
  }
};

QTEST_MAIN(OperatorsPageTest)
#include "operators_page_test.moc"
