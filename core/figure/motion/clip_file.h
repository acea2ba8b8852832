#pragma once

#include <string>

#include "core/figure/motion/clip_spec.h"
#include "core/figure/motion/ffmpeg.h"

namespace fovea {

/// A GIF, MP4 or WebM in the making: frames in, a file out. Used by one thread.
class ClipFile {
 public:
  struct Words {
    std::string title, comment;  ///< in the file where its format has a place for them
  };
  /// `file`: an open, empty file, or a pipe. `error`, which outlives this, becomes what the system
  /// says where something cannot be written. Throws Error, then and where FFmpeg has no encoder for
  /// the format.
  ClipFile(ClipFormat format, const ClipSpec& spec, int file, const Words& words, int& error);
  ~ClipFile();
  ClipFile(const ClipFile&) = delete;
  ClipFile& operator=(const ClipFile&) = delete;

  /// What frames must be: yuv420p of BT.709, or for a GIF PAL8 with one palette for all.
  static AVPixelFormat pixels_of(ClipFormat format);

  /// The next frame; its time is set here. Throws Error.
  void add(AVFrame& frame);
  /// After the last one: without it there is no whole file.
  void finish();

 private:
  struct Side;  // one reader or writer of the file, with a place of its own

  void open_codec(ClipFormat format, const ClipSpec& spec);
  void open_file(ClipFormat format, const ClipSpec& spec, const Words& words);
  void write_packets();
  static int open_again(AVFormatContext* muxer, AVIOContext** io, const char* url, int flags,
                        AVDictionary** options);
  static int close_again(AVFormatContext* muxer, AVIOContext* io);

  int file_;
  bool is_seekable_;
  int& error_;
  std::int64_t next_ = 0;  // frame
  /// FFmpeg's GIFs free their last packet in the trailer alone: where there is no whole file, that
  /// goes nowhere.
  bool needs_trailer_ = false, discards_ = false;
  std::unique_ptr<Side> side_;
  AVFormatContext* muxer_ = nullptr;
  av::Codec codec_;
  AVStream* stream_ = nullptr;
  av::Packet packet_;
};

}  // namespace fovea
