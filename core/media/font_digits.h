#pragma once

#include <memory>
#include <string>
#include <vector>

#include "core/base/cancel.h"
#include "core/train/data/data_set.h"
#include "core/train/data/progress.h"

namespace fovea {

struct FontDigitOptions {
  int each = 1'000;  ///< examples of each digit, 1 to 100,000
  std::uint64_t seed = 1;
  double rotate = 12;     ///< up to so many degrees, each way
  double shear = 0.25;    ///< up to this slope, each way
  double stretch = 0.15;  ///< width against height, up to this share more or less
  double elastic = 1;     ///< displacements against the source's; 0: the outline as it is
  /// Share of the font families that only the set's own test examples are drawn from, so that the
  /// test is of shapes never trained on; 0 to 0.9. Without effect where there are fewer than five.
  double test_families = 0.2;
  int threads = 0;  ///< 0: as many as compute well
};

/// Digits drawn from the outlines of the installed fonts, light on black, 28 × 28, each turned,
/// sheared, stretched and bent at random, then centred by mass as MNIST has its digits
/// (core/media/centre_by_mass.h). Symbol fonts and fonts without ten different digits are left out.
/// The same for the same options and fonts. Sources are the fonts' names. Needs a QGuiApplication,
/// or a call on the main thread (see ensure_qt_gui); where there is one any thread may call. Throws
/// Error where there is no font to draw from; Cancelled.
/// Source of the elastic change: Simard, Steinkraus, Platt, "Best Practices for Convolutional
/// Neural Networks Applied to Visual Document Analysis", 2003, section 2: random displacements
/// smoothed by a Gaussian of 4 pixels and scaled by 34 on 29 × 29 pixels; here the outline is moved
/// by them, not the pixels, so that edges stay sharp.
std::shared_ptr<const DataSet> draw_font_digits(const FontDigitOptions& options = {},
                                                const DataProgress& progress = {},
                                                const CancelToken& cancel = {});

}  // namespace fovea
