#include "core/train/optimiser.h"

#include <QtTest>
#include <cmath>
#include <functional>
#include <thread>

#include "core/base/error.h"
#include "core/cpu/isa.h"

using namespace fovea;

namespace {

constexpr double k_rate = 0.1;

/// Odd, so that it has whole vectors and a rest at every width.
constexpr std::size_t k_count = 2085;

float gradient_at(std::size_t step, std::size_t i) {
  return std::sin(static_cast<float>(i) * 0.37F + static_cast<float>(step) * 1.1F) + 0.01F;
}

std::vector<float> gradients_of(std::size_t step) {
  std::vector<float> values(k_count);
  for (std::size_t i = 0; i < k_count; ++i) values[i] = gradient_at(step, i);
  return values;
}

std::vector<float> first_weights() {
  std::vector<float> values(k_count);
  for (std::size_t i = 0; i < k_count; ++i) values[i] = std::cos(static_cast<float>(i) * 0.11F);
  return values;
}

/// Three steps of one optimiser over one tensor; returns the weights.
std::vector<float> three_steps(Optimiser& optimiser, double scale = 1) {
  std::vector<float> weights = first_weights();
  for (std::size_t step = 0; step < 3; ++step) {
    optimiser.begin_step(k_rate, scale);
    const std::vector<float> gradients = gradients_of(step);
    optimiser.update({.weights = weights, .gradients = gradients});
  }
  return weights;
}

/// One weight, step by step, in double: (weight, gradient, step from 1) to the new weight.
using Rule = std::function<double(double, double, int)>;

std::string difference(const OptimiserSettings& settings, const std::function<Rule()>& new_rule,
                       bool decays = true, double scale = 1) {
  for (const std::int64_t target : supported_isas()) {
    const ForcedIsa forced(target);
    Optimiser optimiser(settings, {{.elements = k_count, .decays = decays}});
    const std::vector<float> result = three_steps(optimiser, scale), start = first_weights();
    for (std::size_t i = 0; i < k_count; ++i) {
      const Rule rule = new_rule();
      double weight = start[i];
      for (int step = 0; step < 3; ++step) {
        weight = rule(weight, scale * gradient_at(static_cast<std::size_t>(step), i), step + 1);
      }
      if (std::abs(result[i] - weight) < 2e-6) continue;
      return QString("weight %1 is %2, not %3").arg(i).arg(result[i]).arg(weight).toStdString();
    }
  }
  return {};
}

/// Adam as its algorithm writes it, with both kinds of decay.
std::function<Rule()> adam_rule(double beta1, double beta2, double epsilon, double added,
                                double decoupled) {
  return [=]() -> Rule {
    return [=, m = 0.0, v = 0.0](double w, double g, int t) mutable {
      g += added * w;
      m = beta1 * m + (1 - beta1) * g;
      v = beta2 * v + (1 - beta2) * g * g;
      const double m_hat = m / (1 - std::pow(beta1, t)), v_hat = v / (1 - std::pow(beta2, t));
      return w - k_rate * m_hat / (std::sqrt(v_hat) + epsilon) - k_rate * decoupled * w;
    };
  };
}

}  // namespace

class OptimiserTest : public QObject {
  Q_OBJECT

  static void agrees(const std::string& failure) { QVERIFY2(failure.empty(), failure.c_str()); }

  static void refuses(const OptimiserSettings& settings, std::string_view part) {
    try {
      Optimiser(settings, {});
      QFAIL("accepted");
    } catch (const Error& error) {
      QVERIFY2(error.clause().find(part) != std::string::npos, error.clause().c_str());
    }
  }

 private slots:
  void plainDescentTakesTheRateTimesTheGradient() {
    agrees(difference({.momentum = 0},
                      [] { return Rule([](double w, double g, int) { return w - k_rate * g; }); }));
  }

  void momentumSumsUpGradientsThatFade() {
    const auto rule = [] {
      return Rule([v = 0.0](double w, double g, int) mutable {
        v = 0.9 * v + g;
        return w - k_rate * v;
      });
    };
    agrees(difference({.momentum = 0.9}, rule));
  }

  void nesterovLooksAStepAhead() {
    const auto rule = [] {
      return Rule([v = 0.0](double w, double g, int) mutable {
        v = 0.9 * v + g;
        return w - k_rate * (g + 0.9 * v);
      });
    };
    agrees(difference({.momentum = 0.9, .nesterov = true}, rule));
  }

  void decayPullsWeightsToZeroWhereTheTensorDecays() {
    const auto rule = [](double decay) {
      return [decay] {
        return Rule([decay](double w, double g, int) { return w - k_rate * (g + decay * w); });
      };
    };
    const OptimiserSettings settings{.momentum = 0, .weight_decay = 0.5};
    agrees(difference(settings, rule(0.5), true));
    agrees(difference(settings, rule(0), false));
  }

  void gradientsAreScaledBeforeTheyDecay() {
    const auto rule = [] {
      return Rule([](double w, double g, int) { return w - k_rate * (g + 0.5 * w); });
    };
    agrees(difference({.momentum = 0, .weight_decay = 0.5}, rule, true, 0.25));
  }

  void adamCorrectsItsFirstSteps() {
    agrees(difference({.kind = OptimiserKind::adam}, adam_rule(0.9, 0.999, 1e-8, 0, 0)));
    agrees(difference({.kind = OptimiserKind::adam,
                       .beta1 = 0.5,
                       .beta2 = 0.8,
                       .epsilon = 0.1,
                       .weight_decay = 0.3},
                      adam_rule(0.5, 0.8, 0.1, 0.3, 0)));
  }

  void adamwDecaysBesideTheGradient() {
    const OptimiserSettings settings{.kind = OptimiserKind::adamw, .weight_decay = 0.3};
    agrees(difference(settings, adam_rule(0.9, 0.999, 1e-8, 0, 0.3)));
    agrees(difference(settings, adam_rule(0.9, 0.999, 1e-8, 0, 0), false));
  }

  void rmspropDividesByTheRootOfTheMeanSquare() {
    const auto rule = [](double momentum, double alpha, double decay) {
      return [=] {
        return Rule([=, v = 0.0, b = 0.0](double w, double g, int) mutable {
          g += decay * w;
          v = alpha * v + (1 - alpha) * g * g;
          b = momentum * b + g / (std::sqrt(v) + 1e-8);
          return w - k_rate * b;
        });
      };
    };
    agrees(difference({.kind = OptimiserKind::rmsprop, .momentum = 0}, rule(0, 0.99, 0)));
    agrees(difference(
        {.kind = OptimiserKind::rmsprop, .momentum = 0.5, .alpha = 0.7, .weight_decay = 0.2},
        rule(0.5, 0.7, 0.2)));
  }

  void theReferenceTakesTheSameSteps() {
    for (const OptimiserKind kind :
         {OptimiserKind::sgd, OptimiserKind::adam, OptimiserKind::adamw, OptimiserKind::rmsprop}) {
      for (const bool decays : {true, false}) {
        const OptimiserSettings settings{
            .kind = kind, .momentum = 0.7, .nesterov = decays, .weight_decay = 0.2};
        const auto rule = [&] {
          return Rule([=, moments = ElementMoments()](double w, double g, int t) mutable {
            return w - reference_update(settings, decays, k_rate, t, w, g, moments);
          });
        };
        agrees(difference(settings, rule, decays));
      }
    }
  }

  void partsOnSeveralThreadsMakeTheSameBits() {
    const OptimiserSettings settings{.kind = OptimiserKind::adamw, .weight_decay = 0.1};
    Optimiser whole(settings, {{.elements = k_count}}), parted(settings, {{.elements = k_count}});
    const std::vector<float> expected = three_steps(whole);
    std::vector<float> weights = first_weights();
    for (std::size_t step = 0; step < 3; ++step) {
      parted.begin_step(k_rate, 1);
      const std::vector<float> gradients = gradients_of(step);
      std::vector<std::thread> threads;
      for (std::size_t first = 0; first < k_count; first += 695) {
        threads.emplace_back([&, first] {
          parted.update({.first = static_cast<std::int64_t>(first),
                         .weights = std::span(weights).subspan(first, 695),
                         .gradients = std::span(gradients).subspan(first, 695)});
        });
      }
      for (std::thread& thread : threads) thread.join();
    }
    QCOMPARE(weights, expected);
    QCOMPARE(parted.moments(), whole.moments());
  }

  void sumsAreThoseOfWhatHappened() {
    Optimiser optimiser({.weight_decay = 0.1}, {{.elements = k_count}});
    std::vector<float> weights = first_weights();
    const std::vector<float> before = weights, gradients = gradients_of(0);
    optimiser.begin_step(k_rate, 0.5);
    const UpdateSums sums = optimiser.update({.weights = weights, .gradients = gradients});
    double gradient = 0, weight = 0, update = 0;
    for (std::size_t i = 0; i < k_count; ++i) {
      gradient += std::pow(0.5 * gradients[i], 2);
      weight += std::pow(before[i], 2);
      update += std::pow(k_rate * (0.5 * gradients[i] + 0.1 * before[i]), 2);
    }
    QVERIFY(std::abs(sums.gradient / gradient - 1) < 1e-5);
    QVERIFY(std::abs(sums.weight / weight - 1) < 1e-5);
    QVERIFY(std::abs(sums.update / update - 1) < 1e-5);
    QVERIFY(std::abs(0.25 * sum_of_squares(gradients) / gradient - 1) < 1e-5);
  }

  void clippingScalesOnlyWhatIsLonger() {
    const Optimiser clipped({.clip_norm = 2}, {}), free({}, {});
    QCOMPARE(clipped.clip_scale(8), 0.25);
    QCOMPARE(clipped.clip_scale(1.5), 1.0);
    QCOMPARE(free.clip_scale(1e9), 1.0);
  }

  void everyTensorHasItsOwnMoments() {
    Optimiser optimiser({.momentum = 0.5}, {{.elements = 1}, {.elements = 1}});
    std::vector<float> a{0}, b{0};
    for (int step = 0; step < 2; ++step) {
      optimiser.begin_step(1, 1);
      optimiser.update({.tensor = 0, .weights = a, .gradients = std::vector<float>{1}});
      optimiser.update({.tensor = 1, .weights = b, .gradients = std::vector<float>{-2}});
    }
    QCOMPARE(a[0], -2.5F);
    QCOMPARE(b[0], 5.0F);
  }

  void aRestoredStateGoesOnToTheSameBits() {
    for (const OptimiserKind kind :
         {OptimiserKind::sgd, OptimiserKind::adam, OptimiserKind::adamw, OptimiserKind::rmsprop}) {
      Optimiser first({.kind = kind}, {{.elements = k_count}});
      three_steps(first);
      Optimiser second({.kind = kind}, {{.elements = k_count}});
      second.restore(first.moments());
      QCOMPARE(three_steps(second), three_steps(first));
    }
  }

  void aStateOfAnotherShapeIsRefused() {
    Optimiser sgd({}, {{.elements = 3}}), adam({.kind = OptimiserKind::adam}, {{.elements = 3}});
    Optimiser longer({}, {{.elements = 4}});
    QVERIFY_THROWS_EXCEPTION(Error, sgd.restore(adam.moments()));
    QVERIFY_THROWS_EXCEPTION(Error, sgd.restore(longer.moments()));
    QVERIFY_THROWS_EXCEPTION(Error, sgd.restore({}));
    QCOMPARE(sgd.moments().size(), 2U);
  }

  void momentsOutliveAChangeThatMeansTheSameByThem() {
    Optimiser optimiser({.kind = OptimiserKind::adam}, {{.elements = k_count}});
    three_steps(optimiser);
    const auto moments = optimiser.moments();
    optimiser.change({.kind = OptimiserKind::adamw, .beta1 = 0.8});
    QCOMPARE(optimiser.moments(), moments);
    optimiser.change({.kind = OptimiserKind::rmsprop});
    QCOMPARE(optimiser.moments()[0], std::vector<float>(k_count));
    optimiser.change({.kind = OptimiserKind::adam});
    Optimiser fresh({.kind = OptimiserKind::adam}, {{.elements = k_count}});
    QCOMPARE(three_steps(optimiser), three_steps(fresh));
  }

  void settingsOutOfRangeAreRefusedByName() {
    refuses({.momentum = 1}, "momentum is 1");
    refuses({.beta1 = -0.1}, "beta 1");
    refuses({.beta2 = 1}, "beta 2");
    refuses({.alpha = std::nan("")}, "alpha");
    refuses({.epsilon = 0}, "epsilon");
    refuses({.weight_decay = -1}, "weight decay");
    refuses({.clip_norm = -1}, "norm");
    Optimiser optimiser({}, {{.elements = 1}});
    QVERIFY_THROWS_EXCEPTION(Error, optimiser.change({.kind = OptimiserKind::adam, .beta2 = 2}));
    QCOMPARE(optimiser.moments().size(), 2U);
  }
};

QTEST_GUILESS_MAIN(OptimiserTest)
#include "optimiser_test.moc"
