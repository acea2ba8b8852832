#pragma once

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include "tests/ui/qml_harness.h"
#include "ui/train/train_model.h"

namespace fovea::testing {

/// Grey pictures of 12 × 12: a bright left half is "left", a bright right half "right".
inline TrainingData sides() {
  DataSet set;
  set.name = "sides";
  set.height = set.width = 12;
  set.classes = {"left", "right"};
  for (int i = 0; i < 200; ++i) {
    const int label = i % 2;
    for (int y = 0; y < 12; ++y)
      for (int x = 0; x < 12; ++x) {
        const int noise = (i * 31 + y * 17 + x * 7) % 64;
        set.pixels.push_back(static_cast<std::uint8_t>((x / 6 == label ? 160 : 10) + noise));
      }
    set.labels.push_back(label);
  }
  set.first_test = 180;
  TrainingData data{.set = make_data_set(std::move(set)), .splits = {}, .split = {}, .source = {}};
  data.splits = split(*data.set, data.split);
  return data;
}

/// The same as a table at that path, which a run can be gone on with later.
inline TrainingData sides_in_file(const QString& path) {
  const TrainingData data = sides();
  QFile table(path);
  if (!table.open(QIODevice::WriteOnly)) return {};
  constexpr int k_pixels = 12 * 12;
  for (std::size_t i = 0; i < data.set->labels.size(); ++i) {
    QByteArray line = QByteArray::number(data.set->labels[i]);
    for (std::size_t j = 0; j < k_pixels; ++j)
      line += ',' + QByteArray::number(data.set->pixels[i * k_pixels + j]);
    table.write(line + '\n');
  }
  table.close();
  return read_training_data(path.toStdString());
}

/// A model of the Train lens on those, in a folder of its own.
struct TrainBench {
  QTemporaryDir folder;
  Workspace workspace{edges_document(), {.threads = 1, .make_vulkan = {}}};
  TrainModel model;

  TrainBench() {
    model.setWorkspace(&workspace);
    model.setRunsFolder(folder.path().toStdString());
    model.setData(sides());
    model.setBody(3);  // fully connected: small pictures are enough for it
    model.settings()->setBatch(16);
    model.settings()->setEpochs(20);
  }
  bool ends() {
    const bool ended =
        QTest::qWaitFor([&] { return model.state() == TrainModel::Finished; }, 20000);
    QTest::qWait(300);  // the last moment is shown
    return ended;
  }
  bool isReady() {
    return QTest::qWaitFor([&] { return model.hasRun() && model.state() != TrainModel::Preparing; },
                           20000);
  }
  const Network& network() const { return workspace.document().network; }
};

}  // namespace fovea::testing
