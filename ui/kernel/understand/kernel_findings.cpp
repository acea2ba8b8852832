#include "ui/kernel/understand/kernel_findings.h"

#include "core/kernel/frequency.h"
#include "core/kernel/responses.h"

namespace fovea {
namespace {

void find_magnitudes(KernelFindings& findings) {
  const std::vector<double> axis = frequency_axis(KernelFindings::k_frequencies);
  for (const Response& h : frequency_response(findings.kernel, axis, axis))
    findings.magnitudes.push_back(static_cast<float>(std::abs(h)));
  const auto [least, most] = std::ranges::minmax_element(findings.magnitudes);
  findings.weakest = *least;
  findings.strongest = *most;
}

/// Of places that are as strong but for rounding, that with the widest waves.
void find_peak(KernelFindings& findings) {
  const std::vector<double> axis = frequency_axis(KernelFindings::k_frequencies);
  const std::size_t count = axis.size();
  double nearest = 2;
  for (std::size_t i = 0; i < findings.magnitudes.size(); ++i) {
    const double u = axis[i % count], v = axis[i / count], distance = u * u + v * v;
    if (u < 0 || findings.magnitudes[i] < findings.strongest * (1 - 1e-5F) || distance >= nearest)
      continue;
    nearest = distance;
    findings.peak_u = u;
    findings.peak_v = v;
  }
}

}  // namespace

KernelFindings find_out(const Tensor& kernel) {
  KernelFindings findings;
  findings.kernel = kernel;
  findings.gain = gain_of(kernel);
  find_magnitudes(findings);
  find_peak(findings);
  findings.separation = separate_by_svd(kernel);
  for (std::size_t i = 0; i < k_motions.size(); ++i)
    findings.parities[i] = parity(kernel, k_motions[i]);
  findings.isotropy = isotropy(kernel);
  findings.impulse = impulse_response(kernel);
  findings.upright_edge = step_response(kernel, Edge::upright);
  findings.level_edge = step_response(kernel, Edge::level);
  return findings;
}

}  // namespace fovea
