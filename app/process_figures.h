#pragma once

namespace fovea::app {

/// Seconds on the clock that `/proc` counts in.
double uptime();
/// When this process was started, to 10 ms, on the same clock.
double process_start();
/// Resident memory in megabytes (10⁶ bytes).
double resident_mb();
/// Processor time of all threads so far.
double cpu_seconds();
/// Events are handled for so long.
void rest(int ms);

}  // namespace fovea::app
