#include "core/explain/operators/network.h"

#include <QtTest>
#include <cmath>
#include <numeric>
#include <set>

#include "core/explain/operators/counts.h"
#include "core/explain/operators/matrix.h"
#include "core/ops/conv/presets.h"

using namespace fovea;
using namespace fovea::explain;

namespace {

Tensor noise(const Shape& shape, int seed) {
  const Tensor square = kernel_preset("random:31:" + std::to_string(seed));
  Tensor result(shape);
  const auto values = result.mutable_values<float>();
  for (std::size_t i = 0; i < values.size(); ++i) values[i] = square.floats()[i % 961];
  return result;
}

double difference(const Tensor& a, const Tensor& b) {
  if (a.elements() != b.elements()) return 1e9;
  double most = 0;
  for (std::size_t i = 0; i < a.floats().size(); ++i)
    most = std::max(most, std::abs(double{a.floats()[i]} - double{b.floats()[i]}));
  return most;
}

/// Each input value stamps the kernel into the output, as the textbook has it.
Tensor stamped(const OperatorSettings& it, const Tensor& weights, const Tensor& planes) {
  const OperatorCounts counts = count(it);
  const std::int64_t rows = counts.rows.value(), columns = counts.columns.value();
  Tensor output = Tensor::filled(Shape{it.outputs, rows, columns}, 0.0f);
  const auto cells = output.mutable_values<float>();
  const auto [high, wide] = it.kernel;
  for (std::int64_t m = 0; m < it.outputs; ++m)
    for (std::int64_t c = 0; c < it.channels; ++c)
      for (std::int64_t y = 0; y < it.height; ++y)
        for (std::int64_t x = 0; x < it.width; ++x)
          for (std::int64_t r = 0; r < high; ++r)
            for (std::int64_t s = 0; s < wide; ++s) {
              const std::int64_t row = y * it.stride + r - it.padding;
              const std::int64_t column = x * it.stride + s - it.padding;
              if (row < 0 || row >= rows || column < 0 || column >= columns) continue;
              const std::int64_t tap = ((m * it.channels + c) * high + r) * wide + s;
              const std::int64_t from = (c * it.height + y) * it.width + x;
              cells[static_cast<std::size_t>((m * rows + row) * columns + column)] +=
                  weights.floats()[static_cast<std::size_t>(tap)] *
                  planes.floats()[static_cast<std::size_t>(from)];
            }
  return output;
}

std::set<float> different(const Tensor& tensor) {
  return {tensor.floats().begin(), tensor.floats().end()};
}

}  // namespace

class NetworkTest : public QObject {
  Q_OBJECT

 private slots:
  void theMatrixTimesTheInputIsWhatTheEngineComputes_data() {
    QTest::addColumn<int>("stride");
    QTest::addColumn<int>("padding");
    QTest::addColumn<int>("dilation");
    QTest::addColumn<bool>("transposed");
    for (const bool transposed : {false, true})
      for (int stride = 1; stride <= 3; ++stride)
        for (int padding = 0; padding <= 2; ++padding)
          for (int dilation = 1; dilation <= (transposed ? 1 : 2); ++dilation)
            QTest::addRow("%s, stride %d, padding %d, dilation %d",
                          transposed ? "transposed" : "convolution", stride, padding, dilation)
                << stride << padding << dilation << transposed;
  }

  void theMatrixTimesTheInputIsWhatTheEngineComputes() {
    QFETCH(const int, stride);
    QFETCH(const int, padding);
    QFETCH(const int, dilation);
    QFETCH(const bool, transposed);
    const OperatorSettings it{
        .kind = transposed ? OperatorKind::transposed : OperatorKind::convolution,
        .height = 6,
        .width = 7,
        .kernel = {3, 4},
        .stride = stride,
        .padding = padding,
        .dilation = dilation};
    const Tensor kernel = noise(Shape{3, 4}, 1), map = noise(Shape{6, 7}, 2);
    const OperatorMatrix matrix = operator_matrix(it);
    const Tensor engine = run_operator(it, make_weights(it, kernel), map.reshaped(Shape{1, 6, 7}));
    QCOMPARE(matrix.rows(), engine.elements());
    QVERIFY(difference(matrix.times(kernel, map), engine) < 1e-5);
  }

  void aFullyConnectedLayerWithTheKernelsWeightsIsTheConvolution() {
    OperatorSettings it{.kind = OperatorKind::convolution,
                        .channels = 3,
                        .height = 8,
                        .width = 9,
                        .outputs = 4,
                        .kernel = {3, 3},
                        .stride = 2,
                        .padding = 1};
    const Tensor kernel = noise(Shape{3, 3}, 4), planes = noise(Shape{3, 8, 9}, 5);
    const Tensor convolved = run_operator(it, make_weights(it, kernel), planes);
    it.kind = OperatorKind::fully_connected;
    QVERIFY(difference(run_operator(it, make_weights(it, kernel), planes), convolved) < 1e-5);
    const Tensor chance = run_operator(it, make_weights(it, kernel, 7), planes);
    QVERIFY(difference(chance, convolved) > 0.1);
    QVERIFY(difference(chance, run_operator(it, make_weights(it, kernel, 7), planes)) == 0);
    QVERIFY(difference(chance, run_operator(it, make_weights(it, kernel, 8), planes)) > 0.1);
  }

  void aTransposedConvolutionStampsTheKernel() {
    for (std::int64_t stride = 1; stride <= 4; ++stride) {
      const OperatorSettings it{.kind = OperatorKind::transposed,
                                .channels = 2,
                                .height = 4,
                                .width = 5,
                                .outputs = 3,
                                .kernel = {3, 2},
                                .stride = stride,
                                .padding = 1};
      const OperatorWeights weights = make_weights(it, noise(Shape{3, 2}, 6));
      const Tensor planes = noise(Shape{2, 4, 5}, 7);
      QVERIFY(difference(run_operator(it, weights, planes), stamped(it, weights.spread, planes)) <
              1e-5);
    }
  }

  void anOutputOfATransposedConvolutionSeesAsFarAsItsEquationSays() {
    for (std::int64_t size = 1; size <= 5; ++size) {
      for (std::int64_t stride = 1; stride <= 4; ++stride) {
        const OperatorSettings it{.kind = OperatorKind::transposed,
                                  .height = 8,
                                  .width = 8,
                                  .kernel = {size, size},
                                  .stride = stride};
        const OperatorCounts counts = count(it);
        const auto overlap = different(operator_matrix(it).overlap());
        QCOMPARE(static_cast<std::int64_t>(*overlap.rbegin()),
                 counts.field_rows.value() * counts.field_columns.value());
      }
    }
  }

  void aTransposedConvolutionMultipliesEachInputByEachCellOfTheKernel() {
    const OperatorSettings it{.kind = OperatorKind::transposed,
                              .channels = 2,
                              .height = 4,
                              .width = 5,
                              .outputs = 3,
                              .kernel = {3, 2},
                              .stride = 2};
    const Tensor overlap = operator_matrix(it).overlap();
    const double products = std::accumulate(overlap.floats().begin(), overlap.floats().end(), 0.0);
    QCOMPARE(count(it).macs.value(), static_cast<std::int64_t>(products) * 2 * 3);
  }

  void overlapIsUnevenWhereTheStrideDoesNotDivideTheKernel() {
    const auto inner = [](std::int64_t size, std::int64_t stride) {
      // Padding cuts away the rim, where fewer stamps meet in any case.
      const OperatorSettings it{.kind = OperatorKind::transposed,
                                .height = 6,
                                .width = 6,
                                .kernel = {size, size},
                                .stride = stride,
                                .padding = size - 1};
      return different(operator_matrix(it).overlap());
    };
    QCOMPARE(inner(4, 2), (std::set<float>{4}));
    QCOMPARE(inner(3, 3), (std::set<float>{1}));
    QCOMPARE(inner(3, 2), (std::set<float>{1, 2, 4}));
    QCOMPARE(inner(5, 2), (std::set<float>{4, 6, 9}));
  }

  void aConstantInputShowsTheOverlapOfAKernelOfOnes() {
    const OperatorSettings it{
        .kind = OperatorKind::transposed, .height = 4, .width = 4, .kernel = {3, 3}, .stride = 2};
    const OperatorMatrix matrix = operator_matrix(it);
    const Tensor ones = Tensor::filled(Shape{4, 4}, 1.0f);
    const Tensor kernel = Tensor::filled(Shape{3, 3}, 1.0f);
    QVERIFY(difference(matrix.times(kernel, ones), matrix.overlap()) == 0);
  }

  void weightsAreSharedAlongDiagonals() {
    const OperatorSettings it{.height = 6, .width = 6, .kernel = {3, 3}};
    const OperatorMatrix matrix = operator_matrix(it);
    QCOMPARE(matrix.rows(), std::int64_t{16});
    QCOMPARE(matrix.at(0, 0), 0);
    QCOMPARE(matrix.at(1, 1), 0);
    QCOMPARE(matrix.at(0, 6), 3);
    QCOMPARE(matrix.at(0, 3), OperatorMatrix::k_zero);
    const Tensor overlap = matrix.overlap();
    QCOMPARE(different(overlap), (std::set<float>{9}));
  }

  void aDepthwiseSeparableOneMakesWhatAConvolutionOfOneKernelMakes() {
    OperatorSettings it{
        .channels = 3, .height = 9, .width = 8, .outputs = 3, .kernel = {3, 3}, .padding = 1};
    const Tensor kernel = noise(Shape{3, 3}, 8), planes = noise(Shape{3, 9, 8}, 9);
    const Tensor convolved = run_operator(it, make_weights(it, kernel), planes);
    it.kind = OperatorKind::depthwise_separable;
    QVERIFY(difference(run_operator(it, make_weights(it, kernel), planes), convolved) < 1e-5);
  }

  void wiresJoinTheMapsOfAGroup() {
    OperatorSettings it{.kind = OperatorKind::grouped,
                        .channels = 4,
                        .height = 4,
                        .width = 4,
                        .outputs = 2,
                        .kernel = {1, 1},
                        .groups = 2};
    QCOMPARE(wiring(it).front(), (Wires{{0, 0}, {1, 0}, {2, 1}, {3, 1}}));
    it.kind = OperatorKind::depthwise;
    it = fitted(it);
    QCOMPARE(wiring(it).front(), (Wires{{0, 0}, {1, 1}, {2, 2}, {3, 3}}));
    it.kind = OperatorKind::depthwise_separable;
    QCOMPARE(wiring(fitted(it)).size(), std::size_t{2});
  }

  void anOutputMapChangesOnlyWithTheMapsThatAreWiredToIt() {
    for (const OperatorKindInfo& kind : operator_kinds()) {
      const OperatorSettings it = start_settings(kind.kind, {4, 8, 8}, {3, 3});
      const OperatorWeights weights = make_weights(it, noise(Shape{3, 3}, 3));
      const Tensor planes = noise(Shape{4, 8, 8}, 1);
      const Tensor before = run_operator(it, weights, planes);
      Tensor changed = planes.clone();
      for (float& value : changed.mutable_values<float>().subspan(64, 64)) value = 3 - value;
      const Tensor after = run_operator(it, weights, changed);
      const std::vector<Wires> wires = wiring(it);
      const auto plane = static_cast<std::size_t>(before.elements() / it.outputs);
      for (std::int64_t map = 0; map < it.outputs; ++map) {
        const bool wired = std::ranges::count(wires.back(), std::array{std::int64_t{1}, map}) > 0;
        const auto first = static_cast<std::size_t>(map) * plane;
        const bool same = std::ranges::equal(before.floats().subspan(first, plane),
                                             after.floats().subspan(first, plane));
        QVERIFY2(same != wired, kind.name.data());
      }
    }
  }
};

QTEST_GUILESS_MAIN(NetworkTest)
#include "network_test.moc"
