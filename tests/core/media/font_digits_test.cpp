#include "core/media/font_digits.h"

#include <QTest>
#include <algorithm>
#include <cmath>
#include <numeric>
#include <set>

#include "core/media/digit_outlines.h"
#include "tests/core/train/data/train_sets.h"

namespace fovea {
namespace {

double mean_of(std::span<const std::uint8_t> pixels) {
  return std::accumulate(pixels.begin(), pixels.end(), 0.0) / static_cast<double>(pixels.size());
}

/// Mean absolute difference of the first two examples of a digit, in grey levels.
double difference(const DataSet& a, const DataSet& b, std::int64_t index) {
  double sum = 0;
  for (std::size_t i = 0; i < a.example(index).size(); ++i) {
    sum += std::abs(a.example(index)[i] - b.example(index)[i]);
  }
  return sum / static_cast<double>(a.example(index).size());
}

}  // namespace

class FontDigitsTest : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() {
    if (installed_digits().empty()) QSKIP("NO FONT WITH DIGITS IS INSTALLED");
  }

  void everyDigitIsDrawnLightOnBlackAndCentred() {
    const auto set = draw_font_digits({.each = 20});
    QCOMPARE(set->count(), 200);
    QCOMPARE(set->height, 28);
    QCOMPARE(set->channels, 1);
    QCOMPARE(set->classes[7], std::string("7"));
    for (std::int64_t i = 0; i < set->count(); ++i) {
      const auto pixels = set->example(i);
      QVERIFY(std::ranges::max(pixels) > 60);  // a hairline font's
      const double mean = mean_of(pixels);
      QVERIFY2(mean > 3 && mean < 110, qPrintable(QString::number(mean)));
      QCOMPARE(int(pixels[0]), 0);
      double across = 0;
      for (std::size_t k = 0; k < pixels.size(); ++k) across += pixels[k] * (double(k % 28) + 0.5);
      QVERIFY(std::abs(across / mean / 784 - 14) < 1.5);
    }
    QCOMPARE(std::ranges::count(set->labels, 3), 20);
  }

  void theSameSeedMakesTheSamePicturesOnAnyThreads() {
    const auto one = draw_font_digits({.each = 30, .threads = 1});
    QCOMPARE(draw_font_digits({.each = 30, .threads = 4})->fingerprint, one->fingerprint);
    QCOMPARE(draw_font_digits({.each = 30, .threads = 4})->sources, one->sources);
    QVERIFY(draw_font_digits({.each = 30, .seed = 2})->fingerprint != one->fingerprint);
  }

  void eachChangeChangesThePicture() {
    FontDigitOptions plain{.each = 3};
    plain.rotate = plain.shear = plain.stretch = plain.elastic = 0;
    const auto as_it_is = draw_font_digits(plain);
    for (double FontDigitOptions::*change :
         {&FontDigitOptions::rotate, &FontDigitOptions::shear, &FontDigitOptions::stretch,
          &FontDigitOptions::elastic}) {
      FontDigitOptions options = plain;
      options.*change = FontDigitOptions{}.*change;
      const auto set = draw_font_digits(options);
      double most = 0;
      for (std::int64_t i = 0; i < set->count(); ++i)
        most = std::max(most, difference(*set, *as_it_is, i));
      QVERIFY2(most > 2, qPrintable(QString::number(most)));
    }
  }

  void someFamiliesAreForTheTestAlone() {
    std::set<std::string> families;
    for (const DigitOutlines& font : installed_digits()) families.insert(font.family);
    const auto set = draw_font_digits({.each = 50});
    if (families.size() < 5) {
      QCOMPARE(set->first_test, 500);
      QSKIP("FEWER THAN FIVE FAMILIES ARE INSTALLED");
    }
    QCOMPARE(set->first_test, 400);
    const std::set<std::string> training(set->sources.begin(), set->sources.begin() + 400);
    for (std::size_t i = 400; i < 500; ++i) QVERIFY(!training.contains(set->sources[i]));
    QCOMPARE(draw_font_digits({.each = 5, .test_families = 0})->first_test, 50);
  }

  void digitsOfAFontDiffer() {
    for (const DigitOutlines& font : installed_digits()) {
      for (std::size_t i = 1; i < 10; ++i) QVERIFY(font.digits[i] != font.digits[i - 1]);
      QVERIFY2(!QString::fromStdString(font.font).contains("dingbat", Qt::CaseInsensitive),
               font.font.c_str());
    }
  }

  void settingsOutOfRangeAreRefused() {
    COMPARE_REFUSAL(draw_font_digits({.each = 0}), "0 examples of each digit cannot be drawn");
    COMPARE_REFUSAL(draw_font_digits({.elastic = std::nan("")}), "out of range");
    COMPARE_REFUSAL(draw_font_digits({.stretch = 1}), "out of range");
  }

  void itTellsHowFarItIsAndStopsWhereItIsCancelled() {
    std::int64_t told = 0;
    draw_font_digits({.each = 2}, [&](std::int64_t done, std::int64_t) { told = done; });
    QCOMPARE(told, 20);
    const CancelToken cancel;
    const auto stop = [&](std::int64_t, std::int64_t) { cancel.cancel(); };
    QVERIFY_THROWS_EXCEPTION(Cancelled, draw_font_digits({.each = 500}, stop, cancel));
  }
};

}  // namespace fovea

QTEST_MAIN(fovea::FontDigitsTest)
#include "font_digits_test.moc"
