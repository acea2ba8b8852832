#pragma once

#include <QJsonDocument>
#include <QJsonObject>
#include <QString>
#include <QStringList>

#include "core/tensor/tensor.h"

namespace fovea::testing {

/// How a call of the program ended.
struct Outcome {
  int code = -1;  ///< -1 where it crashed or did not end
  QString out, err;

  QJsonObject json() const { return QJsonDocument::fromJson(out.toUtf8()).object(); }
  bool is_one_line_error() const {
    return out.isEmpty() && err.startsWith("fovea: ") && err.count('\n') == 1 && err.endsWith('\n');
  }
};

/// Runs the program that FOVEA_PROGRAM names.
Outcome fovea_with(const QStringList& words);

/// Path of a sample picture.
QString picture(const char* name);

/// A 4 × 5 ramp with one bright sample.
Tensor small_array();

#define COMPARE_KEYS(object, ...)        \
  do {                                   \
    QStringList expected{__VA_ARGS__};   \
    expected.sort();                     \
    QCOMPARE((object).keys(), expected); \
  } while (false)

}  // namespace fovea::testing
