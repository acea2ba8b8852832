#include "core/media/preprocessing.h"

#include <QTest>

#include "core/base/error.h"

namespace fovea {

class PreprocessingTest : public QObject {
  Q_OBJECT

 private slots:
  void theMetadataOfABundledNetworkIsUnderstood() {
    const Preprocessing digits = preprocessing_from_json(
        R"({"channels": "gray", "size": [28, 20], "fit": "crop", "scale": 0.00392156862745098,
            "mean": [0.1307], "std": [0.3081], "polarity": "light-on-dark"})");
    QVERIFY(digits.known);
    QCOMPARE(digits.channel_count(), 1);
    QCOMPARE(digits.width, 28);
    QCOMPARE(digits.height, 20);
    QCOMPARE(digits.mean[0], 0.1307);
    QCOMPARE(digits.deviation[0], 0.3081);
    QVERIFY(digits.antialias);
    QVERIFY(digits.filter == Filter::bilinear);
    QVERIFY(digits.polarity == Polarity::light_on_dark);
    QVERIFY(!digits.resize_shorter);
  }

  void everyCommonRecipeSurvivesJson() {
    QVERIFY(common_recipes().size() >= 5);
    for (const Recipe& recipe : common_recipes()) {
      const Preprocessing again = preprocessing_from_json(to_json(recipe.preprocessing));
      QVERIFY2(again == recipe.preprocessing, recipe.name.data());
    }
  }

  void anAdoptedRecipeCropsInProportionToTheInput() {
    Preprocessing own;
    own.layout = Layout::nhwc;
    for (const Recipe& recipe : common_recipes()) {
      if (!recipe.preprocessing.resize_shorter) continue;
      QCOMPARE(*adopted(recipe, own, 224, 224).resize_shorter, 256);
      QCOMPARE(*adopted(recipe, own, 32, 48).resize_shorter, 37);
      QVERIFY(adopted(recipe, own, 32, 48).layout == Layout::nhwc);
      QVERIFY(adopted(recipe, own, 32, 48).known);
    }
  }

  void everyFieldSurvivesJson() {
    Preprocessing all;
    all.known = true;
    all.channels = Channels::bgr;
    all.width = 224;
    all.height = 96;
    all.fit = Fit::pad;
    all.resize_shorter = 256;
    all.filter = Filter::area;
    all.antialias = false;
    all.layout = Layout::nhwc;
    all.scale = 0.1;
    all.mean = {1.5, -2, 3};
    all.deviation = {0.1, 0.2, 0.3};
    all.polarity = Polarity::light_on_dark;
    QVERIFY(preprocessing_from_json(to_json(all)) == all);
  }

  void whatIsWrongIsNamed_data() {
    QTest::addColumn<QString>("json");
    QTest::addColumn<QString>("word");
    QTest::newRow("not JSON") << "{"
                              << "JSON";
    QTest::newRow("a list") << "[]"
                            << "JSON object";
    QTest::newRow("unknown word") << R"({"channels": "cmyk"})"
                                  << "gray, rgb, bgr";
    QTest::newRow("number as word") << R"({"fit": 3})"
                                    << "\"fit\"";
    QTest::newRow("size of three") << R"({"size": [1, 2, 3]})"
                                   << "\"size\"";
    QTest::newRow("negative size") << R"({"size": [-1, 2]})"
                                   << "pixels";
    QTest::newRow("huge size") << R"({"size": [1e9, 1e9]})"
                               << "pixels";
    QTest::newRow("two means") << R"({"mean": [1, 2]})"
                               << "3 numbers";
    QTest::newRow("zero deviation") << R"({"std": [1, 0, 1]})"
                                    << "above 0";
    QTest::newRow("text as scale") << R"({"scale": "big"})"
                                   << "\"scale\"";
    QTest::newRow("antialias as number") << R"({"antialias": 1})"
                                         << "true or false";
  }
  void whatIsWrongIsNamed() {
    QFETCH(QString, json);
    QFETCH(QString, word);
    QString message;
    try {
      preprocessing_from_json(json.toStdString());
    } catch (const Error& error) {
      message = error.what();
    }
    QVERIFY2(message.contains(word), qPrintable(message));
  }
};

}  // namespace fovea

QTEST_GUILESS_MAIN(fovea::PreprocessingTest)
#include "preprocessing_test.moc"
