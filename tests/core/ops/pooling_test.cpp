#include <QtTest>

#include "tests/core/ops/plan_checks.h"

using namespace fovea;
using namespace fovea::testing;
using Dims = std::vector<std::int64_t>;

namespace {

OpCase pool(std::string op, const Shape& input, Attributes attributes, int opset = 19) {
  return {.op = std::move(op),
          .attributes = std::move(attributes),
          .inputs = {random_tensor(input, 11)},
          .opset = opset,
          .tolerance = 1e-6};
}

const std::string k_same_upper = "SAME_UPPER", k_same_lower = "SAME_LOWER", k_valid = "VALID";
constexpr std::int64_t k_yes = 1;

}  // namespace

class PoolingTest : public QObject {
  Q_OBJECT

  static void agrees(const OpCase& c) {
    const std::string failure = failure_of(c);
    QVERIFY2(failure.empty(), failure.c_str());
    const std::string plan = plan_failure_of(c);
    QVERIFY2(plan.empty(), plan.c_str());
  }

  static void both_agree(const Shape& input, const Attributes& attributes) {
    agrees(pool("MaxPool", input, attributes));
    agrees(pool("AveragePool", input, attributes));
    Attributes counting = attributes;
    counting.set("count_include_pad", k_yes);
    agrees(pool("AveragePool", input, counting));
  }

  static void refuses(const OpCase& c, std::string_view part) {
    const std::string text = refusal_of(c);
    QVERIFY2(text.find(part) != std::string::npos, (describe(c) + ": " + text).c_str());
  }

 private slots:
  void everyWidthAgreesWithTheReference() {
    for (const std::int64_t width : {2, 3, 4, 7, 8, 9, 15, 16, 17, 31, 32, 33, 34, 65, 130}) {
      both_agree({1, 2, 3, width}, {{"kernel_shape", Dims{2, 2}}});
      both_agree({1, 2, 5, width}, {{"kernel_shape", Dims{2, 2}}, {"strides", Dims{2, 2}}});
      both_agree(
          {2, 1, 4, width},
          {{"kernel_shape", Dims{3, 2}}, {"strides", Dims{1, 2}}, {"pads", Dims{1, 1, 1, 1}}});
    }
  }

  void everyKernelStrideAndDilationAgrees() {
    for (const std::int64_t kernel : {1, 2, 3, 5}) {
      for (const std::int64_t stride : {1, 2, 3, 7}) {
        for (const std::int64_t dilation : {1, 2}) {
          for (const std::int64_t ceil : {0, 1}) {
            both_agree({1, 2, 11, 19}, {{"kernel_shape", Dims{kernel, kernel}},
                                        {"strides", Dims{stride, stride}},
                                        {"dilations", Dims{dilation, dilation}},
                                        {"ceil_mode", ceil}});
          }
        }
      }
    }
  }

  void unevenPaddingAgrees() {
    both_agree({1, 3, 7, 6}, {{"kernel_shape", Dims{3, 4}}, {"pads", Dims{2, 0, 0, 3}}});
    both_agree({1, 3, 7, 6}, {{"kernel_shape", Dims{3, 3}},
                              {"pads", Dims{0, 2, 1, 0}},
                              {"strides", Dims{2, 3}},
                              {"ceil_mode", k_yes}});
    for (const std::string& mode : {k_same_upper, k_same_lower, k_valid}) {
      for (const std::int64_t stride : {1, 2, 3}) {
        both_agree(
            {1, 1, 5, 8},
            {{"kernel_shape", Dims{2, 3}}, {"strides", Dims{stride, stride}}, {"auto_pad", mode}});
      }
    }
  }

  void oneAndThreeAxesAgree() {
    both_agree({2, 3, 17}, {{"kernel_shape", Dims{4}}, {"strides", Dims{3}}, {"pads", Dims{1, 2}}});
    both_agree({1, 2, 5, 6, 7}, {{"kernel_shape", Dims{2, 3, 2}},
                                 {"strides", Dims{2, 1, 2}},
                                 {"pads", Dims{1, 0, 1, 0, 2, 0}},
                                 {"dilations", Dims{1, 2, 1}}});
  }

  void aSingleSampleAndAKernelAsLargeAsItsPaddingAllowAgree() {
    both_agree({1, 1, 1, 1}, {{"kernel_shape", Dims{1, 1}}});
    both_agree({1, 1, 1, 1}, {{"kernel_shape", Dims{3, 3}}, {"pads", Dims{1, 1, 1, 1}}});
    both_agree({1, 1, 2, 3}, {{"kernel_shape", Dims{5, 5}}, {"auto_pad", k_same_upper}});
  }

  void aWindowThatHangsOverTheEndIsDividedByWhatIsThere() {
    // Five samples, windows of two at 0, 2 and 4: the last one has one sample.
    OpCase c = pool("AveragePool", {1, 1, 5},
                    {{"kernel_shape", Dims{2}},
                     {"strides", Dims{2}},
                     {"ceil_mode", k_yes},
                     {"count_include_pad", k_yes}});
    c.inputs = {Tensor::of<float>({1, 1, 5}, std::vector<float>{1, 2, 3, 4, 5})};
    const Tensor y = reference_of(c)[0];
    QVERIFY(std::ranges::equal(y.values<double>(), std::vector<double>{1.5, 3.5, 5}));
    agrees(c);
  }

  void paddingAsWideAsTheWindowIsRefused() {
    for (const std::string op : {"MaxPool", "AveragePool"}) {
      refuses(pool(op, {1, 1, 4, 4}, {{"kernel_shape", Dims{2, 2}}, {"pads", Dims{0, 0, 2, 0}}}),
              "padding of 0 and 2 leaves windows of 2 wholly in the padding");
      refuses(pool(op, {1, 1, 4, 4}, {{"kernel_shape", Dims{1, 1}}, {"pads", Dims{1, 0, 0, 0}}}),
              "wholly in the padding");
    }
    both_agree({1, 1, 4},
               {{"kernel_shape", Dims{2}}, {"dilations", Dims{2}}, {"pads", Dims{1, 2}}});
  }

  void windowsOfMillionsStopSoonAfterTheyAreCancelled() {
    constexpr std::int64_t k_wide = std::int64_t{1} << 23;
    for (const std::string op : {"MaxPool", "AveragePool"}) {
      const OpCase c = pool(
          op, {1, 1, 1}, {{"kernel_shape", Dims{k_wide}}, {"pads", Dims{k_wide - 1, k_wide - 1}}});
      const PreparedCase prepared = prepare(c);
      std::vector<Tensor> outputs{Tensor(prepared.outputs[0].shape)};
      const CancelToken cancel;
      const auto deadline = CancelToken::Clock::now() + std::chrono::milliseconds(300);
      cancel.cancel_at(deadline);
      QVERIFY_THROWS_EXCEPTION(Cancelled, prepared.op->cpu({.params = prepared.params,
                                                            .inputs = c.inputs,
                                                            .outputs = outputs,
                                                            .cancel = cancel,
                                                            .threads = 1}));
      QVERIFY(CancelToken::Clock::now() - deadline < std::chrono::seconds(2));
    }
  }

  void aMaximumOfPaddingAloneIsRefused() {
    refuses(
        pool("MaxPool", {1, 1, 2, 2}, {{"kernel_shape", Dims{2, 2}}, {"pads", Dims{3, 3, 3, 3}}}),
        "wholly in the padding");
    refuses(pool("MaxPool", {1, 1, 3},
                 {{"kernel_shape", Dims{2}}, {"dilations", Dims{4}}, {"pads", Dims{1, 1}}}),
            "wholly in the padding");
  }

  void notANumberShowsThroughTheMaximum() {
    std::vector<float> values(24, 1);
    values[7] = std::numeric_limits<float>::quiet_NaN();
    OpCase c = pool("MaxPool", {1, 1, 2, 12}, {{"kernel_shape", Dims{2, 2}}});
    c.inputs = {Tensor::of({1, 1, 2, 12}, values)};
    const Tensor y = reference_of(c)[0];
    QVERIFY(std::isnan(y.values<double>()[6]) && std::isnan(y.values<double>()[7]));
    agrees(c);
  }

  void globalPoolsAgreeAtEverySize() {
    for (const std::int64_t size : {1, 3, 7, 8, 9, 15, 16, 17, 33, 64, 130, 1000}) {
      for (const std::string op : {"GlobalAveragePool", "GlobalMaxPool"}) {
        agrees(pool(op, {2, 3, size}, {}));
        agrees(pool(op, {1, 2, 3, size}, {}));
        agrees(pool(op, {1, 2, 1, 2, size}, {}));
      }
    }
  }

  void whatCannotBePooledIsRefusedWithItsShape() {
    refuses(pool("MaxPool", {1, 1, 8, 8}, {}), "kernel_shape” is missing");
    refuses(pool("MaxPool", {1, 1, 8, 8}, {{"kernel_shape", Dims{9, 9}}}), "9 × 9");
    refuses(pool("MaxPool", {8, 8}, {{"kernel_shape", Dims{2, 2}}}), "8 × 8");
    refuses(pool("MaxPool", {1, 1, 8, 8}, {{"kernel_shape", Dims{2}}}), "2 spatial axes");
    refuses(pool("AveragePool", {1, 1, 8}, {{"kernel_shape", Dims{2}}, {"pads", Dims{1 << 25, 0}}}),
            "than any input needs");
    refuses(pool("MaxPool", {1, 1, 8}, {{"kernel_shape", Dims{2}}, {"storage_order", k_yes}}),
            "storage_order");
    refuses(pool("GlobalAveragePool", {2, 3}, {}), "2 × 3");
    refuses(pool("GlobalMaxPool", {2, 3, 0}, {}), "nothing to pool");
    OpCase bytes = pool("MaxPool", {1, 1, 8}, {{"kernel_shape", Dims{2}}});
    bytes.inputs = {Tensor::filled<std::uint8_t>({1, 1, 8}, 1)};
    refuses(bytes, "uint8");
  }

  void aWindowReadsWhatItsGeometrySays() {
    const PreparedCase c = prepare(pool("MaxPool", {1, 2, 9, 9},
                                        {{"kernel_shape", Dims{3, 3}},
                                         {"strides", Dims{2, 1}},
                                         {"pads", Dims{1, 0, 1, 0}},
                                         {"dilations", Dims{1, 2}}}));
    const std::vector<AxisReads> reads = c.op->reads(c.params, 0, c.inputs, c.outputs[0]);
    QCOMPARE(reads.size(), 4U);
    QVERIFY(reads[1] == AxisReads{});
    QVERIFY((reads[2] == AxisReads{.scale = 2, .offset = -1, .extent = 3}));
    QVERIFY((reads[3] == AxisReads{.scale = 1, .offset = 0, .extent = 5}));
    const PreparedCase global = prepare(pool("GlobalMaxPool", {1, 2, 9}, {}));
    QVERIFY(global.op->reads(global.params, 0, global.inputs, global.outputs[0])[2] ==
            AxisReads::whole(9));
  }

  void thePlanFitsTheOutput() {
    const std::optional<VulkanPlan> plan = plan_of(
        pool("MaxPool", {1, 3, 8, 20}, {{"kernel_shape", Dims{2, 2}}, {"strides", Dims{2, 2}}}));
    const Dispatch& dispatch = plan->dispatches[0];
    QCOMPARE(dispatch.specialization.size(), 14U);
    const std::array<std::int64_t, 3> output{10, 4, 3};
    for (std::size_t axis = 0; axis < 3; ++axis) {
      const std::int64_t covered =
          std::int64_t{dispatch.specialization[axis]} * dispatch.groups[axis];
      QVERIFY(covered >= output[axis]);
      QVERIFY(covered < 2 * output[axis] + 1);
    }
  }
};

QTEST_GUILESS_MAIN(PoolingTest)
#include "pooling_test.moc"
