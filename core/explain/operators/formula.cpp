#include "core/explain/operators/formula.h"

#include <cassert>

#include "core/tensor/shape.h"

namespace fovea::explain {

Formula Formula::named(std::string symbol, std::int64_t value) {
  Formula formula;
  formula.value_ = value;
  formula.symbols_ = std::move(symbol);
  formula.numbers_ = std::to_string(value);
  return formula;
}

/// Both texts with a sign between them; a side that binds less than `left` or `right` asks gets
/// parentheses.
Formula Formula::joined(const Formula& a, const Formula& b, const char* sign, Binding left,
                        Binding right) {
  const auto wrapped = [](const std::string& text, bool wrap) {
    return wrap ? "(" + text + ")" : text;
  };
  Formula formula;
  formula.symbols_ =
      wrapped(a.symbols_, a.binding_ < left) + sign + wrapped(b.symbols_, b.binding_ < right);
  formula.numbers_ =
      wrapped(a.numbers_, a.binding_ < left) + sign + wrapped(b.numbers_, b.binding_ < right);
  return formula;
}

Formula operator+(const Formula& a, const Formula& b) {
  using enum Formula::Binding;
  Formula formula = Formula::joined(a, b, " + ", sum, sum);
  formula.value_ = a.value_ + b.value_;
  formula.binding_ = sum;
  return formula;
}

Formula operator-(const Formula& a, const Formula& b) {
  using enum Formula::Binding;
  Formula formula = Formula::joined(a, b, " − ", sum, quotient);
  formula.value_ = a.value_ - b.value_;
  formula.binding_ = sum;
  return formula;
}

Formula operator*(const Formula& a, const Formula& b) {
  using enum Formula::Binding;
  Formula formula = Formula::joined(a, b, "·", product, product);
  formula.value_ = checked_multiply(a.value_, b.value_);
  formula.binding_ = product;
  return formula;
}

Formula operator/(const Formula& a, const Formula& b) {
  using enum Formula::Binding;
  assert(b.value_ != 0 && a.value_ % b.value_ == 0);
  Formula formula = Formula::joined(a, b, "/", product, atom);
  formula.value_ = a.value_ / b.value_;
  formula.binding_ = quotient;
  return formula;
}

Formula floor_of(const Formula& a, const Formula& b) {
  using enum Formula::Binding;
  assert(a.value_ >= 0 && b.value_ > 0);
  Formula formula = Formula::joined(a, b, "/", product, atom);
  formula.symbols_ = "⌊" + formula.symbols_ + "⌋";
  formula.numbers_ = "⌊" + formula.numbers_ + "⌋";
  formula.value_ = a.value_ / b.value_;
  formula.binding_ = atom;
  return formula;
}

}  // namespace fovea::explain
