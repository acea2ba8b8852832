#include "ui/source/steps_model.h"

#include "core/media/preprocess.h"
#include "ui/controls/number_text.h"

namespace fovea {
namespace {

QVariantMap choice(const QString& text, const QString& detail = {}) {
  return {{QStringLiteral("text"), text}, {QStringLiteral("detail"), detail}};
}

/// "0.45" where all channels share a number, else "0.49, 0.46, 0.41".
QString brief_numbers(std::span<const double> values) {
  QStringList parts;
  for (const double value : values) parts << number_string(value, value >= 10 ? 1 : 3);
  parts.removeDuplicates();
  return parts.size() == 1 ? parts.front() : parts.join(QStringLiteral(", "));
}

}  // namespace

void StepsModel::setWorkspace(Workspace* workspace) {
  if (workspace == workspace_) return;
  if (workspace_) workspace_->disconnect(this);
  workspace_ = workspace;
  if (workspace_) connect(workspace_, &Workspace::documentChanged, this, &StepsModel::changed);
  emit workspaceChanged();
  emit changed();
}

Preprocessing StepsModel::how() const {
  return workspace_ ? workspace_->document().input->preprocessing : Preprocessing{};
}

void StepsModel::change(const std::function<void(Preprocessing&)>& how, const QString& label) {
  if (!workspace_) return;
  Preprocessing wanted = this->how();
  how(wanted);
  if (wanted == this->how()) return;
  workspace_->attempt([&](const Document& document) {
    return set_preprocessing(document, wanted, label.toStdString());
  });
}

bool StepsModel::isStated() const {
  return workspace_ && workspace_->document().network.origin->preprocessing.has_value();
}

QVariantList StepsModel::fits() const {
  return {choice(tr("Crop"), tr("a part of the picture in the input's proportions")),
          choice(tr("Stretch"), tr("the whole picture, its proportions changed")),
          choice(tr("Pad"), tr("the whole picture, black where there is none"))};
}

QVariantList StepsModel::filters() const {
  return {choice(tr("nearest")), choice(tr("bilinear")), choice(tr("bicubic")),
          choice(tr("area mean"))};
}

void StepsModel::setAntialias(bool antialias) {
  change([&](Preprocessing& it) { it.antialias = antialias; },
         antialias ? tr("switch antialiasing on") : tr("switch antialiasing off"));
}

QString StepsModel::channels() const {
  switch (how().channels) {
    case Channels::gray:
      return tr("grey");
    case Channels::rgb:
      return tr("RGB");
    case Channels::bgr:
      return tr("BGR");
  }
  return {};
}

QString StepsModel::scaleText() const {
  return tr("0 … %1").arg(QString::number(255 * how().scale, 'g', 4));
}

QString StepsModel::meanText() const {
  const Preprocessing it = how();
  return brief_numbers(std::span(it.mean).first(static_cast<std::size_t>(it.channel_count())));
}

QString StepsModel::deviationText() const {
  const Preprocessing it = how();
  return brief_numbers(std::span(it.deviation).first(static_cast<std::size_t>(it.channel_count())));
}

QString StepsModel::polarity() const {
  return how().polarity == Polarity::light_on_dark ? tr("light on dark") : QString{};
}

void StepsModel::chooseRecipe(int index) {
  const auto recipes = common_recipes();
  if (!workspace_ || index < 0 || static_cast<std::size_t>(index) >= recipes.size()) return;
  const Recipe& recipe = recipes[static_cast<std::size_t>(index)];
  const Input& input = *workspace_->document().input;
  change(
      [&](Preprocessing& it) {
        it = adopted(recipe, it, static_cast<int>(input.width), static_cast<int>(input.height));
      },
      tr("adopt the recipe %1").arg(QString::fromUtf8(QByteArrayView(recipe.name))));
}

void StepsModel::chooseFit(int index) {
  change(
      [&](Preprocessing& it) {
        it.fit = static_cast<Fit>(index);
        it.resize_shorter.reset();
      },
      tr("fit the picture otherwise"));
}

void StepsModel::chooseFilter(int index) {
  change([&](Preprocessing& it) { it.filter = static_cast<Filter>(index); },
         tr("resize with another filter"));
}

}  // namespace fovea
