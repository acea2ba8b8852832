#include "core/base/divide_up.h"
#include "core/cpu/parallel.h"
#include "core/ops/activation/elementwise.h"

// clang-format off
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/ops/activation/elementwise_cpu.cpp"
#include "hwy/foreach_target.h"
#include "core/ops/rows-inl.h"
// clang-format on

HWY_BEFORE_NAMESPACE();
namespace fovea::ops::HWY_NAMESPACE {
namespace {

struct Relu {
  template <class D, class V>
  V operator()(D d, V x) const {
    return hn::IfThenZeroElse(hn::Lt(x, hn::Zero(d)), x);
  }
};

struct LeakyRelu {
  float slope;
  template <class D, class V>
  V operator()(D d, V x) const {
    return hn::IfThenElse(hn::Lt(x, hn::Zero(d)), hn::Mul(x, hn::Set(d, slope)), x);
  }
};

/// Only exponentials of negative numbers are taken: they fade to 0 instead of overflowing.
struct Sigmoid {
  template <class D, class V>
  V operator()(D d, V x) const {
    const V one = hn::Set(d, 1.0F);
    const V fading = exp_of(d, hn::Neg(hn::Abs(x)));
    const V numerator = hn::IfThenElse(hn::Lt(x, hn::Zero(d)), fading, one);
    return hn::Div(numerator, hn::Add(one, fading));
  }
};

struct Tanh {
  template <class D, class V>
  V operator()(D d, V x) const {
    return hn::IfThenElse(hn::IsNaN(x), x, hn::Tanh(d, x));
  }
};

struct Clip {
  float low, high;
  template <class D, class V>
  V operator()(D d, V x) const {
    const V lowest = hn::Set(d, low), highest = hn::Set(d, high);
    const V raised = hn::IfThenElse(hn::Lt(x, lowest), lowest, x);
    return hn::IfThenElse(hn::Gt(raised, highest), highest, raised);
  }
};

template <class F>
void map(const F& function, const float* x, float* y, std::int64_t count) {
  cover(count, [&](auto d, std::int64_t i)
                   HWY_ATTR { hn::StoreU(function(d, hn::LoadU(d, x + i)), d, y + i); });
}

void apply_rows(const Activation& activation, const float* x, float* y, std::int64_t count) {
  switch (activation.function) {
    case Function::relu:
      return map(Relu{}, x, y, count);
    case Function::leaky_relu:
      return map(LeakyRelu{activation.slope}, x, y, count);
    case Function::sigmoid:
      return map(Sigmoid{}, x, y, count);
    case Function::tanh:
      return map(Tanh{}, x, y, count);
    case Function::clip:
      return map(Clip{static_cast<float>(activation.low), static_cast<float>(activation.high)}, x,
                 y, count);
  }
}

/// What is left of the output's gradient, from the output alone.
template <class Derivative>
void map_gradient(const Derivative& derivative, const float* y, const float* dy, float* dx,
                  std::int64_t count) {
  cover(count, [&](auto d, std::int64_t i) HWY_ATTR {
    hn::StoreU(derivative(d, hn::LoadU(d, y + i), hn::LoadU(d, dy + i)), d, dx + i);
  });
}

void gradient_rows(const Activation& activation, const float* y, const float* dy, float* dx,
                   std::int64_t count) {
  const auto rectified = [](auto d, auto y_, auto dy_)
                             HWY_ATTR { return hn::IfThenElseZero(hn::Gt(y_, hn::Zero(d)), dy_); };
  const auto leaky = [&](auto d, auto y_, auto dy_) HWY_ATTR {
    return hn::IfThenElse(hn::Gt(y_, hn::Zero(d)), dy_,
                          hn::Mul(dy_, hn::Set(d, static_cast<float>(activation.slope))));
  };
  const auto sigmoid = [](auto, auto y_, auto dy_)
                           HWY_ATTR { return hn::Mul(dy_, hn::NegMulAdd(y_, y_, y_)); };
  const auto tanh = [](auto, auto y_, auto dy_)
                        HWY_ATTR { return hn::NegMulAdd(hn::Mul(y_, y_), dy_, dy_); };
  const auto clipped = [&](auto d, auto y_, auto dy_) HWY_ATTR {
    const auto inside = hn::And(hn::Gt(y_, hn::Set(d, static_cast<float>(activation.low))),
                                hn::Lt(y_, hn::Set(d, static_cast<float>(activation.high))));
    return hn::IfThenElseZero(inside, dy_);
  };
  switch (activation.function) {
    case Function::relu:
      return map_gradient(rectified, y, dy, dx, count);
    case Function::leaky_relu:
      return map_gradient(leaky, y, dy, dx, count);
    case Function::sigmoid:
      return map_gradient(sigmoid, y, dy, dx, count);
    case Function::tanh:
      return map_gradient(tanh, y, dy, dx, count);
    case Function::clip:
      return map_gradient(clipped, y, dy, dx, count);
  }
}

}  // namespace
}  // namespace fovea::ops::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace fovea::ops {

HWY_EXPORT(apply_rows);
HWY_EXPORT(gradient_rows);

void apply_cpu(const Activation& activation, const CpuCall& call) {
  constexpr std::int64_t k_tile = 16384;  // 64 KiB in and out: stays in the second-level cache
  const float* x = call.inputs[0].floats().data();
  const std::span<float> y = call.outputs[0].mutable_values<float>();
  const auto count = static_cast<std::int64_t>(y.size());
  const bool is_exponential =
      activation.function == Function::sigmoid || activation.function == Function::tanh;
  parallel_for({.count = divide_up(count, k_tile),
                .nanoseconds_each = static_cast<double>(std::min(count, k_tile)) /
                                    (is_exponential ? k_floats_per_ns / 4 : k_floats_per_ns),
                .threads = call.threads},
               call.cancel, [&](std::int64_t tile) {
                 const std::int64_t start = tile * k_tile;
                 HWY_DYNAMIC_DISPATCH(apply_rows)
                 (activation, x + start, y.data() + start, std::min(k_tile, count - start));
               });
}

void apply_batch(const Activation& activation, const BatchForward& call) {
  HWY_DYNAMIC_DISPATCH(apply_rows)
  (activation, call.inputs[0], call.outputs[0], batch_floats(call.context));
}

void gradient_batch(const Activation& activation, const BatchBackward& call) {
  HWY_DYNAMIC_DISPATCH(gradient_rows)
  (activation, call.outputs[0], call.output_gradient, call.input_gradients[0],
   batch_floats(call.context));
}

const BatchKernels elementwise_batch{
    .forward =
        [](const BatchForward& call) { apply_batch(call.context.params.as<Activation>(), call); },
    .backward =
        [](const BatchBackward& call) {
          gradient_batch(call.context.params.as<Activation>(), call);
        },
    .in_place = true,
    .reads_output = true,
};

/// Where the slope is negative the output does not say which side the input was on.
const BatchKernels leaky_batch{
    .fits = [](const BatchContext& context) { return context.params.as<Activation>().slope >= 0; },
    .forward = elementwise_batch.forward,
    .backward = elementwise_batch.backward,
    .in_place = true,
    .reads_output = true,
};

}  // namespace fovea::ops
#endif
