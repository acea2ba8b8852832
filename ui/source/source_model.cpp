#include "ui/source/source_model.h"

#include <QCoreApplication>
#include <QLocale>
#include <QThreadPool>
#include <algorithm>

#include "core/base/assets.h"
#include "core/media/preprocess.h"
#include "core/onnx/bundled.h"

namespace fovea {
namespace {

constexpr std::string_view k_pictures = "pictures/";

QString from_view(std::string_view text) {
  return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

QVariantMap choice(const QString& text, const QString& detail = {}) {
  return {{QStringLiteral("text"), text}, {QStringLiteral("detail"), detail}};
}

/// "21.4 M", "187 k", "940".
QString brief_count(std::int64_t count) {
  const auto value = static_cast<double>(count);
  if (value >= 1e9) return QStringLiteral("%1 G").arg(value / 1e9, 0, 'f', 1);
  if (value >= 1e6) return QStringLiteral("%1 M").arg(value / 1e6, 0, 'f', 1);
  if (value >= 1e4) return QStringLiteral("%1 k").arg(value / 1e3, 0, 'f', 0);
  return QLocale::c().toString(qint64{count});
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
  if (judged_ != document.input->picture) {
    judged_ = document.input->picture;
    dark_on_light_ = looks_dark_on_light(*judged_);
  }
  wrong_polarity_ = dark_on_light_ && how().polarity == Polarity::light_on_dark;
  emit changed();
}

Preprocessing SourceModel::how() const {
  return workspace_ ? workspace_->document().input->preprocessing : Preprocessing{};
}

QString SourceModel::name() const {
  return workspace_ ? QString::fromStdString(workspace_->document().input->picture->name)
                    : QString{};
}

QString SourceModel::size() const {
  if (!workspace_) return {};
  const Picture& picture = *workspace_->document().input->picture;
  return QStringLiteral("%1 × %2").arg(picture.width()).arg(picture.height());
}

QString SourceModel::warning() const {
  if (!workspace_) return {};
  return QString::fromStdString(workspace_->document().input->picture->warning);
}

bool SourceModel::isDrawing() const {
  return workspace_ && workspace_->document().input->kind == Input::Kind::drawing;
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
  if (!workspace_ || how().fit != Fit::crop) return;
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
