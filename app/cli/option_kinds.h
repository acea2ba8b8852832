#pragma once

#include <CLI/CLI.hpp>
#include <charconv>
#include <cmath>
#include <fmt/format.h>

#include "app/cli/options.h"

namespace fovea::app {

/// What the subcommands' options are made of. Included by the files that read the call alone: the
/// library takes seconds to compile.

/// Refuses a text that is no finite number, or one that does not hold; `words` say which do.
inline CLI::Validator finite_number(const char* words, bool (*holds)(double)) {
  return {[=](const std::string& text) {
            double number = 0;
            const bool is_right =
                CLI::detail::lexical_cast(text, number) && std::isfinite(number) && holds(number);
            return is_right ? std::string() : fmt::format("it must be {}, not “{}”", words, text);
          },
          {}};
}

/// Refuses a text that is no whole number from 0 to the largest T.
template <typename T>
CLI::Validator whole_number() {
  return {[](const std::string& text) {
            T number = 0;
            const char* end = text.data() + text.size();
            const auto [last, failure] = std::from_chars(text.data(), end, number);
            const bool is_right = failure == std::errc{} && last == end && number >= 0;
            return is_right ? std::string()
                            : fmt::format("it must be a whole number, 0 or above, not “{}”", text);
          },
          {}};
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
      ->check(CLI::Validator(
          [words](const std::string& word) {
            if (std::ranges::find(words, word) != words.end()) return std::string();
            return fmt::format("“{}” is none of {}", word, fmt::join(words, ", "));
          },
          {}))
      ->type_name(fmt::format("{}", fmt::join(words, "|")));
}

template <typename T>
std::vector<std::pair<std::string, T>> named(std::initializer_list<T> values) {
  std::vector<std::pair<std::string, T>> result;
  for (const T value : values) result.emplace_back(name_of(value), value);
  return result;
}

/// What every call may say.
void add_engine(CLI::App& app, EngineOptions& engine);
void add_json(CLI::App& app, EngineOptions& engine);

/// How pictures are prepared. `scale` is left out where another option has that name.
void add_picture(CLI::App& app, PictureOptionsOfCall& picture, bool has_scale = true);

void add_train(CLI::App& root, TrainCall& call, EngineOptions& engine);
void add_export(CLI::App& root, ExportCall& call, EngineOptions& engine);
/// What the library does not check. Throws CLI::ParseError.
void check_export(const ExportCall& call);

}  // namespace fovea::app
