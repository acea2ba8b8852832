#pragma once

#include <cstdint>

namespace fovea {

/// Fourier transforms of square tiles of complex numbers: what large kernels are applied with.
/// Real and imaginary parts lie apart, `k_spectrum_pitch` floats from row to row.
///
/// The forward transform leaves frequencies in the order that decimation in frequency leaves them
/// in, the rows' and columns' exchanged; the inverse takes that order. As all tiles have it, they
/// can be multiplied element by element without ever being put in order.
/// Source: Cooley and Tukey, An algorithm for the machine calculation of complex Fourier series
/// (1965), radix 4; the valid part of each tile is kept as in overlap-save, Oppenheim and Schafer,
/// Discrete-Time Signal Processing, section 8.7.3.
constexpr std::int64_t k_spectrum_size = 128;
/// No power of two: the rows of a column do not meet in the same set of the first-level cache.
constexpr std::int64_t k_spectrum_pitch = k_spectrum_size + 16;
constexpr std::int64_t k_spectrum_floats = k_spectrum_size * k_spectrum_pitch;

/// 64-byte aligned arrays of `k_spectrum_floats`.
struct Spectrum {
  float* real = nullptr;
  float* imaginary = nullptr;
};

void transform(const Spectrum& tile);
/// Without the factor 1 / k_spectrum_size², which belongs into one of the spectra multiplied.
void transform_back(const Spectrum& tile);
/// tile ← tile · conj(kernel): the spectrum of the cross-correlation of both.
void multiply_by_conjugate(const Spectrum& tile, const Spectrum& kernel);

}  // namespace fovea
