#include <QTemporaryDir>
#include <QtTest>
#include <cmath>
#include <fstream>
#include <limits>

#include "tests/core/onnx/make_model.h"
#include "tests/core/onnx/says.h"

using namespace fovea;
using namespace fovea::testing;
using onnx::TensorProto;

namespace {

/// x [1, 1, 4, 4] + w → y, where w is for the caller to fill.
onnx::ModelProto add_of_weight(const std::vector<std::int64_t>& dims, TensorProto*& weight) {
  onnx::ModelProto model = empty_model();
  add_input(model, "x", {1, 1, 4, 4});
  weight = &add_weight(model, "w", dims);
  add_node(model, "Add", "add", {"x", "w"}, {"y"});
  add_output(model, "y", {1, 1, 4, 4});
  return model;
}

std::vector<float> loaded_weight(const onnx::ModelProto& proto) {
  const Model model = load(proto);
  const auto values = model.graph.weight(model.graph.find_value("w")).floats();
  return {values.begin(), values.end()};
}

std::string raw(std::initializer_list<std::uint16_t> values) {
  return {reinterpret_cast<const char*>(values.begin()), values.size() * 2};
}

void set_external(TensorProto& tensor, const std::string& location, const std::string& offset,
                  const std::string& length) {
  tensor.set_data_type(TensorProto::FLOAT);
  tensor.set_data_location(TensorProto::EXTERNAL);
  for (const auto& [key, value] :
       {std::pair{"location", location}, {"offset", offset}, {"length", length}}) {
    if (value.empty()) continue;
    onnx::StringStringEntryProto& entry = *tensor.add_external_data();
    entry.set_key(key);
    entry.set_value(value);
  }
}

std::string refusal_of_file(const QString& path) {
  try {
    load_model(path.toStdString());
    return {};
  } catch (const Error& error) {
    return error.clause();
  }
}

void write(const QString& path, const std::string& bytes) {
  std::ofstream(path.toStdString(), std::ios::binary) << bytes;
}

}  // namespace

class LoadWeightsTest : public QObject {
  Q_OBJECT

 private slots:
  void inputsWithAnInitializerAreWeights() {
    TensorProto* weight = nullptr;
    onnx::ModelProto proto = add_of_weight({1}, weight);
    set_floats(*weight, {2});
    add_input(proto, "w", {1});
    QCOMPARE(load(proto).graph.structure().inputs.size(), std::size_t{1});
  }

  void readsEveryElementTypeRawAndTyped() {
    const std::vector<float> expected{1, -2, 0.5f};
    TensorProto* weight = nullptr;
    onnx::ModelProto proto = add_of_weight({3, 1, 1}, weight);
    set_floats(*weight, expected);
    QCOMPARE(loaded_weight(proto), expected);

    weight->clear_float_data();
    weight->set_raw_data(expected.data(), 12);
    QCOMPARE(loaded_weight(proto), expected);

    weight->set_data_type(TensorProto::FLOAT16);
    weight->set_raw_data(raw({0x3c00, 0xc000, 0x3800}));
    QCOMPARE(loaded_weight(proto), expected);

    weight->clear_raw_data();
    for (const int bits : {0x3c00, 0xc000, 0x3800}) weight->add_int32_data(bits);
    QCOMPARE(loaded_weight(proto), expected);

    weight->set_data_type(TensorProto::DOUBLE);
    for (const double value : {1.0, -2.0, 0.5}) weight->add_double_data(value);
    QCOMPARE(loaded_weight(proto), expected);
  }

  void convertsHalvesExactly() {
    TensorProto* weight = nullptr;
    onnx::ModelProto proto = add_of_weight({4, 1, 1}, weight);
    weight->set_data_type(TensorProto::FLOAT16);
    // smallest subnormal, largest subnormal, largest number, negative zero
    weight->set_raw_data(raw({0x0001, 0x03ff, 0x7bff, 0x8000}));
    const std::vector<float> values = loaded_weight(proto);
    QCOMPARE(values[0], std::ldexp(1.0f, -24));
    QCOMPARE(values[1], std::ldexp(1023.0f, -24));
    QCOMPARE(values[2], 65504.0f);
    QVERIFY(values[3] == 0 && std::signbit(values[3]));
  }

  void refusesWeightsWithTheReason() {
    TensorProto* weight = nullptr;
    onnx::ModelProto proto = add_of_weight({3, 3}, weight);
    set_floats(*weight, {1, 2});
    SAYS(refusal(proto), "needs 9 elements, but the file holds 2");
    SAYS(refusal(proto), "weight “w”");

    proto = add_of_weight({3, 3}, weight);
    weight->set_data_type(TensorProto::FLOAT);
    weight->set_raw_data(std::string(35, 'x'));
    SAYS(refusal(proto), "needs 36 bytes, but the file holds 35");

    proto = add_of_weight({3'000'000, 3'000'000}, weight);
    weight->set_data_type(TensorProto::FLOAT);
    weight->set_raw_data(std::string(16, 'x'));
    SAYS(refusal(proto), "but the file holds 16");

    proto = add_of_weight({std::numeric_limits<std::int64_t>::max(), 8}, weight);
    weight->set_data_type(TensorProto::FLOAT);
    QVERIFY(!refusal(proto).empty());

    proto = add_of_weight({-1}, weight);
    set_floats(*weight, {});
    SAYS(refusal(proto), "negative");

    proto = add_of_weight({1}, weight);
    weight->set_data_type(77);
    SAYS(refusal(proto), "data type 77");

    proto = add_of_weight({1}, weight);
    weight->set_data_type(TensorProto::STRING);
    SAYS(refusal(proto), "string");

    proto = add_of_weight({2}, weight);
    set_floats(*weight, {1, std::numeric_limits<float>::quiet_NaN()});
    SAYS(refusal(proto), "element 1 is not a number");
    SAYS(refusal(proto), "weight “w”");
  }

  void countsTensorsOfAllNodesBeforeReadingAny() {
    const QTemporaryDir folder;
    const std::int64_t elements = memory_budget() / 4 / 7;
    const QString data = folder.filePath("w.bin"), file = folder.filePath("m.onnx");
    write(data, "");
    std::filesystem::resize_file(data.toStdString(), static_cast<std::uintmax_t>(elements) * 4);
    onnx::ModelProto proto = one_node("Relu");
    for (int i = 0; i < 8; ++i) {
      const std::string name = "c" + std::to_string(i);
      onnx::AttributeProto& value = *add_node(proto, "Constant", name, {}, {name}).add_attribute();
      value.set_name("value");
      value.set_type(onnx::AttributeProto::TENSOR);
      value.mutable_t()->add_dims(elements);
      set_external(*value.mutable_t(), "w.bin", "0", "");
    }
    write(file, proto.SerializeAsString());
    SAYS(refusal_of_file(file), "more than");
    SAYS(refusal_of_file(file), "node “c7”");
    QVERIFY_THROWS_EXCEPTION(Error, inspect_model(file.toStdString()));
  }

  void readsExternalDataBesideTheModel() {
    const QTemporaryDir folder;
    const std::vector<float> values{1, 2, 3};
    write(folder.filePath("w.bin"),
          "head" + std::string(reinterpret_cast<const char*>(values.data()), 12));
    TensorProto* weight = nullptr;
    onnx::ModelProto proto = add_of_weight({3, 1, 1}, weight);
    set_external(*weight, "w.bin", "4", "12");
    write(folder.filePath("m.onnx"), proto.SerializeAsString());
    const Model model = load_model(folder.filePath("m.onnx").toStdString());
    QCOMPARE(model.graph.weight(model.graph.find_value("w")).floats()[2], 3.0f);
    SAYS(refusal(proto), "another file");
  }

  void refusesExternalDataElsewhere_data() {
    QTest::addColumn<QString>("location");
    QTest::addColumn<QString>("offset");
    QTest::addColumn<QString>("length");
    QTest::addColumn<QString>("words");
    QTest::newRow("above") << "../secret.bin"
                           << ""
                           << ""
                           << "outside the folder";
    QTest::newRow("absolute") << "/etc/passwd"
                              << ""
                              << ""
                              << "outside the folder";
    QTest::newRow("roundabout") << "sub/../../secret.bin"
                                << ""
                                << ""
                                << "outside the folder";
    QTest::newRow("through a link") << "link/secret.bin"
                                    << ""
                                    << ""
                                    << "outside the folder";
    QTest::newRow("missing") << "missing.bin"
                             << ""
                             << ""
                             << "is not there";
    QTest::newRow("a folder") << "sub"
                              << ""
                              << ""
                              << "is not there";
    QTest::newRow("no name") << ""
                             << ""
                             << ""
                             << "names no file";
    QTest::newRow("offset past the end") << "w.bin"
                                         << "1000"
                                         << "12"
                                         << "ends after 12 bytes";
    QTest::newRow("offset that overflows") << "w.bin"
                                           << "18446744073709551615"
                                           << "12"
                                           << "ends after 12 bytes";
    QTest::newRow("negative length") << "w.bin"
                                     << "0"
                                     << "-5"
                                     << "“-5”";
    QTest::newRow("other length") << "w.bin"
                                  << "0"
                                  << "8"
                                  << "needs 12 bytes";
    QTest::newRow("not a number") << "w.bin"
                                  << "four"
                                  << "12"
                                  << "“four”";
  }

  void refusesExternalDataElsewhere() {
    QFETCH(QString, location);
    QFETCH(QString, offset);
    QFETCH(QString, length);
    QFETCH(QString, words);
    const QTemporaryDir top;
    QVERIFY(QDir(top.path()).mkpath("model/sub"));
    write(top.filePath("secret.bin"), "twelve bytes");
    write(top.filePath("model/w.bin"), "twelve bytes");
    QVERIFY(QFile::link(top.path(), top.filePath("model/link")));
    TensorProto* weight = nullptr;
    onnx::ModelProto proto = add_of_weight({3, 1, 1}, weight);
    set_external(*weight, location.toStdString(), offset.toStdString(), length.toStdString());
    write(top.filePath("model/m.onnx"), proto.SerializeAsString());
    SAYS(refusal_of_file(top.filePath("model/m.onnx")), words.toStdString());
  }
};

QTEST_GUILESS_MAIN(LoadWeightsTest)
#include "load_weights_test.moc"
