#include "ui/train/augmented_sheet.h"

#include <algorithm>

#include "core/train/data/augment.h"
#include "ui/train/data/example_image.h"

namespace fovea {
namespace {

constexpr std::size_t k_shown = 6;

QImage augmented(const DataSet& set, std::int64_t example, const AugmentSettings& settings) {
  std::vector<float> changed(static_cast<std::size_t>(set.example_bytes()));
  augment(settings, example_shape(set), set.example(example), static_cast<std::uint64_t>(example),
          changed);
  DataSet one;
  one.channels = set.channels;
  one.height = set.height;
  one.width = set.width;
  one.labels = {0};
  for (const float level : changed) one.pixels.push_back(static_cast<std::uint8_t>(level + 0.5F));
  return image_of_example(one, 0).copy();
}

}  // namespace

void AugmentedSheet::setModel(TrainModel* model) {
  if (model == model_) return;
  model_ = model;
  if (model_) {
    connect(model_, &TrainModel::dataChanged, this, &AugmentedSheet::changed);
    connect(model_->settings(), &RunSettings::changed, this, &AugmentedSheet::changed);
  }
  emit modelChanged();
  emit changed();
}

QVariantList AugmentedSheet::images() const {
  QVariantList images;
  if (!model_ || !model_->hasData()) return images;
  const AugmentSettings& settings = model_->settings()->value().augment;
  if (settings.changes_nothing()) return images;
  const auto& examples = model_->data().splits.training;
  for (std::size_t i = 0; i < std::min(k_shown, examples.size()); ++i)
    images << augmented(*model_->data().set, examples[i], settings);
  return images;
}

}  // namespace fovea
