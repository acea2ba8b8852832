#include <QtTest>

#include "core/engine/cpu_backend.h"
#include "core/engine/session.h"
#include "core/engine/vulkan_backend.h"
#include "core/onnx/bundled.h"
#include "tests/core/ops/op_cases.h"

using namespace fovea;
using fovea::testing::random_tensor;
using fovea::testing::relative_error;

namespace {

constexpr double k_tolerance = 1e-4;

/// Two branches of one convolution; a Gemm whose scalar C has no shader runs on the CPU between
/// two nodes that have one.
Graph small_network() {
  GraphBuilder builder;
  builder.add_input("picture", {1, 2, 6, 5});
  builder.add_weight("kernels", random_tensor({4, 2, 3, 3}, 1));
  builder.add_weight("bias", random_tensor({4}, 2));
  builder.add_weight("matrix", random_tensor({12, 7}, 3));
  builder.add_weight("offset", random_tensor({}, 4));
  builder.add_weight("last", random_tensor({7, 3}, 5));
  builder.add_weight("other", random_tensor({3, 2}, 6));
  builder.add_node("Conv", "conv", {}, {"picture", "kernels", "bias"}, {"maps"});
  builder.add_node("Identity", "same", {}, {"maps"}, {"view"});
  builder.add_node("MatMul", "left", {}, {"view", "other"}, {"branch"});
  builder.add_node("Conv", "whole", {}, {"view", "wide", "wide_bias"}, {"column"});
  builder.add_weight("wide", random_tensor({12, 4, 4, 3}, 7));
  builder.add_weight("wide_bias", random_tensor({12}, 8));
  builder.add_node("Flatten", "flat", {}, {"column"}, {"row"});
  builder.add_node("Gemm", "on the cpu", {}, {"row", "matrix", "offset"}, {"hidden"});
  builder.add_node("Gemm", "on the device", {}, {"hidden", "last"}, {"answer"});
  builder.add_output("answer");
  builder.add_output("branch");
  return builder.build();
}

Request request_of(const Graph& graph, Tensor input, Watch watch = Watch::all) {
  return {.graph = graph, .inputs = {InputSource::of(std::move(input))}, .watch = watch};
}

/// The first value that two frames disagree about; empty where there is none.
QString difference(const Frame& a, const Frame& b) {
  for (std::size_t i = 0; i < a.values.size(); ++i) {
    const QString name = QString::fromStdString(a.graph.name_of(static_cast<ValueId>(i)));
    if (a.values[i].empty() != b.values[i].empty()) return name + " is not in both";
    if (a.values[i].empty()) continue;
    if (a.values[i].shape() != b.values[i].shape()) return name + " has two shapes";
    const double error = relative_error(a.values[i], b.values[i]);
    if (!(error <= k_tolerance)) return QStringLiteral("%1 differs by %2").arg(name).arg(error);
  }
  return {};
}

std::ptrdiff_t top(const Frame& frame) {
  const auto answer = frame.value(frame.graph.structure().outputs.front()).floats();
  return std::ranges::max_element(answer) - answer.begin();
}

Graph edited(const Graph& graph, std::string_view weight, float change) {
  const ValueId id = graph.find_value(weight);
  Tensor tensor = graph.weight(id).clone();
  tensor.mutable_values<float>()[0] += change;
  return graph.with_weight(id, std::move(tensor));
}

}  // namespace

class VulkanBackendGpuTest : public QObject {
  Q_OBJECT
 private slots:
  void initTestCase();
  void bothEnginesAgreeOnASmallNetwork_data();
  void bothEnginesAgreeOnASmallNetwork();
  void anEditRecomputesOnlyWhatFollowsIt_data() { bothEnginesAgreeOnASmallNetwork_data(); }
  void anEditRecomputesOnlyWhatFollowsIt();
  void onlyWatchedValuesComeBack();
  void publishedTensorsStayAsTheyWere();
  void aCancelledRunIsMadeUpFor_data() { bothEnginesAgreeOnASmallNetwork_data(); }
  void aCancelledRunIsMadeUpFor();
  void bothEnginesAgreeOnBundledNetworks_data();
  void bothEnginesAgreeOnBundledNetworks();
  void aValueTooLargeForTheDeviceIsComputedOnTheCpu();
  void nodesAreTimed();
  void theValidationLayerIsSilent();

 private:
  static Session vulkan(bool staging = false) {
    return Session(make_vulkan_backend({.index = {}, .staging = staging}));
  }
  static Session cpu() { return Session(make_cpu_backend()); }
  const CancelToken go_;
};

void VulkanBackendGpuTest::initTestCase() {
  qputenv("FOVEA_VULKAN_VALIDATION", "1");
  try {
    list_vulkan_devices();
  } catch (const Error& error) {
    QSKIP(qPrintable("no Vulkan here: " + QString::fromStdString(error.sentence())));
  }
}

void VulkanBackendGpuTest::bothEnginesAgreeOnASmallNetwork_data() {
  QTest::addColumn<bool>("staging");
  QTest::newRow("memory that both see") << false;
  QTest::newRow("copies through staging memory") << true;
}

void VulkanBackendGpuTest::bothEnginesAgreeOnASmallNetwork() {
  QFETCH(const bool, staging);
  const Request request = request_of(small_network(), random_tensor({1, 2, 6, 5}, 9));
  const auto a = cpu().run(request, go_), b = vulkan(staging).run(request, go_);
  QCOMPARE(difference(*a, *b), QString());
  QCOMPARE(b->engine, EngineKind::vulkan);
  QVERIFY(!b->device.empty());
}

void VulkanBackendGpuTest::anEditRecomputesOnlyWhatFollowsIt() {
  QFETCH(const bool, staging);
  Session a = cpu(), b = vulkan(staging);
  const Tensor input = random_tensor({1, 2, 6, 5}, 9);
  Request request = request_of(small_network(), input);
  a.run(request, go_);
  const auto before = b.run(request, go_);
  for (const std::string_view weight : {"last", "matrix", "kernels", "other", "kernels"}) {
    request.graph = edited(request.graph, weight, 0.5F);
    const auto frame = b.run(request, go_);
    QCOMPARE(difference(*a.run(request, go_), *frame), QString());
    const auto maps = static_cast<std::size_t>(request.graph.find_node("conv"));
    QCOMPARE(frame->recomputed[maps] != 0, weight == "kernels");
  }
  request.inputs = {InputSource::of(random_tensor({1, 2, 6, 5}, 10))};
  QCOMPARE(difference(*a.run(request, go_), *b.run(request, go_)), QString());
}

void VulkanBackendGpuTest::onlyWatchedValuesComeBack() {
  Session a = cpu(), b = vulkan();
  Request request = request_of(small_network(), random_tensor({1, 2, 6, 5}, 9), Watch::outputs);
  for (int i = 0; i < 3; ++i) {
    const auto frame = b.run(request, go_);
    const auto expected = a.run(request, go_);
    for (const ValueId output : request.graph.structure().outputs) {
      QVERIFY(relative_error(frame->value(output), expected->value(output)) <= k_tolerance);
    }
    QVERIFY(frame->value(request.graph.find_value("maps")).empty());
    request.graph = edited(request.graph, i == 0 ? "matrix" : "last", 1);
  }
}

void VulkanBackendGpuTest::publishedTensorsStayAsTheyWere() {
  Session session = vulkan();
  Request request = request_of(small_network(), random_tensor({1, 2, 6, 5}, 9));
  const auto first = session.run(request, go_);
  const ValueId maps = request.graph.find_value("maps");
  const Tensor copy = first->value(maps).clone();
  request.graph = edited(request.graph, "kernels", 3);
  const auto second = session.run(request, go_);
  QCOMPARE(relative_error(first->value(maps), copy), 0.0);
  QVERIFY(relative_error(second->value(maps), copy) > 0.01);
}

void VulkanBackendGpuTest::aCancelledRunIsMadeUpFor() {
  QFETCH(const bool, staging);
  Session a = cpu(), b = vulkan(staging);
  Request request = request_of(small_network(), random_tensor({1, 2, 6, 5}, 9));
  a.run(request, go_);
  b.run(request, go_);
  request.graph = edited(request.graph, "kernels", 1);
  const CancelToken stop;
  stop.cancel();
  QVERIFY_THROWS_EXCEPTION(Cancelled, b.run(request, stop));
  request.graph = edited(request.graph, "last", 1);
  QCOMPARE(difference(*a.run(request, go_), *b.run(request, go_)), QString());
}

void VulkanBackendGpuTest::bothEnginesAgreeOnBundledNetworks_data() {
  QTest::addColumn<QString>("network");
  QTest::addColumn<int>("channels");
  QTest::addColumn<int>("size");
  QTest::newRow("digits") << "lenet5-digits" << 1 << 28;
  QTest::newRow("fashion") << "lenet5-fashion" << 1 << 28;
  QTest::newRow("natural, 32 × 32") << "natural10" << 3 << 32;
  QTest::newRow("natural, 45 × 45") << "natural10" << 3 << 45;
  QTest::newRow("edges") << "edges" << 1 << 40;
}

void VulkanBackendGpuTest::bothEnginesAgreeOnBundledNetworks() {
  QFETCH(const QString, network);
  QFETCH(const int, channels);
  QFETCH(const int, size);
  const Model model = bundled_network(network.toStdString());
  Session a = cpu(), b = vulkan();
  for (const std::uint64_t seed : {1, 2}) {
    const Request request =
        request_of(model.graph, random_tensor({1, channels, size, size}, seed, 0, 1));
    const auto on_cpu = a.run(request, go_), on_vulkan = b.run(request, go_);
    QCOMPARE(difference(*on_cpu, *on_vulkan), QString());
    QCOMPARE(top(*on_vulkan), top(*on_cpu));
  }
}

void VulkanBackendGpuTest::aValueTooLargeForTheDeviceIsComputedOnTheCpu() {
  VulkanDevice device;
  const std::int64_t side = 5000;
  if (device.limits().max_storage_bytes >= 2 * side * side * 4) {
    QSKIP("this device takes larger buffers than this test wants to make");
  }
  GraphBuilder builder;
  builder.add_input("picture", {1, 1, side, side});
  builder.add_weight("kernels", random_tensor({2, 1, 1, 1}, 1));
  builder.add_weight("reduce", random_tensor({1, 2, 5, 5}, 2));
  builder.add_node("Conv", "two", {}, {"picture", "kernels"}, {"large"});
  builder.add_node("Conv", "one", {{"strides", std::vector<std::int64_t>{50, 50}}},
                   {"large", "reduce"}, {"small"});
  builder.add_output("small");
  const Request request =
      request_of(builder.build(), random_tensor({1, 1, side, side}, 3), Watch::outputs);
  QCOMPARE(difference(*cpu().run(request, go_), *vulkan().run(request, go_)), QString());
}

void VulkanBackendGpuTest::nodesAreTimed() {
  Session session = vulkan();
  const Request request = request_of(small_network(), random_tensor({1, 2, 6, 5}, 9));
  const auto frame = session.run(request, go_);
  for (const char* node : {"conv", "on the cpu", "on the device"}) {
    const double ms = frame->node_ms[static_cast<std::size_t>(request.graph.find_node(node))];
    QVERIFY2(ms > 0 && ms < 60000, node);
  }
}

void VulkanBackendGpuTest::theValidationLayerIsSilent() { QCOMPARE(vulkan_validation_errors(), 0); }

QTEST_GUILESS_MAIN(VulkanBackendGpuTest)
#include "vulkan_backend_gpu_test.moc"
