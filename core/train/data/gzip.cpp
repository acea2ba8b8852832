#include "core/train/data/gzip.h"

#include <algorithm>
#include <limits>
#include <zlib.h>

#include "core/base/error.h"

namespace fovea {
namespace {

constexpr std::size_t k_chunk = std::size_t{1} << 22;
constexpr int k_gzip_window = 15 + 16;  // zlib: the largest window, gzip's header alone

class Inflater {
 public:
  explicit Inflater(std::span<const std::uint8_t> bytes) : rest_(bytes) {
    if (inflateInit2(&stream_, k_gzip_window) != Z_OK) throw Error{"there is no memory left"};
  }
  Inflater(const Inflater&) = delete;
  Inflater& operator=(const Inflater&) = delete;
  ~Inflater() { inflateEnd(&stream_); }

  /// Fills `to` as far as the data go; false once they have ended.
  bool fill(std::span<std::uint8_t> to, std::size_t& written) {
    stream_.next_out = to.data();
    stream_.avail_out = static_cast<uInt>(to.size());
    bool more = true;
    while (more && stream_.avail_out > 0) more = step();
    written = to.size() - stream_.avail_out;
    return more;
  }

 private:
  bool step() {
    const std::size_t given = std::min<std::size_t>(rest_.size(), std::numeric_limits<uInt>::max());
    stream_.next_in = const_cast<Bytef*>(rest_.data());
    stream_.avail_in = static_cast<uInt>(given);
    const int status = inflate(&stream_, Z_NO_FLUSH);
    rest_ = rest_.subspan(given - stream_.avail_in);
    if (status == Z_STREAM_END) return is_gzip(rest_) && inflateReset(&stream_) == Z_OK;
    if (status == Z_OK && (given > stream_.avail_in || stream_.avail_out == 0)) return true;
    if (rest_.empty()) {
      throw Error{"the gzip data end too early", {}, "Try to get the file again"};
    }
    throw Error{"the gzip data are damaged", {}, "Try to get the file again"};
  }

  std::span<const std::uint8_t> rest_;
  z_stream stream_{};
};

}  // namespace

bool is_gzip(std::span<const std::uint8_t> bytes) {
  return bytes.size() > 2 && bytes[0] == 0x1F && bytes[1] == 0x8B;
}

Bytes unpack_gzip(std::span<const std::uint8_t> bytes, std::size_t most) {
  Inflater inflater(bytes);
  Bytes result;
  bool more = true;
  while (more && result.size() < most) {
    const std::size_t before = result.size();
    result.resize(std::min(most, before + k_chunk));
    std::size_t written = 0;
    more = inflater.fill(std::span(result).subspan(before), written);
    result.resize(before + written);
  }
  return result;
}

}  // namespace fovea
