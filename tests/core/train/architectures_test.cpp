#include "core/train/architectures.h"

#include <QtTest>
#include <cmath>

#include "core/graph/shaped_graph.h"
#include "core/onnx/bundled.h"
#include "core/train/fold.h"

using namespace fovea;

namespace {

std::int64_t parameters(const Graph& graph, std::int64_t channels, std::int64_t side) {
  return shape_graph(graph, std::vector{Shape{1, channels, side, side}})->total.params;
}

std::vector<std::string> layers(const Graph& graph) {
  std::vector<std::string> words;
  for (const Node& node : graph.nodes())
    words.push_back(std::string(node.op->name) + " " + node.name);
  return words;
}

/// Every structure of a bundled network is what the trainer's is, but for numbers.
void compareWithBundled(const Graph& graph, const char* name) {
  const Graph bundled = bundled_network(name).graph;
  QCOMPARE(layers(graph), layers(bundled));
  for (std::size_t i = 0; i < bundled.value_count(); ++i) {
    const auto id = static_cast<ValueId>(i);
    if (!bundled.is_weight(id)) continue;
    const ValueId own = graph.find_value(bundled.name_of(id));
    QVERIFY2(graph.is_weight(own), bundled.name_of(id).c_str());
    QVERIFY2(graph.weight(own).shape() == bundled.weight(id).shape(), bundled.name_of(id).c_str());
  }
}

}  // namespace

class ArchitecturesTest : public QObject {
  Q_OBJECT

 private slots:
  void dropoutStandsBeforeTheLastLayer() {
    for (const Architecture& it : architectures()) {
      const Graph plain = make_architecture(it.name, 1, 28, 28, 10, 7);
      const Graph graph = make_architecture(it.name, 1, 28, 28, 10, 7, 0.25);
      QCOMPARE(graph.nodes().size(), plain.nodes().size() + 1);
      const std::size_t last = graph.nodes().size() - 3;  // before the matrix and the Softmax
      QVERIFY(graph.nodes()[last].op->name == "Dropout");
      QCOMPARE(graph.weight(graph.nodes()[last].inputs[1]).floats()[0], 0.25F);
    }
  }

  void everyArchitectureHasShapesFromPictureToClasses_data() {
    QTest::addColumn<QByteArray>("name");
    for (const Architecture& one : architectures()) {
      const QByteArray name(one.name.data(), static_cast<qsizetype>(one.name.size()));
      QTest::newRow(name.constData()) << name;
    }
  }

  void everyArchitectureHasShapesFromPictureToClasses() {
    QFETCH(QByteArray, name);
    const std::string word = name.toStdString();
    QVERIFY(is_architecture(word));
    for (const auto& [channels, height, width] :
         {std::array<std::int64_t, 3>{1, 28, 28}, {3, 32, 32}, {3, 17, 40}}) {
      const Graph graph = make_architecture(word, channels, height, width, 7, 1);
      const auto shaped = shape_graph(graph, std::vector{Shape{2, channels, height, width}});
      const auto output = static_cast<std::size_t>(graph.structure().outputs[0]);
      QCOMPARE(shaped->types[output].shape, (Shape{2, 7}));
      QCOMPARE(graph.nodes().back().op, &ops::softmax);
    }
  }

  void theSameSeedMakesTheSameWeights() {
    const Graph a = make_architecture("small-resnet", 1, 28, 28, 10, 5);
    const Graph b = make_architecture("small-resnet", 1, 28, 28, 10, 5);
    const Graph other = make_architecture("small-resnet", 1, 28, 28, 10, 6);
    const ValueId conv = a.find_value("conv1.weight");
    for (std::size_t i = 0; i < a.value_count(); ++i) {
      const auto id = static_cast<ValueId>(i);
      if (!a.is_weight(id)) continue;
      QVERIFY(std::ranges::equal(a.weight(id).floats(), b.weight(id).floats()));
    }
    QVERIFY(!std::ranges::equal(a.weight(conv).floats(), other.weight(conv).floats()));
  }

  void lenet5IsTheBundledOne() {
    compareWithBundled(make_architecture("lenet5", 1, 28, 28, 10, 1), "lenet5-fashion");
  }

  void natural10IsTheBundledOneOnceItsNormalisationsAreFolded() {
    const Graph graph = make_architecture("natural10", 3, 32, 32, 10, 1);
    compareWithBundled(fold_batch_normalization(graph), "natural10");
  }

  void theDenseNetworkHasAboutAsManyWeightsAsLenet5() {
    for (const auto& [channels, side] : {std::pair<std::int64_t, std::int64_t>{1, 28}, {3, 32}}) {
      const auto lenet5 = static_cast<double>(
          parameters(make_architecture("lenet5", channels, side, side, 10, 1), channels, side));
      const auto dense = static_cast<double>(
          parameters(make_architecture("dense", channels, side, side, 10, 1), channels, side));
      QVERIFY(std::abs(dense / lenet5 - 1) < 0.05);
    }
  }

  void weightsHaveTheVarianceOfHe() {
    const Graph graph = make_architecture("lenet5", 1, 28, 28, 10, 3);
    const auto variance = [&](const char* name) {
      double sum = 0;
      for (const float x : graph.weight(graph.find_value(name)).floats()) {
        sum += static_cast<double>(x) * static_cast<double>(x);
      }
      return sum / static_cast<double>(graph.weight(graph.find_value(name)).elements());
    };
    QVERIFY(std::abs(variance("fc1.weight") / (2.0 / 400) - 1) < 0.05);
    QVERIFY(std::abs(variance("conv2.weight") / (2.0 / 150) - 1) < 0.15);
    QVERIFY(std::abs(variance("fc3.weight") / (1.0 / 84) - 1) < 0.25);
    QCOMPARE(variance("fc1.bias"), 0.0);
  }

  void whatCannotBeMadeIsOneSentence() {
    QVERIFY_THROWS_EXCEPTION(Error, make_architecture("lenet6", 1, 28, 28, 10, 1));
    QVERIFY_THROWS_EXCEPTION(Error, make_architecture("lenet5", 1, 8, 8, 10, 1));
    QVERIFY_THROWS_EXCEPTION(Error, make_architecture("dense", 1, 28, 28, 0, 1));
    try {
      make_architecture("lenet5", 1, 8, 8, 10, 1);
    } catch (const Error& error) {
      QVERIFY(error.sentence().find("8 × 8") != std::string::npos);
    }
  }
};

QTEST_GUILESS_MAIN(ArchitecturesTest)
#include "architectures_test.moc"
