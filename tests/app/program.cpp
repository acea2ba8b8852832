#include "tests/app/program.h"

#include <QProcess>

namespace fovea::testing {

Outcome fovea_with(const QStringList& words) {
  QProcess process;
  process.start(qEnvironmentVariable("FOVEA_PROGRAM"), words);
  if (!process.waitForFinished(60'000)) process.kill();
  return {process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1,
          QString::fromUtf8(process.readAllStandardOutput()),
          QString::fromUtf8(process.readAllStandardError())};
}

QString picture(const char* name) { return QString(FOVEA_SOURCE_DIR "/assets/pictures/") + name; }

Tensor small_array() {
  Tensor tensor(Shape{4, 5});
  auto values = tensor.mutable_values<float>();
  for (std::size_t i = 0; i < values.size(); ++i) values[i] = static_cast<float>(i % 7) / 8;
  values[7] = 1;
  return tensor;
}

}  // namespace fovea::testing
