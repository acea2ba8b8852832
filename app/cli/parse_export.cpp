#include <array>
#include <filesystem>

#include "app/cli/export_clip.h"
#include "app/cli/option_kinds.h"

namespace fovea::app {
namespace {

constexpr std::size_t k_most_units = 65536;

std::optional<std::int64_t> whole(std::string_view text) {
  std::int64_t number = 0;
  const auto [last, failure] = std::from_chars(text.data(), text.data() + text.size(), number);
  const bool is_right = failure == std::errc{} && last == text.data() + text.size() && number >= 0;
  return is_right ? std::optional(number) : std::nullopt;
}

/// "0,3-7" as 0, 3, 4, 5, 6, 7.
std::vector<std::int64_t> read_units(const std::string& text) {
  std::vector<std::int64_t> units;
  for (std::size_t begin = 0; begin <= text.size();) {
    const std::size_t end = std::min(text.find(',', begin), text.size());
    const std::string_view part = std::string_view(text).substr(begin, end - begin);
    const std::size_t dash = part.find('-');
    const std::optional<std::int64_t> first = whole(part.substr(0, dash));
    const std::optional<std::int64_t> last =
        dash == std::string_view::npos ? first : whole(part.substr(dash + 1));
    if (!first || !last || *last < *first ||
        *last - *first >= static_cast<std::int64_t>(k_most_units - units.size()))
      throw CLI::ValidationError("--units", fmt::format("“{}” is not of the form 0,3-7", text));
    for (std::int64_t unit = *first; unit <= *last; ++unit) units.push_back(unit);
    begin = end + 1;
  }
  return units;
}

std::pair<std::int64_t, std::int64_t> read_position(const std::string& text) {
  const std::size_t comma = std::min(text.find(','), text.size());
  const std::optional<std::int64_t> row = whole(text.substr(0, comma));
  const std::optional<std::int64_t> column =
      comma < text.size() ? whole(text.substr(comma + 1)) : std::nullopt;
  if (!row || !column)
    throw CLI::ValidationError("--at", fmt::format("“{}” is not of the form ROW,COLUMN", text));
  return {*row, *column};
}

std::pair<float, float> read_range(const std::string& text) {
  const std::size_t comma = std::min(text.find(','), text.size());
  std::pair<float, float> range;
  const bool is_right =
      comma < text.size() && CLI::detail::lexical_cast(text.substr(0, comma), range.first) &&
      CLI::detail::lexical_cast(text.substr(comma + 1), range.second) &&
      std::isfinite(range.first) && std::isfinite(range.second) && range.first < range.second;
  if (!is_right)
    throw CLI::ValidationError(
        "--range", fmt::format("“{}” is not two numbers, the smaller first: -1,1", text));
  return range;
}

/// Which values share a scale; a number is what white becomes, as `fovea run` has it.
void read_scale(const std::string& text, ExportCall& call) {
  constexpr std::array k_scopes{ScaleScope::unit, ScaleScope::layer, ScaleScope::shared,
                                ScaleScope::all};
  if (text == "255" || text == "1") {
    call.picture.scale = text == "1" ? 1 : 255;
    return;
  }
  for (const ScaleScope scope : k_scopes) {
    if (name_of(scope) != text) continue;
    call.figure.scope = scope;
    return;
  }
  throw CLI::ValidationError("--scale",
                             fmt::format("“{}” is none of unit, layer, shared, all", text));
}

template <typename T>
void add_read(CLI::App& app, const std::string& name, std::optional<T>& target,
              T (*read)(const std::string&), const std::string& help, const char* form) {
  app.add_option_function<std::string>(
         name, [&target, read](const std::string& text) { target = read(text); }, help)
      ->type_name(form);
}

void add_content(CLI::App& app, FigureOptionsOfCall& figure) {
  auto kinds = named({FigureKind::maps, FigureKind::kernels, FigureKind::unit,
                      FigureKind::arithmetic, FigureKind::network});
  kinds.emplace_back("explain", FigureKind::unit);
  kinds.emplace_back("slide", FigureKind::arithmetic);
  for (const auto& kind : named({FigureKind::confusion, FigureKind::activations,
                                 FigureKind::timeline, FigureKind::comparison}))
    kinds.push_back(kind);
  add_choice(app, "--what", figure.kind, kinds,
             "maps where nothing is said; explain is unit, slide is arithmetic; of confusion the "
             "input is data to classify, of timeline a run's folder or log, and where none is said "
             "both are of a project's own run; slide, timeline and "
             "comparison move in a .gif, .mp4 or .webm");
  app.add_option("--layer", figure.layer, "of which layer; all, or the first, where none is said")
      ->type_name("NAME");
  add_read(app, "--units", figure.units, read_units, "of which units", "0,3-7");
  add_read(app, "--at", figure.position, read_position,
           "of arithmetic: of which value; the strongest where nothing is said", "ROW,COLUMN");
  app.add_option("--columns", figure.columns, "maps beside each other")
      ->check(CLI::Range(1, k_most_columns));
  add_read(app, "--range", figure.range, read_range, "ends of the scale", "A,B");
}

void add_look(CLI::App& app, FigureOptionsOfCall& figure) {
  add_choice(app, "--colors", figure.palette,
             named({Palette::diverging, Palette::sequential, Palette::print}),
             "print is black, grey, white");
  add_choice(app, "--theme", figure.theme, named({Theme::light, Theme::dark}), "of the figure");
  add_choice(app, "--reduce", figure.reduction, named({Reduction::mean, Reduction::peak}),
             "how maps are made smaller");
  app.add_flag("--transparent", figure.transparent, "no ground");
  app.add_option("--zoom", figure.zoom, "of PNG: pixels for 1/96 inch")
      ->check(CLI::Range(1, k_most_zoom));
  app.add_option("--width-mm", figure.width_mm,
                 "width: 180 where nothing is said; a column of a journal has about 85")
      ->check(CLI::Range(k_figure_widths[0], k_figure_widths[1]));
  app.add_option("--font-pt", figure.font_pt, "size of the text in points: 8")
      ->check(CLI::Range(k_figure_fonts[0], k_figure_fonts[1]));
  add_choice(app, "--paper", figure.paper,
             named({Paper::fit, Paper::a5, Paper::a4, Paper::a3, Paper::letter, Paper::slide}),
             "what the figure lies on; fit is as large as the figure");
  app.add_flag("--caption", figure.caption, "say model, layer, input, scale, seed and version");
  app.add_flag("--no-legend", figure.no_legend, "leave the scale out");
}

std::pair<int, int> read_clip_size(const std::string& text) {
  const std::size_t cross = std::min(text.find('x'), text.size());
  const std::int64_t width = whole(text.substr(0, cross)).value_or(0);
  const std::int64_t height = cross < text.size() ? whole(text.substr(cross + 1)).value_or(0) : 0;
  if (width < 1 || height < 1 || width > k_clip_widths[1] || height > k_clip_heights[1])
    throw CLI::ValidationError("--clip-size",
                               fmt::format("“{}” is not of the form 1280x720, {}x{} at most", text,
                                           k_clip_widths[1], k_clip_heights[1]));
  return {static_cast<int>(width), static_cast<int>(height)};
}

void add_motion(CLI::App& app, ClipOptionsOfCall& clip) {
  add_read(app, "--clip-size", clip.size, read_clip_size,
           "of a clip, in pixels, even: 1280x720 where nothing is said", "WxH");
  app.add_option("--fps", clip.frames_per_second,
                 "frames a second of a clip: 30, of a GIF 50 at most")
      ->check(CLI::Range(k_clip_rates[0], k_clip_rates[1]));
  app.add_option("--seconds", clip.seconds,
                 "that a clip takes; where nothing is said 250 ms a step, 30 at most")
      ->check(CLI::Range(k_clip_seconds[0], k_clip_seconds[1]));
  app.add_option("--loop", clip.loops,
                 "how often it is shown; 0, where nothing is said: a GIF for ever, a video once")
      ->check(CLI::Range(0, k_most_loops));
}

std::vector<std::pair<std::string, ExportFormat>> formats() {
  std::vector<std::pair<std::string, ExportFormat>> all;
  for (const FigureFormat format : {FigureFormat::png, FigureFormat::svg, FigureFormat::pdf,
                                    FigureFormat::html, FigureFormat::csv, FigureFormat::npy})
    all.emplace_back(name_of(format), format);
  for (const ClipFormat format : {ClipFormat::gif, ClipFormat::mp4, ClipFormat::webm})
    all.emplace_back(name_of(format), format);
  return all;
}

/// What the call says of a clip makes one, and is about nothing else.
void check_motion(const ExportCall& call) {
  std::optional<ExportFormat> format = export_format(call.output);
  if (!format) format = call.format;
  const auto* moving = format ? std::get_if<ClipFormat>(&*format) : nullptr;
  if (moving == nullptr) {
    if (call.clip.any())
      throw CLI::ValidationError(
          "export", "--clip-size, --fps, --seconds and --loop are for .gif, .mp4 and .webm");
    return;
  }
  try {
    ClipSpec spec = clip_spec_of(call, FigureRecipe{});
    // A figure that is repeated brings its kind.
    if (call.like.empty() && !call.figure.kind) spec.figure.kind = FigureKind::maps;
    if (!call.like.empty() && !call.figure.kind) spec.figure.kind = FigureKind::arithmetic;
    check_clip(spec, *moving);
  } catch (const Error& error) {
    throw CLI::ValidationError("export", error.clause());
  }
}

}  // namespace

void add_export(CLI::App& root, ExportCall& call, EngineOptions& engine) {
  CLI::App& app = *root.add_subcommand("export", "Write figures, their data and clips");
  app.add_option("MODEL", call.model, "an ONNX file, a project or a bundled network");
  app.add_option("-i,--input", call.inputs, "pictures, .npy files, and folders of them")
      ->type_name("INPUT");
  app.add_option("-o,--output", call.output,
                 "a .png, .svg, .pdf, .html, .csv or .npy, a .gif, .mp4 or .webm; of several "
                 "inputs a folder")
      ->required()
      ->type_name("FILE_OR_DIR");
  add_choice(app, "--format", call.format, formats(), "of what is written into a folder: png");
  app.add_option("--like", call.like, "repeat a figure that Fovea wrote, on another input")
      ->type_name("FIGURE");
  add_content(app, call.figure);
  add_look(app, call.figure);
  add_motion(app, call.clip);
  app.add_option_function<std::string>(
         "--scale", [&call](const std::string& text) { read_scale(text, call); },
         "over which maps one scale reaches; 255 or 1: what white becomes, before mean and std")
      ->type_name("unit|layer|shared|all");
  add_picture(app, call.picture, false);
  add_json(app, engine);
  add_engine(app, engine);
}

void check_export(const ExportCall& call) {
  if (call.model.empty() && call.like.empty())
    throw CLI::ValidationError("export", "say a model, or a figure to repeat with --like");
  if (call.output.empty()) throw CLI::ValidationError("--output", "say a file or a folder");
  const std::optional<ExportFormat> ending = export_format(call.output);
  std::error_code failure;
  if (ending && call.format && *ending != *call.format &&
      !std::filesystem::is_directory(call.output, failure))
    throw CLI::ValidationError("--format", fmt::format("the file's ending says {}, not {}",
                                                       name_of(*ending), name_of(*call.format)));
  const bool shows_one = call.figure.kind && (*call.figure.kind == FigureKind::unit ||
                                              *call.figure.kind == FigureKind::arithmetic);
  if (shows_one && call.figure.units && call.figure.units->size() > 1)
    throw CLI::ValidationError("--units", "this figure shows one unit");
  check_motion(call);
}

}  // namespace fovea::app
