#include "app/cli/export_clip.h"

#include <QTemporaryDir>

#include "app/cli/failure.h"
#include "core/base/files.h"
#include "core/figure/motion/write_clip.h"

namespace fovea::app {
namespace {

namespace fs = std::filesystem;

/// A project's run in a folder, as a run is read.
void unpack_run(const FigureJob& job, const fs::path& folder) {
  about(job.origin->name, [&] {
    for (const auto& [name, bytes] : job.own_run) {
      fs::create_directories((folder / name).parent_path());
      write_file_atomically(folder / name, *bytes);
    }
  });
}

/// The kernels at the moments that a run's folder has; none of a log alone.
RunMoments run_of(const FigureSpec& spec, const std::string& input, const CancelToken& cancel) {
  std::error_code failure;
  if (!fs::exists(fs::path(input) / "architecture.onnx", failure)) return {};
  return about(
      input, [&] { return moments_in(input, {.layer = spec.layer, .units = spec.units}, cancel); });
}

}  // namespace

std::optional<ExportFormat> export_format(const fs::path& path) {
  if (const std::optional<FigureFormat> figure = figure_format(path)) return *figure;
  if (const std::optional<ClipFormat> clip = clip_format(path)) return *clip;
  return std::nullopt;
}

std::string_view name_of(const ExportFormat& format) {
  return std::visit([](auto it) { return fovea::name_of(it); }, format);
}

ClipSpec clip_spec_of(const ExportCall& call, const FigureRecipe& recipe) {
  ClipSpec spec = recipe.clip.value_or(ClipSpec{});
  spec.figure = recipe.spec;
  if (call.figure.kind) spec.figure.kind = *call.figure.kind;
  if (call.clip.size) std::tie(spec.width, spec.height) = *call.clip.size;
  spec.frames_per_second = call.clip.frames_per_second.value_or(spec.frames_per_second);
  spec.seconds = call.clip.seconds.value_or(spec.seconds);
  spec.loops = call.clip.loops.value_or(spec.loops);
  return spec;
}

void export_clip(const ExportCall& call, const FigureJob& job, const FigureSource& source,
                 const FigureInput& input, const ClipTarget& target, const CancelToken& cancel) {
  const ClipSpec spec = clip_spec_of(call, job.recipe);
  const std::string named = input.empty() ? job.origin->name : input.front();
  const ClipScript script = about(named, [&] {
    ClipSource all{.figure = source, .run = {}};
    if (spec.figure.kind == FigureKind::timeline) {
      const QTemporaryDir unpacked;
      if (input.empty()) unpack_run(job, unpacked.path().toStdString());
      all.run = run_of(spec.figure, input.empty() ? unpacked.path().toStdString() : input.front(),
                       cancel);
    }
    return make_clip(spec, all, cancel);
  });
  about(target.file.string(), [&] {
    write_clip(target.file, target.format, spec, script,
               {.threads = target.threads,
                .recipe = target.recipe,
                .progress = target.progress,
                .cancel = cancel});
  });
}

}  // namespace fovea::app
