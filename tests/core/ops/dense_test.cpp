#include <QtTest>

#include "core/cpu/tile.h"
#include "tests/core/ops/op_cases.h"

using namespace fovea;
using namespace fovea::testing;

namespace {

struct GemmCase {
  std::int64_t rows, depth, columns;
  bool transpose_a = false, transpose_b = false;
  std::vector<std::int64_t> c = {};  // empty: no C
  float alpha = 1, beta = 1;
};

OpCase make(const GemmCase& c) {
  const Shape a = c.transpose_a ? Shape{c.depth, c.rows} : Shape{c.rows, c.depth};
  const Shape b = c.transpose_b ? Shape{c.columns, c.depth} : Shape{c.depth, c.columns};
  OpCase op{.op = "Gemm",
            .attributes = {{"alpha", c.alpha},
                           {"beta", c.beta},
                           {"transA", std::int64_t{c.transpose_a}},
                           {"transB", std::int64_t{c.transpose_b}}},
            .inputs = {random_tensor(a, 1), random_tensor(b, 2)}};
  if (!c.c.empty()) op.inputs.push_back(random_tensor(Shape(c.c), 3));
  return op;
}

OpCase mat_mul(const Shape& a, const Shape& b) {
  return {.op = "MatMul", .attributes = {}, .inputs = {random_tensor(a, 1), random_tensor(b, 2)}};
}

void check(const OpCase& op) {
  const std::string failure = failure_of(op);
  QVERIFY2(failure.empty(), failure.c_str());
}

void check_refused(const OpCase& op, const std::string& words) {
  const std::string refusal = refusal_of(op);
  QVERIFY2(refusal.find(words) != std::string::npos, refusal.c_str());
}

}  // namespace

class DenseTest : public QObject {
  Q_OBJECT

 private slots:
  void aProductOnPaperComesOutAsWritten() {
    const OpCase op{.op = "Gemm",
                    .attributes = {{"alpha", 2.0F}},
                    .inputs = {Tensor::of<float>(Shape{2, 2}, std::vector<float>{1, 2, 3, 4}),
                               Tensor::of<float>(Shape{2, 2}, std::vector<float>{5, 6, 7, 8}),
                               Tensor::of<float>(Shape{2}, std::vector<float>{100, 200})}};
    const Tensor expected =
        Tensor::of<double>(Shape{2, 2}, std::vector<double>{138, 244, 186, 300});
    QCOMPARE(relative_error(reference_of(op)[0], expected), 0.0);
    check(op);
  }

  void everyTranspositionAgreesAtEverySize() {
    const std::int64_t lanes = tile_kernels().lanes;
    for (const std::int64_t size :
         {std::int64_t{1}, std::int64_t{3}, lanes - 1, lanes, lanes + 1, 8 * lanes + 2}) {
      for (const bool a : {false, true}) {
        for (const bool b : {false, true}) {
          check(make({.rows = 5, .depth = size, .columns = 7, .transpose_a = a, .transpose_b = b}));
          check(make({.rows = size, .depth = 9, .columns = 6, .transpose_a = a, .transpose_b = b}));
          check(make({.rows = 6, .depth = 9, .columns = size, .transpose_a = a, .transpose_b = b}));
          if (QTest::currentTestFailed()) return;
        }
      }
    }
  }

  void fullyConnectedLayersOfOneSampleAgree() {
    for (const bool b : {false, true}) {
      check(make({.rows = 1, .depth = 400, .columns = 120, .transpose_b = b, .c = {120}}));
      check(make({.rows = 1, .depth = 84, .columns = 10, .transpose_b = b, .c = {10}}));
      check(make({.rows = 4, .depth = 1000, .columns = 301, .transpose_b = b, .c = {301}}));
    }
  }

  void largeMatricesAgree() {
    check(make({.rows = 150, .depth = 333, .columns = 217, .transpose_b = true}));
    check(make({.rows = 700, .depth = 65, .columns = 3, .c = {700, 1}}));
    check(make({.rows = 3, .depth = 65, .columns = 700, .transpose_a = true}));
  }

  void alphaBetaAndEveryBroadcastOfCAgree() {
    for (const auto& c :
         std::vector<std::vector<std::int64_t>>{{6}, {1}, {1, 6}, {5, 1}, {1, 1}, {5, 6}}) {
      check(make({.rows = 5, .depth = 4, .columns = 6, .c = c, .alpha = -0.5F, .beta = 3}));
      if (QTest::currentTestFailed()) return;
    }
    OpCase scalar = make({.rows = 5, .depth = 4, .columns = 6});
    scalar.inputs.push_back(Tensor::filled(Shape{}, 2.5F));
    scalar.has_plan = false;
    check(scalar);
  }

  void theOldestDefinitionBroadcastsOnlyWhereItSaysSo() {
    OpCase op = make({.rows = 5, .depth = 4, .columns = 6, .c = {6}});
    op.opset = 6;
    check_refused(op, "C of 6 cannot be added to the product of 5 × 6");
    op.attributes.set("broadcast", std::int64_t{1});
    check(op);
  }

  void cMayBeLeftOutFromOpsetElevenOn() {
    OpCase op = make({.rows = 2, .depth = 3, .columns = 4});
    op.opset = 11;
    check(op);
    op.opset = 10;
    check_refused(op, "needs three inputs");
  }

  void matricesThatDoNotFitAreRefused() {
    OpCase op = make({.rows = 1, .depth = 64, .columns = 10});
    op.inputs[1] = random_tensor(Shape{63, 10}, 1);
    check_refused(op, "1 × 64 cannot be multiplied by 63 × 10: 64 is not 63");
    op.inputs[1] = random_tensor(Shape{64}, 1);
    check_refused(op, "not 1 × 64 by 64");
    check_refused(make({.rows = 2, .depth = 3, .columns = 4, .c = {3}}), "C of 3");
    check_refused(mat_mul({2, 3}, {4, 5}), "2 × 3 cannot be multiplied by 4 × 5");
    check_refused(mat_mul({2, 3, 3}, {4, 3, 3}), "cannot be multiplied");
    check_refused(mat_mul({}, {3}), "scalar cannot be multiplied");
  }

  void aUnitIsARowOrAColumnOfTheWeights() {
    const auto slices = [](const OpCase& op) {
      const PreparedCase prepared = prepare(op);
      return prepared.op->unit_slices(prepared.params, prepared.inputs);
    };
    const auto plain = slices(make({.rows = 1, .depth = 3, .columns = 4, .c = {4}}));
    QCOMPARE(plain.size(), std::size_t{2});
    QCOMPARE(plain[0].axis, std::size_t{1});
    QCOMPARE(slices(make({.rows = 1, .depth = 3, .columns = 4, .transpose_b = true}))[0].axis,
             std::size_t{0});
    QCOMPARE(slices(make({.rows = 1, .depth = 3, .columns = 4, .c = {1}})).size(), std::size_t{1});
  }

  void aComputedRightMatrixHasNoUnits() {
    const OpCase op = make({.rows = 1, .depth = 3, .columns = 4, .c = {4}});
    const PreparedCase prepared = prepare(op);
    const std::vector<ValueType> types{{}, {}, {Shape{4}}};
    QCOMPARE(prepared.op->unit_slices(prepared.params, types).size(), std::size_t{1});
  }

  void columnsAreUnitsOfAFlatProductAlone() {
    const auto slices = [](const OpCase& op) {
      const PreparedCase prepared = prepare(op);
      return prepared.op->unit_slices(prepared.params, prepared.inputs);
    };
    QCOMPARE(slices(mat_mul({1, 3}, {3, 4}))[0].axis, std::size_t{1});
    QCOMPARE(slices(mat_mul({3}, {2, 3, 4}))[0].axis, std::size_t{2});
    QVERIFY(slices(mat_mul({1, 28, 28}, {28, 10})).empty());
    QVERIFY(slices(mat_mul({28, 28}, {1, 28, 10})).empty());
    QVERIFY(slices(mat_mul({3}, {3})).empty());
  }

  void matMulFollowsNumpy() {
    check(mat_mul({3}, {3}));
    check(mat_mul({3}, {3, 4}));
    check(mat_mul({5, 3}, {3}));
    check(mat_mul({5, 3}, {3, 4}));
    check(mat_mul({2, 5, 3}, {3, 4}));
    check(mat_mul({5, 3}, {2, 3, 4}));
    check(mat_mul({2, 1, 5, 3}, {7, 3, 4}));
    check(mat_mul({2, 7, 5, 3}, {2, 1, 3, 4}));
    check(mat_mul({3}, {2, 3, 4}));
    check(mat_mul({2, 5, 3}, {3}));
    check(mat_mul({40, 17, 33}, {40, 33, 50}));
    QCOMPARE(prepare(mat_mul({3}, {2, 3, 4})).outputs[0].shape.to_string(), "2 × 4");
    QCOMPARE(prepare(mat_mul({3}, {3})).outputs[0].shape.to_string(), "scalar");
  }
};

QTEST_GUILESS_MAIN(DenseTest)
#include "dense_test.moc"
