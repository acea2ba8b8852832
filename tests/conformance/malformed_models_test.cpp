#include <QDir>
#include <QElapsedTimer>
#include <QtTest>

#include "core/engine/cpu_backend.h"
#include "core/engine/session.h"
#include "core/onnx/model.h"

using namespace fovea;

namespace {

struct Case {
  const char* file;
  const char* words;  ///< that the refusal must hold, separated by "|"; empty where it must load
};

constexpr Case k_cases[] = {
    {"truncated_half", "truncated"},
    {"truncated_last_byte", "truncated"},
    {"empty", "the file is empty"},
    {"random", "not an ONNX model"},
    {"varint_overlong", "longer than ten bytes"},
    {"nested_graphs_bomb", "nested too deeply"},
    {"no_graph_nodes", "no node"},
    {"conv_weight_wrong_rank", "node|Conv"},
    {"conv_channels_mismatch", "node|3|1"},
    {"conv_kernel_shape_contradicts_weight", "node|5|3"},
    {"conv_group_not_dividing", "node|3|2"},
    {"conv_pads_wrong_count", "node|pads"},
    {"conv_output_size_zero", "node|9 × 9|8 × 8"},
    {"maxpool_kernel_missing", "node|kernel_shape"},
    {"avgpool_window_all_padding", "node|wholly in the padding"},
    {"cyclic_graph", "cycle"},
    {"output_never_produced", "“y”"},
    {"zero_size_dim", "empty"},
    {"huge_input_terabytes", "TB"},
    {"huge_convtranspose_stride", "ConvTranspose"},
    {"initializer_dims_vs_data", "weight|16"},
    {"initializer_odd_bytes", "weight|72|71"},
    {"initializer_unknown_dtype", "weight|77"},
    {"external_data_traversal", "weight|outside the folder"},
    {"external_data_bad_offset", "weight|-5"},
    {"unknown_op", "FooConv|node|opset"},
    {"opset_999", "999|newest supported is 25"},
    {"reshape_wrong_count", "node|64|63"},
    {"concat_shapes_differ", "node|8|7"},
    {"gemm_inner_mismatch", "node|64|63"},
    {"add_not_broadcastable", "node|8|3"},
    {"softmax_axis_out_of_range", "node|7"},
    {"name_hostile", ""},
    {"chain_20000_relu", ""},
};

std::string refusal(const std::string& path) {
  try {
    load_model(path);
    return {};
  } catch (const Error& error) {
    return error.clause();
  }
}

}  // namespace

class MalformedModelsTest : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() {
    if (qEnvironmentVariableIsEmpty("FOVEA_TEST_DATA")) {
      QSKIP("FOVEA_TEST_DATA is not set: no malformed models to try");
    }
  }

  void everyModelOfTheFolderIsInTheTable() {
    QStringList known;
    for (const Case& one : k_cases) known << QString(one.file) + ".onnx";
    for (const QString& file : folder().entryList({"*.onnx"}, QDir::Files)) {
      QVERIFY2(known.contains(file), qPrintable(file));
    }
  }

  void aChainOfTwentyThousandNodesRuns() {
    const Model model = load_model(folder().filePath("chain_20000_relu.onnx").toStdString());
    const Tensor input = Tensor::filled(declared_shapes(model.graph, {})[0], 0.5f);
    Session session(make_cpu_backend());
    const auto frame =
        session.run({.graph = model.graph, .inputs = {InputSource::of(input)}}, CancelToken{});
    QCOMPARE(frame->value(model.graph.structure().outputs[0]).floats()[0], 0.5f);
  }

  void isRefusedForItsReason_data() {
    QTest::addColumn<QString>("file");
    QTest::addColumn<QString>("words");
    for (const Case& one : k_cases) QTest::newRow(one.file) << one.file << one.words;
  }

  void isRefusedForItsReason() {
    QFETCH(QString, file);
    QFETCH(QString, words);
    QElapsedTimer timer;
    timer.start();
    const auto said =
        QString::fromStdString(refusal(folder().filePath(file + ".onnx").toStdString()));
    QVERIFY2(timer.elapsed() < 4000, qPrintable(QString::number(timer.elapsed()) + " ms"));
    QCOMPARE(said.isEmpty(), words.isEmpty());
    QVERIFY2(!said.contains('\n') && said.size() < 800, qPrintable(said));
    for (const QString& word : words.split('|')) QVERIFY2(said.contains(word), qPrintable(said));
  }

 private:
  static QDir folder() {
    return QDir(qEnvironmentVariable("FOVEA_TEST_DATA") + "/malformed/models");
  }
};

QTEST_GUILESS_MAIN(MalformedModelsTest)
#include "malformed_models_test.moc"
