#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QtTest>
#include <cmath>

#include "core/engine/cpu_backend.h"
#include "core/engine/session.h"
#include "core/engine/vulkan_backend.h"
#include "core/media/npy.h"
#include "core/onnx/model.h"
#include "core/onnx/tensor_file.h"
#include "core/vulkan/devices.h"

using namespace fovea;

namespace {

constexpr double k_tolerance = 1e-4;

/// Largest magnitude that the layer reaches: what its errors are measured by.
double magnitude(const QJsonValue& layer) {
  return std::max(std::abs(layer["min"].toDouble()), std::abs(layer["max"].toDouble()));
}

/// What is wrong with the tensor by the layer's record; empty where nothing.
QString difference(const Tensor& tensor, const QJsonValue& layer) {
  QJsonArray shape;
  for (const std::int64_t dim : tensor.shape().dims()) shape.append(static_cast<qint64>(dim));
  if (shape != layer["shape"].toArray()) return "shape";

  const auto values = tensor.floats();
  double sum = 0, squares = 0;
  for (const float value : values) sum += value;
  const double mean = sum / static_cast<double>(values.size());
  for (const float value : values) squares += (value - mean) * (value - mean);
  const auto [min, max] = std::ranges::minmax(values);

  const double allowed = k_tolerance * magnitude(layer);
  const auto differs = [&](double computed, const QJsonValue& reference) {
    return !(std::abs(computed - reference.toDouble()) <= allowed);
  };
  if (differs(mean, layer["mean"])) return "mean";
  if (differs(std::sqrt(squares / static_cast<double>(values.size())), layer["std"])) return "std";
  if (differs(min, layer["min"])) return "min";
  if (differs(max, layer["max"])) return "max";
  if (differs(values[values.size() / 2], layer["middle"])) return "middle";
  if (differs(values.back(), layer["last"])) return "last";
  const QJsonArray first = layer["first8"].toArray();
  for (qsizetype i = 0; i < first.size(); ++i) {
    if (differs(values[static_cast<std::size_t>(i)], first[i])) return "first";
  }
  return {};
}

/// What is wrong with the tensor by its .npy; empty where nothing, or where there is none.
QString difference(const Tensor& tensor, const QString& npy) {
  if (!QFile::exists(npy)) return {};
  const Tensor reference = read_npy(npy.toStdString());
  if (reference.elements() != tensor.elements()) return "elements";
  double error = 0, largest = 0;
  for (std::size_t i = 0; i < tensor.floats().size(); ++i) {
    const double a = tensor.floats()[i], b = reference.floats()[i];
    error = std::max(error, std::abs(a - b));
    largest = std::max(largest, std::abs(b));
  }
  return error <= k_tolerance * largest ? QString() : "elements";
}

QJsonArray layers_of(const QDir& folder) {
  QFile file(folder.filePath("layers.json"));
  if (!file.open(QIODevice::ReadOnly)) return {};
  return QJsonDocument::fromJson(file.readAll()).object()["layers"].toArray();
}

/// Null where Vulkan is wanted and no device is there.
std::shared_ptr<Backend> make_backend(bool on_vulkan) {
  if (!on_vulkan) return make_cpu_backend();
  try {
    if (list_vulkan_devices().empty()) return nullptr;
  } catch (const Error&) {
    return nullptr;
  }
  return make_vulkan_backend();
}

}  // namespace

/// Every intermediate value of trained networks against what ONNX Runtime computed.
class ReferenceLayersTest : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() {
    if (qEnvironmentVariableIsEmpty("FOVEA_TEST_DATA"))
      QSKIP("FOVEA_TEST_DATA is not set: no reference layers to compare with");
  }

  void everyLayerIsAsOnnxRuntimeHasIt_data() {
    QTest::addColumn<QString>("folder");
    QTest::addColumn<bool>("on_vulkan");
    const QDir all(qEnvironmentVariable("FOVEA_TEST_DATA") + "/reference");
    for (const QString& name : all.entryList(QDir::Dirs | QDir::NoDotAndDotDot)) {
      if (!QFile::exists(all.filePath(name + "/model.onnx"))) continue;
      QTest::newRow(qPrintable(name + " on the CPU")) << all.filePath(name) << false;
      QTest::newRow(qPrintable(name + " on Vulkan")) << all.filePath(name) << true;
    }
  }

  void everyLayerIsAsOnnxRuntimeHasIt() {
    QFETCH(QString, folder);
    QFETCH(bool, on_vulkan);
    const std::shared_ptr<Backend> backend = make_backend(on_vulkan);
    if (backend == nullptr) QSKIP("there is no Vulkan device");
    const QDir dir(folder);
    const std::string file = dir.filePath("model.onnx").toStdString();
    const auto unsupported = inspect_model(file).unsupported();
    if (!unsupported.empty()) QSKIP(qPrintable(QString::fromStdString(unsupported[0].reason)));

    const Model model = load_model(file);
    const Tensor input = read_tensor_file(dir.filePath("test_data_set_0/input_0.pb").toStdString());
    Session session(backend);
    const auto frame =
        session.run({.graph = model.graph, .inputs = {InputSource::of(input)}}, CancelToken{});
    int compared = 0;
    for (const QJsonValue& layer : layers_of(dir)) {
      const QString name = layer["tensor"].toString();
      const ValueId value = model.graph.find_value(name.toStdString());
      // Constants are weights here, and a Dropout's mask, which nobody reads, is not made.
      if (value == k_no_value || model.graph.is_weight(value)) continue;
      const Tensor& tensor = frame->value(value);
      const QString by_record = difference(tensor, layer);
      const QString by_file = difference(tensor, dir.filePath("tensors/" + name + ".npy"));
      QVERIFY2(by_record.isEmpty(), qPrintable(name + ": " + by_record));
      QVERIFY2(by_file.isEmpty(), qPrintable(name + ": " + by_file));
      ++compared;
    }
    QVERIFY(compared > layers_of(dir).size() / 2);
  }
};

QTEST_GUILESS_MAIN(ReferenceLayersTest)
#include "reference_layers_test.moc"
