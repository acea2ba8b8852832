#include "ui/source/source_model.h"

#include <QCoreApplication>
#include <QLocale>
#include <QThreadPool>
#include <algorithm>

#include "core/base/assets.h"
#include "core/document/input_size.h"
#include "core/media/preprocess.h"
#include "core/onnx/bundled.h"
#include "ui/controls/number_text.h"

namespace fovea {
namespace {

constexpr std::string_view k_pictures = "pictures/";

QString from_view(std::string_view text) {
  return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

QVariantMap choice(const QString& text, const QString& detail = {}) {
  return {{QStringLiteral("text"), text}, {QStringLiteral("detail"), detail}};
}

QString sized(std::int64_t width, std::int64_t height) {
  return QStringLiteral("%1 × %2").arg(width).arg(height);
}

/// "21.4 M", "187 k", "940".
QString brief_count(std::int64_t count) {
  const auto value = static_cast<double>(count);
  if (value >= 1e9) return QStringLiteral("%1 G").arg(value / 1e9, 0, 'f', 1);
  if (value >= 1e6) return QStringLiteral("%1 M").arg(value / 1e6, 0, 'f', 1);
  if (value >= 1e4) return QStringLiteral("%1 k").arg(value / 1e3, 0, 'f', 0);
  return QLocale::c().toString(qint64{count});
}

/// "0.45" where all channels share a number, else "0.49, 0.46, 0.41".
QString brief_numbers(std::span<const double> values) {
  QStringList parts;
  for (const double value : values) parts << number_string(value, value >= 10 ? 1 : 3);
  parts.removeDuplicates();
  return parts.size() == 1 ? parts.front() : parts.join(QStringLiteral(", "));
}

std::vector<std::string> sample_files() {
  std::vector<std::string> names;
  for (const Asset& it : assets())
    if (it.path.starts_with(k_pictures) && !it.path.ends_with(".md"))
      names.emplace_back(it.path.substr(k_pictures.size()));
  return names;
}

}  // namespace

void SourceModel::setWorkspace(Workspace* workspace) {
  if (workspace == workspace_) return;
  if (workspace_) workspace_->disconnect(this);
  workspace_ = workspace;
  if (workspace_)
    connect(workspace_, &Workspace::documentChanged, this, &SourceModel::documentMoved);
  emit workspaceChanged();
  documentMoved();
}

void SourceModel::documentMoved() {
  if (!workspace_) return;
  const Document& document = workspace_->document();
  const bool other_picture = judged_ != document.input->picture;
  if (other_picture) dark_on_light_ = looks_dark_on_light(*document.input->picture);
  // Trying which sizes run costs too much for every cell that is dragged.
  const bool other_size = !judged_ || judged_->width() != document.input->picture->width() ||
                          judged_->height() != document.input->picture->height();
  if (other_size || sized_ != document.network.origin) sizes_ = size_choices(document);
  judged_ = document.input->picture;
  sized_ = document.network.origin;
  wrong_polarity_ = dark_on_light_ && how().polarity == Polarity::light_on_dark;
  emit changed();
}

Preprocessing SourceModel::how() const {
  return workspace_ ? workspace_->document().input->preprocessing : Preprocessing{};
}

void SourceModel::change(const std::function<void(Preprocessing&)>& how, const QString& label) {
  if (!workspace_) return;
  Preprocessing wanted = this->how();
  how(wanted);
  if (wanted == this->how()) return;
  workspace_->attempt([&](const Document& document) {
    return set_preprocessing(document, wanted, label.toStdString());
  });
}

QString SourceModel::name() const {
  return workspace_ ? QString::fromStdString(workspace_->document().input->picture->name)
                    : QString{};
}

QString SourceModel::size() const {
  if (!workspace_) return {};
  const Picture& picture = *workspace_->document().input->picture;
  return sized(picture.width(), picture.height());
}

QString SourceModel::warning() const {
  if (!workspace_) return {};
  return QString::fromStdString(workspace_->document().input->picture->warning);
}

bool SourceModel::isDrawing() const {
  return workspace_ && workspace_->document().input->kind == Input::Kind::drawing;
}

bool SourceModel::isStated() const {
  return workspace_ && workspace_->document().network.origin->preprocessing.has_value();
}

QVariantList SourceModel::sizes() const {
  QVariantList rows;
  if (!workspace_) return rows;
  const Picture& picture = *workspace_->document().input->picture;
  for (const auto& [width, height] : sizes_) {
    const bool own = width == picture.width() && height == picture.height();
    rows << choice(sized(width, height), own ? tr("the picture's own") : QString{});
  }
  if (sizes_.size() == 1)
    rows << QVariantMap{
        {QStringLiteral("text"), tr("No other size")},
        {QStringLiteral("enabled"), false},
        {QStringLiteral("reason"), tr("This network's shapes allow one input size only.")}};
  return rows;
}

int SourceModel::sizeIndex() const {
  if (!workspace_) return -1;
  const Input& input = *workspace_->document().input;
  const auto found = std::ranges::find(sizes_, std::pair(input.width, input.height));
  return found == sizes_.end() ? -1 : static_cast<int>(found - sizes_.begin());
}

QString SourceModel::sizeText() const {
  if (!workspace_) return {};
  const Input& input = *workspace_->document().input;
  return sized(input.width, input.height);
}

QVariantList SourceModel::fits() const {
  return {choice(tr("Crop"), tr("a part of the picture in the input's proportions")),
          choice(tr("Stretch"), tr("the whole picture, its proportions changed")),
          choice(tr("Pad"), tr("the whole picture, black where there is none"))};
}

QVariantList SourceModel::filters() const {
  return {choice(tr("nearest")), choice(tr("bilinear")), choice(tr("bicubic")),
          choice(tr("area mean"))};
}

void SourceModel::setAntialias(bool antialias) {
  change([&](Preprocessing& it) { it.antialias = antialias; },
         antialias ? tr("switch antialiasing on") : tr("switch antialiasing off"));
}

QString SourceModel::channels() const {
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

QString SourceModel::scaleText() const {
  return tr("0 … %1").arg(QString::number(255 * how().scale, 'g', 4));
}

QString SourceModel::meanText() const {
  const Preprocessing it = how();
  return brief_numbers(std::span(it.mean).first(static_cast<std::size_t>(it.channel_count())));
}

QString SourceModel::deviationText() const {
  const Preprocessing it = how();
  return brief_numbers(std::span(it.deviation).first(static_cast<std::size_t>(it.channel_count())));
}

QString SourceModel::polarity() const {
  return how().polarity == Polarity::light_on_dark ? tr("light on dark") : QString{};
}

QString SourceModel::network() const { return workspace_ ? workspace_->networkName() : QString{}; }

bool SourceModel::isTrainedHere() const {
  return workspace_ && workspace_->document().network.origin->path.empty();
}

QString SourceModel::networkText() const {
  if (!workspace_) return {};
  const ShapedGraph& shaped = *workspace_->shaped();
  const std::size_t layers = shaped.graph.nodes().size();
  return tr("%1 · %2 parameters · %3 multiply-adds")
      .arg(layers == 1 ? tr("1 layer") : tr("%1 layers").arg(layers),
           brief_count(shaped.total.params), brief_count(shaped.total.macs));
}

QVariantList SourceModel::networks() const {
  QVariantList rows;
  for (const BundledNetwork& it : bundled_networks())
    rows << choice(from_view(it.name), from_view(it.sentence));
  rows << choice(tr("Open a model …"), tr("any ONNX file of supported operators"));
  return rows;
}

int SourceModel::networkIndex() const {
  if (!isTrainedHere()) return -1;
  const auto all = bundled_networks();
  const auto found = std::ranges::find(
      all, std::string_view(workspace_->document().network.origin->name), &BundledNetwork::name);
  return found == all.end() ? -1 : static_cast<int>(found - all.begin());
}

QVariantList SourceModel::samples() const {
  QVariantList rows;
  for (const std::string& file : sample_files()) {
    const QString name = QString::fromStdString(file);
    QVariantMap row = choice(name.section(QLatin1Char('.'), 0, 0));
    row[QStringLiteral("value")] = name;
    rows << row;
  }
  return rows;
}

void SourceModel::chooseRecipe(int index) {
  const auto recipes = common_recipes();
  if (!workspace_ || index < 0 || static_cast<std::size_t>(index) >= recipes.size()) return;
  const Recipe& recipe = recipes[static_cast<std::size_t>(index)];
  const Input& input = *workspace_->document().input;
  change(
      [&](Preprocessing& it) {
        it = adopted(recipe, it, static_cast<int>(input.width), static_cast<int>(input.height));
      },
      tr("adopt the recipe %1").arg(from_view(recipe.name)));
}

void SourceModel::chooseSize(int index) {
  if (index < 0 || static_cast<std::size_t>(index) >= sizes_.size()) return;
  const auto [width, height] = sizes_[static_cast<std::size_t>(index)];
  workspace_->attempt(
      [&](const Document& document) { return set_input_size(document, width, height); });
}

void SourceModel::setSide(int side) {
  if (workspace_)
    workspace_->attempt(
        [&](const Document& document) { return set_input_size(document, side, side); });
}

void SourceModel::chooseFit(int index) {
  change(
      [&](Preprocessing& it) {
        it.fit = static_cast<Fit>(index);
        it.resize_shorter.reset();
      },
      tr("fit the picture otherwise"));
}

void SourceModel::chooseFilter(int index) {
  change([&](Preprocessing& it) { it.filter = static_cast<Filter>(index); },
         tr("resize with another filter"));
}

void SourceModel::chooseNetwork(int index) {
  const auto all = bundled_networks();
  if (!workspace_ || index < 0 || static_cast<std::size_t>(index) >= all.size()) return;
  workspace_->openBundled(from_view(all[static_cast<std::size_t>(index)].name));
}

void SourceModel::chooseSample(int index) {
  const auto files = sample_files();
  if (!workspace_ || index < 0 || static_cast<std::size_t>(index) >= files.size()) return;
  workspace_->openSample(QString::fromStdString(files[static_cast<std::size_t>(index)]));
}

void SourceModel::invert() {
  if (!workspace_) return;
  const std::shared_ptr<const Picture> picture = workspace_->document().input->picture;
  if (isDrawing()) {  // small, and the next stroke needs it
    showInverted(picture, std::make_shared<const Picture>(inverted(*picture)));
    return;
  }
  QPointer<SourceModel> self(this);
  QThreadPool::globalInstance()->start([self, picture] {
    auto made = std::make_shared<const Picture>(inverted(*picture));
    QMetaObject::invokeMethod(
        qApp,
        [self, picture, made = std::move(made)] {
          if (self) self->showInverted(picture, made);
        },
        Qt::QueuedConnection);
  });
}

void SourceModel::showInverted(const std::shared_ptr<const Picture>& of,
                               const std::shared_ptr<const Picture>& picture) {
  if (!workspace_ || workspace_->document().input->picture != of) return;  // another one by now
  workspace_->attempt([&](const Document& document) {
    Edit edit = redraw(document, picture);
    edit.name = (isDrawing() ? tr("invert the drawing") : tr("invert the picture")).toStdString();
    edit.gesture.clear();
    return edit;
  });
}

void SourceModel::resetCrop() {
  if (!workspace_) return;
  const Input& input = *workspace_->document().input;
  const Crop crop =
      default_crop(input.picture->width(), input.picture->height(), input.preprocessing,
                   static_cast<int>(input.width), static_cast<int>(input.height));
  workspace_->attempt([&](const Document& document) {
    Edit edit = set_crop(document, crop);
    edit.gesture.clear();
    return edit;
  });
}

}  // namespace fovea
