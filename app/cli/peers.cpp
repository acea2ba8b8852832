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

}  // namespace

std::vector<double> pytorch_ms(std::span<const BenchLayer> layers, int threads) {
  QProcess python;
  python.start(QStringLiteral("python3"), {QStringLiteral("-"), QString::number(threads),
                                           QString::fromStdString(text_of(layers))});
  if (!python.waitForStarted()) return {};
  python.write(k_script);
  python.closeWriteChannel();
  python.waitForFinished(-1);
  if (python.exitStatus() == QProcess::NormalExit && python.exitCode() == k_not_installed)
    return {};
  const auto times =
      nlohmann::json::parse(python.readAllStandardOutput().toStdString(), nullptr, false);
  if (python.exitCode() != 0 || !times.is_array() || times.size() != layers.size()) {
    throw Error{
        fmt::format("PyTorch could not be measured: {}", last_line(python.readAllStandardError()))};
  }
  return times.get<std::vector<double>>();
}

}  // namespace fovea::app
