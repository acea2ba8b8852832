#pragma once

#include <QByteArray>
#include <QStringList>

#include "core/figure/figure_source.h"

namespace fovea::testing {

/// A picture input of 6 × 6, two kernels of 3 × 3 with ReLU and pooling, two dense units, their
/// shares; run on a picture that is a ramp.
FigureSource tiny_source();

/// The same with a cell of unit 1 changed and unit 0 muted, and with the frame of before.
FigureSource edited_source();

/// With a frame of `network` on the input of `tiny_source`.
FigureSource source_of(Network network);

/// Curves of three epochs of ten steps.
Curves some_curves();

/// What a program prints, run with these words; nothing where it is not installed or fails.
std::optional<QByteArray> output_of(const char* program, const QStringList& words);

}  // namespace fovea::testing
