#pragma once

#include <span>

namespace fovea {

/// `value` as it is shown with so many decimals; halves go away from 0.
double as_shown(double value, int decimals);

/// Two factors of a product that is shown with them.
struct Factors {
  double a = 0, b = 0;
  double product() const { return a * b; }
};

/// Whether somebody who multiplies the factors as they are shown gets the product as it is shown.
bool is_reproduced(const Factors& factors, int decimals);

/// The fewest decimals, from `least` to `most`, at which all products are reproduced; where there
/// are none, those at which most are.
int decimals_for(std::span<const Factors> factors, int least, int most);

/// Whether the terms as they are shown add up to `sum` as it is shown.
bool adds_up(std::span<const double> terms, double sum, int decimals);

}  // namespace fovea
