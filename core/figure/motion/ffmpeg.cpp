#include "core/figure/motion/ffmpeg.h"

#include <array>

#include "core/base/error.h"

namespace fovea::av {

int check(int code) {
  if (code >= 0) return code;
  if (code == AVERROR(ENOMEM)) throw std::bad_alloc();
  std::array<char, AV_ERROR_MAX_STRING_SIZE> words{};
  av_strerror(code, words.data(), words.size());
  throw Error{std::string("the clip cannot be encoded: ") + words.data()};
}

Frame new_frame(AVPixelFormat format, int width, int height) {
  Frame frame(made(av_frame_alloc()));
  frame->format = format;
  frame->width = width;
  frame->height = height;
  check(av_frame_get_buffer(frame.get(), 0));
  return frame;
}

}  // namespace fovea::av
