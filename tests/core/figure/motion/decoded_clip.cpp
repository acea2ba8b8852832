#include "tests/core/figure/motion/decoded_clip.h"

#include <QString>
#include <algorithm>

#include "core/base/error.h"
#include "core/figure/motion/ffmpeg.h"

namespace fovea::testing {
namespace {

struct Close {
  void operator()(AVFormatContext* file) const { avformat_close_input(&file); }
};

QImage image_of(const AVFrame& frame) {
  QImage image(frame.width, frame.height, QImage::Format_RGBA8888);
  const av::Scaler scaler(sws_getContext(
      frame.width, frame.height, static_cast<AVPixelFormat>(frame.format), frame.width,
      frame.height, AV_PIX_FMT_RGBA, SWS_BILINEAR | SWS_ACCURATE_RND | SWS_FULL_CHR_H_INT, nullptr,
      nullptr, nullptr));
  if (frame.colorspace == AVCOL_SPC_BT709) {
    const int* bt709 = sws_getCoefficients(SWS_CS_ITU709);
    sws_setColorspaceDetails(scaler.get(), bt709, 0, bt709, 1, 0, 1 << 16, 1 << 16);
  }
  std::uint8_t* planes[] = {image.bits()};
  const int strides[] = {static_cast<int>(image.bytesPerLine())};
  sws_scale(scaler.get(), frame.data, frame.linesize, 0, frame.height, planes, strides);
  return image;
}

}  // namespace

DecodedClip decode_clip(const std::filesystem::path& path) {
  AVFormatContext* opened = nullptr;
  av::check(avformat_open_input(&opened, path.c_str(), nullptr, nullptr));
  const std::unique_ptr<AVFormatContext, Close> file(opened);
  av::check(avformat_find_stream_info(opened, nullptr));
  const AVCodec* decoder = nullptr;
  const int index = av::check(av_find_best_stream(opened, AVMEDIA_TYPE_VIDEO, -1, -1, &decoder, 0));
  const AVStream& stream = *opened->streams[index];
  const av::Codec codec(avcodec_alloc_context3(decoder));
  av::check(avcodec_parameters_to_context(codec.get(), stream.codecpar));
  av::check(avcodec_open2(codec.get(), decoder, nullptr));
  DecodedClip clip{.codec = avcodec_get_name(codec->codec_id),
                   .width = codec->width,
                   .height = codec->height,
                   .seconds = static_cast<double>(opened->duration) / AV_TIME_BASE,
                   .rate = av_q2d(stream.avg_frame_rate)};
  for (AVDictionaryEntry* entry = nullptr;
       (entry = av_dict_get(opened->metadata, "", entry, AV_DICT_IGNORE_SUFFIX)) != nullptr;)
    clip.words[QString(entry->key).toLower().toStdString()] = entry->value;
  const av::Packet packet(av_packet_alloc());
  const av::Frame frame(av_frame_alloc());
  const av::Frame last(av_frame_alloc());
  bool ends = false;
  while (true) {
    const int code = avcodec_receive_frame(codec.get(), frame.get());
    if (code == AVERROR_EOF) break;
    if (code == AVERROR(EAGAIN)) {
      if (ends) break;
      ends = av_read_frame(opened, packet.get()) < 0;
      av::check(avcodec_send_packet(codec.get(), ends ? nullptr : packet.get()));
      av_packet_unref(packet.get());
      continue;
    }
    av::check(code);
    clip.times.push_back(static_cast<double>(frame->best_effort_timestamp) *
                         av_q2d(stream.time_base));
    if (clip.times.size() == 1) clip.first = image_of(*frame);
    av_frame_unref(last.get());
    av_frame_move_ref(last.get(), frame.get());
  }
  if (clip.times.empty()) throw Error{"there is no frame"};
  clip.last = image_of(*last);
  return clip;
}

double difference(const QImage& a, const QImage& b) {
  if (a.size() != b.size()) return 255;
  double sum = 0;
  for (int y = 0; y < a.height(); ++y)
    for (int x = 0; x < a.width(); ++x) {
      const QRgb one = a.pixel(x, y), other = b.pixel(x, y);
      sum += std::max({std::abs(qRed(one) - qRed(other)), std::abs(qGreen(one) - qGreen(other)),
                       std::abs(qBlue(one) - qBlue(other))});
    }
  return sum / (double(a.width()) * a.height());
}

}  // namespace fovea::testing
