#include "core/media/elastic_field.h"

#include <QTest>
#include <cmath>

namespace fovea {

class ElasticFieldTest : public QObject {
  Q_OBJECT

 private slots:
  void itIsAFunctionOfTheSeed() {
    const ElasticField a(1, 7), b(1, 7), c(1, 8);
    QCOMPARE(a.at(3.2, 20).x, b.at(3.2, 20).x);
    QVERIFY(a.at(3.2, 20).x != c.at(3.2, 20).x);
    QVERIFY(a.at(3.2, 20).x != a.at(3.2, 20).y);
    QCOMPARE(ElasticField(0, 7).at(5, 5).x, 0.0);
  }

  void itsDeviationIsThatOfSmoothedUniformNumbers() {
    // Uniform numbers from −1 to 1 have deviation 1/√3; a Gaussian of σ divides it by 2·√π·σ.
    const double expected = 34 / std::sqrt(3.0) / (2 * std::sqrt(M_PI) * 4);
    double squares = 0;
    int count = 0;
    for (std::uint64_t seed = 0; seed < 100; ++seed) {
      const ElasticField field(1, seed);
      for (double x = 0.5; x < 28; x += 9) {
        for (double y = 0.5; y < 28; y += 9, ++count) squares += std::pow(field.at(x, y).x, 2);
      }
    }
    const double deviation = std::sqrt(squares / count);
    QVERIFY2(std::abs(deviation / expected - 1) < 0.1, qPrintable(QString::number(deviation)));
  }

  void itIsSmoothAndGoesOnBeyondTheEdge() {
    const ElasticField field(1, 3);
    for (double x = 0; x < 27; x += 0.5) {
      QVERIFY(std::abs(field.at(x, 14).x - field.at(x + 0.5, 14).x) < 0.5);
    }
    QCOMPARE(field.at(-100, 14).x, field.at(0, 14).x);
    QCOMPARE(field.at(500, 900).y, field.at(28, 28).y);
  }
};

}  // namespace fovea

QTEST_GUILESS_MAIN(fovea::ElasticFieldTest)
#include "elastic_field_test.moc"
