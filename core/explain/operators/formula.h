#pragma once

#include <cstdint>
#include <string>

namespace fovea::explain {

/// A whole number together with how it is computed, in symbols ("M·(C/g)·kH·kW + M") and with the
/// numbers filled in ("16·(8/4)·3·3 + 16"), so that what is shown cannot differ from what is
/// counted. Products throw Error where they do not fit in 63 bits.
class Formula {
 public:
  /// A quantity that has a symbol.
  static Formula named(std::string symbol, std::int64_t value);
  /// A number that stands for itself.
  static Formula number(std::int64_t value) { return named(std::to_string(value), value); }

  std::int64_t value() const { return value_; }
  const std::string& symbols() const { return symbols_; }
  const std::string& numbers() const { return numbers_; }

  friend Formula operator+(const Formula& a, const Formula& b);
  friend Formula operator-(const Formula& a, const Formula& b);
  friend Formula operator*(const Formula& a, const Formula& b);
  /// Expects that b divides a.
  friend Formula operator/(const Formula& a, const Formula& b);
  /// Rounded down, in ⌊ ⌋.
  friend Formula floor_of(const Formula& a, const Formula& b);

 private:
  /// How tightly a text holds together: what binds less is put in parentheses.
  enum class Binding { sum, quotient, product, atom };
  static Formula joined(const Formula& a, const Formula& b, const char* sign, Binding left,
                        Binding right);

  std::int64_t value_ = 0;
  std::string symbols_, numbers_;
  Binding binding_ = Binding::atom;
};

}  // namespace fovea::explain
