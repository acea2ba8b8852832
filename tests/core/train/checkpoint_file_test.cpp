#include "core/train/checkpoint_file.h"

#include <QTemporaryDir>
#include <QtTest>
#include <cmath>

#include "core/base/error.h"
#include "tests/core/train/tiny_run.h"

using namespace fovea;
using namespace fovea::testing;

class CheckpointFileTest : public QObject {
  Q_OBJECT

 private slots:
  void aCheckpointComesBackBitForBit() {
    Checkpoint written = checkpoint_at(graph_, 17);
    written.optimiser = OptimiserKind::rmsprop;
    written.frozen = {"conv", "fc"};
    const Checkpoint read = decode_checkpoint(encode_checkpoint(written), graph_);
    QVERIFY(same_state(read.state, written.state));
    QVERIFY(same_structure(read.state.graph, graph_));
    QCOMPARE(read.metrics.loss, written.metrics.loss);
    QCOMPARE(read.metrics.step, 17);
    QCOMPARE(read.optimiser, OptimiserKind::rmsprop);
    QVERIFY(read.frozen == written.frozen);
    QVERIFY(std::isnan(read.metrics.validation_loss));
  }

  void everyTornFileIsNoticed() {
    const Bytes bytes = encode_checkpoint(checkpoint_at(graph_, 3));
    for (std::size_t size = 0; size < bytes.size(); ++size) {
      QVERIFY_THROWS_EXCEPTION(Error, decode_checkpoint(std::span(bytes).first(size), graph_));
    }
    Bytes longer = bytes;
    longer.push_back(0);
    QVERIFY_THROWS_EXCEPTION(Error, decode_checkpoint(longer, graph_));
  }

  void everyTurnedBitIsNoticed() {
    Bytes bytes = encode_checkpoint(checkpoint_at(graph_, 3));
    for (std::size_t i = 0; i < bytes.size(); ++i) {
      bytes[i] ^= static_cast<std::uint8_t>(1U << (i % 8));
      QVERIFY_THROWS_EXCEPTION(Error, decode_checkpoint(bytes, graph_));
      bytes[i] ^= static_cast<std::uint8_t>(1U << (i % 8));
    }
  }

  void aCheckpointOfAnotherNetworkIsRefused() {
    GraphBuilder builder;
    builder.add_input("input", {-1, 8});
    builder.add_weight("fc.weight", Tensor::filled<float>({3, 8}, 1));
    builder.add_node("Gemm", "fc", {{"transB", std::int64_t{1}}}, {"input", "fc.weight"}, {"y"});
    builder.add_output("y");
    const Graph other = builder.build();
    QVERIFY_THROWS_EXCEPTION(Error,
                             decode_checkpoint(encode_checkpoint(checkpoint_at(graph_, 3)), other));
  }

  void anErrorNamesTheFile() {
    const QTemporaryDir folder;
    const std::string path = folder.filePath("none.fvc").toStdString();
    try {
      read_checkpoint(path, graph_);
      QFAIL("nothing was thrown");
    } catch (const Error& error) {
      QVERIFY(error.where().find("none.fvc") != std::string::npos);
    }
  }

 private:
  const Graph graph_ = tiny_graph();
};

QTEST_GUILESS_MAIN(CheckpointFileTest)
#include "checkpoint_file_test.moc"
