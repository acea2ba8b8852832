#pragma once

#include <filesystem>
#include <functional>

#include "core/base/cancel.h"
#include "core/figure/motion/clip_script.h"

namespace fovea {

/// The frame as it goes into a file, opaque RGBA of the clip's size.
QImage paint_frame(const ClipScript& script, std::int64_t frame);

struct ClipWriting {
  int threads = 1;          ///< that paint; the encoder has its own
  std::string recipe = {};  ///< as the comment of MP4 and WebM
  /// Frames that are written, of all; on the calling thread.
  std::function<void(std::int64_t, std::int64_t)> progress = {};
  CancelToken cancel = {};
};

/// Writes the clip by `replace_file`: an earlier file is there until the new one is whole, and
/// stays where something goes wrong. Throws Error where the file cannot be written, see
/// `replace_file`, the spec is beyond the limits or FFmpeg lacks an encoder; Cancelled, with
/// nothing left behind.
void write_clip(const std::filesystem::path& path, ClipFormat format, const ClipSpec& spec,
                const ClipScript& script, const ClipWriting& writing);

}  // namespace fovea
