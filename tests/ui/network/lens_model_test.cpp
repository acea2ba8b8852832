#include "ui/network/lens_model.h"

#include <QTest>
#include <algorithm>

#include "core/onnx/bundled.h"
#include "ui/network/answer_model.h"
#include "ui/network/lens_atlas.h"

using namespace fovea;

namespace {

/// A white picture of 32 × 32.
std::shared_ptr<const Picture> white() {
  return std::make_shared<const Picture>(
      Picture{.pixels = Tensor::filled<std::uint8_t>(Shape{32, 32, 3}, 255),
              .name = "white",
              .warning = {}});
}

Document bundled_document(const char* name) {
  return make_document(make_origin(bundled_network(name), name), white());
}

/// A network whose answer is the picture's mean and its negative.
Document plus_and_minus() {
  GraphBuilder builder;
  builder.add_input("x", {1, 1, 8, 8});
  builder.add_weight("w", Tensor::of<float>(Shape{2, 1, 1, 1}, {1, -3}));
  builder.add_node("Conv", "conv", {}, {"x", "w"}, {"y"});
  builder.add_node("GlobalAveragePool", "mean", {}, {"y"}, {"m"});
  builder.add_node("Flatten", "flat", {}, {"m"}, {"f"});
  builder.add_output("f");
  Model model;
  model.graph = builder.build();
  return make_document(make_origin(std::move(model), "plus and minus"), white());
}

struct Bench {
  Workspace workspace;
  LensModel lens;
  explicit Bench(Document document)
      : workspace(std::move(document), {.threads = 1, .make_vulkan = {}}) {
    lens.setRoom({740, 640});
    lens.setWorkspace(&workspace);
  }
  QPointF seen(int column, std::int64_t unit) const {
    return lens.layout().map_rect(column, unit).center() - lens.scroll();
  }
  AtlasJob job(ScaleScope scope = ScaleScope::shared) const {
    const Document& document = workspace.document();
    return lens_atlas({.layout = lens.layout(),
                       .columns = {0, static_cast<int>(lens.layout().columns.size())},
                       .room = {20000, 640},
                       .scroll = {},
                       .scope = scope,
                       .frame_color = {},
                       .text_color = {},
                       .unit_names = {},
                       .muted = document.network.muted,
                       .picture_ranges = picture_ranges(document.input->preprocessing),
                       .picture = lens.layout().columns.front().value},
                      workspace.frame());
  }
};

}  // namespace

class LensModelTest : public QObject {
  Q_OBJECT
 private slots:
  void zoomingKeepsWhatIsUnderThePointer() {
    Bench bench(bundled_document("natural10"));
    const QPointF pointer = bench.seen(3, 5);
    bench.lens.hoverAt(pointer);
    for (int step = 0; step < 6; ++step) {
      bench.lens.zoomAbout(1.25);
      const auto hit = bench.lens.layout().hit(pointer + bench.lens.scroll());
      QVERIFY(hit.has_value());
      QCOMPARE(hit->column, 3);
      QCOMPARE(hit->unit, std::int64_t{5});
    }
  }

  void withoutAPointerZoomingKeepsTheSelection() {
    Bench bench(bundled_document("natural10"));
    Selection selection;
    selection.value = bench.lens.layout().columns[6].value;
    selection.unit = 2;
    bench.workspace.select(selection);
    for (int step = 0; step < 5; ++step) bench.lens.zoomAbout(1.25);
    QVERIFY(QRectF(0, 0, 740, 640).contains(bench.seen(6, 2)));
  }

  void whatIsHoveredIsWhatIsUnderThePointerAfterScrolling() {
    Bench bench(bundled_document("natural10"));
    const QPointF pointer = bench.seen(2, 4);
    bench.lens.hoverAt(pointer);
    QCOMPARE(bench.workspace.hover()->value, bench.lens.layout().columns[2].value);
    for (const double step : {31.0, 97.0, 222.0}) {
      bench.lens.scrollBy(step, 0);
      const auto hit = bench.lens.layout().hit(pointer + bench.lens.scroll());
      QCOMPARE(bench.workspace.hover().has_value(), hit.has_value());
      if (!hit) continue;
      const auto column = static_cast<std::size_t>(hit->column);
      QCOMPARE(bench.workspace.hover()->value, bench.lens.layout().columns[column].value);
      QCOMPARE(bench.workspace.hover()->column, hit->column_in_map);
    }
    bench.lens.leave();
    bench.lens.scrollBy(-100, 0);
    QVERIFY(!bench.workspace.hover().has_value());
  }

  void theOverviewIsSmallerThanTheStartAndTheStartComesBack() {
    Bench bench(bundled_document("natural10"));
    const double start = bench.lens.layout().map_size;
    bench.lens.zoomOut();
    QVERIFY(bench.lens.isOverview());
    QVERIFY(bench.lens.layout().map_size < start);
    bench.lens.zoomToFit();
    QVERIFY(bench.lens.isAtStart());
    QCOMPARE(bench.lens.layout().map_size, start);
  }

  void theWeightUnderThePointerIsTold() {
    Bench bench(bundled_document("natural10"));
    QTRY_VERIFY(bench.workspace.isCurrent());
    bench.lens.hoverAt(bench.lens.layout().kernel_rect(1, 0, 2).topLeft() + QPointF(1, 1));
    const QString text = bench.workspace.hoverText();
    QVERIFY2(text.contains("kernel 0, input map 2, cell (0, 0) = "), qPrintable(text));
    QVERIFY2(bench.workspace.hoverField().startsWith("multiplies "),
             qPrintable(bench.workspace.hoverField()));
    bench.lens.hoverAt(bench.seen(1, 0));
    QVERIFY(bench.workspace.hoverText().contains("unit 0 ▸ ("));
    bench.lens.leave();
    QVERIFY(bench.workspace.hoverText().isEmpty());
  }

  void forAPinnedPositionTheOneValueIsToldThatAWeightMultiplies() {
    Bench bench(bundled_document("natural10"));
    QTRY_VERIFY(bench.workspace.isCurrent());
    Selection selection;
    selection.value = bench.lens.layout().columns[1].value;
    selection.unit = 0;
    selection.pinned = {9, 4};
    bench.workspace.select(selection);
    const QRectF kernel = bench.lens.layout().kernel_rect(1, 5, 1);
    const double cell = bench.lens.layout().columns[1].kernel_cell;
    bench.lens.hoverAt(kernel.center());
    const QString middle = bench.workspace.hoverField();
    QVERIFY2(middle.startsWith("times ") && middle.endsWith("at (9, 4)"), qPrintable(middle));
    bench.lens.hoverAt(kernel.center() + QPointF(cell, -cell));
    QVERIFY2(bench.workspace.hoverField().endsWith("at (8, 5)"),
             qPrintable(bench.workspace.hoverField()));
    selection.pinned = {0, 0};
    bench.workspace.select(selection);
    bench.lens.hoverAt(kernel.topLeft() + QPointF(1, 1));
    QVERIFY2(bench.workspace.hoverField().contains("padding"),
             qPrintable(bench.workspace.hoverField()));
  }

  void aHeaderNamesItsKindInWords() {
    Bench bench(bundled_document("natural10"));
    const QAbstractItemModel& columns = *bench.lens.columns();
    const auto names = columns.roleNames();
    const int words = names.key("kindWords"), kind = names.key("kind");
    QCOMPARE(columns.index(1, 0).data(words).toString(), QString("convolution"));
    for (int row = 0; row < columns.rowCount(); ++row)
      QVERIFY(columns.index(row, 0).data(words).toString() != "other" &&
              !columns.index(row, 0).data(kind).toString().isEmpty());
  }

  void aWhitePixelIsWhiteInEveryChannel() {
    Bench bench(bundled_document("natural10"));
    QTRY_VERIFY(bench.workspace.isCurrent());
    AtlasJob job = bench.job();
    job.size = {60, 640};
    RangeCache cache;
    const Atlas atlas = compose(job, cache);
    for (std::int64_t channel = 0; channel < 3; ++channel) {
      const QPoint middle = bench.lens.layout().map_rect(0, channel).center().toPoint();
      QCOMPARE(atlas.image.pixelColor(middle), QColor(Qt::white));
    }
  }

  void aSoftmaxIsShownFromZeroToOne() {
    Bench bench(bundled_document("natural10"));
    QTRY_VERIFY(bench.workspace.isCurrent());
    for (const ScaleScope scope : {ScaleScope::shared, ScaleScope::all, ScaleScope::unit}) {
      const AtlasJob job = bench.job(scope);
      const auto softmax = std::ranges::find(job.scales, Palette::sequential, &AtlasScale::palette);
      QVERIFY(softmax != job.scales.end());
      QVERIFY((softmax->fixed == ValueRange{0, 1}));
      QVERIFY(!softmax->per_unit);
    }
  }

  void aMutedUnitIsCalledSoAlsoAfterItsActivation() {
    Bench bench(bundled_document("natural10"));
    Document document = bench.workspace.document();
    const NodeId conv = bench.lens.layout().columns[1].node;
    document.network.muted = {{conv, 3}};
    Bench muted(document);
    QTRY_VERIFY(muted.workspace.isCurrent());
    const AtlasJob job = muted.job();
    for (const AtlasTile& tile : job.tiles) {
      const bool expected = tile.place == muted.lens.layout().map_rect(1, 3) ||
                            tile.place == muted.lens.layout().map_rect(2, 3);
      QCOMPARE(tile.muted, expected);
    }
  }

  void barsOfNegativeAnswersReachToTheOtherSideOfZero() {
    Workspace workspace(plus_and_minus(), {.threads = 1, .make_vulkan = {}});
    AnswerModel answer;
    answer.setWorkspace(&workspace);
    QTRY_COMPARE(answer.rowCount(), 2);
    QTRY_VERIFY(answer.data(answer.index(1), AnswerModel::Score).toString().startsWith(u'−'));
    const double zero = answer.data(answer.index(0), AnswerModel::Zero).toDouble();
    QVERIFY(std::abs(zero - 0.75) < 1e-5);
    QVERIFY(answer.data(answer.index(0), AnswerModel::Fraction).toDouble() > zero);
    QVERIFY(answer.data(answer.index(1), AnswerModel::Fraction).toDouble() < zero);
  }
};

QTEST_MAIN(LensModelTest)
#include "lens_model_test.moc"
