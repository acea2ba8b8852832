#pragma once

#include <QString>

#include "core/base/error.h"
#include "core/train/data/data_set.h"

namespace fovea::testing {

/// A set of 2 × 2 grey pictures with these labels, example i of pixels i modulo 256.
inline DataSet small_set(std::vector<std::int32_t> labels, std::vector<std::string> classes) {
  DataSet set;
  set.name = "small";
  set.height = set.width = 2;
  for (std::size_t i = 0; i < labels.size(); ++i) {
    set.pixels.insert(set.pixels.end(), 4, static_cast<std::uint8_t>(i));
  }
  set.labels = std::move(labels);
  set.classes = std::move(classes);
  set.first_test = set.count();
  return set;
}

/// What `work` is refused with; empty where it is not.
template <typename Work>
QString refusal_of(Work&& work) {
  try {
    work();
  } catch (const Error& error) {
    return QString::fromStdString(error.sentence());
  }
  return {};
}

}  // namespace fovea::testing

/// The refusal of an expression holds the text.
#define COMPARE_REFUSAL(expression, text)                                                \
  do {                                                                                   \
    const QString refusal = fovea::testing::refusal_of([&] { (void)(expression); });     \
    QVERIFY2(refusal.contains(QString(text)), qPrintable("the refusal is: " + refusal)); \
  } while (false)
