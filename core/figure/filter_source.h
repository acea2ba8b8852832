#pragma once

#include <mutex>

#include "core/base/cancel.h"
#include "core/document/picture_filter.h"
#include "core/figure/figure_source.h"

namespace fovea {

/// Whether the Kernel lens is on the filter, so that figures can be of it.
bool shows_filter(const Document& document);

/// What the two layers of a filter's figures are called: what the kernel slides over, and what it
/// makes, which has the kernel's name.
struct FilterLayers {
  std::string input, made;
};
FilterLayers filter_layers(const PictureFilter& filter);

/// A filter over a picture, or over its small grid, as a network of one convolution with its
/// frame: all figures of a layer and the clip of the sliding window are drawn of it as of any
/// other, and their arithmetic is the Kernel lens's. The weights are as they are drawn, the picture
/// is at its full size. Throws Error where the window fits nowhere, Cancelled.
FigureSource filter_source(const PictureFilter& filter, const Picture& picture, int threads,
                           const CancelToken& cancel);

/// "the edge again": what stands beyond the edge of a picture.
std::string border_words(Border border);

/// Makes sources of filters, and keeps the last one: a large picture is filtered once for all
/// figures of it. Safe on several threads.
class FilterSources {
 public:
  /// As `filter_source`, on all threads.
  FigureSource of(const PictureFilter& filter, const std::shared_ptr<const Picture>& picture,
                  const CancelToken& cancel);
  /// Gives the memory back, also that of what is being made. Never waits for it.
  void forget();

 private:
  struct Kept {
    PictureFilter filter;
    std::shared_ptr<const Picture> picture;
    FigureSource source;
  };
  std::mutex mutex_;
  std::optional<Kept> kept_;
  std::uint64_t forgotten_ = 0;
};

}  // namespace fovea
