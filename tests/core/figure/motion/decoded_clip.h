#pragma once

#include <QImage>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace fovea::testing {

/// A clip's file as FFmpeg's own decoders see it.
struct DecodedClip {
  std::string codec;  ///< "h264"
  int width = 0, height = 0;
  std::vector<double> times = {};  ///< of the frames, seconds
  double seconds = 0;              ///< that the file says it takes
  double rate = 0;                 ///< frames a second, on average
  QImage first = {}, last = {};
  std::map<std::string, std::string> words = {};  ///< the file's metadata, names in lower case
};

/// Decodes every frame. Throws Error where the file is no whole clip.
DecodedClip decode_clip(const std::filesystem::path& path);

/// The largest difference of a channel, on average over the pixels; 255 where the sizes differ.
double difference(const QImage& a, const QImage& b);

}  // namespace fovea::testing
