#include "core/document/project/zip_output.h"

#include <algorithm>
#include <cerrno>
#include <unistd.h>

#include "core/base/error.h"

namespace fovea {

/// The file as libzip writes to it: by place, as sizes are written when they are known.
struct ZipOutput::Sink {
  int file = -1;
  zip_int64_t place = 0;
  int failure = 0;  ///< the system's, of the first write that failed
  zip_error_t error{};

  zip_int64_t write(const void* data, zip_uint64_t length) {
    const auto* bytes = static_cast<const char*>(data);
    zip_uint64_t done = 0;
    while (done < length) {
      const ssize_t count =
          ::pwrite(file, bytes + done, length - done, place + static_cast<zip_int64_t>(done));
      if (count < 0 && errno == EINTR) continue;
      if (count <= 0) {
        failure = count < 0 ? errno : EIO;
        zip_error_set(&error, ZIP_ER_WRITE, failure);
        return -1;
      }
      done += static_cast<zip_uint64_t>(count);
    }
    place += static_cast<zip_int64_t>(length);
    return static_cast<zip_int64_t>(length);
  }

  zip_int64_t read(void* data, zip_uint64_t length) {
    const ssize_t count = ::pread(file, data, length, place);
    if (count < 0) {
      zip_error_set(&error, ZIP_ER_READ, errno);
      return -1;
    }
    place += count;
    return count;
  }

  zip_int64_t seek(void* data, zip_uint64_t length) {
    const zip_int64_t end = std::max<zip_int64_t>(0, ::lseek(file, 0, SEEK_END));
    const zip_int64_t to = zip_source_seek_compute_offset(
        static_cast<zip_uint64_t>(place), static_cast<zip_uint64_t>(end), data, length, &error);
    if (to < 0) return -1;
    place = to;
    return 0;
  }

  static zip_int64_t command(void* self, void* data, zip_uint64_t length,
                             zip_source_cmd_t command) {
    auto& sink = *static_cast<Sink*>(self);
    switch (command) {
      case ZIP_SOURCE_OPEN:
      case ZIP_SOURCE_BEGIN_WRITE:
        sink.place = 0;
        return 0;
      case ZIP_SOURCE_READ:
        return sink.read(data, length);
      case ZIP_SOURCE_WRITE:
        return sink.write(data, length);
      case ZIP_SOURCE_SEEK:
      case ZIP_SOURCE_SEEK_WRITE:
        return sink.seek(data, length);
      case ZIP_SOURCE_TELL:
      case ZIP_SOURCE_TELL_WRITE:
        return sink.place;
      case ZIP_SOURCE_STAT:
        zip_stat_init(static_cast<zip_stat_t*>(data));
        return sizeof(zip_stat_t);
      case ZIP_SOURCE_ERROR:
        return zip_error_to_data(&sink.error, data, length);
      case ZIP_SOURCE_SUPPORTS:
        return zip_source_make_command_bitmap(
            ZIP_SOURCE_OPEN, ZIP_SOURCE_READ, ZIP_SOURCE_CLOSE, ZIP_SOURCE_STAT, ZIP_SOURCE_ERROR,
            ZIP_SOURCE_FREE, ZIP_SOURCE_SEEK, ZIP_SOURCE_TELL, ZIP_SOURCE_SUPPORTS,
            ZIP_SOURCE_BEGIN_WRITE, ZIP_SOURCE_COMMIT_WRITE, ZIP_SOURCE_ROLLBACK_WRITE,
            ZIP_SOURCE_WRITE, ZIP_SOURCE_SEEK_WRITE, ZIP_SOURCE_TELL_WRITE, ZIP_SOURCE_REMOVE, -1);
      default:  // nothing is to be done: whoever opened the file closes, keeps or removes it
        return 0;
    }
  }
};

ZipOutput::ZipOutput(int file) : sink_(std::make_unique<Sink>()) {
  sink_->file = file;
  zip_error_t error;
  zip_error_init(&error);
  zip_error_init(&sink_->error);
  zip_source_t* source = zip_source_function_create(&Sink::command, sink_.get(), &error);
  if (source != nullptr) zip_ = zip_open_from_source(source, ZIP_CREATE | ZIP_TRUNCATE, &error);
  if (zip_ == nullptr) {
    const Error failure{std::string("the archive cannot be made: ") + zip_error_strerror(&error)};
    zip_source_free(source);
    zip_error_fini(&error);
    throw failure;
  }
}

ZipOutput::~ZipOutput() {
  if (zip_ != nullptr) zip_discard(zip_);
}

zip_source_t* ZipOutput::source(std::span<const std::uint8_t> bytes) {
  return zip_source_buffer(zip_, bytes.data(), bytes.size(), 0);
}

zip_source_t* ZipOutput::source(const std::filesystem::path& file, std::int64_t size) {
  return zip_source_file(zip_, file.c_str(), 0, size);
}

void ZipOutput::add(const std::string& name, zip_source_t* source, std::uint32_t level) {
  const zip_int64_t index = source == nullptr ? -1
                                              : zip_file_add(zip_, name.c_str(), source,
                                                             ZIP_FL_ENC_UTF_8 | ZIP_FL_OVERWRITE);
  if (index < 0) {
    const Error failure{std::string("the archive cannot be made: ") + zip_strerror(zip_), name};
    zip_source_free(source);
    throw failure;
  }
  zip_set_file_compression(zip_, static_cast<zip_uint64_t>(index),
                           level == 0 ? ZIP_CM_STORE : ZIP_CM_DEFLATE, level);
}

bool ZipOutput::finish() {
  if (zip_close(zip_) == 0) {
    zip_ = nullptr;
    return true;
  }
  if (sink_->failure != 0) {
    errno = sink_->failure;
    return false;
  }
  throw Error{std::string("the archive cannot be made: ") + zip_strerror(zip_)};
}

}  // namespace fovea
