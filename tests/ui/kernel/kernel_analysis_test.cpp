#include "ui/kernel/understand/kernel_analysis.h"

#include <QSignalSpy>
#include <QTest>
#include <limits>

#include "core/onnx/bundled.h"
#include "core/ops/conv/presets.h"
#include "tests/core/kernel/kernels.h"
#include "tests/ui/qml_harness.h"
#include "ui/kernel/understand/composition_model.h"
#include "ui/kernel/understand/frequency_cut_model.h"
#include "ui/kernel/understand/separation_model.h"

using namespace fovea;
using namespace fovea::testing;

namespace {

KernelFindings findings_of(const char* preset) { return find_out(kernel_preset(preset)); }

struct Bench {
  explicit Bench(Document document = edges_document())
      : workspace(std::move(document), {.threads = 1, .make_vulkan = {}}) {
    bench.setWorkspace(&workspace);
    bench.setOnPicture(true);
    analysis.setBench(&bench);
  }
  void put(const char* preset) {
    bench.setKernel(kernel_preset(preset), QString::fromLatin1(preset));
  }
  /// Waits until what is shown is what is known.
  bool isKnown() {
    return QTest::qWaitFor([this] {
      return analysis.findings() &&
             largest_difference(analysis.findings()->kernel, bench.shown()) == 0;
    });
  }

  Workspace workspace;
  KernelBench bench;
  KernelAnalysis analysis;
};

/// A network of two convolutions in a row: conv1, relu1, conv2.
Document natural_document() {
  Tensor pixels = Tensor::filled<std::uint8_t>(Shape{32, 32, 3}, 99);
  return make_document(make_origin(bundled_network("natural10"), "natural10"),
                       std::make_shared<const Picture>(
                           Picture{.pixels = std::move(pixels), .name = "grey", .warning = {}}));
}

}  // namespace

class KernelAnalysisTest : public QObject {
  Q_OBJECT

 private slots:
  void followsTheKernelItsPreviewAndUndo() {
    Bench it;
    it.put("gaussian:5");
    QVERIFY(it.isKnown());
    QVERIFY(it.analysis.gainWords().contains("keeps its brightness"));
    it.bench.preview(kernel_preset("laplacian"));
    QVERIFY(it.isKnown());
    QVERIFY(it.analysis.gainWords().contains("cancel out"));
    it.bench.endPreview();
    QVERIFY(it.isKnown());
    QCOMPARE(it.analysis.impulse().rows(), 5);
    it.workspace.undo();
    QVERIFY(it.isKnown());
    QCOMPARE(it.analysis.impulse().rows(), 3);
  }

  void saysWhyNothingIsKnownOfValuesThatAreNoNumbers() {
    Bench it;
    QVERIFY(it.isKnown());
    it.bench.preview(Tensor::filled<float>(Shape{3, 3}, std::numeric_limits<float>::quiet_NaN()));
    QVERIFY(!it.analysis.isKnown());
    QVERIFY(!it.analysis.problem().isEmpty());
    QVERIFY(it.analysis.gains().isEmpty());
    it.bench.endPreview();
    QVERIFY(it.isKnown());
    QVERIFY(it.analysis.problem().isEmpty());
  }

  void aPageThatNobodySeesComputesNothing() {
    Bench it;
    QVERIFY(it.isKnown());
    it.analysis.setActive(false);
    QSignalSpy changes(&it.analysis, &KernelAnalysis::changed);
    it.put("box:5");
    QVERIFY(!changes.wait(100));
    it.analysis.setActive(true);
    QVERIFY(it.isKnown());
  }

  void wordsSayWhatTheNumbersMean_data() {
    QTest::addColumn<QString>("preset");
    QTest::addColumn<QString>("gain");
    QTest::addColumn<QString>("waves");
    QTest::addColumn<QString>("edges");
    QTest::newRow("identity") << "identity"
                              << "keeps its brightness"
                              << "every width pass alike"
                              << "stays as sharp";
    QTest::newRow("box") << "box:3"
                         << "keeps its brightness"
                         << "a blur"
                         << "ramp of 3 pixels";
    QTest::newRow("sharpen") << "sharpen"
                             << "keeps its brightness"
                             << "some waves more strongly"
                             << "fringe";
    QTest::newRow("sobel-x") << "sobel-x"
                             << "cancel out"
                             << "one every 4.0 pixels, running sideways"
                             << "at an edge it answers";
    QTest::newRow("emboss") << "emboss"
                            << "keeps its brightness"
                            << "some waves more strongly"
                            << "more strongly than flat ground";
    QTest::newRow("sobel-y") << "sobel-y"
                             << "cancel out"
                             << "one every 4.0 pixels, running up and down"
                             << "at an edge it answers";
  }
  void wordsSayWhatTheNumbersMean() {
    QFETCH(const QString, preset);
    QFETCH(const QString, gain);
    QFETCH(const QString, waves);
    QFETCH(const QString, edges);
    const KernelFindings findings = findings_of(preset.toLatin1());
    QVERIFY2(gain_sentence(findings).contains(gain), qPrintable(gain_sentence(findings)));
    QVERIFY2(wave_sentence(findings).contains(waves), qPrintable(wave_sentence(findings)));
    QVERIFY2(edge_sentence(findings).contains(edges), qPrintable(edge_sentence(findings)));
  }

  void ranksAreCountedInProducts() {
    QVERIFY(rank_sentence(findings_of("gaussian:5")).contains("10 products a pixel instead of 25"));
    QVERIFY(rank_sentence(findings_of("laplacian"))
                .contains("12 products a pixel, the kernel itself 9"));
    QVERIFY(approximation_sentence(findings_of("laplacian"), 2).contains("Nothing is missing"));
    QVERIFY(approximation_sentence(findings_of("laplacian"), 1).contains("rank 1"));
  }

  void aZeroKernelIsToldWithoutNumbersThatAreNone() {
    const KernelFindings findings = find_out(Tensor::filled<float>(Shape{3, 3}, 0));
    for (const auto& words : {gain_sentence, noise_sentence, wave_sentence, rank_sentence,
                              symmetry_sentence, isotropy_sentence, edge_sentence})
      QVERIFY(!words(findings).contains("NaN"));
    QVERIFY(gain_sentence(findings).contains("All cells are 0"));
  }

  void columnsTimesRowsAreTheProduct() {
    Bench it;
    it.bench.setKernel(random_kernel(5, 4), "random");
    SeparationModel parts;
    parts.setAnalysis(&it.analysis);
    QVERIFY(it.isKnown());
    QCOMPARE(parts.most(), 4);
    for (int terms = 1; terms <= 4; ++terms) {
      parts.setTerms(terms);
      QCOMPARE(parts.terms(), terms);
      QCOMPARE(parts.columns().columns(), terms);
      QCOMPARE(parts.rows().rows(), terms);
      for (std::size_t cell = 0; cell < 20; ++cell) {
        double sum = 0;
        for (std::size_t n = 0; n < static_cast<std::size_t>(terms); ++n)
          sum += double{parts.columns().values()[cell / 4 * static_cast<std::size_t>(terms) + n]} *
                 double{parts.rows().values()[n * 4 + cell % 4]};
        const double product = parts.product().values()[cell];
        QVERIFY(std::abs(sum - product) < 1e-5);
        QVERIFY(std::abs(product + double{parts.rest().values()[cell]} -
                         double{it.bench.kernel().floats()[cell]}) < 1e-5);
      }
    }
    it.put("sobel-x");
    QVERIFY(it.isKnown());
    QCOMPARE(parts.terms(), 3);
  }

  void theCutTurnsWithinHalfATurn() {
    Bench it;
    it.put("sobel-x");
    FrequencyCutModel cut;
    cut.setAnalysis(&it.analysis);
    QVERIFY(it.isKnown());
    QVERIFY(std::abs(std::ranges::max(cut.magnitudes()) - 8) < 0.01);
    cut.setAngle(270);
    QCOMPARE(cut.angle(), 90.0);
    QVERIFY(std::ranges::max(cut.magnitudes()) < 1e-9);
    cut.setAngle(-45);
    QCOMPARE(cut.angle(), 135.0);
    QVERIFY(std::abs(cut.longest() - std::sqrt(0.5)) < 1e-9);
  }

  void twoThreesAreOneFive() {
    Bench it;
    CompositionModel turns;
    turns.setBench(&it.bench);
    QVERIFY(!turns.isByLayer());
    QCOMPARE(turns.both().rows(), 5);
    QVERIFY(turns.sentence().contains("18 products a pixel in turn, 25 at once"));
    QVERIFY(turns.note().isEmpty());
    turns.setChoice(1);  // the first preset, the identity of 3 × 3
    QCOMPARE(turns.choices()[1].toMap()["text"].toString(), QString("Identity"));
    QCOMPARE(turns.both().largest(), turns.first().largest());
  }

  void inANetworkTheNextConvolutionFollows() {
    Bench it(natural_document());
    it.bench.setOnPicture(false);
    CompositionModel turns;
    turns.setBench(&it.bench);
    QVERIFY(turns.isByLayer());
    QCOMPARE(turns.choices().first().toMap()["text"].toString(), QString("conv2"));
    QCOMPARE(turns.lastUnit(), 31);
    QCOMPARE(turns.both().rows(), 7);
    QVERIFY(turns.note().contains("relu1"));
    const CellBlock before = turns.both();
    turns.setUnit(5);
    QVERIFY(turns.both().values()[0] != before.values()[0]);
    QVERIFY(turns.note().contains("unit 5 of conv2"));
    turns.setChoice(1);
    QVERIFY(!turns.isByLayer());
    QCOMPARE(turns.both().rows(), 9);
    it.bench.setOnPicture(true);
    QCOMPARE(turns.choice(), 0);
    QCOMPARE(turns.both().rows(), 5);
  }
};

QTEST_MAIN(KernelAnalysisTest)
#include "kernel_analysis_test.moc"
