#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "core/engine/live_engine.h"
#include "core/figure/figure_format.h"
#include "core/figure/figure_spec.h"
#include "core/figure/motion/clip_spec.h"
#include "core/media/preprocessing.h"
#include "core/train/settings.h"

namespace fovea::app {

/// What means the same in every call.
struct EngineOptions {
  EngineChoice choice = EngineChoice::automatic;
  int device = -1;  ///< -1: the best one
  int threads = 0;  ///< 0: as many as the machine has
  std::uint64_t seed = 0;
  bool json = false;
};

/// What the call says about pictures; the rest is the model's own or a default.
struct PictureOptionsOfCall {
  std::optional<std::pair<int, int>> size;  ///< width, height
  std::optional<int> resize_shorter;
  std::optional<Fit> fit;
  std::optional<Filter> filter;
  std::optional<bool> antialias;
  std::optional<Channels> channels;
  std::optional<int> scale;  ///< 255 or 1: what a white pixel becomes
  std::vector<double> mean, deviation;

  bool any() const {
    return size || resize_shorter || fit || filter || antialias || channels || scale ||
           !mean.empty() || !deviation.empty();
  }
};

struct WindowCall {
  EngineOptions engine;
  std::vector<std::string> files;
};

struct RunCall {
  EngineOptions engine;
  std::string model;
  std::vector<std::string> inputs;  ///< FILE or NAME=FILE
  PictureOptionsOfCall picture;
  std::string classes;  ///< a file; may be empty
  int top = 5;
  std::string dump;     ///< a folder; may be empty
  std::string figures;  ///< a folder; may be empty
};

/// What the call says about a figure; the rest is that of the figure it is to be like, or a
/// default.
struct FigureOptionsOfCall {
  std::optional<FigureKind> kind;
  std::optional<std::string> layer;
  std::optional<std::vector<std::int64_t>> units;
  std::optional<std::pair<std::int64_t, std::int64_t>> position;
  std::optional<int> columns, zoom;
  std::optional<ScaleScope> scope;
  std::optional<std::pair<float, float>> range;
  std::optional<Palette> palette;
  std::optional<Theme> theme;
  std::optional<Reduction> reduction;
  std::optional<double> width_mm, font_pt;
  std::optional<Paper> paper;
  bool transparent = false, caption = false, no_legend = false;
};

/// What the call says about a clip.
struct ClipOptionsOfCall {
  std::optional<std::pair<int, int>> size;  ///< width, height
  std::optional<int> frames_per_second, loops;
  std::optional<double> seconds;

  bool any() const { return size || frames_per_second || loops || seconds; }
};

/// A figure, or a clip of it.
using ExportFormat = std::variant<FigureFormat, ClipFormat>;

struct ExportCall {
  EngineOptions engine;
  std::string model;                ///< may be empty where `like` is said
  std::vector<std::string> inputs;  ///< files and folders of them
  std::string like;                 ///< a figure whose recipe is repeated; may be empty
  std::string output;               ///< a file, or a folder
  std::optional<ExportFormat> format;
  FigureOptionsOfCall figure;
  ClipOptionsOfCall clip;
  PictureOptionsOfCall picture;
};

struct InfoCall {
  EngineOptions engine;
  std::string model;
  std::vector<std::int64_t> input_shape;  ///< empty: what the model says
};

struct ConvolveCall {
  EngineOptions engine;
  std::string input, kernel, output;
  int stride = 1, dilation = 1;
  bool same_padding = false;              ///< as much as keeps the size
  std::array<std::int64_t, 4> padding{};  ///< top, left, bottom, right
  std::string border = "zero";
  bool flip = false;  ///< convolution in the strict sense
};

struct ConformanceCall {
  EngineOptions engine;
  std::vector<std::string> folders;
  double tolerance = 1e-4;
};

struct DevicesCall {
  EngineOptions engine;
};

struct TrainCall {
  EngineOptions engine;
  std::string network;  ///< an architecture, a bundled network or an ONNX file
  std::string data, output;
  TrainingSettings settings = usual_settings();  ///< without the seed, which is the engine's
  std::optional<double> learning_rate;
  double validation = 0.1;  ///< share of the examples that are not test
  double test = 0.1;        ///< share of all, where the data have no test examples of their own
  bool new_head = false;    ///< the network's body stays, a new last layer learns
  bool resume = false;
  bool keep_run = false;  ///< with what clips of it are drawn from
  std::string log;        ///< a file; may be empty
  std::string command;    ///< the words of the call
};

struct BenchCall {
  enum class Suite { layers, train, live, window, train_window };
  EngineOptions engine;
  Suite suite = Suite::layers;
  std::string only;    ///< part of a case's name; empty: all
  bool peers = false;  ///< measure other programs on the same cases too
};

/// Said already, on standard output or standard error; only the exit code is left.
struct Answered {
  int exit_code = 0;
};

using Call = std::variant<Answered, WindowCall, RunCall, InfoCall, ConvolveCall, ConformanceCall,
                          DevicesCall, TrainCall, ExportCall, BenchCall>;

/// Reads the words of the call. Wrong ones are told in one line on standard error (exit code 2);
/// help and version on standard output.
Call parse_call(int argc, const char* const* argv);

}  // namespace fovea::app
