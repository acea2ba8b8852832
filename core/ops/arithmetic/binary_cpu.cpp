#include "core/base/divide_up.h"
#include "core/cpu/parallel.h"
#include "core/ops/arithmetic/binary.h"
#include "core/ops/arithmetic/broadcast.h"

// clang-format off
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/ops/arithmetic/binary_cpu.cpp"
#include "hwy/foreach_target.h"
#include "core/ops/rows-inl.h"
// clang-format on

#ifndef FOVEA_BINARY_ROW
#define FOVEA_BINARY_ROW
namespace fovea::ops {

/// A piece of an innermost row; an input that is stretched is one number.
struct BinaryRow {
  const float* a;
  const float* b;
  bool a_steps, b_steps;
  float* y;
  std::int64_t count;
};

}  // namespace fovea::ops
#endif

HWY_BEFORE_NAMESPACE();
namespace fovea::ops::HWY_NAMESPACE {
namespace {

template <bool steps, class D>
HWY_INLINE hn::Vec<D> load(D d, const float* from, std::int64_t i) {
  if constexpr (steps) return hn::LoadU(d, from + i);
  return hn::Set(d, *from);
}

template <Arithmetic arithmetic, bool a_steps, bool b_steps>
void combine_row(const BinaryRow& row) {
  cover(row.count, [&](auto d, std::int64_t i) HWY_ATTR {
    const auto a = load<a_steps>(d, row.a, i);
    const auto b = load<b_steps>(d, row.b, i);
    if constexpr (arithmetic == Arithmetic::add) {
      hn::StoreU(hn::Add(a, b), d, row.y + i);
    } else {
      hn::StoreU(hn::Mul(a, b), d, row.y + i);
    }
  });
}

template <Arithmetic arithmetic>
void combine_any(const BinaryRow& row) {
  if (row.a_steps && row.b_steps) return combine_row<arithmetic, true, true>(row);
  if (row.a_steps) return combine_row<arithmetic, true, false>(row);
  if (row.b_steps) return combine_row<arithmetic, false, true>(row);
  combine_row<arithmetic, false, false>(row);
}

void combine(Arithmetic arithmetic, const BinaryRow& row) {
  if (arithmetic == Arithmetic::add) return combine_any<Arithmetic::add>(row);
  combine_any<Arithmetic::multiply>(row);
}

}  // namespace
}  // namespace fovea::ops::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace fovea::ops {

HWY_EXPORT(combine);

void binary_cpu(const CpuCall& call) {
  constexpr std::int64_t k_tile = 16384;  // elements of a row that one thread takes at a time
  const Arithmetic arithmetic = call.params.as<BinarySettings>().arithmetic;
  const Tensor &a = call.inputs[0], &b = call.inputs[1];
  const BroadcastWalk walk(a.shape(), b.shape(), call.outputs[0].shape());
  float* y = call.outputs[0].mutable_values<float>().data();
  const std::int64_t a_step = walk.a_strides.back(), b_step = walk.b_strides.back();
  const std::int64_t tiles = divide_up(walk.row(), k_tile);
  parallel_for(
      {.count = walk.rows() * tiles,
       .nanoseconds_each = static_cast<double>(std::min(walk.row(), k_tile)) / k_floats_per_ns,
       .threads = call.threads},
      call.cancel, [&](std::int64_t index) {
        const std::int64_t row = index / tiles, start = index % tiles * k_tile;
        const BroadcastWalk::Offsets from = walk.offsets(row);
        HWY_DYNAMIC_DISPATCH(combine)
        (arithmetic, {.a = a.floats().data() + from.a + start * a_step,
                      .b = b.floats().data() + from.b + start * b_step,
                      .a_steps = a_step != 0,
                      .b_steps = b_step != 0,
                      .y = y + row * walk.row() + start,
                      .count = std::min(k_tile, walk.row() - start)});
      });
}

}  // namespace fovea::ops
#endif
