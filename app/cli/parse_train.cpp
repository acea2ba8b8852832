#include <array>

#include "app/cli/option_kinds.h"
#include "core/train/run_record.h"

namespace fovea::app {
namespace {

/// An amount of augmentation: its name, what is meant where no number is said, and the largest.
struct Amount {
  std::string_view name;
  double AugmentSettings::*member;
  double usual, most;
};
constexpr std::array<Amount, 7> k_amounts{{{"shift", &AugmentSettings::shift, 0.1, 1},
                                           {"rotate", &AugmentSettings::rotate, 10, 180},
                                           {"scale", &AugmentSettings::scale, 0.1, 0.9},
                                           {"shear", &AugmentSettings::shear, 0.1, 1},
                                           {"brightness", &AugmentSettings::brightness, 0.1, 1},
                                           {"noise", &AugmentSettings::noise, 0.05, 1},
                                           {"erase", &AugmentSettings::erase, 0.1, 1}}};

/// "shift" or "shift=0.1".
void read_augmentation(const std::string& text, AugmentSettings& augment) {
  if (text == "flip") {
    augment.flip = true;
    return;
  }
  const std::size_t equals = std::min(text.find('='), text.size());
  const std::string_view name = std::string_view(text).substr(0, equals);
  const auto amount = std::ranges::find(k_amounts, name, &Amount::name);
  if (amount == k_amounts.end()) {
    throw CLI::ValidationError(
        "--augment", fmt::format("“{}” is none of flip, shift, rotate, scale, shear, brightness, "
                                 "noise, erase, each but flip with =NUMBER",
                                 text));
  }
  double value = amount->usual;
  if (equals < text.size() && (!CLI::detail::lexical_cast(text.substr(equals + 1), value) ||
                               !(value >= 0) || value > amount->most)) {
    throw CLI::ValidationError(
        "--augment", fmt::format("“{}”: it must be a number from 0 to {}", text, amount->most));
  }
  augment.*(amount->member) = value;
}

void add_rates(CLI::App& app, TrainCall& call) {
  const auto above_0 = [](double x) { return x > 0; };
  const auto below_1 = [](double x) { return x >= 0 && x < 1; };
  const auto from_0 = [](double x) { return x >= 0; };
  app.add_option("--lr", call.learning_rate, "learning rate: 0.05, or 0.001 for Adam and its kin")
      ->check(finite_number("a finite number above 0", above_0));
  add_choice(app, "--optimizer", call.settings.optimiser.kind,
             named({OptimiserKind::sgd, OptimiserKind::adam, OptimiserKind::adamw,
                    OptimiserKind::rmsprop}),
             "how weights are changed");
  app.add_option("--momentum", call.settings.optimiser.momentum, "of sgd and rmsprop")
      ->check(finite_number("a number from 0 to below 1", below_1));
  app.add_flag("--nesterov", call.settings.optimiser.nesterov, "of sgd: look ahead");
  app.add_option("--weight-decay", call.settings.optimiser.weight_decay)
      ->check(finite_number("a finite number, 0 or above", from_0));
  app.add_option("--clip", call.settings.optimiser.clip_norm, "largest norm of the gradient")
      ->check(finite_number("a finite number, 0 or above", from_0));
  add_choice(app, "--schedule", call.settings.schedule.kind,
             named({ScheduleKind::constant, ScheduleKind::step, ScheduleKind::cosine,
                    ScheduleKind::one_cycle}),
             "how the learning rate goes: one-cycle where nothing is said");
  app.add_option("--warm-up", call.settings.schedule.warm_up, "epochs in which it rises from 0")
      ->check(finite_number("a finite number, 0 or above", from_0));
  app.add_option("--step-epochs", call.settings.schedule.step_epochs,
                 "of the step schedule: epochs between two falls")
      ->check(finite_number("a finite number above 0", above_0));
  app.add_option("--step-factor", call.settings.schedule.step_factor,
                 "of the step schedule: what the rate is multiplied by")
      ->check(finite_number("a finite number above 0", above_0));
  app.add_flag("--new-head", call.new_head,
               "of a network that has learnt: keep its body as it is, learn a new last layer for "
               "the classes of the data");
  add_choice(app, "--loss", call.settings.loss.kind,
             named({LossKind::cross_entropy, LossKind::mean_squared, LossKind::mean_absolute,
                    LossKind::hinge}),
             "what is made small");
  app.add_option("--dropout", call.settings.dropout,
                 "of an architecture: share of values left out before its last layer")
      ->check(finite_number("a number from 0 to below 1", below_1));
  app.add_option("--freeze", call.settings.frozen, "layers whose weights stay, by name")
      ->delimiter(',')
      ->allow_extra_args(false)
      ->type_name("A,B");
  app.add_option("--label-smoothing", call.settings.loss.label_smoothing)
      ->check(finite_number("a number from 0 to below 1", below_1));
}

}  // namespace

void add_train(CLI::App& root, TrainCall& call, EngineOptions& engine) {
  constexpr double k_most_epochs = 1e6;
  CLI::App& app = *root.add_subcommand("train", "Train a network and save it as ONNX");
  app.add_option(
         "ARCH", call.network,
         "an architecture (lenet5, tiny-vgg, separable, dense, small-resnet, natural10), or "
         "an ONNX file or bundled network to start from")
      ->required();
  app.add_option(
         "--data", call.data,
         "fashion-mnist, digits-from-fonts, a folder of IDX or CIFAR files or of one folder a "
         "class, or a CSV")
      ->required()
      ->type_name("DATA");
  app.add_option("-o,--output", call.output, "the network")->required()->type_name("MODEL.onnx");
  app.add_option("--epochs", call.settings.epochs,
                 "where the schedule ends: 4 where nothing is said")
      ->check(finite_number("a number above 0, at most 1000000",
                            [](double x) { return x > 0 && x <= k_most_epochs; }));
  app.add_option("--batch", call.settings.batch, "examples a step")->check(CLI::Range(1, 65536));
  add_rates(app, call);
  app.add_option_function<std::vector<std::string>>(
         "--augment",
         [&call](const std::vector<std::string>& texts) {
           for (const std::string& text : texts) read_augmentation(text, call.settings.augment);
         },
         "random changes of the examples: flip, shift, rotate=10, scale, shear, brightness, noise, "
         "erase")
      ->delimiter(',')
      ->allow_extra_args(false)
      ->type_name("A,B=X");
  const auto is_share = [](double x) { return x >= 0 && x <= 0.9; };
  app.add_option("--validation", call.validation,
                 "share of the examples that are not test, for validation: 0.1")
      ->check(finite_number("a number from 0 to 0.9", is_share));
  app.add_option("--test", call.test,
                 "share of the examples, for test, where the data have none of their own: 0.1")
      ->check(finite_number("a number from 0 to 0.9", is_share));
  app.add_option("--patience", call.settings.patience,
                 "stop once validation has not got better for so many epochs; the best is saved")
      ->check(whole_number<int>());
  app.add_flag("--resume", call.resume, "go on with a run that was interrupted");
  app.add_flag("--keep-run", call.keep_run,
               "keep the folder of the run, MODEL.onnx.run, for `fovea export --what timeline`");
  app.add_option("--log", call.log, "the curves, a row a step and an epoch")->type_name("FILE.csv");
  add_json(app, engine);
  add_engine(app, engine);
}

}  // namespace fovea::app
