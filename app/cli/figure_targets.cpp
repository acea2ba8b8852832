#include "app/cli/figure_targets.h"

#include <fmt/format.h>
#include <set>

#include "app/cli/failure.h"
#include "app/cli/values.h"

namespace fovea::app {
namespace {

namespace fs = std::filesystem;

/// The part of a figure's name that comes from its input.
std::string stem_of(const FigureInput& input) {
  return input.empty() ? std::string() : file_part(fs::path(input.front()).stem().string());
}

/// Inputs of several folders may have one name.
std::string unused(const std::string& name, std::set<std::string>& used) {
  std::string candidate = name;
  for (int count = 2; !used.insert(candidate).second; ++count)
    candidate = fmt::format("{}-{}", name, count);
  return candidate;
}

}  // namespace

std::string file_of(const std::string& input) {
  const std::size_t equals = input.find('=');
  std::error_code failure;
  return equals == std::string::npos || fs::exists(input, failure) ? input
                                                                   : input.substr(equals + 1);
}

std::vector<FigureTarget> targets_of(const ExportCall& call,
                                     const std::vector<FigureInput>& inputs) {
  const std::optional<ExportFormat> ending = export_format(call.output);
  const ExportFormat format = ending ? *ending : call.format.value_or(FigureFormat::png);
  const fs::path output = call.output;
  if (ending && inputs.size() == 1) return {{.input = inputs[0], .file = output, .format = format}};
  std::vector<FigureTarget> targets;
  std::set<std::string> used;
  for (const FigureInput& input : inputs) {
    std::string name = stem_of(input);
    if (ending) name = output.stem().string() + '-' + name;
    if (name.empty()) name = "figure";
    const fs::path folder = ending ? output.parent_path() : output;
    targets.push_back({.input = input,
                       .file = folder / fmt::format("{}.{}", unused(name, used), name_of(format)),
                       .format = format});
  }
  return targets;
}

void check_overwriting(const ExportCall& call, const FigureJob& job,
                       const std::vector<FigureTarget>& targets) {
  std::vector<fs::path> sources{call.model, job.recipe.model.path};
  for (const FigureTarget& target : targets)
    for (const std::string& input : target.input) sources.emplace_back(file_of(input));
  for (const FigureTarget& target : targets) {
    for (const fs::path& source : sources) {
      std::error_code failure;
      if (!source.empty() && fs::equivalent(target.file, source, failure))
        throw FileError(target.file.string(),
                        Error{"the figure would take the place of what it is made from: say "
                              "another -o"});
    }
  }
}

}  // namespace fovea::app
