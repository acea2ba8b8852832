#include <algorithm>
#include <vector>

#include "core/base/divide_up.h"
#include "core/cpu/parallel.h"
#include "core/cpu/scratch.h"
#include "core/filter/methods.h"
#include "core/filter/spectrum.h"

namespace fovea {
namespace {

/// A tile takes one thread about this long.
constexpr double k_tile_ns = 200'000;

/// The part of the output that one real tile makes.
struct Piece {
  std::int64_t channel = 0, y = 0, x = 0;
};

class Fourier {
 public:
  explicit Fourier(const FilterRun& run)
      : run_(run),
        valid_rows_(k_spectrum_size - run.rows + 1),
        valid_columns_(k_spectrum_size - run.columns + 1),
        down_(divide_up(run.out_height, valid_rows_)),
        across_(divide_up(run.out_width, valid_columns_)),
        kernel_(Shape{2, k_spectrum_floats}) {
    make_kernel();
  }

  std::int64_t pieces() const { return run_.channels * down_ * across_; }

  /// A tile of complex numbers carries two real ones: as the kernel is real, the parts stay apart.
  void compute(std::int64_t pair) const {
    auto* memory = scratch<float>(ScratchUse::input, 2 * k_spectrum_floats);
    const Spectrum tile{memory, memory + k_spectrum_floats};
    const bool is_single = 2 * pair + 1 == pieces();
    read(piece(2 * pair), tile.real);
    if (is_single) {
      std::fill_n(tile.imaginary, k_spectrum_floats, 0.0F);
    } else {
      read(piece(2 * pair + 1), tile.imaginary);
    }
    transform(tile);
    multiply_by_conjugate(tile, kernel_spectrum());
    transform_back(tile);
    write(piece(2 * pair), tile.real);
    if (!is_single) write(piece(2 * pair + 1), tile.imaginary);
  }

 private:
  Spectrum kernel_spectrum() const {
    auto* floats = const_cast<float*>(kernel_.floats().data());
    return {floats, floats + k_spectrum_floats};
  }

  void make_kernel() {
    const auto floats = kernel_.mutable_values<float>();
    std::ranges::fill(floats, 0.0F);
    constexpr auto k_factor = static_cast<float>(1.0 / (k_spectrum_size * k_spectrum_size));
    for (std::int64_t row = 0; row < run_.rows; ++row) {
      for (std::int64_t column = 0; column < run_.columns; ++column) {
        floats[static_cast<std::size_t>(row * k_spectrum_pitch + column)] =
            run_.kernel[row * run_.columns + column] * k_factor;
      }
    }
    transform({floats.data(), floats.data() + k_spectrum_floats});
  }

  Piece piece(std::int64_t index) const {
    return {.channel = index / (down_ * across_),
            .y = index / across_ % down_ * valid_rows_,
            .x = index % across_ * valid_columns_};
  }

  void read(const Piece& piece, float* part) const {
    copy_patch(run_.plane(piece.channel), run_.border,
               {.row = piece.y - run_.top,
                .column = piece.x - run_.left,
                .rows = k_spectrum_size,
                .columns = k_spectrum_size},
               part, k_spectrum_pitch);
  }

  void write(const Piece& piece, const float* part) const {
    const std::int64_t rows = std::min(valid_rows_, run_.out_height - piece.y);
    const std::int64_t columns = std::min(valid_columns_, run_.out_width - piece.x);
    float* out =
        run_.output + (piece.channel * run_.out_height + piece.y) * run_.out_width + piece.x;
    for (std::int64_t row = 0; row < rows; ++row)
      std::copy_n(part + row * k_spectrum_pitch, columns, out + row * run_.out_width);
  }

  const FilterRun& run_;
  std::int64_t valid_rows_, valid_columns_, down_, across_;
  Tensor kernel_;  // [2, spectrum]: real, imaginary
};

}  // namespace

std::int64_t fourier_tiles(std::int64_t out_height, std::int64_t out_width, std::int64_t rows,
                           std::int64_t columns) {
  return divide_up(out_height, k_spectrum_size - rows + 1) *
         divide_up(out_width, k_spectrum_size - columns + 1);
}

void filter_fourier(const FilterRun& run) {
  const Fourier fourier(run);
  parallel_for({.count = divide_up(fourier.pieces(), 2),
                .nanoseconds_each = k_tile_ns,
                .threads = run.threads},
               run.cancel, [&](std::int64_t pair) { fourier.compute(pair); });
}

}  // namespace fovea
