#include "core/explain/operators/counts.h"

#include <QtTest>
#include <random>

#include "core/explain/operators/network.h"
#include "core/graph/shaped_graph.h"

using namespace fovea;
using namespace fovea::explain;

namespace {

/// Reads what a formula shows, as a person with a pocket calculator would.
class Calculator {
 public:
  static std::int64_t result(const std::string& text) {
    QString plain = QString::fromStdString(text);
    plain.replace(QStringLiteral("−"), QStringLiteral("-"));
    plain.replace(QStringLiteral("·"), QStringLiteral("*"));
    plain.replace(QStringLiteral("⌊"), QStringLiteral("("));
    plain.replace(QStringLiteral("⌋"), QStringLiteral(")"));
    Calculator calculator(plain.remove(' ').toStdString());
    const std::int64_t value = calculator.sum();
    return calculator.at_ == calculator.text_.size() ? value : -1;
  }

 private:
  explicit Calculator(std::string text) : text_(std::move(text)) {}
  bool takes(char sign) {
    if (at_ >= text_.size() || text_[at_] != sign) return false;
    ++at_;
    return true;
  }
  std::int64_t sum() {
    std::int64_t value = product();
    for (;;) {
      if (takes('+')) {
        value += product();
      } else if (takes('-')) {
        value -= product();
      } else {
        return value;
      }
    }
  }
  std::int64_t product() {
    std::int64_t value = atom();
    for (;;) {
      if (takes('*')) {
        value *= atom();
      } else if (takes('/')) {
        value /= atom();
      } else {
        return value;
      }
    }
  }
  std::int64_t atom() {
    if (takes('(')) {
      const std::int64_t value = sum();
      return takes(')') ? value : -1;
    }
    std::size_t digits = 0;
    const std::int64_t value = std::stoll(text_.substr(at_), &digits);
    at_ += digits;
    return value;
  }

  std::string text_;
  std::size_t at_ = 0;
};

/// Settings by chance that are an operator.
class SomeSettings {
 public:
  OperatorSettings next() {
    const auto kinds = operator_kinds();
    OperatorSettings it{.kind = kinds[static_cast<std::size_t>(number(0, 8))].kind,
                        .channels = number(1, 6),
                        .height = number(1, 9),
                        .width = number(1, 9),
                        .outputs = number(1, 12),
                        .kernel = {number(1, 5), number(1, 5)},
                        .stride = number(1, 4),
                        .padding = number(0, 4),
                        .dilation = number(1, 3),
                        .groups = number(1, 6)};
    return fitted(it);
  }

 private:
  std::int64_t number(int least, int most) {
    return std::uniform_int_distribution(least, most)(source_);
  }
  std::mt19937 source_{3};
};

std::string describe(const OperatorSettings& it) {
  return std::string(info_of(it.kind).name) + " of " + std::to_string(it.channels) + " × " +
         std::to_string(it.height) + " × " + std::to_string(it.width) + ", kernel " +
         std::to_string(it.kernel[0]) + " × " + std::to_string(it.kernel[1]) + ", stride " +
         std::to_string(it.stride) + ", padding " + std::to_string(it.padding);
}

std::shared_ptr<const ShapedGraph> shaped(const OperatorSettings& it) {
  const Tensor kernel = Tensor::filled(Shape{it.kernel[0], it.kernel[1]}, 1.0f);
  const Graph graph = make_network(it, make_weights(it, kernel));
  const Tensor planes = Tensor::filled(Shape{it.channels, it.height, it.width}, 1.0f);
  const std::vector<Shape> shapes{network_input(it, planes).shape()};
  return shape_graph(graph, shapes);
}

}  // namespace

class CountsTest : public QObject {
  Q_OBJECT

 private slots:
  void theNumbersThatAreShownGiveTheResult() {
    SomeSettings some;
    for (int i = 0; i < 400; ++i) {
      const OperatorSettings it = some.next();
      const OperatorCounts counts = count(it);
      for (const Formula& formula : {counts.rows, counts.columns, counts.parameters, counts.macs,
                                     counts.field_rows, counts.field_columns}) {
        QVERIFY2(Calculator::result(formula.numbers()) == formula.value(),
                 (describe(it) + ": " + formula.numbers()).c_str());
      }
    }
  }

  void allCountsAreTheGraphsOwn() {
    SomeSettings some;
    for (int i = 0; i < 400; ++i) {
      const OperatorSettings it = some.next();
      const std::string what = describe(it);
      const OperatorCounts counts = count(it);
      const auto graph = shaped(it);
      const ValueId output = graph->graph.structure().outputs[0];
      const bool dense = it.kind == OperatorKind::fully_connected;
      const bool transposed = it.kind == OperatorKind::transposed;
      const std::int64_t rows = counts.rows.value(), columns = counts.columns.value();
      const Shape shape =
          dense ? Shape{1, it.outputs * rows * columns} : Shape{1, it.outputs, rows, columns};
      QVERIFY2(graph->shape(output) == shape, what.c_str());
      QVERIFY2(graph->total.params == counts.parameters.value(), what.c_str());
      // The graph of a transposed convolution multiplies the zeros between the values too.
      if (transposed) continue;
      QVERIFY2(graph->total.macs == counts.macs.value(), what.c_str());
      const ReceptiveField& field = graph->fields[static_cast<std::size_t>(output)];
      QVERIFY2(field[0].size == counts.field_rows.value(), what.c_str());
      QVERIFY2(field[1].size == counts.field_columns.value(), what.c_str());
    }
  }

  void divisionsStandInParenthesesWithinProducts() {
    const OperatorSettings it{.kind = OperatorKind::grouped,
                              .channels = 8,
                              .height = 10,
                              .width = 10,
                              .outputs = 16,
                              .kernel = {3, 3},
                              .groups = 4};
    const OperatorCounts counts = count(it);
    QCOMPARE(counts.parameters.symbols(), std::string("M·(C/g)·kH·kW + M"));
    QCOMPARE(counts.parameters.numbers(), std::string("16·(8/4)·3·3 + 16"));
    QCOMPARE(counts.parameters.value(), std::int64_t{304});
    QCOMPARE(counts.rows.numbers(), std::string("⌊(10 + 2·0 − 1·(3 − 1) − 1)/1⌋ + 1"));
  }

  void everyRangeEndsWhereAnObjectionBegins() {
    SomeSettings some;
    int reasons = 0;
    for (int i = 0; i < 400; ++i) {
      const OperatorSettings it = some.next();
      QVERIFY2(objection(it).empty(), (describe(it) + ": " + objection(it)).c_str());
      QCOMPARE(fitted(it), it);
      for (const Setting setting : info_of(it.kind).settings) {
        const SettingRange range = range_of(it, setting);
        const std::int64_t step = setting == Setting::outputs ? it.groups : 1;
        for (std::int64_t value = range.least; value <= range.most; value += step)
          QVERIFY2(objection(with(it, setting, value)).empty(), describe(it).c_str());
        if (range.reason.empty()) continue;
        ++reasons;
        QCOMPARE(objection(with(it, setting, range.most + step)), range.reason);
      }
    }
    QVERIFY(reasons > 100);
  }

  void whatStartsHasNoObjectionOnAnyPicture() {
    for (const OperatorKindInfo& kind : operator_kinds()) {
      for (const std::int64_t extent : {1, 2, 3, 20, 128}) {
        for (const std::int64_t side : {1, 2, 3, 31}) {
          const OperatorSettings it = start_settings(kind.kind, {3, extent, 128}, {side, side});
          QVERIFY2(objection(it).empty(), describe(it).c_str());
        }
      }
    }
  }

  void paddingOfASizePreservingStartKeepsTheSize() {
    for (const OperatorKind kind : {OperatorKind::convolution, OperatorKind::dilated}) {
      const OperatorCounts counts = count(start_settings(kind, {3, 40, 50}, {5, 5}));
      QCOMPARE(counts.rows.value(), std::int64_t{40});
      QCOMPARE(counts.columns.value(), std::int64_t{50});
    }
  }
};

QTEST_GUILESS_MAIN(CountsTest)
#include "counts_test.moc"
