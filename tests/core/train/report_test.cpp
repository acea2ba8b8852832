#include "core/train/report.h"

#include <QtTest>
#include <cmath>

using namespace fovea;

namespace {

DataSet data_of(std::vector<std::int32_t> labels) {
  DataSet data;
  data.labels = std::move(labels);
  data.classes = {"a", "b", "c"};
  return data;
}

}  // namespace

class ReportTest : public QObject {
  Q_OBJECT

 private slots:
  void theMatrixCountsTruthByPrediction() {
    const ConfusionMatrix matrix = confusion_matrix(evaluation_, data_, examples_);
    QCOMPARE(matrix.counts, (std::vector<std::int64_t>{1, 1, 0, 0, 0, 2, 0, 0, 0}));
    QCOMPARE(matrix.share(0, 1), std::optional(0.5));
    QCOMPARE(matrix.accuracy_of(1), std::optional(0.0));
    QCOMPARE(matrix.share(1, 2), std::optional(1.0));
    QVERIFY(!matrix.accuracy_of(2));  // there is none of it
  }

  void theMostConfidentMistakeComesFirst() {
    const std::vector<Mistake> mistakes = worst_mistakes(evaluation_, data_, examples_, 2);
    QCOMPARE(mistakes.size(), std::size_t{2});
    QCOMPARE(mistakes[0].example, 7);
    QCOMPARE(mistakes[0].truth, 1);
    QCOMPARE(mistakes[0].prediction, 2);
    QVERIFY(std::abs(mistakes[0].confidence - 0.95) < 1e-6);
    QVERIFY(std::abs(mistakes[0].loss + std::log(0.05)) < 1e-5);
    QCOMPARE(mistakes[1].example, 5);
  }

  void calibrationIsTheMeanDistanceOfConfidenceAndAccuracy() {
    // Confidences 0.9 (right), 0.7, 0.6 and 0.95 (wrong); in bins of a half all are in the upper.
    const Calibration two = calibration(evaluation_, data_, examples_, 2);
    QCOMPARE(two.bins[0].count, 0);
    QCOMPARE(two.bins[1].count, 4);
    QVERIFY(std::abs(two.bins[1].confidence - 3.15 / 4) < 1e-6);
    QCOMPARE(two.bins[1].accuracy, 0.25);
    QVERIFY(std::abs(two.expected_error - (3.15 - 1) / 4) < 1e-6);
    // In tenths 0.9 is the upper edge of its bin, and 0.95 lies in the next one.
    const Calibration ten = calibration(evaluation_, data_, examples_, 10);
    QVERIFY(std::abs(ten.expected_error - (0.1 + 0.7 + 0.6 + 0.95) / 4) < 1e-6);
    QCOMPARE(ten.bins[9].count, 1);
  }

  void aPerfectlySureAndRightNetworkHasNoError() {
    const Evaluation sure{.probabilities = {1, 0, 0, 0, 1, 0}};
    const std::vector<std::int32_t> examples{0, 6};
    QCOMPARE(calibration(sure, data_, examples).expected_error, 0.0);
    QVERIFY(worst_mistakes(sure, data_, examples, 10).empty());
  }

  void numbersThatAreNoneAreNotPredicted() {
    const float nan = std::nanf("");
    const Evaluation broken{.probabilities = {nan, nan, 0.5F, nan, nan, nan}};
    const std::vector<std::int32_t> examples{0, 6};
    const ConfusionMatrix matrix = confusion_matrix(broken, data_, examples);
    QCOMPARE(matrix.count(0, 2), 1);
    QCOMPARE(matrix.count(1, 0), 1);
    QVERIFY(std::isfinite(worst_mistakes(broken, data_, examples, 5)[0].loss));
    QVERIFY(std::isfinite(calibration(broken, data_, examples).expected_error));
  }

 private:
  const DataSet data_ = data_of({0, 2, 2, 2, 2, 0, 1, 1});
  const std::vector<std::int32_t> examples_{0, 5, 6, 7};
  // by example: right with 0.9; 0 taken for 1 with 0.7; 1 for 2 with 0.6; 1 for 2 with 0.95
  const Evaluation evaluation_{.probabilities = {0.9F, 0.05F, 0.05F, 0.2F, 0.7F, 0.1F,  //
                                                 0.1F, 0.3F, 0.6F, 0, 0.05F, 0.95F}};
};

QTEST_GUILESS_MAIN(ReportTest)
#include "report_test.moc"
