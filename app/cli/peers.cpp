#include "app/cli/peers.h"

#include <QProcess>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "core/base/error.h"
#include "core/base/text.h"

namespace fovea::app {
namespace {

constexpr int k_not_installed = 3;

/// Told the threads and the layers; prints a list of times, or exits with k_not_installed.
constexpr const char* k_script = R"(
import json, sys, time
try:
    import torch
except ImportError:
    sys.exit(3)
torch.set_num_threads(int(sys.argv[1]))
times = []
with torch.no_grad():
    for channels, height, width, units, kernel, stride, pad, dilation, groups in json.loads(sys.argv[2]):
        conv = torch.nn.Conv2d(channels, units, kernel, stride, pad, dilation, groups)
        x = torch.randn(1, channels, height, width)
        conv(x)
        best, runs, end = float("inf"), 0, time.perf_counter() + 0.5
        while runs < 5 or (runs < 100 and time.perf_counter() < end):
            start = time.perf_counter()
            conv(x)
            best = min(best, time.perf_counter() - start)
            runs += 1
        times.append(1000 * best)
print(json.dumps(times))
)";

/// Told the threads, the batch and the networks; prints a list of images a second, or exits with
/// k_not_installed. The networks are those of core/train/architectures.h.
constexpr const char* k_training_script = R"(
import json, sys, time
try:
    import torch
    from torch import nn
except ImportError:
    sys.exit(3)
torch.set_num_threads(int(sys.argv[1]))
batch = int(sys.argv[2])

def lenet5():
    return nn.Sequential(
        nn.Conv2d(1, 6, 5, padding=2), nn.ReLU(), nn.MaxPool2d(2), nn.Conv2d(6, 16, 5), nn.ReLU(),
        nn.MaxPool2d(2), nn.Flatten(), nn.Linear(400, 120), nn.ReLU(), nn.Linear(120, 84),
        nn.ReLU(), nn.Linear(84, 10)), (1, 28, 28)

def natural10():
    layers, channels = [], 3
    for i, (units, size) in enumerate([(24, 5), (32, 3), (48, 3), (64, 3), (96, 3), (128, 3)]):
        layers += [nn.Conv2d(channels, units, size, padding=size // 2), nn.BatchNorm2d(units),
                   nn.ReLU()]
        if i % 2:
            layers.append(nn.MaxPool2d(2))
        channels = units
    layers += [nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(128, 10)]
    return nn.Sequential(*layers), (3, 32, 32)

def speed(network, shape, layout):
    network = network.to(memory_format=layout)
    images = [torch.rand(batch, *shape).contiguous(memory_format=layout) for _ in range(8)]
    labels = [torch.randint(0, 10, (batch,)) for _ in range(8)]
    optimiser = torch.optim.SGD(network.parameters(), lr=0.01, momentum=0.9)
    criterion = nn.CrossEntropyLoss()
    best, end, stretch = 0, time.perf_counter() + 4, 4
    while time.perf_counter() < end:
        start = time.perf_counter()
        for i in range(stretch):
            optimiser.zero_grad(set_to_none=True)
            criterion(network(images[i % 8]), labels[i % 8]).backward()
            optimiser.step()
        took = time.perf_counter() - start
        best = max(best, stretch * batch / took)
        stretch = max(4, int(stretch * 0.3 / took))
    return best

results = []
for name in json.loads(sys.argv[3]):
    make = {"lenet5": lenet5, "natural10": natural10}[name]
    results.append(max(speed(*make(), layout)
                       for layout in (torch.contiguous_format, torch.channels_last)))
print(json.dumps(results))
)";

std::string text_of(std::span<const BenchLayer> layers) {
  nlohmann::json list = nlohmann::json::array();
  for (const BenchLayer& layer : layers) {
    list.push_back({layer.channels, layer.height, layer.width, layer.units, layer.kernel,
                    layer.stride, layer.pad, layer.dilation, layer.groups});
  }
  return list.dump();
}

/// Its last line says what a Python program died of.
std::string last_line(const QByteArray& text) {
  return printable(text.trimmed().split('\n').last().toStdString());
}

/// The list of `count` numbers that the script prints; empty where PyTorch is not installed.
std::vector<double> run_script(const char* script, const QStringList& arguments,
                               std::size_t count) {
  QProcess python;
  python.start(QStringLiteral("python3"), QStringList{QStringLiteral("-")} + arguments);
  if (!python.waitForStarted()) return {};
  python.write(script);
  python.closeWriteChannel();
  python.waitForFinished(-1);
  if (python.exitStatus() == QProcess::NormalExit && python.exitCode() == k_not_installed)
    return {};
  const auto numbers =
      nlohmann::json::parse(python.readAllStandardOutput().toStdString(), nullptr, false);
  if (python.exitCode() != 0 || !numbers.is_array() || numbers.size() != count) {
    throw Error{
        fmt::format("PyTorch could not be measured: {}", last_line(python.readAllStandardError()))};
  }
  return numbers.get<std::vector<double>>();
}

}  // namespace

std::vector<double> pytorch_ms(std::span<const BenchLayer> layers, int threads) {
  return run_script(k_script, {QString::number(threads), QString::fromStdString(text_of(layers))},
                    layers.size());
}

std::vector<double> pytorch_images_per_s(std::span<const std::string> networks, std::int64_t batch,
                                         int threads) {
  const std::string names = nlohmann::json(std::vector(networks.begin(), networks.end())).dump();
  return run_script(
      k_training_script,
      {QString::number(threads), QString::number(batch), QString::fromStdString(names)},
      networks.size());
}

void say_no_peers() {
  fmt::print(stderr,
             "fovea: no other program is there to be measured; install PyTorch for python3 "
             "(Debian's python3-torch)\n");
}

}  // namespace fovea::app
