#include <filesystem>

#include "app/cli/option_kinds.h"
#include "core/base/version.h"

namespace fovea::app {
namespace {

/// Whole numbers from `least` up, parted by `separator`; empty where the text is not of that form.
std::vector<std::int64_t> whole_numbers(std::string_view text, char separator, std::int64_t least) {
  std::vector<std::int64_t> numbers;
  for (std::size_t begin = 0; begin <= text.size();) {
    const std::size_t end = std::min(text.find(separator, begin), text.size());
    std::int64_t number = 0;
    const auto [last, failure] = std::from_chars(text.data() + begin, text.data() + end, number);
    if (failure != std::errc{} || last != text.data() + end || number < least) return {};
    numbers.push_back(number);
    begin = end + 1;
  }
  return numbers;
}

constexpr std::int64_t k_longest_side = 65535;

/// "1x3x224x224" as numbers above 0; throws CLI::ValidationError, which names `form`.
std::vector<std::int64_t> extents(const std::string& text, const std::string& option,
                                  const char* form) {
  std::vector<std::int64_t> numbers = whole_numbers(text, 'x', 1);
  if (numbers.empty()) {
    throw CLI::ValidationError(option, fmt::format("“{}” is not of the form {}", text, form));
  }
  return numbers;
}

std::pair<int, int> read_size(const std::string& text) {
  const std::vector<std::int64_t> numbers = extents(text, "--size", "640x480");
  if (numbers.size() != 2) {
    throw CLI::ValidationError("--size", fmt::format("“{}” is not of the form 640x480", text));
  }
  if (std::ranges::max(numbers) > k_longest_side) {
    throw CLI::ValidationError(
        "--size",
        fmt::format("“{}” is too large: a side is at most {} pixels", text, k_longest_side));
  }
  return {static_cast<int>(numbers[0]), static_cast<int>(numbers[1])};
}

void read_padding(const std::string& text, ConvolveCall& call) {
  call.same_padding = text == "same";
  if (call.same_padding || text == "valid") return;
  std::vector<std::int64_t> numbers = whole_numbers(text, ',', 0);
  if (numbers.size() == 1) numbers.resize(4, numbers[0]);
  if (numbers.size() != 4) {
    throw CLI::ValidationError(
        "--padding", fmt::format("“{}” is not valid, same, a number or four of them", text));
  }
  if (std::ranges::max(numbers) > k_longest_side) {
    throw CLI::ValidationError(
        "--padding",
        fmt::format("“{}” is too large: a side gets at most {} pixels", text, k_longest_side));
  }
  std::ranges::copy(numbers, call.padding.begin());
}

void add_run(CLI::App& root, RunCall& call, EngineOptions& engine) {
  CLI::App& app = *root.add_subcommand("run", "Run a network and name its answer");
  app.add_option("MODEL", call.model, "an ONNX file, a project or a bundled network")->required();
  app.add_option("-i,--input", call.inputs, "a picture or an .npy; NAME=FILE where there are more")
      ->required()
      ->allow_extra_args(false)
      ->type_name("INPUT");
  app.add_option("--top", call.top, "how many classes to name")->check(CLI::Range(1, 1'000'000));
  app.add_option("--classes", call.classes, "names of the classes, one a line")->type_name("FILE");
  app.add_option("--dump", call.dump, "write every value as .npy, and manifest.json")
      ->type_name("DIR");
  app.add_option("--figures", call.figures, "write the maps of every layer as PNG")
      ->type_name("DIR");
  add_picture(app, call.picture);
  add_json(app, engine);
  add_engine(app, engine);
}

void add_info(CLI::App& root, InfoCall& call, EngineOptions& engine) {
  CLI::App& app = *root.add_subcommand("info", "Tell a network's layers and what they cost");
  app.add_option("MODEL", call.model, "an ONNX file, a project or a bundled network")->required();
  app.add_option_function<std::string>(
         "--input-shape",
         [&call](const std::string& text) {
           call.input_shape = extents(text, "--input-shape", "1x3x224x224");
         },
         "where the model leaves it open")
      ->type_name("1x3x224x224");
  add_json(app, engine);
  add_engine(app, engine);
}

void add_convolve(CLI::App& root, ConvolveCall& call, EngineOptions& engine) {
  CLI::App& app = *root.add_subcommand("convolve", "Run one kernel over a picture");
  app.add_option("INPUT", call.input, "a picture, or an .npy of [H, W] or [C, H, W]")->required();
  app.add_option("--kernel", call.kernel,
                 "a preset (sobel-x, gaussian:5:1.2), a .csv, .npy or picture, or \"1 0; 0 -1\"")
      ->required()
      ->type_name("K");
  app.add_option("--stride", call.stride)->check(CLI::Range(1, 65535));
  app.add_option("--dilation", call.dilation)->check(CLI::Range(1, 65535));
  app.add_option_function<std::string>(
         "--padding", [&call](const std::string& text) { read_padding(text, call); },
         "valid, same, a number, or top,left,bottom,right")
      ->type_name("P");
  add_choice<std::string, std::string>(
      app, "--border", call.border,
      {{"zero", "zero"}, {"reflect", "reflect"}, {"replicate", "replicate"}, {"wrap", "wrap"}},
      "what the padding holds");
  add_choice<bool, bool>(app, "--mode", call.flip, {{"correlation", false}, {"convolution", true}},
                         "convolution turns the kernel by half a turn");
  app.add_option("-o,--output", call.output,
                 ".npy for the exact values; .png, .jpg, .bmp, .webp or .tiff for a picture")
      ->required()
      ->type_name("OUT");
  add_json(app, engine);
  add_engine(app, engine);
}

void add_conformance(CLI::App& root, ConformanceCall& call, EngineOptions& engine) {
  CLI::App& app = *root.add_subcommand("conformance", "Run ONNX backend tests");
  app.add_option("DIR", call.folders, "a test's folder, or one that holds such folders")
      ->required();
  app.add_option("--tolerance", call.tolerance, "largest relative error that passes")
      ->check(finite_number("a finite number, 0 or above", [](double x) { return x >= 0; }));
  add_json(app, engine);
  add_engine(app, engine);
}

void add_devices(CLI::App& root, EngineOptions& engine) {
  CLI::App& app = *root.add_subcommand("devices", "Tell what can compute here");
  add_json(app, engine);
  add_engine(app, engine);  // nothing is computed: they are allowed as everywhere
}

void add_bench(CLI::App& root, BenchCall& call, EngineOptions& engine) {
  CLI::App& app = *root.add_subcommand("bench", "Measure this machine and Fovea on it");
  add_choice<BenchCall::Suite, BenchCall::Suite>(
      app, "SUITE", call.suite,
      {{"layers", BenchCall::Suite::layers},
       {"train", BenchCall::Suite::train},
       {"live", BenchCall::Suite::live},
       {"window", BenchCall::Suite::window},
       {"train-window", BenchCall::Suite::train_window}},
      "layers: convolutions of many shapes; train: images a second that networks learn from; "
      "live: from an edit to the new frame; window: from an edit to the pixels on the screen; "
      "train-window: the window while a network learns");
  app.add_option("--only", call.only, "cases of layers, train or live whose name holds this")
      ->type_name("NAME");
  app.add_flag("--peers", call.peers,
               "of layers and train: measure PyTorch too, where it is installed");
  add_json(app, engine);
  add_engine(app, engine);
}

/// What the library does not check. Throws CLI::ParseError.
void check_bench(const CLI::App& app, const BenchCall& call) {
  if (app.count("SUITE") == 0) {
    throw CLI::ValidationError("bench",
                               "say what to measure: layers, train, live, window or train-window");
  }
  const bool opens_window =
      call.suite == BenchCall::Suite::window || call.suite == BenchCall::Suite::train_window;
  if (opens_window && app.count("--only") > 0) {
    throw CLI::ValidationError("--only", "the window's measurement has no cases to choose from");
  }
  const bool has_peers =
      call.suite == BenchCall::Suite::layers || call.suite == BenchCall::Suite::train;
  if (!has_peers && call.peers) {
    throw CLI::ValidationError("--peers",
                               "only layers and train can be measured in other programs");
  }
}

/// A word that is no file is most likely a subcommand, misspelt.
void check_files(const std::vector<std::string>& files) {
  for (const std::string& file : files) {
    std::error_code failure;
    const auto type = std::filesystem::status(file, failure).type();
    if (type != std::filesystem::file_type::not_found || file.starts_with("file:")) continue;
    throw CLI::ValidationError(
        file, "there is no such file, nor a subcommand of that name; see fovea --help");
  }
}

/// In the order of the call; the library's own message has them reversed.
std::string unexpected(const CLI::App& app) {
  const std::vector<std::string> words = app.remaining(true);
  return fmt::format("not expected here: {}", fmt::join(words, " "));
}

std::string one_line(std::string text) {
  while (!text.empty() && text.back() == '\n') text.pop_back();
  std::ranges::replace(text, '\n', ' ');
  return text;
}

}  // namespace

void add_picture(CLI::App& app, PictureOptionsOfCall& picture, bool has_scale) {
  app.add_option_function<std::string>(
         "--size", [&picture](const std::string& text) { picture.size = read_size(text); },
         "what the network gets, in pixels")
      ->type_name("WxH");
  app.add_option("--resize-shorter", picture.resize_shorter,
                 "resize the shorter side before the centre is cut out")
      ->check(CLI::Range(1, 65535));
  add_choice(app, "--fit", picture.fit, named({Fit::crop, Fit::stretch, Fit::pad}),
             "how a picture of other proportions is fitted");
  add_choice(app, "--filter", picture.filter,
             named({Filter::nearest, Filter::bilinear, Filter::bicubic, Filter::area}),
             "how it is resized");
  add_choice<std::optional<bool>, bool>(app, "--antialias", picture.antialias,
                                        {{"on", true}, {"off", false}},
                                        "whether the filter widens when it shrinks");
  add_choice(app, "--channels", picture.channels,
             named({Channels::rgb, Channels::bgr, Channels::gray}), "their order");
  if (has_scale)
    add_choice<std::optional<int>, int>(app, "--scale", picture.scale, {{"255", 255}, {"1", 1}},
                                        "what white becomes, before mean and std");
  app.add_option("--mean", picture.mean, "subtracted, a channel")
      ->delimiter(',')
      ->allow_extra_args(false)
      ->check(finite_number("a finite number", [](double) { return true; }))
      ->type_name("A,B,C");
  app.add_option("--std", picture.deviation, "divided by, a channel")
      ->delimiter(',')
      ->allow_extra_args(false)
      ->check(finite_number("a finite number above 0", [](double x) { return x > 0; }))
      ->type_name("A,B,C");
}

void add_engine(CLI::App& app, EngineOptions& engine) {
  add_choice<EngineChoice, EngineChoice>(app, "--engine", engine.choice,
                                         {{"auto", EngineChoice::automatic},
                                          {"cpu", EngineChoice::cpu},
                                          {"vulkan", EngineChoice::vulkan}},
                                         "what computes");
  app.add_option("--device", engine.device, "the Vulkan device, as `fovea devices` numbers them")
      ->check(whole_number<int>());
  app.add_option("--threads", engine.threads, "threads of the CPU engine")
      ->check(CLI::Range(1, 1024));
  app.add_option("--seed", engine.seed, "where random numbers start")
      ->check(whole_number<std::uint64_t>());
}

void add_json(CLI::App& app, EngineOptions& engine) {
  app.add_flag("--json", engine.json, "one JSON object instead of a table");
}

Call parse_call(int argc, const char* const* argv) {
  CLI::App app("Fovea: see what every layer of a convolutional network sees", "fovea");
  app.set_version_flag("--version", fmt::format("Fovea {}", version()));
  app.footer("Without a subcommand it opens the window, with the files in it.");

  EngineOptions engine;
  WindowCall window;
  RunCall run;
  InfoCall info;
  ConvolveCall convolve;
  ConformanceCall conformance;
  TrainCall train;
  ExportCall figures;
  BenchCall bench;
  app.add_option("FILE", window.files, "pictures and models to open in the window");
  add_engine(app, engine);
  add_run(app, run, engine);
  add_info(app, info, engine);
  add_convolve(app, convolve, engine);
  add_conformance(app, conformance, engine);
  add_devices(app, engine);
  add_train(app, train, engine);
  add_export(app, figures, engine);
  add_bench(app, bench, engine);
  app.require_subcommand(0, 1);

  try {
    app.parse(argc, argv);
    if (app.got_subcommand("export")) check_export(figures);
    if (app.got_subcommand("bench")) check_bench(*app.get_subcommand("bench"), bench);
    check_files(window.files);
  } catch (const CLI::ExtrasError&) {
    fmt::print(stderr, "fovea: {}\n", one_line(unexpected(app)));
    return Answered{2};
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() == 0) return Answered{app.exit(error)};
    fmt::print(stderr, "fovea: {}\n", one_line(error.what()));
    return Answered{2};
  }
  if (app.got_subcommand("devices")) return DevicesCall{engine};
  const auto with_engine = [&engine](auto& call) -> Call {
    call.engine = engine;
    return call;
  };
  if (app.got_subcommand("run")) return with_engine(run);
  if (app.got_subcommand("info")) return with_engine(info);
  if (app.got_subcommand("convolve")) return with_engine(convolve);
  if (app.got_subcommand("conformance")) return with_engine(conformance);
  if (app.got_subcommand("export")) return with_engine(figures);
  if (app.got_subcommand("train")) {
    train.command = fmt::format("fovea {}", fmt::join(argv + 1, argv + argc, " "));
    return with_engine(train);
  }
  if (app.got_subcommand("bench")) return with_engine(bench);
  return with_engine(window);
}

}  // namespace fovea::app
