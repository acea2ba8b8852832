#pragma once

namespace fovea {

/// What this machine can do, measured now, the best of several short tries: what kernels are
/// compared with. Takes some 100 ms.

/// Single-precision GFLOP/s of fused multiply-adds (two operations each) from registers alone.
double measure_peak_gflops(int threads);

/// GB/s at which all threads together read memory that is in no cache.
double measure_bandwidth_gbs(int threads);

}  // namespace fovea
