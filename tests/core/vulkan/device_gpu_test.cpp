#include <QtTest>

#include "core/base/device_lost.h"
#include "core/vulkan/commands.h"
#include "core/vulkan/device_impl.h"
#include "shaders/params.h"

using namespace fovea;

namespace {

/// y = LeakyRelu(x) over all elements.
Dispatch leaky_relu(std::uint32_t count, float slope) {
  Dispatch dispatch;
  dispatch.shader = "ops/activation/elementwise";
  dispatch.specialization = {64, 1, 1, 1};
  dispatch.push = push_bytes(ElementwiseParams{count, slope});
  dispatch.bindings = {{Binding::Kind::input, 0}, {Binding::Kind::output, 0}};
  dispatch.groups = {(count + 63) / 64, 1, 1};
  return dispatch;
}

std::vector<float> some_floats(std::size_t count) {
  std::vector<float> values(count);
  for (std::size_t i = 0; i < count; ++i) values[i] = static_cast<float>(i) - 500;
  return values;
}

}  // namespace

class DeviceGpuTest : public QObject {
  Q_OBJECT
 private slots:
  void initTestCase();
  void aMissingDriverIsOneSentence();
  void devicesAreListed();
  void aGraphicsCardIsPreferredToSoftware();
  void anUnknownDeviceIsRefused();
  void limitsComeFromTheDevice();
  void memoryIsCutFromBlocksAndGivenBack();
  void aDeviceThatHangsKeepsItsMemory();
  void aBufferThatIsTooLargeIsRefused();
  void copiesComeBack_data();
  void copiesComeBack();
  void dispatchesRunInOrder_data();
  void dispatchesRunInOrder();
  void stampsMeasureTime();
  void anUnknownShaderIsRefused();
  void aBrokenPipelineCacheIsReplaced();
  void theValidationLayerIsSilent();
};

void DeviceGpuTest::initTestCase() {
  qputenv("FOVEA_VULKAN_VALIDATION", "1");
  try {
    list_vulkan_devices();
  } catch (const Error& error) {
    QSKIP(qPrintable("no Vulkan here: " + QString::fromStdString(error.sentence())));
  }
}

void DeviceGpuTest::aMissingDriverIsOneSentence() {
  qputenv("VK_DRIVER_FILES", "/nowhere/driver.json");
  qputenv("VK_ICD_FILENAMES", "/nowhere/driver.json");
  for (const auto open : {+[] { list_vulkan_devices(); }, +[] { VulkanDevice(); }}) {
    try {
      open();
      QFAIL("a device was found");
    } catch (const Error& error) {
      QCOMPARE(error.what(), "no Vulkan driver is installed");
      QVERIFY(!error.hint().empty());
    }
  }
  qunsetenv("VK_DRIVER_FILES");
  qunsetenv("VK_ICD_FILENAMES");
}

void DeviceGpuTest::devicesAreListed() {
  const auto devices = list_vulkan_devices();
  QVERIFY(!devices.empty());
  for (std::size_t i = 0; i < devices.size(); ++i) {
    QCOMPARE(devices[i].index, i);
    QVERIFY(!devices[i].name.empty());
    QVERIFY(!devices[i].driver.empty());
    QVERIFY(devices[i].api.starts_with("1."));
  }
}

void DeviceGpuTest::aGraphicsCardIsPreferredToSoftware() {
  std::vector<VulkanDeviceInfo> devices(3);
  QCOMPARE(best_device({}), std::nullopt);
  devices[0].kind = VulkanDeviceKind::software;
  devices[1].kind = VulkanDeviceKind::integrated;
  devices[2].kind = VulkanDeviceKind::discrete;
  QCOMPARE(best_device(devices), std::optional<std::size_t>(2));
  devices.pop_back();
  QCOMPARE(best_device(devices), std::optional<std::size_t>(1));
  devices.pop_back();
  QCOMPARE(best_device(devices), std::optional<std::size_t>(0));
}

void DeviceGpuTest::anUnknownDeviceIsRefused() {
  QVERIFY_THROWS_EXCEPTION(Error, VulkanDevice({.index = 99}));
}

void DeviceGpuTest::limitsComeFromTheDevice() {
  VulkanDevice device;
  QVERIFY(device.limits().max_invocations >= 128);
  QVERIFY(device.limits().max_shared_bytes >= 16384);
  QVERIFY(device.limits().max_storage_bytes >= std::int64_t{1} << 27);
}

void DeviceGpuTest::memoryIsCutFromBlocksAndGivenBack() {
  VulkanDevice device;
  QCOMPARE(device.used_bytes(), 0);
  {
    const Buffer small = device.allocate(1000);
    QCOMPARE(small.bytes(), 1008);
    const Buffer empty = device.allocate(0);
    QVERIFY(!empty.empty());
    Buffer large = device.allocate(20 << 20);
    const Buffer moved = std::move(large);
    QCOMPARE(device.used_bytes(), 1008 + 16 + (20 << 20));
    QVERIFY(device.reserved_bytes() >= device.used_bytes());
  }
  QCOMPARE(device.used_bytes(), 0);
  QVERIFY(device.reserved_bytes() < 20 << 20);
}

void DeviceGpuTest::aDeviceThatHangsKeepsItsMemory() {
  constexpr std::int64_t k_large = std::int64_t{32} << 20;
  VulkanDevice device;
  {
    const Buffer buffer = device.allocate(k_large);
    device.impl().set_hung();
  }
  QVERIFY(device.reserved_bytes() >= k_large);
  QVERIFY(device.used_bytes() >= k_large);
}

void DeviceGpuTest::aBufferThatIsTooLargeIsRefused() {
  VulkanDevice device;
  try {
    device.allocate(device.limits().max_storage_bytes + 1);
    QFAIL("it was allocated");
  } catch (const Error& error) {
    QVERIFY(QByteArray(error.what()).contains("more than the Vulkan device allows"));
  }
  QCOMPARE(device.used_bytes(), 0);
}

void DeviceGpuTest::copiesComeBack_data() {
  QTest::addColumn<bool>("staging");
  QTest::newRow("directly") << false;
  QTest::newRow("through staging memory") << true;
}

void DeviceGpuTest::copiesComeBack() {
  QFETCH(const bool, staging);
  VulkanDevice device({.index = {}, .staging = staging});
  const Buffer first = device.allocate(4000), second = device.allocate(4000);
  const auto sent = some_floats(1000);
  std::vector<float> received(1000), part(10);
  Commands commands(device);
  commands.upload(second, std::as_bytes(std::span(sent)));
  commands.upload(first, std::as_bytes(std::span(sent).subspan(990)));
  commands.download(second, std::as_writable_bytes(std::span(received)));
  commands.download(first, std::as_writable_bytes(std::span(part)));
  commands.finish();
  QCOMPARE(received, sent);
  QCOMPARE(part, std::vector(sent.end() - 10, sent.end()));
}

void DeviceGpuTest::dispatchesRunInOrder_data() { copiesComeBack_data(); }

void DeviceGpuTest::dispatchesRunInOrder() {
  QFETCH(const bool, staging);
  VulkanDevice device({.index = {}, .staging = staging});
  const Buffer x = device.allocate(4000), y = device.allocate(4000);
  const std::vector<BoundDispatch> bound{{leaky_relu(1000, 0.5F), {&x, &y}},
                                         {leaky_relu(1000, 0.5F), {&y, &x}}};
  const DispatchList list(device, bound);
  Commands commands(device);
  auto expected = some_floats(1000);
  for (int frame = 0; frame < 3; ++frame) {
    std::vector<float> received(1000);
    commands.reset();
    commands.upload(x, std::as_bytes(std::span(expected)));
    commands.dispatch(list, 0);
    commands.dispatch(list, 1);
    commands.download(x, std::as_writable_bytes(std::span(received)));
    commands.finish();
    for (float& value : expected) value = value < 0 ? value * 0.25F : value;
    QCOMPARE(received, expected);
  }
}

void DeviceGpuTest::stampsMeasureTime() {
  VulkanDevice device;
  const Buffer x = device.allocate(1 << 20), y = device.allocate(1 << 20);
  const std::vector<BoundDispatch> bound{{leaky_relu(1 << 18, 0.5F), {&x, &y}}};
  const DispatchList list(device, bound);
  Commands commands(device);
  const auto start = commands.stamp();
  commands.dispatch(list, 0);
  const auto end = commands.stamp();
  commands.finish();
  QVERIFY(commands.milliseconds(start, end) > 0);
  QVERIFY(commands.milliseconds(start, end) < 10000);
  QCOMPARE(commands.milliseconds(end, start), 0.0);
}

void DeviceGpuTest::anUnknownShaderIsRefused() {
  VulkanDevice device;
  Dispatch dispatch = leaky_relu(1, 1);
  dispatch.shader = "ops/none";
  const Buffer x = device.allocate(4);
  const std::vector<BoundDispatch> bound{{dispatch, {&x, &x}}};
  QVERIFY_THROWS_EXCEPTION(Error, DispatchList(device, bound));
}

void DeviceGpuTest::aBrokenPipelineCacheIsReplaced() {
  const QTemporaryDir folder;
  qputenv("XDG_CACHE_HOME", folder.path().toUtf8());
  const auto compile = [] {
    VulkanDevice device;
    const Buffer x = device.allocate(4);
    const std::vector<BoundDispatch> bound{{leaky_relu(1, 1), {&x, &x}}};
    const DispatchList list(device, bound);
  };
  compile();
  const QDir cache(folder.path() + "/fovea");
  const QStringList files = cache.entryList({"pipelines-*.bin"}, QDir::Files);
  QCOMPARE(files.size(), 1);
  QFile file(cache.filePath(files.front()));
  QVERIFY(file.open(QIODevice::ReadOnly));
  const QByteArray whole = file.readAll();
  file.close();
  QVERIFY(file.open(QIODevice::WriteOnly));
  file.write(whole.left(whole.size() / 2) + QByteArray(whole.size() / 2, '\xff'));
  file.close();
  compile();
  QVERIFY(file.open(QIODevice::ReadOnly));
  QCOMPARE(file.readAll(), whole);
}

void DeviceGpuTest::theValidationLayerIsSilent() { QCOMPARE(vulkan_validation_errors(), 0); }

QTEST_GUILESS_MAIN(DeviceGpuTest)
#include "device_gpu_test.moc"
