#pragma once

#include <complex>
#include <span>
#include <vector>

#include "core/tensor/tensor.h"

namespace fovea {

/// What a kernel does to waves. A wave of `u` cycles a pixel to the right and `v` downwards,
/// exp(2πi (u x + v y)), leaves a cross-correlation as H(u, v) times itself:
///
///   H(u, v) = Σ k[i, j] exp(2πi (u (j − cx) + v (i − cy))),  cy = (kH − 1) / 2, cx = (kW − 1) / 2
///
/// The phase is about the middle of the kernel, between two cells where a side is even, so that
/// a kernel that a half-turn leaves alone has a real response. Of a real kernel,
/// H(−u, −v) is the conjugate of H(u, v), and H repeats itself after one cycle a pixel but for
/// the sign that an even side brings.
/// Source: Oppenheim and Schafer, Discrete-Time Signal Processing, section 2.6 (for one axis);
/// the sign of the exponent is that of correlation.
using Response = std::complex<double>;

/// H where each of `vertical` (v, the rows) meets each of `horizontal` (u), row-major.
std::vector<Response> frequency_response(const Tensor& kernel, std::span<const double> vertical,
                                         std::span<const double> horizontal);

/// H(u, v) at one place.
Response frequency_response(const Tensor& kernel, double u, double v);

/// `count` frequencies in equal steps from −0.5 to 0.5 cycles a pixel, both with them; of an odd
/// count, the middle one is 0.
std::vector<double> frequency_axis(int count);

/// |H| along a direction, `degrees` anticlockwise from the right, at `count` places from 0 to
/// where the line leaves the square of frequencies up to 0.5.
struct FrequencyCut {
  double longest = 0.5;  ///< frequency of the last place, 0.5 to 0.7072 cycles a pixel
  std::vector<double> magnitudes;
};
FrequencyCut frequency_cut(const Tensor& kernel, double degrees, int count);

/// Share of the response's energy, over frequencies of up to 0.5 cycles a pixel, that lies in the
/// mean of H over all directions: 1 where direction does not matter, 0 where opposite directions
/// cancel out, as in a derivative. It is the zeroth coefficient of H's Fourier series in the angle,
/// by Parseval's theorem. 1 for a kernel of zeros.
double isotropy(const Tensor& kernel);

}  // namespace fovea
