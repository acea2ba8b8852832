#include "core/ops/attributes.h"

#include <QtTest>

#include "core/base/error.h"

using namespace fovea;

class AttributesTest : public QObject {
  Q_OBJECT

 private slots:
  void whatIsThereComesBackInItsType() {
    const Attributes attributes{
        {"count", std::int64_t{3}},
        {"slope", 0.5F},
        {"mode", std::string("VALID")},
        {"pads", std::vector<std::int64_t>{1, 2}},
        {"scales", std::vector<float>{0.25F}},
        {"value", Tensor::filled<float>({2}, 1)},
    };
    QCOMPARE(attributes.integer("count", 0), 3);
    QCOMPARE(attributes.number("slope", 0), 0.5F);
    QCOMPARE(attributes.text("mode", ""), std::string("VALID"));
    QCOMPARE(attributes.integers("pads"), (std::vector<std::int64_t>{1, 2}));
    QCOMPARE(attributes.numbers("scales"), std::vector<float>{0.25F});
    QVERIFY(attributes.tensor("value").shape() == Shape{2});
    QVERIFY(attributes.has("mode"));
  }

  void whatIsMissingComesFromTheFallback() {
    const Attributes attributes;
    QVERIFY(!attributes.has("count"));
    QCOMPARE(attributes.integer("count", 7), 7);
    QCOMPARE(attributes.text("mode", "NOTSET"), std::string("NOTSET"));
    QVERIFY(attributes.integers("pads").empty());
    QVERIFY(attributes.tensor("value").empty());
  }

  void anotherTypeIsRefusedByName() {
    const Attributes attributes{{"axis", 1.5F}};
    try {
      attributes.integer("axis", 0);
      QFAIL("a number passed for a whole number");
    } catch (const Error& error) {
      QVERIFY(std::string(error.what()).find("“axis”") != std::string::npos);
      QVERIFY(std::string(error.what()).find("whole number") != std::string::npos);
    }
  }

  void theLastOfTwoValuesWins() {
    Attributes attributes{{"axis", std::int64_t{1}}};
    attributes.set("axis", std::int64_t{2});
    QCOMPARE(attributes.integer("axis", 0), 2);
  }
};

QTEST_GUILESS_MAIN(AttributesTest)
#include "attributes_test.moc"
