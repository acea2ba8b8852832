#include "core/figure/motion/clip_file.h"

extern "C" {
#include <libavutil/opt.h>
}

#include <cerrno>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/base/error.h"

namespace fovea {
namespace {

constexpr int k_buffer = 1 << 16;

const AVCodec* encoder_for(ClipFormat format) {
  const char* wanted = format == ClipFormat::mp4    ? "libx264"
                       : format == ClipFormat::webm ? "libvpx-vp9"
                                                    : "gif";
  const AVCodecID id = format == ClipFormat::mp4    ? AV_CODEC_ID_H264
                       : format == ClipFormat::webm ? AV_CODEC_ID_VP9
                                                    : AV_CODEC_ID_GIF;
  const AVCodec* found = avcodec_find_encoder_by_name(wanted);
  if (found == nullptr) found = avcodec_find_encoder(id);
  if (found != nullptr) return found;
  throw Error{fmt::format("this machine's FFmpeg cannot write .{}", name_of(format)),
              {},
              "Choose another of .gif, .mp4 and .webm"};
}

/// Options of one encoder; what another one of the same format does not know is left out.
void set(AVCodecContext& codec, const char* name, const char* value) {
  av_opt_set(codec.priv_data, name, value, 0);
}

/// Edges of maps stay sharp, and a frame takes a few milliseconds.
void set_quality(AVCodecContext& codec, ClipFormat format) {
  if (format == ClipFormat::mp4) {
    set(codec, "preset", "veryfast");
    set(codec, "tune", "animation");
    set(codec, "crf", "16");
  } else if (format == ClipFormat::webm) {
    codec.bit_rate = 0;
    set(codec, "deadline", "realtime");
    set(codec, "cpu-used", "7");
    set(codec, "row-mt", "1");
    set(codec, "crf", "18");
  }
}

/// What FFmpeg says belongs into our sentences, not on standard error.
void be_quiet() {
  static const bool is_quiet = [] {
    av_log_set_level(AV_LOG_QUIET);
    return true;
  }();
  static_cast<void>(is_quiet);
}

}  // namespace

struct ClipFile::Side {
  ClipFile& owner;
  std::int64_t at = 0;
  av::Io io;

  Side(ClipFile& file, bool writes) : owner(file) {
    auto* buffer = static_cast<unsigned char*>(av::made(av_malloc(k_buffer)));
    io.reset(avio_alloc_context(buffer, k_buffer, writes ? 1 : 0, this, &Side::read, &Side::write,
                                owner.is_seekable_ ? &Side::seek : nullptr));
    if (!io) {
      av_free(buffer);
      throw std::bad_alloc();
    }
  }

  static int read(void* self, std::uint8_t* to, int size) {
    auto& side = *static_cast<Side*>(self);
    const ssize_t count = ::pread(side.owner.file_, to, static_cast<std::size_t>(size), side.at);
    if (count < 0) return AVERROR(errno);
    side.at += count;
    return count == 0 ? AVERROR_EOF : static_cast<int>(count);
  }

  static int write(void* self, std::uint8_t* from, int size) {
    auto& side = *static_cast<Side*>(self);
    if (side.owner.discards_) return size;
    for (int done = 0; done < size;) {
      const auto rest = static_cast<std::size_t>(size - done);
      const ssize_t count = side.owner.is_seekable_
                                ? ::pwrite(side.owner.file_, from + done, rest, side.at)
                                : ::write(side.owner.file_, from + done, rest);
      if (count < 0 && errno == EINTR) continue;
      if (count <= 0) {
        side.owner.error_ = count < 0 ? errno : EIO;
        return AVERROR(side.owner.error_);
      }
      done += static_cast<int>(count);
      side.at += count;
    }
    return size;
  }

  static std::int64_t seek(void* self, std::int64_t offset, int whence) {
    auto& side = *static_cast<Side*>(self);
    struct stat status {};
    if (::fstat(side.owner.file_, &status) != 0) return AVERROR(errno);
    switch (whence & ~AVSEEK_FORCE) {
      case AVSEEK_SIZE:
        return status.st_size;
      case SEEK_SET:
        return side.at = offset;
      case SEEK_CUR:
        return side.at += offset;
      case SEEK_END:
        return side.at = status.st_size + offset;
      default:
        return AVERROR(EINVAL);
    }
  }
};

ClipFile::ClipFile(ClipFormat format, const ClipSpec& spec, int file, const Words& words,
                   int& error)
    : file_(file),
      is_seekable_(::lseek(file, 0, SEEK_CUR) >= 0),
      error_(error),
      packet_(av::made(av_packet_alloc())) {
  be_quiet();
  try {
    open_codec(format, spec);
    open_file(format, spec, words);
  } catch (...) {
    avformat_free_context(muxer_);
    throw;
  }
}

ClipFile::~ClipFile() {
  discards_ = true;
  if (needs_trailer_) av_write_trailer(muxer_);
  avformat_free_context(muxer_);
}

AVPixelFormat ClipFile::pixels_of(ClipFormat format) {
  return format == ClipFormat::gif ? AV_PIX_FMT_PAL8 : AV_PIX_FMT_YUV420P;
}

void ClipFile::open_codec(ClipFormat format, const ClipSpec& spec) {
  const AVCodec* encoder = encoder_for(format);
  codec_.reset(av::made(avcodec_alloc_context3(encoder)));
  codec_->width = spec.width;
  codec_->height = spec.height;
  codec_->pix_fmt = pixels_of(format);
  codec_->time_base = {1, spec.frames_per_second};
  codec_->framerate = {spec.frames_per_second, 1};
  codec_->gop_size = 2 * spec.frames_per_second;  // players jump to such frames
  if (format != ClipFormat::gif) {
    codec_->color_range = AVCOL_RANGE_MPEG;
    codec_->color_primaries = AVCOL_PRI_BT709;
    codec_->color_trc = AVCOL_TRC_BT709;
    codec_->colorspace = AVCOL_SPC_BT709;
    codec_->thread_count = 0;  // as many as the machine has
    codec_->flags |= AV_CODEC_FLAG_GLOBAL_HEADER;
  }
  set_quality(*codec_, format);
  av::check(avcodec_open2(codec_.get(), encoder, nullptr));
}

void ClipFile::open_file(ClipFormat format, const ClipSpec& spec, const Words& words) {
  const std::string name(name_of(format));
  av::check(avformat_alloc_output_context2(&muxer_, nullptr, name.c_str(), nullptr));
  side_ = std::make_unique<Side>(*this, true);
  muxer_->pb = side_->io.get();
  muxer_->flags |= AVFMT_FLAG_CUSTOM_IO;
  muxer_->opaque = this;
  muxer_->io_open = &ClipFile::open_again;
  muxer_->io_close2 = &ClipFile::close_again;
  stream_ = av::made(avformat_new_stream(muxer_, nullptr));
  stream_->time_base = codec_->time_base;
  stream_->avg_frame_rate = codec_->framerate;
  av::check(avcodec_parameters_from_context(stream_->codecpar, codec_.get()));
  av_dict_set(&muxer_->metadata, "title", words.title.c_str(), 0);
  av_dict_set(&muxer_->metadata, "comment", words.comment.c_str(), 0);
  AVDictionary* options = nullptr;
  if (format == ClipFormat::mp4)
    av_dict_set(&options, "movflags", is_seekable_ ? "faststart" : "frag_keyframe+empty_moov", 0);
  // The muxer counts what comes after the first time.
  if (format == ClipFormat::gif)
    av_dict_set_int(&options, "loop", spec.loops == 1 ? -1 : std::max(0, spec.loops - 1), 0);
  const int code = avformat_write_header(muxer_, &options);
  av_dict_free(&options);
  av::check(code);
  needs_trailer_ = format == ClipFormat::gif;
}

/// Before the beginning of an MP4 moves to its front, it is read again.
int ClipFile::open_again(AVFormatContext* muxer, AVIOContext** io, const char*, int flags,
                         AVDictionary**) {
  if ((flags & AVIO_FLAG_WRITE) != 0) return AVERROR(EPERM);
  try {
    auto side = std::make_unique<Side>(*static_cast<ClipFile*>(muxer->opaque), false);
    *io = side->io.get();
    static_cast<void>(side.release());  // until close_again
    return 0;
  } catch (const std::bad_alloc&) {
    return AVERROR(ENOMEM);
  }
}

int ClipFile::close_again(AVFormatContext*, AVIOContext* io) {
  delete static_cast<Side*>(io->opaque);
  return 0;
}

void ClipFile::add(AVFrame& frame) {
  frame.pts = next_++;
  av::check(avcodec_send_frame(codec_.get(), &frame));
  write_packets();
}

void ClipFile::write_packets() {
  while (true) {
    const int code = avcodec_receive_packet(codec_.get(), packet_.get());
    if (code == AVERROR(EAGAIN) || code == AVERROR_EOF) return;
    av::check(code);
    packet_->duration = 1;
    packet_->stream_index = stream_->index;
    av_packet_rescale_ts(packet_.get(), codec_->time_base, stream_->time_base);
    av::check(av_write_frame(muxer_, packet_.get()));
    av_packet_unref(packet_.get());
    if (error_ != 0) av::check(AVERROR(error_));
  }
}

void ClipFile::finish() {
  av::check(avcodec_send_frame(codec_.get(), nullptr));
  write_packets();
  needs_trailer_ = false;
  av::check(av_write_trailer(muxer_));
  avio_flush(muxer_->pb);
  if (error_ != 0) av::check(AVERROR(error_));
}

}  // namespace fovea
