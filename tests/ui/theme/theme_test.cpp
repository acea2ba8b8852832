#include <QColor>
#include <QQmlExpression>
#include <QTest>

#include "tests/ui/qml_harness.h"
#include "ui/plots/diverging.h"
#include "ui/theme/icon.h"

using namespace fovea;
using fovea::testing::QmlHarness;

class ThemeTest : public QObject {
  Q_OBJECT
 private slots:
  void textCanBeReadOnEverySurface_data() {
    QTest::addColumn<bool>("dark");
    QTest::newRow("dark") << true;
    QTest::newRow("light") << false;
  }
  void textCanBeReadOnEverySurface() {
    QFETCH(bool, dark);
    QmlHarness harness(dark ? "Item { readonly property bool was: Theme.settings.dark = true }"
                            : "Item { readonly property bool was: Theme.settings.dark = false }");
    const auto color = [&](const QString& name) {
      QQmlExpression expression(qmlContext(harness.root()), harness.root(), "Theme." + name);
      return expression.evaluate().value<QColor>();
    };
    QCOMPARE(color("ground"), QColor(dark ? "#14161a" : "#ffffff"));
    for (const char* ink : {"text", "dim", "faint", "warning"})
      for (const char* surface : {"ground", "panel", "raised"}) {
        const double ratio = contrast(color(ink), color(surface));
        QVERIFY2(ratio >= 4.5, qPrintable(QString("%1 on %2: %3").arg(ink, surface).arg(ratio)));
      }
    for (const char* line : {"focus", "positive", "negative"})
      QVERIFY2(contrast(color(line), color("panel")) >= 3, line);
    // The answer's bars end on their track.
    for (const char* track : {"line", "ground"})
      QVERIFY2(contrast(color("answer"), color(track)) >= 3, track);
  }

  void everyKindOfLayerHasAGlyph() {
    QmlHarness harness("Item { }");
    for (const char* kind : {"input", "convolution", "activation", "pooling", "normalisation",
                             "dense", "answer", "shape"}) {
      QQmlExpression expression(qmlContext(harness.root()), harness.root(),
                                QString("Theme.kindGlyph('%1')").arg(kind));
      QVERIFY2(Icon::exists(expression.evaluate().toString()), kind);
    }
    QVERIFY(!Icon::exists("no such icon"));
  }

  void digitsOverCellsCanBeReadOnEveryColour() {
    for (int step = -100; step <= 100; ++step)
      for (const bool dark : {true, false}) {
        const QColor ground = diverging(step / 100.0, dark);
        QVERIFY(contrast(ground, ink_on(ground)) >= 4.5);
      }
  }
};

QTEST_MAIN(ThemeTest)
#include "theme_test.moc"
