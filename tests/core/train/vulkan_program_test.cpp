// What a network becomes for a Vulkan device, looked at as data; no device needed.

#include "core/train/vulkan_program.h"

#include <QFile>
#include <QRegularExpression>
#include <QtTest>
#include <map>
#include <set>

#include "core/base/error.h"
#include "core/train/architectures.h"
#include "core/train/learning.h"
#include "tests/core/ops/op_cases.h"
#include "tests/core/train/random_graph.h"

using namespace fovea;
using namespace fovea::testing;

namespace {

using BufferId = VulkanProgram::BufferId;
using Step = VulkanProgram::Step;

BatchProgram program_of(const char* architecture, std::int64_t batch,
                        std::set<std::string> frozen = {}) {
  const std::int64_t side = architecture == std::string("lenet5") ? 28 : 16;
  return {make_architecture(architecture, 1, side, side, 4, 5), Shape{1, side, side},
          BatchProgram::Options{.batch = batch, .frozen = std::move(frozen)}};
}

/// How a shader uses its bindings, read off its source: "r", "w" or "rw" by binding.
std::vector<std::string> uses_of(std::string_view shader) {
  static std::map<std::string, std::vector<std::string>, std::less<>> known;
  if (const auto found = known.find(shader); found != known.end()) return found->second;
  const std::string path =
      std::string(FOVEA_SOURCE_DIR "/shaders/") + std::string(shader) + ".comp";
  QFile file(QString::fromStdString(path));
  if (!file.open(QIODevice::ReadOnly)) return {};
  static const QRegularExpression binding("binding = (\\d+)\\) (readonly |writeonly |)buffer");
  std::vector<std::string> uses;
  auto matches = binding.globalMatch(QString::fromUtf8(file.readAll()));
  while (matches.hasNext()) {
    const auto match = matches.next();
    uses.resize(std::max<std::size_t>(uses.size(), match.captured(1).toUInt() + 1));
    const QString word = match.captured(2);
    uses[match.captured(1).toUInt()] = word == "readonly " ? "r" : word.isEmpty() ? "rw" : "w";
  }
  return known.emplace(shader, uses).first->second;
}

/// Follows what is written and read, dispatch by dispatch.
class Tracker {
 public:
  explicit Tracker(const VulkanProgram& program) : program_(program) {
    written_.insert({program.input, program.labels});
    for (const auto& weight : program.weights) {
      if (weight) written_.insert(*weight);
    }
    for (const VulkanProgram::Seed& seed : program.seeds) written_.insert(seed.buffer);
  }

  /// What is wrong; empty where nothing is.
  QString follow(std::span<const Step> steps) {
    for (const Step& step : steps) {
      if (QString wrong = follow(step); !wrong.isEmpty()) {
        return QString("%1: %2").arg(std::string(step.dispatch.shader).c_str(), wrong);
      }
    }
    return {};
  }

  bool is_written(BufferId buffer) const { return written_.contains(buffer); }

 private:
  QString follow(const Step& step) {
    const std::vector<std::string> uses = uses_of(step.dispatch.shader);
    if (uses.size() != step.buffers.size()) return "it has other bindings than its shader";
    if (step.buffers.size() != step.dispatch.bindings.size()) return "a binding has no buffer";
    std::set<BufferId> read;
    for (std::size_t i = 0; i < uses.size(); ++i) {
      if (step.buffers[i] >= program_.buffer_bytes.size()) return "there is no such buffer";
      if (uses[i] != "w" && !written_.contains(step.buffers[i])) {
        return QString("binding %1 reads what nobody has written").arg(i);
      }
      if (uses[i] == "r") read.insert(step.buffers[i]);
    }
    for (std::size_t i = 0; i < uses.size(); ++i) {
      if (uses[i] != "r" && read.contains(step.buffers[i])) {
        return QString("binding %1 writes over what the dispatch reads").arg(i);
      }
      written_.insert(step.buffers[i]);
    }
    return {};
  }

  const VulkanProgram& program_;
  std::set<BufferId> written_;
};

QString failure_of(const BatchProgram& batch, std::int64_t samples) {
  const VulkanLimits limits;
  const VulkanProgram program = make_vulkan_program(batch, samples, limits);
  Tracker tracker(program);
  QString wrong = tracker.follow(program.forward);
  const Step loss = cross_entropy_step(program, batch.classes(), 0.1, limits);
  if (wrong.isEmpty()) wrong = tracker.follow({&loss, 1});
  if (wrong.isEmpty()) wrong = tracker.follow(program.backward);
  for (std::size_t i = 0; wrong.isEmpty() && i < program.gradients.size(); ++i) {
    const bool is_there = program.gradients[i] && tracker.is_written(*program.gradients[i]);
    if (!is_there) wrong = "a weight has no gradient";
  }
  Tracker inference(program);
  if (wrong.isEmpty()) wrong = inference.follow(program.inference);
  if (wrong.isEmpty() && !inference.is_written(program.inferred_logits)) wrong = "no logits";
  return wrong;
}

}  // namespace

class VulkanProgramTest : public QObject {
  Q_OBJECT

 private slots:
  void everyArchitectureBecomesAProgram_data() {
    QTest::addColumn<QString>("name");
    for (const Architecture& a : architectures()) {
      QTest::newRow(std::string(a.name).c_str()) << QString::fromStdString(std::string(a.name));
    }
  }
  void everyArchitectureBecomesAProgram() {
    QFETCH(const QString, name);
    const BatchProgram program = program_of(qPrintable(name), 8);
    for (const std::int64_t samples : {8, 3, 1}) {
      const QString wrong = failure_of(program, samples);
      QVERIFY2(wrong.isEmpty(), qPrintable(wrong));
    }
  }

  void randomNetworksDo() {
    for (std::uint64_t seed = 1; seed <= 150; ++seed) {
      const RandomGraph random = random_graph(seed);
      const BatchProgram program(random.graph, Shape(random.input.dims().subspan(1)),
                                 {.batch = 5, .frozen = {}});
      const QString wrong = failure_of(program, 5);
      QVERIFY2(wrong.isEmpty(),
               qPrintable(QString("seed %1 (%2): %3").arg(seed).arg(random.text.c_str(), wrong)));
    }
  }

  void weightsHaveTheSameBuffersWhateverTheSamples() {
    const BatchProgram batch = program_of("small-resnet", 8);
    const VulkanProgram whole = make_vulkan_program(batch, 8, {});
    const VulkanProgram part = make_vulkan_program(batch, 5, {});
    QVERIFY(whole.weights == part.weights);
    for (const auto& weight : whole.weights) {
      if (weight) QCOMPARE(whole.buffer_bytes[*weight], part.buffer_bytes[*weight]);
    }
  }

  void frozenLayersBelowAllThatLearnsAreNotDifferentiated() {
    const VulkanProgram all = make_vulkan_program(program_of("lenet5", 4), 4, {});
    const VulkanProgram some =
        make_vulkan_program(program_of("lenet5", 4, {"conv1", "conv2"}), 4, {});
    QVERIFY(some.backward.size() < all.backward.size());
    QCOMPARE(some.forward.size(), all.forward.size());
    for (const Step& step : some.backward) {
      QVERIFY2(!step.dispatch.shader.starts_with("ops/conv"), step.dispatch.shader.data());
    }
  }

  void frozenNormalisationsKeepNoStatistics() {
    const Graph graph = make_architecture("small-resnet", 1, 16, 16, 4, 5);
    std::set<std::string> frozen;
    for (const Node& node : graph.nodes()) {
      if (node.op->name == "BatchNormalization") frozen.insert(node.name);
    }
    QVERIFY(!make_vulkan_program(program_of("small-resnet", 4), 4, {}).statistics.empty());
    const VulkanProgram program = make_vulkan_program(program_of("small-resnet", 4, frozen), 4, {});
    QVERIFY(program.statistics.empty());
  }

  void gradientsOfValuesShareMemory() {
    const VulkanProgram program = make_vulkan_program(program_of("small-resnet", 8), 8, {});
    std::set<BufferId> gradients;
    for (const Step& step : program.backward) {
      for (std::size_t i = 0; i < step.buffers.size(); ++i) {
        const auto kind = step.dispatch.bindings[i].kind;
        if (kind == Binding::Kind::input_gradient) gradients.insert(step.buffers[i]);
      }
    }
    const std::size_t of_values = gradients.size() - program.gradients.size();
    std::set<NodeId> nodes;
    for (const Step& step : program.backward) nodes.insert(step.node);
    QVERIFY2(2 * of_values < nodes.size(), qPrintable(QString::number(of_values)));
  }

  void whatHasNoPlanIsRefusedByName() {
    GraphBuilder builder;
    builder.add_input("input", {-1, 1, 4, 4});
    builder.add_weight("kernel", random_tensor({16, 3}, 1));
    builder.add_weight("scalar", Tensor::filled<float>({}, 1));
    builder.add_node("Flatten", "flatten", {}, {"input"}, {"flat"});
    builder.add_node("Gemm", "the odd one", {}, {"flat", "kernel", "scalar"}, {"logits"});
    builder.add_output("logits");
    const BatchProgram batch(builder.build(), Shape{1, 4, 4}, {.batch = 4, .frozen = {}});
    try {
      make_vulkan_program(batch, 4, {});
      QFAIL("it has a program");
    } catch (const Error& error) {
      QVERIFY2(QString(error.clause().c_str()).contains("the odd one"), error.what());
    }
  }

  void aValueBeyondTheDeviceIsRefused() {
    VulkanLimits limits;
    limits.max_storage_bytes = 10'000;
    QVERIFY_THROWS_EXCEPTION(Error, make_vulkan_program(program_of("lenet5", 8), 8, limits));
  }
};

QTEST_GUILESS_MAIN(VulkanProgramTest)
#include "vulkan_program_test.moc"
