#include "core/explain/kernel_reading.h"

#include <QtTest>
#include <set>

#include "core/explain/prediction.h"
#include "core/ops/conv/presets.h"

using namespace fovea;

using Flat = KernelReading::Flat;
using Middle = KernelReading::Middle;

class KernelReadingTest : public QObject {
  Q_OBJECT
 private slots:
  void edgesAreReadInTheirDirection();
  void blursSharpenersAndMoversAreToldApart();
  void strengthAndSignAreRead();
  void questionsAreFairAndAlwaysTheSame();
};

void KernelReadingTest::edgesAreReadInTheirDirection() {
  const KernelReading right = reading_of(kernel_preset("sobel-x"));
  QVERIFY(right.flat == Flat::clears);
  QCOMPARE(right.brighter_right, 1);
  QCOMPARE(right.brighter_below, 0);
  const KernelReading down = reading_of(kernel_preset("sobel-y"));
  QCOMPARE(down.brighter_right, 0);
  QCOMPARE(down.brighter_below, 1);
  const KernelReading slanting =
      reading_of(Tensor::of(Shape{3, 3}, std::vector<float>{1, 1, 0, 1, 0, -1, 0, -1, -1}));
  QCOMPARE(slanting.brighter_right, -1);
  QCOMPARE(slanting.brighter_below, -1);
}

void KernelReadingTest::blursSharpenersAndMoversAreToldApart() {
  const KernelReading box = reading_of(kernel_preset("box:5"));
  QVERIFY(box.averages && box.flat == Flat::keeps && box.middle == Middle::none && !box.moves);
  const KernelReading sharpen = reading_of(kernel_preset("sharpen"));
  QVERIFY(sharpen.middle == Middle::peak && sharpen.flat == Flat::keeps && !sharpen.averages);
  const KernelReading laplacian = reading_of(kernel_preset("laplacian"));
  QVERIFY(laplacian.middle != Middle::none && laplacian.flat == Flat::clears);
  const KernelReading identity = reading_of(kernel_preset("identity"));
  QVERIFY(!identity.moves && !identity.averages && identity.flat == Flat::keeps);
  const KernelReading mover =
      reading_of(Tensor::of(Shape{3, 3}, std::vector<float>{0, 0, 1, 0, 0, 0, 0, 0, 0}));
  QVERIFY(mover.moves);
  QCOMPARE(mover.move_down, std::int64_t{-1});
  QCOMPARE(mover.move_right, std::int64_t{1});
  QVERIFY(reading_of(Tensor::filled(Shape{3, 3}, 0.0F)).empty);
}

void KernelReadingTest::strengthAndSignAreRead() {
  QVERIFY(reading_of(Tensor::filled(Shape{1, 1}, 2.0F)).flat == Flat::brightens);
  QVERIFY(reading_of(Tensor::filled(Shape{1, 1}, 0.5F)).flat == Flat::darkens);
  QVERIFY(reading_of(Tensor::filled(Shape{1, 1}, -1.0F)).flat == Flat::inverts);
}

void KernelReadingTest::questionsAreFairAndAlwaysTheSame() {
  std::set<std::size_t> answers;
  for (std::uint32_t number = 0; number < 200; ++number) {
    const Prediction question = prediction(number), again = prediction(number);
    answers.insert(question.answer);
    QCOMPARE(question.answer, again.answer);
    for (std::size_t i = 0; i < Prediction::k_choices; ++i) {
      QVERIFY(std::ranges::equal(question.kernels[i].floats(), again.kernels[i].floats()));
      for (std::size_t j = 0; j < i; ++j)
        QVERIFY(likeness(question.kernels[i], question.kernels[j]) < 0.8);
    }
  }
  QCOMPARE(answers.size(), Prediction::k_choices);
}

QTEST_GUILESS_MAIN(KernelReadingTest)
#include "kernel_reading_test.moc"
