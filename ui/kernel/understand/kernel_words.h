#pragma once

#include <QString>

#include "ui/kernel/understand/kernel_findings.h"

namespace fovea {

/// What the findings mean, each in a sentence or two for somebody who meets kernels for the first
/// time.
QString gain_sentence(const KernelFindings& findings);
QString noise_sentence(const KernelFindings& findings);
QString wave_sentence(const KernelFindings& findings);
QString rank_sentence(const KernelFindings& findings);
QString approximation_sentence(const KernelFindings& findings, int terms);
QString symmetry_sentence(const KernelFindings& findings);
QString isotropy_sentence(const KernelFindings& findings);
QString edge_sentence(const KernelFindings& findings);

QString name_of(Motion motion);
QString name_of(Parity parity);

/// "3 × 5".
QString size_text(std::int64_t rows, std::int64_t columns);

}  // namespace fovea
