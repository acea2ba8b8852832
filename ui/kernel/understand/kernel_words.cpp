#include "ui/kernel/understand/kernel_words.h"

#include <QCoreApplication>
#include <algorithm>
#include <cmath>
#include <numbers>
#include <ranges>

#include "ui/window/numbers.h"

namespace fovea {
namespace {

struct Words {
  Q_DECLARE_TR_FUNCTIONS(KernelWords)
};

QString number(double value) { return number_text(value, 3); }

/// "one every 5.6 pixels, running along 45°", of the strongest wave.
QString peak_text(const KernelFindings& findings) {
  const double frequency = std::hypot(findings.peak_u, findings.peak_v);
  double degrees = std::atan2(-findings.peak_v, findings.peak_u) * 180 / std::numbers::pi;
  if (degrees < 0) degrees += 180;
  const QString width = number_text(1 / frequency, 2);
  if (degrees == 0) return Words::tr("one every %1 pixels, running sideways").arg(width);
  if (degrees == 90) return Words::tr("one every %1 pixels, running up and down").arg(width);
  return Words::tr("one every %1 pixels, running along %2°").arg(width).arg(std::lround(degrees));
}

/// Values that are smaller than this share of the largest count as nothing in the words.
constexpr double k_little = 0.01;

/// By how much the output leaves the range between its two sides.
double overshoot(const std::vector<double>& step) {
  const auto [least, most] = std::ranges::minmax_element(step);
  return std::max(*most - std::max(0.0, step.back()), std::min(0.0, step.back()) - *least);
}

/// Pixels over which the response changes at all.
std::ptrdiff_t width_of(const std::vector<double>& step) {
  const auto [least, most] = std::ranges::minmax_element(step);
  const double little = k_little * (*most - *least);
  return std::ranges::count_if(std::views::iota(std::size_t{1}, step.size()), [&](std::size_t n) {
    return std::abs(step[n] - step[n - 1]) > little;
  });
}

}  // namespace

QString size_text(std::int64_t rows, std::int64_t columns) {
  return QStringLiteral("%1 × %2").arg(rows).arg(columns);
}

QString gain_sentence(const KernelFindings& findings) {
  const Gain& gain = findings.gain;
  if (gain.l1 == 0) return Words::tr("All cells are 0: so is every output.");
  if (is_balanced(gain))
    return Words::tr(
        "The cells cancel out: flat ground is answered with 0, and only differences show.");
  if (std::abs(gain.sum - 1) < 1e-3)
    return Words::tr("The cells sum to 1: flat ground keeps its brightness.");
  if (gain.sum < 0)
    return Words::tr("The sum is negative: flat ground comes out as %1 times its brightness.")
        .arg(number(gain.sum));
  return gain.sum > 1 ? Words::tr("Flat ground comes out %1 times as bright.").arg(number(gain.sum))
                      : Words::tr("Flat ground comes out darker: %1 times its brightness.")
                            .arg(number(gain.sum));
}

QString noise_sentence(const KernelFindings& findings) {
  const Gain& gain = findings.gain;
  return Words::tr(
             "Inputs from −1 to 1 make outputs of at most %1. Noise in which each pixel is chance "
             "comes out %2 times as strong.")
      .arg(number(gain.l1), number(gain.l2));
}

QString wave_sentence(const KernelFindings& findings) {
  const double strongest = findings.strongest, flat = std::abs(findings.gain.sum);
  if (strongest == 0) return Words::tr("No wave passes.");
  if (findings.weakest > (1 - k_little) * strongest)
    return Words::tr("Waves of every width pass alike.");
  if (findings.peak_u == 0 && findings.peak_v == 0)
    return Words::tr("Wide waves pass best, and finer ones fade: a blur.");
  if (flat <= k_little * strongest)
    return Words::tr("Flat ground gives nothing. The strongest answer is to waves, %1.")
        .arg(peak_text(findings));
  return Words::tr("Flat ground passes, and some waves more strongly than it: most of all %1.")
      .arg(peak_text(findings));
}

QString rank_sentence(const KernelFindings& findings) {
  const int rank = findings.separation.rank();
  const std::int64_t rows = findings.kernel.shape()[0], columns = findings.kernel.shape()[1];
  if (rank == 0) return Words::tr("Rank 0: there is nothing to take apart.");
  const std::int64_t whole = rows * columns, parts = rank * (rows + columns);
  const QString what = rank == 1 ? Words::tr("Rank 1: the kernel is one column times one row.")
                                 : Words::tr(
                                       "Rank %1: the kernel is a sum of %1 kernels, each a "
                                       "column times a row.")
                                       .arg(rank);
  if (parts < whole)
    return what + QLatin1Char(' ') +
           Words::tr("Column and row in turn take %1 products a pixel instead of %2.")
               .arg(parts)
               .arg(whole);
  return what + QLatin1Char(' ') +
         Words::tr("In turn they take %1 products a pixel, the kernel itself %2: nothing is saved.")
             .arg(parts)
             .arg(whole);
}

QString approximation_sentence(const KernelFindings& findings, int terms) {
  const double percent = 100 * approximation_error(findings.separation, terms);
  if (terms >= findings.separation.rank())
    return Words::tr("Nothing is missing: it is the kernel itself.");
  return Words::tr(
             "The best that rank %1 can do. It misses %2 % of the kernel (the root of the squares "
             "of what is left out, over that of all).")
      .arg(terms)
      .arg(number_text(percent, 2));
}

QString symmetry_sentence(const KernelFindings& findings) {
  const Parity half = findings.parities[static_cast<std::size_t>(Motion::half_turn)];
  if (findings.gain.l1 == 0) return {};
  if (half == Parity::even)
    return Words::tr(
        "A half-turn leaves it as it is: it moves nothing aside, and correlation and convolution "
        "are the same.");
  if (half == Parity::odd)
    return Words::tr(
        "A half-turn changes its sign: it measures a difference between two sides, and convolution "
        "gives the negative of correlation.");
  return Words::tr(
      "A half-turn makes another kernel of it: correlation and convolution differ, and what it "
      "finds may come out shifted.");
}

QString isotropy_sentence(const KernelFindings& findings) {
  const QString share = number_text(100 * findings.isotropy, 3);
  if (findings.isotropy > 0.99)
    return Words::tr(
               "All directions are treated alike: %1 % of its response does not depend on "
               "the direction of a wave.")
        .arg(share);
  return Words::tr("Direction matters: only %1 % of its response is the same for all directions.")
      .arg(share);
}

QString edge_sentence(const KernelFindings& findings) {
  const std::vector<double>&upright = findings.upright_edge, &level = findings.level_edge;
  if (findings.gain.l1 == 0) return {};
  if (is_balanced(findings.gain))
    return Words::tr("Away from an edge the output is 0; at an edge it answers.");
  const double beyond = std::max(overshoot(upright), overshoot(level));
  if (beyond > std::abs(findings.gain.sum) * (1 + k_little))
    return Words::tr("Edges are answered more strongly than flat ground.");
  if (beyond > k_little * std::abs(findings.gain.sum))
    return Words::tr(
        "The output goes beyond its two sides: edges get a fringe, which looks sharp.");
  const auto width = std::max(width_of(upright), width_of(level));
  if (width <= 1) return Words::tr("An edge stays as sharp as it is.");
  return Words::tr("A sharp edge becomes a ramp of %1 pixels: a blur.").arg(width);
}

QString name_of(Motion motion) {
  switch (motion) {
    case Motion::left_right:
      return Words::tr("Mirrored left to right");
    case Motion::up_down:
      return Words::tr("Mirrored top to bottom");
    case Motion::main_diagonal:
      return Words::tr("Mirrored across \\");
    case Motion::anti_diagonal:
      return Words::tr("Mirrored across /");
    case Motion::half_turn:
      return Words::tr("Turned by half");
    case Motion::quarter_turn:
      return Words::tr("Turned by a quarter");
  }
  return {};
}

QString name_of(Parity parity) {
  switch (parity) {
    case Parity::none:
      return Words::tr("another kernel");
    case Parity::even:
      return Words::tr("the same");
    case Parity::odd:
      return Words::tr("the negative");
  }
  return {};
}

}  // namespace fovea
