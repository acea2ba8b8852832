#include "core/ops/conv/presets.h"

#include <QtTest>
#include <cmath>
#include <numeric>

#include "core/base/error.h"

using namespace fovea;

namespace {

float cell(const Tensor& kernel, std::int64_t row, std::int64_t column) {
  return kernel.floats()[static_cast<std::size_t>(row * kernel.shape()[1] + column)];
}

double sum(const Tensor& kernel) {
  const auto cells = kernel.floats();
  return std::accumulate(cells.begin(), cells.end(), 0.0);
}

bool near(double a, double b) { return std::abs(a - b) < 1e-6; }

std::string refusal(const char* text) {
  try {
    kernel_preset(text);
    return {};
  } catch (const Error& error) {
    return error.what();
  }
}

}  // namespace

class PresetsTest : public QObject {
  Q_OBJECT

 private slots:
  void everyPresetHasWordsAndIsFiniteAtItsExtremes() {
    for (const KernelPreset& preset : kernel_presets()) {
      QVERIFY(!preset.title.empty() && !preset.sentence.empty() && !preset.look_for.empty());
      QCOMPARE(find_kernel_preset(preset.name), &preset);
      for (const double KernelParameter::*bound :
           {&KernelParameter::least, &KernelParameter::most, &KernelParameter::fallback}) {
        std::vector<double> values;
        for (const KernelParameter& parameter : preset.parameters) {
          values.push_back(parameter.*bound);
        }
        const Tensor kernel = preset.make(values);
        for (const float value : kernel.floats()) {
          QVERIFY2(std::isfinite(value), preset.name.data());
        }
      }
    }
  }

  void everyParameterHasASliderWithinItsRange() {
    const auto check = [](const auto& preset) {
      for (const KernelParameter& parameter : preset.parameters) {
        const QByteArray where = QByteArray(preset.name.data()) + ", " + parameter.name.data();
        QVERIFY2(parameter.usual > 0 && parameter.usual <= parameter.most, where);
        QVERIFY2(parameter.fallback >= std::max(parameter.least, -parameter.usual), where);
        QVERIFY2(parameter.fallback <= parameter.usual, where);
        QVERIFY2(!parameter.follows || parameter.least == 0, where);
      }
    };
    for (const KernelPreset& preset : kernel_presets()) check(preset);
    for (const BankPreset& bank : kernel_banks()) check(bank);
  }

  void aGaborBankHasEveryDirectionInEveryWidth() {
    const BankPreset& preset = kernel_banks().front();
    QVERIFY(!preset.sentence.empty() && !preset.look_for.empty());
    const std::vector<double> values{15, 4, 2, 5, 90};
    const std::vector<BankKernel> bank = preset.make(values);
    QCOMPARE(bank.size(), std::size_t{8});
    QCOMPARE(bank[1].title, std::string("45°, 5 px"));
    QCOMPARE(bank[7].title, std::string("135°, 7.07 px"));
    const Tensor same_wave = kernel_preset("gabor:15:135:7.0710678118654755:0:90");
    for (std::size_t i = 0; i < 225; ++i) {
      QVERIFY(near(bank[7].kernel.floats()[i], same_wave.floats()[i]));
    }
    for (const BankKernel& member : bank) QVERIFY(near(sum(member.kernel), 0));
  }

  void sobelLooksToTheRightAndDown() {
    const Tensor x = kernel_preset("sobel-x"), y = kernel_preset("sobel-y");
    QCOMPARE(cell(x, 1, 2), 2.0f);
    QCOMPARE(cell(x, 1, 0), -2.0f);
    QCOMPARE(cell(y, 2, 1), 2.0f);
    for (std::int64_t row = 0; row < 3; ++row) {
      for (std::int64_t column = 0; column < 3; ++column) {
        QCOMPARE(cell(x, row, column), cell(y, column, row));
      }
    }
  }

  void blursKeepTheBrightness() {
    for (const char* text :
         {"identity", "identity:4", "box:7", "gaussian", "gaussian:5:1.2", "gaussian:1",
          "motion:9:30", "sharpen", "motion:5:45", "binomial:5", "disk:6", "unsharp:7:1.5:2"}) {
      QVERIFY2(near(sum(kernel_preset(text)), 1), text);
    }
  }

  void edgeFindersIgnoreAFlatPicture() {
    for (const char* text : {"sobel-x", "prewitt-y", "scharr-x", "laplacian", "log:9:1.4", "dog:7",
                             "gabor:7:30", "gabor:9:0:4:2:90", "roberts-x", "laplacian-8",
                             "haar-x:4", "haar-y:5", "haar-diagonal:6"}) {
      QVERIFY2(near(sum(kernel_preset(text)), 0), text);
    }
  }

  void gaussianFollowsItsFormula() {
    const Tensor kernel = kernel_preset("gaussian:5:1.2");
    QVERIFY(near(cell(kernel, 2, 3) / cell(kernel, 2, 2), std::exp(-1 / (2 * 1.44))));
    QVERIFY(near(cell(kernel, 0, 0) / cell(kernel, 2, 2), std::exp(-8 / (2 * 1.44))));
  }

  void binomialIsPascalsTriangle() {
    const Tensor kernel = kernel_preset("binomial:3");
    QCOMPARE(cell(kernel, 1, 1), 4.0f / 16);
    QCOMPARE(cell(kernel, 0, 1), 2.0f / 16);
    QCOMPARE(cell(kernel, 2, 2), 1.0f / 16);
  }

  void unsharpAddsWhatABlurTakesAway() {
    const Tensor kernel = kernel_preset("unsharp:5:1:2"), blur = kernel_preset("gaussian:5:1");
    QVERIFY(near(cell(kernel, 0, 1), -2 * cell(blur, 0, 1)));
    QVERIFY(near(cell(kernel, 2, 2), 3 - 2 * cell(blur, 2, 2)));
  }

  void aDiskIsRoundAndFlat() {
    const Tensor kernel = kernel_preset("disk:9");
    QCOMPARE(cell(kernel, 4, 4), cell(kernel, 4, 1));
    QVERIFY(cell(kernel, 0, 0) == 0 && cell(kernel, 0, 4) > 0);
    QVERIFY(cell(kernel, 1, 1) > 0 && cell(kernel, 1, 1) < cell(kernel, 4, 4));
  }

  void haarSetsHalfAgainstHalf() {
    const Tensor x = kernel_preset("haar-x:4"), y = kernel_preset("haar-y:4");
    for (std::int64_t i = 0; i < 4; ++i) {
      QVERIFY(cell(x, i, 0) < 0 && cell(x, i, 3) > 0);
      QVERIFY(cell(y, 0, i) < 0 && cell(y, 3, i) > 0);
    }
  }

  void theSameSeedMakesTheSameKernel() {
    const auto cells = [](const char* text) {
      const Tensor kernel = kernel_preset(text);
      return std::vector<float>(kernel.floats().begin(), kernel.floats().end());
    };
    QCOMPARE(cells("random:5:3"), cells("random:5:3"));
    QVERIFY(cells("random:5:3") != cells("random:5:4"));
    QVERIFY(std::abs(sum(kernel_preset("random:31:1"))) < 100);
  }

  void gaborStandsUprightAtAngleZero() {
    const Tensor upright = kernel_preset("gabor:7:0"), level = kernel_preset("gabor:7:90");
    for (std::int64_t i = 0; i < 7; ++i) {
      QVERIFY(near(cell(upright, 2, i), cell(upright, 4, i)));
      QVERIFY(near(cell(upright, i, 1), cell(level, 1, i)));
    }
    QVERIFY(cell(upright, 1, 3) > 0 && cell(upright, 3, 1) < 0);
  }

  void refusesWhatIsNoKernel() {
    QVERIFY(refusal("sobel-z").find("sobel-z") != std::string::npos);
    QVERIFY(refusal("sobel-x:3").find("takes 0 values") != std::string::npos);
    for (const char* text : {"gaussian:0", "gaussian:32", "gaussian:2.5", "gaussian:five",
                             "gaussian:5:-1", "gaussian:5:nan", "box:", "box:3 "}) {
      QVERIFY2(!refusal(text).empty(), text);
    }
  }

  void centringSurroundsAndCuts() {
    const Tensor wide = centred(kernel_preset("sobel-x"), 5, 5);
    QCOMPARE(cell(wide, 2, 3), 2.0f);
    QCOMPARE(cell(wide, 0, 0), 0.0f);
    const Tensor back = centred(wide, 3, 3);
    QVERIFY(std::ranges::equal(back.floats(), kernel_preset("sobel-x").floats()));
    QCOMPARE(cell(centred(wide, 1, 2), 0, 1), 2.0f);
    QCOMPARE(cell(centred(kernel_preset("identity:4"), 5, 5), 2, 2), 1.0f);
  }
};

QTEST_GUILESS_MAIN(PresetsTest)
#include "presets_test.moc"
