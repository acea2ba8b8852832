#pragma once

#include <QStringList>

#include "core/explain/kernel_reading.h"

namespace fovea {

/// What a kernel's cells tell, in sentences for somebody who has never seen one.
QStringList reading_sentences(const KernelReading& reading);

}  // namespace fovea
