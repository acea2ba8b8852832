#pragma once

#include <QImage>

#include "core/tensor/tensor.h"
#include "core/train/data/data_set.h"

namespace fovea {

/// One example as it is: grey for one channel, colour for three. A null image where there is no
/// such example. Grey images share the set's pixels, which must stay.
QImage image_of_example(const DataSet& set, std::int64_t index);

/// A mean picture [C, H, W], 0 to 255; null where it is empty.
QImage image_of_mean(const Tensor& mean);

}  // namespace fovea
