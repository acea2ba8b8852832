#include <CLI/CLI.hpp>
#include <charconv>
#include <fmt/format.h>

#include "app/cli/options.h"
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

/// "1x3x224x224" as numbers above 0; throws CLI::ValidationError.
std::vector<std::int64_t> extents(const std::string& text, const std::string& option) {
  const std::vector<std::int64_t> numbers = whole_numbers(text, 'x', 1);
  if (numbers.empty()) {
    throw CLI::ValidationError(option, fmt::format("“{}” is not of the form 640x480", text));
  }
  return numbers;
}

void read_padding(const std::string& text, ConvolveCall& call) {
  call.same_padding = text == "same";
  if (call.same_padding || text == "valid") return;
  std::vector<std::int64_t> numbers = whole_numbers(text, ',', 0);
  if (numbers.size() == 1) numbers.resize(4, numbers[0]);
  constexpr std::int64_t k_most = 65535;
  if (numbers.size() != 4 || std::ranges::max(numbers) > k_most) {
    throw CLI::ValidationError(
        "--padding", fmt::format("“{}” is not valid, same, a number or four of them", text));
  }
  std::ranges::copy(numbers, call.padding.begin());
}

/// An option whose value is one of a few words, each meaning a T.
template <typename Target, typename T>
void add_choice(CLI::App& app, const std::string& name, Target& target,
                std::vector<std::pair<std::string, T>> meanings, const std::string& help) {
  std::vector<std::string> words;
  for (const auto& [word, meaning] : meanings) words.push_back(word);
  app.add_option_function<std::string>(
         name,
         [&target, meanings = std::move(meanings)](const std::string& word) {
           for (const auto& [known, meaning] : meanings) {
             if (known == word) target = meaning;
           }
         },
         help)
      ->check(CLI::IsMember(words))
      ->type_name(fmt::format("{}", fmt::join(words, "|")));
}

template <typename T>
std::vector<std::pair<std::string, T>> named(std::initializer_list<T> values) {
  std::vector<std::pair<std::string, T>> result;
  for (const T value : values) result.emplace_back(name_of(value), value);
  return result;
}

void add_engine(CLI::App& app, EngineOptions& engine) {
  add_choice<EngineChoice, EngineChoice>(app, "--engine", engine.choice,
                                         {{"auto", EngineChoice::automatic},
                                          {"cpu", EngineChoice::cpu},
                                          {"vulkan", EngineChoice::vulkan}},
                                         "what computes");
  app.add_option("--device", engine.device, "the Vulkan device, as `fovea devices` numbers them")
      ->check(CLI::NonNegativeNumber);
  app.add_option("--threads", engine.threads, "threads of the CPU engine")
      ->check(CLI::Range(1, 1024));
  app.add_option("--seed", engine.seed, "where random numbers start");
}

void add_json(CLI::App& app, EngineOptions& engine) {
  app.add_flag("--json", engine.json, "one JSON object instead of a table");
}

void add_picture(CLI::App& app, PictureOptionsOfCall& picture) {
  app.add_option_function<std::string>(
         "--size",
         [&picture](const std::string& text) {
           const auto numbers = extents(text, "--size");
           if (numbers.size() != 2 || numbers[0] > 65535 || numbers[1] > 65535) {
             throw CLI::ValidationError("--size",
                                        fmt::format("“{}” is not of the form 640x480", text));
           }
           picture.size.emplace(static_cast<int>(numbers[0]), static_cast<int>(numbers[1]));
         },
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
  add_choice<std::optional<int>, int>(app, "--scale", picture.scale, {{"255", 255}, {"1", 1}},
                                      "what white becomes, before mean and std");
  app.add_option("--mean", picture.mean, "subtracted, a channel")
      ->delimiter(',')
      ->allow_extra_args(false)
      ->type_name("A,B,C");
  app.add_option("--std", picture.deviation, "divided by, a channel")
      ->delimiter(',')
      ->allow_extra_args(false)
      ->check(CLI::PositiveNumber)
      ->type_name("A,B,C");
}

void add_run(CLI::App& root, RunCall& call, EngineOptions& engine) {
  CLI::App& app = *root.add_subcommand("run", "Run a network and name its answer");
  app.add_option("MODEL", call.model, "an ONNX file or a bundled network")->required();
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
  app.add_option("MODEL", call.model, "an ONNX file or a bundled network")->required();
  app.add_option_function<std::string>(
         "--input-shape",
         [&call](const std::string& text) { call.input_shape = extents(text, "--input-shape"); },
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
  app.add_option("--border", call.border, "what the padding holds")
      ->check(CLI::IsMember({"zero", "reflect", "replicate", "wrap"}));
  add_choice<bool, bool>(app, "--mode", call.flip, {{"correlation", false}, {"convolution", true}},
                         "convolution turns the kernel by half a turn");
  app.add_option("-o,--output", call.output, ".npy for the exact values, or a picture")
      ->required()
      ->type_name("OUT");
  add_engine(app, engine);
}

void add_conformance(CLI::App& root, ConformanceCall& call, EngineOptions& engine) {
  CLI::App& app = *root.add_subcommand("conformance", "Run ONNX backend tests");
  app.add_option("DIR", call.folders, "a test's folder, or one that holds such folders")
      ->required();
  app.add_option("--tolerance", call.tolerance, "largest relative error that passes")
      ->check(CLI::NonNegativeNumber);
  add_json(app, engine);
  add_engine(app, engine);
}

void add_devices(CLI::App& root, EngineOptions& engine) {
  CLI::App& app = *root.add_subcommand("devices", "Tell what can compute here");
  add_json(app, engine);
}

void add_bench(CLI::App& root, BenchCall& call, EngineOptions& engine) {
  CLI::App& app = *root.add_subcommand("bench", "Measure this machine and Fovea on it");
  app.require_subcommand(1);
  const auto add_suite = [&](const char* name, const char* words, BenchCall::Suite which) {
    CLI::App& suite = *app.add_subcommand(name, words);
    suite.callback([&call, which] { call.suite = which; });
    add_json(suite, engine);
    add_engine(suite, engine);
    return &suite;
  };
  for (CLI::App* suite :
       {add_suite("layers", "Convolutions of many shapes", BenchCall::Suite::layers),
        add_suite("live", "From an edit to the new frame", BenchCall::Suite::live)}) {
    suite->add_option("--only", call.only, "cases whose name holds this")->type_name("NAME");
  }
  add_suite("window", "The window: start, memory, from an edit to the pixels on the screen",
            BenchCall::Suite::window);
}

std::string one_line(std::string text) {
  while (!text.empty() && text.back() == '\n') text.pop_back();
  std::ranges::replace(text, '\n', ' ');
  return text;
}

}  // namespace

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
  BenchCall bench;
  app.add_option("FILE", window.files, "pictures and models to open in the window");
  add_engine(app, engine);
  add_run(app, run, engine);
  add_info(app, info, engine);
  add_convolve(app, convolve, engine);
  add_conformance(app, conformance, engine);
  add_devices(app, engine);
  add_bench(app, bench, engine);
  app.require_subcommand(0, 1);

  try {
    app.parse(argc, argv);
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
  if (app.got_subcommand("bench")) return with_engine(bench);
  return with_engine(window);
}

}  // namespace fovea::app
