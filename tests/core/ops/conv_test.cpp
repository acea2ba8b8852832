#include <QtTest>
#include <chrono>
#include <random>
#include <thread>

#include "core/base/error.h"
#include "core/cpu/parallel.h"
#include "core/cpu/tile.h"
#include "core/ops/window.h"
#include "tests/core/ops/op_cases.h"

using namespace fovea;
using namespace fovea::testing;

namespace {

using Dims = std::vector<std::int64_t>;

struct Case {
  Dims input;   // [N, C, spatial…]
  Dims kernel;  // [M, C / group, spatial…]
  Dims strides = {}, pads = {}, dilations = {};
  std::int64_t group = 1;
  std::string auto_pad = {};
  bool bias = true;
};

OpCase make(const Case& c) {
  OpCase op{.op = "Conv", .attributes = {}, .inputs = {}};
  if (!c.strides.empty()) op.attributes.set("strides", c.strides);
  if (!c.pads.empty()) op.attributes.set("pads", c.pads);
  if (!c.dilations.empty()) op.attributes.set("dilations", c.dilations);
  if (c.group != 1) op.attributes.set("group", c.group);
  if (!c.auto_pad.empty()) op.attributes.set("auto_pad", c.auto_pad);
  op.inputs = {random_tensor(Shape(c.input), 1), random_tensor(Shape(c.kernel), 2)};
  if (c.bias) op.inputs.push_back(random_tensor(Shape{c.kernel[0]}, 3));
  return op;
}

void check(const Case& c) {
  const std::string failure = failure_of(make(c));
  QVERIFY2(failure.empty(), failure.c_str());
}

void check_all(const std::vector<Case>& cases) {
  for (const Case& c : cases) {
    check(c);
    if (QTest::currentTestFailed()) return;
  }
}

/// Passes where what a person is told holds every one of these words.
void check_refused(const OpCase& c, const std::vector<std::string>& words) {
  const std::string refusal = refusal_of(c);
  QVERIFY2(!refusal.empty(), "accepted");
  for (const std::string& word : words) {
    QVERIFY2(refusal.find(word) != std::string::npos, refusal.c_str());
  }
}

}  // namespace

class ConvTest : public QObject {
  Q_OBJECT

 private slots:
  void aHandMadeKernelGivesTheNumbersOnPaper() {
    OpCase op{.op = "Conv",
              .attributes = {{"pads", Dims{0, 1, 0, 1}}},
              .inputs = {Tensor::of<float>(Shape{1, 1, 1, 4}, std::vector<float>{1, 2, 4, 8}),
                         Tensor::of<float>(Shape{1, 1, 1, 3}, std::vector<float>{-1, 0, 2}),
                         Tensor::of<float>(Shape{1}, std::vector<float>{10})}};
    const Tensor expected =
        Tensor::of<double>(Shape{1, 1, 1, 4}, std::vector<double>{14, 17, 24, 6});
    QCOMPARE(relative_error(reference_of(op)[0], expected), 0.0);
    const std::string failure = failure_of(op);
    QVERIFY2(failure.empty(), failure.c_str());
  }

  void oddSizesAndSmallKernelsAgree() {
    check_all({
        {.input = {1, 1, 1, 1}, .kernel = {1, 1, 1, 1}},
        {.input = {1, 3, 7, 5}, .kernel = {4, 3, 1, 1}},
        {.input = {1, 3, 9, 11}, .kernel = {5, 3, 3, 3}, .pads = {1, 1, 1, 1}},
        {.input = {1, 1, 28, 28}, .kernel = {6, 1, 5, 5}, .pads = {2, 2, 2, 2}},
        {.input = {1, 6, 14, 14}, .kernel = {16, 6, 5, 5}},
        {.input = {1, 2, 13, 67}, .kernel = {3, 2, 2, 4}, .bias = false},
        {.input = {1, 2, 67, 13}, .kernel = {3, 2, 4, 2}},
        {.input = {1, 4, 1, 50}, .kernel = {9, 4, 1, 3}},
        {.input = {1, 4, 50, 1}, .kernel = {9, 4, 3, 1}},
        {.input = {2, 3, 17, 19}, .kernel = {10, 3, 3, 3}, .pads = {1, 1, 1, 1}},
    });
  }

  void kernelsLargerThanTheInputAgree() {
    check_all({
        {.input = {1, 2, 3, 3}, .kernel = {3, 2, 7, 7}, .pads = {3, 3, 3, 3}},
        {.input = {1, 1, 1, 1}, .kernel = {2, 1, 5, 5}, .pads = {2, 2, 2, 2}},
        {.input = {1, 1, 2, 9}, .kernel = {2, 1, 5, 3}, .pads = {4, 0, 4, 5}},
        {.input = {1, 3, 4, 4}, .kernel = {40, 3, 4, 4}},
        {.input = {2, 40, 1, 1}, .kernel = {33, 40, 1, 1}},
        {.input = {1, 17, 2, 1}, .kernel = {7, 17, 1, 1}},
    });
  }

  void stridesAgree() {
    check_all({
        {.input = {1, 3, 15, 17}, .kernel = {4, 3, 3, 3}, .strides = {2, 2}, .pads = {1, 1, 1, 1}},
        {.input = {1, 3, 15, 60}, .kernel = {4, 3, 3, 3}, .strides = {1, 3}},
        {.input = {1, 3, 23, 22}, .kernel = {4, 3, 2, 3}, .strides = {5, 4}},
        {.input = {1, 3, 23, 22}, .kernel = {4, 3, 1, 1}, .strides = {2, 2}},
        {.input = {1, 2, 64, 64}, .kernel = {8, 2, 7, 7}, .strides = {2, 2}, .pads = {3, 3, 3, 3}},
        {.input = {1, 1, 9, 9}, .kernel = {2, 1, 3, 3}, .strides = {100, 100}},
    });
  }

  void dilationsAgree() {
    check_all({
        {.input = {1, 3, 15, 17}, .kernel = {4, 3, 3, 3}, .dilations = {2, 3}},
        {.input = {1, 3, 15, 17},
         .kernel = {4, 3, 3, 3},
         .pads = {6, 6, 6, 6},
         .dilations = {6, 6}},
        {.input = {1, 2, 21, 40},
         .kernel = {3, 2, 3, 4},
         .strides = {2, 3},
         .pads = {1, 2, 3, 0},
         .dilations = {4, 2}},
        {.input = {1, 1, 70, 70}, .kernel = {2, 1, 2, 2}, .dilations = {60, 60}},
    });
  }

  void asymmetricPadsAgree() {
    check_all({
        {.input = {1, 2, 8, 9}, .kernel = {3, 2, 3, 3}, .pads = {0, 1, 2, 3}},
        {.input = {1, 2, 8, 9}, .kernel = {3, 2, 3, 3}, .pads = {3, 0, 0, 2}},
        {.input = {1, 2, 8, 9}, .kernel = {3, 2, 2, 2}, .pads = {7, 9, 5, 4}},
        {.input = {1, 2, 5, 5}, .kernel = {3, 2, 2, 2}, .strides = {3, 3}, .pads = {8, 8, 8, 8}},
    });
  }

  void everyAutoPadAgrees() {
    for (const std::string pad : {"NOTSET", "VALID", "SAME_UPPER", "SAME_LOWER"}) {
      check_all({
          {.input = {1, 2, 9, 10}, .kernel = {3, 2, 3, 4}, .auto_pad = pad},
          {.input = {1, 2, 9, 10}, .kernel = {3, 2, 2, 4}, .strides = {2, 3}, .auto_pad = pad},
          {.input = {1, 2, 9, 10}, .kernel = {3, 2, 2, 3}, .dilations = {3, 2}, .auto_pad = pad},
      });
      if (QTest::currentTestFailed()) return;
    }
  }

  void samePaddingKeepsTheSize() {
    OpCase op = make({.input = {1, 2, 9, 10}, .kernel = {3, 2, 2, 3}, .auto_pad = "SAME_UPPER"});
    QCOMPARE(prepare(op).outputs[0].shape.to_string(), "1 × 3 × 9 × 10");
  }

  void groupsAndDepthwiseAgree() {
    check_all({
        {.input = {1, 4, 9, 9}, .kernel = {6, 2, 3, 3}, .group = 2},
        {.input = {1, 6, 10, 31}, .kernel = {6, 1, 3, 3}, .pads = {1, 1, 1, 1}, .group = 6},
        {.input = {2, 5, 12, 12},
         .kernel = {10, 1, 3, 3},
         .strides = {2, 2},
         .pads = {1, 1, 1, 1},
         .group = 5},
        {.input = {1, 33, 5, 5}, .kernel = {33, 1, 5, 5}, .pads = {2, 2, 2, 2}, .group = 33},
        {.input = {1, 9, 3, 3}, .kernel = {9, 3, 3, 3}, .group = 3},
    });
  }

  void oneAndThreeDimensionsAgree() {
    check_all({
        {.input = {1, 3, 50}, .kernel = {4, 3, 5}},
        {.input = {2, 3, 200}, .kernel = {4, 3, 7}, .strides = {3}, .pads = {2, 5}},
        {.input = {1, 8, 33}, .kernel = {8, 1, 3}, .dilations = {4}, .group = 8},
        {.input = {1, 1, 9000}, .kernel = {2, 1, 64}, .auto_pad = "SAME_UPPER"},
        {.input = {1, 2, 5, 6, 7}, .kernel = {3, 2, 3, 3, 3}, .pads = {1, 1, 1, 1, 1, 1}},
        {.input = {1, 2, 8, 9, 10},
         .kernel = {5, 2, 2, 3, 4},
         .strides = {2, 1, 3},
         .pads = {0, 1, 2, 1, 0, 3},
         .dilations = {1, 2, 1}},
        {.input = {1, 4, 3, 3, 3}, .kernel = {4, 1, 3, 3, 3}, .group = 4},
    });
  }

  void channelCountsAroundTheVectorWidthAgree() {
    const auto lanes = std::int64_t{tile_kernels().lanes};
    for (const std::int64_t channels :
         {std::int64_t{1}, std::int64_t{3}, lanes - 1, lanes, lanes + 1, 8 * lanes + 2}) {
      check_all({
          {.input = {1, channels, 6, 7}, .kernel = {3, channels, 3, 3}, .pads = {1, 1, 1, 1}},
          {.input = {1, 2, 6, 7}, .kernel = {channels, 2, 3, 3}},
          {.input = {1, 2, 3, channels}, .kernel = {2, 2, 1, 1}},
          {.input = {1, 2, 5, channels + 2}, .kernel = {2, 2, 3, 3}},
      });
      if (QTest::currentTestFailed()) return;
    }
  }

  void layersOfManyTilesAgree() {
    check_all({
        {.input = {1, 64, 40, 200}, .kernel = {9, 64, 3, 3}, .pads = {1, 1, 1, 1}},
        {.input = {1, 2, 3, 70000}, .kernel = {1, 2, 2, 3}},
        {.input = {1, 300, 8, 8}, .kernel = {70, 300, 3, 3}, .pads = {1, 1, 1, 1}},
        {.input = {1, 16, 9, 40, 40}, .kernel = {5, 16, 3, 3, 3}, .pads = {1, 1, 1, 1, 1, 1}},
    });
  }

  void convolutionsDrawnAtRandomAgree() {
    std::mt19937 generator(5);
    const auto between = [&](std::int64_t low, std::int64_t high) {
      return low + static_cast<std::int64_t>(generator() % static_cast<unsigned>(high - low + 1));
    };
    int accepted = 0;
    for (int round = 0; round < 60; ++round) {
      const std::int64_t axes = between(1, 3), largest = axes == 1 ? 200 : axes == 2 ? 20 : 8;
      Case c{.input = {between(1, 2)}, .kernel = {}, .group = between(1, 3)};
      const std::int64_t inputs = between(1, 4);
      c.input.push_back(inputs * c.group);
      c.kernel = {between(1, 10) * c.group, inputs};
      for (std::int64_t axis = 0; axis < axes; ++axis) {
        c.input.push_back(between(1, largest));
        c.kernel.push_back(between(1, 5));
        c.strides.push_back(between(1, 4));
        c.dilations.push_back(between(1, 3));
      }
      for (std::int64_t pad = 0; pad < 2 * axes; ++pad) c.pads.push_back(between(0, 4));
      if (!refusal_of(make(c)).empty()) continue;  // the kernel does not fit
      ++accepted;
      check(c);
      if (QTest::currentTestFailed()) return;
    }
    QVERIFY(accepted > 30);
  }

  void everyOpsetThatIsDeclaredAgrees() {
    OpCase op = make({.input = {1, 2, 5, 5}, .kernel = {3, 2, 3, 3}});
    for (op.opset = 6; op.opset <= 25; ++op.opset) {
      const std::string failure = failure_of(op);
      QVERIFY2(failure.empty(), failure.c_str());
    }
  }

  void packedWeightsFollowTheWeights() {
    OpCase op = make({.input = {1, 3, 20, 20}, .kernel = {6, 3, 3, 3}});
    Tensor edited = op.inputs[1].clone();
    edited.mutable_values<float>()[40] = 50;
    const Tensor before = reference_of(op)[0];
    op.inputs[1] = edited;
    QVERIFY(relative_error(before, reference_of(op)[0]) > 0.1);
    const std::string failure = failure_of(op);
    QVERIFY2(failure.empty(), failure.c_str());
  }

  void whatCannotWorkIsRefusedWithTheReason() {
    const Dims image{1, 1, 28, 28};
    check_refused(make({.input = image, .kernel = {8, 3, 3, 3}}),
                  {"wants 3 channels", "1 × 1 × 28 × 28 has 1"});
    check_refused(make({.input = image, .kernel = {8, 9}}), {"8 × 9 has 2 axes"});
    check_refused(make({.input = {1, 3, 8, 8}, .kernel = {4, 1, 3, 3}, .group = 2}),
                  {"3 input channels", "2 equal groups"});
    check_refused(make({.input = {1, 4, 8, 8}, .kernel = {3, 2, 3, 3}, .group = 2}),
                  {"3 kernels", "2 equal groups"});
    check_refused(make({.input = image, .kernel = {1, 1, 3, 3}, .pads = {1, 1}}),
                  {"pads has 2 entries", "4 are needed"});
    check_refused(make({.input = {1, 1, 8, 8}, .kernel = {1, 1, 9, 9}}),
                  {"9 × 9 kernel", "8 × 8 input", "empty"});
    check_refused(make({.input = image, .kernel = {1, 1, 3, 3}, .strides = {0, 1}}), {"strides"});
    check_refused(make({.input = {4, 4}, .kernel = {1, 1}}), {"4 × 4 has 2 axes"});
    check_refused(make({.input = image, .kernel = {1, 1, 3, 0}}), {"1 × 1 × 3 × 0 is empty"});

    OpCase op = make({.input = image, .kernel = {1, 1, 3, 3}});
    op.attributes.set("kernel_shape", Dims{5, 5});
    check_refused(op, {"kernel_shape says 5 × 5", "is 3 × 3"});
    op = make({.input = image, .kernel = {2, 1, 3, 3}});
    op.inputs[2] = random_tensor(Shape{3}, 1);
    check_refused(op, {"bias is 3", "2 kernels"});
    op.inputs[0] = op.inputs[0].to(ElementType::int64);
    check_refused(op, {"the input is int64, but must be float32"});
    op = make({.input = image, .kernel = {2, 1, 3, 3}});
    op.attributes.set("group", std::int64_t{0});
    check_refused(op, {"group is 0"});
  }

  void windowsThatSpanTooMuchAreRefusedBeforeTheyAreComputed() {
    const std::int64_t wide = std::int64_t{1} << 30, half = wide / 2;
    check_refused(
        make({.input = {1, 1, 1}, .kernel = {1, 1, 2}, .pads = {half, half}, .dilations = {wide}}),
        {"padding", "more than any input needs"});
    const std::int64_t long_step = std::int64_t{1} << 23, pad = long_step / 2;
    check_refused(make({.input = {1, 1, 1, 1},
                        .kernel = {1, 1, 2, 2},
                        .pads = {pad, pad, pad, pad},
                        .dilations = {long_step, long_step}}),
                  {"span so many samples", "TB"});
    check({.input = {1, 3, 5, 5}, .kernel = {2, 3, 1, 1}, .pads = {1, 1, 1, 1}});
  }

  void costsAndReadsFollowFromTheWindow() {
    const OpCase op = make(
        {.input = {1, 3, 32, 32}, .kernel = {8, 3, 5, 5}, .strides = {2, 1}, .pads = {2, 0, 2, 4}});
    const PreparedCase prepared = prepare(op);
    QCOMPARE(prepared.op->macs(prepared.params, prepared.inputs, prepared.outputs),
             std::int64_t{8 * 16 * 32 * 3 * 25});
    const auto reads = prepared.op->reads(prepared.params, 0, prepared.inputs, prepared.outputs[0]);
    const std::vector<AxisReads> expected{{1, 0, 1}, {0, 0, 3}, {2, -2, 5}, {1, 0, 5}};
    QVERIFY(reads == expected);
    QCOMPARE(prepared.op->unit_slices(prepared.params, prepared.inputs).size(), std::size_t{2});
  }

  void aDepthwiseUnitReadsItsOwnChannel() {
    const PreparedCase prepared =
        prepare(make({.input = {1, 6, 8, 8}, .kernel = {6, 1, 3, 3}, .group = 6}));
    const auto reads = prepared.op->reads(prepared.params, 0, prepared.inputs, prepared.outputs[0]);
    QVERIFY((reads[1] == AxisReads{1, 0, 1}));
  }

  void aBigLayerStopsSoonAfterItIsCancelled() {
    const OpCase op =
        make({.input = {1, 128, 256, 256}, .kernel = {128, 128, 5, 5}, .pads = {2, 2, 2, 2}});
    const PreparedCase prepared = prepare(op);
    std::vector<Tensor> outputs{Tensor(prepared.outputs[0].shape)};
    const CancelToken cancel;
    using Clock = std::chrono::steady_clock;
    Clock::time_point cancelled;
    std::thread other([&] {
      std::this_thread::sleep_for(std::chrono::milliseconds(30));
      cancelled = Clock::now();
      cancel.cancel();
    });
    bool thrown = false;
    try {
      prepared.op->cpu({.params = prepared.params,
                        .inputs = op.inputs,
                        .outputs = outputs,
                        .cancel = cancel,
                        .threads = 2});
    } catch (const Cancelled&) {
      thrown = true;
    }
    const auto stopped = Clock::now();
    other.join();
    QVERIFY2(thrown, "it was done before it could be cancelled");
    const double ms = std::chrono::duration<double, std::milli>(stopped - cancelled).count();
    QVERIFY2(ms < 100, qPrintable(QString::number(ms)));
  }
};

QTEST_GUILESS_MAIN(ConvTest)
#include "conv_test.moc"
