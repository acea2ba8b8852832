#include "ui/kernel/slide_settings.h"

#include <algorithm>

namespace fovea {
namespace {

constexpr std::int64_t k_most_stride = 8, k_most_dilation = 16, k_most_listed_padding = 4;
constexpr int k_settings = 6;

const char* k_names[] = {QT_TRANSLATE_NOOP("fovea::SlideSettings", "Stride"),
                         QT_TRANSLATE_NOOP("fovea::SlideSettings", "Padding"),
                         QT_TRANSLATE_NOOP("fovea::SlideSettings", "Dilation"),
                         QT_TRANSLATE_NOOP("fovea::SlideSettings", "Groups"),
                         QT_TRANSLATE_NOOP("fovea::SlideSettings", "Border"),
                         QT_TRANSLATE_NOOP("fovea::SlideSettings", "Mode")};

const char* k_help[] = {
    QT_TRANSLATE_NOOP("fovea::SlideSettings",
                      "How far the window goes from one place to the next."),
    QT_TRANSLATE_NOOP(
        "fovea::SlideSettings",
        "How much is added around the input, so that the window can stand at its edges."),
    QT_TRANSLATE_NOOP(
        "fovea::SlideSettings",
        "How far apart the inputs under neighbouring cells are: 2 leaves out every other one."),
    QT_TRANSLATE_NOOP(
        "fovea::SlideSettings",
        "Into how many groups the input maps are divided; a unit reads those of its own group."),
    QT_TRANSLATE_NOOP("fovea::SlideSettings", "What the padding holds."),
    QT_TRANSLATE_NOOP("fovea::SlideSettings",
                      "Networks apply the kernel as it is drawn and call that convolution; it is "
                      "cross-correlation. The convolution of mathematics turns it by half first.")};

QString pair_text(const std::array<std::int64_t, 2>& values) {
  if (values[0] == values[1]) return QString::number(values[0]);
  return QStringLiteral("%1, %2").arg(values[0]).arg(values[1]);
}

QString name_of(Border border) {
  switch (border) {
    case Border::zero:
      return SlideSettings::tr("zeros");
    case Border::reflect:
      return SlideSettings::tr("reflect");
    case Border::replicate:
      return SlideSettings::tr("replicate");
    case Border::wrap:
      return SlideSettings::tr("wrap");
  }
  return {};
}

QString detail_of(Border border) {
  switch (border) {
    case Border::zero:
      return SlideSettings::tr("nothing: 0 everywhere");
    case Border::reflect:
      return SlideSettings::tr("the input mirrored at its edge");
    case Border::replicate:
      return SlideSettings::tr("the edge again and again");
    case Border::wrap:
      return SlideSettings::tr("the input from its other side");
  }
  return {};
}

}  // namespace

void SlideSettings::setModel(SlideModel* model) {
  if (model == model_) return;
  model_ = model;
  connect(model, &SlideModel::changed, this, &SlideSettings::refresh);
  emit modelChanged();
  refresh();
}

SlideSettings::State SlideSettings::state() const {
  const KernelBench& bench = *model_->bench();
  const Slide& slide = *model_->slide();
  State state{.layer = settings_of(slide), .border = slide.border, .flip = slide.flip};
  if (bench.isOnPicture()) {
    const PictureFilter& filter = bench.workspace()->document().filter;
    state = {.layer = {.stride = filter.stride,
                       .dilation = filter.dilation,
                       .pads = filter.pads,
                       .groups = slide.groups},
             .padding = filter.padding,
             .border = filter.border,
             .flip = filter.flip};
    return padded(state);
  }
  if (const auto& trial = model_->source().trial())
    state = {.layer = trial->settings, .border = trial->border, .flip = trial->flip};
  State same = state;
  same.padding = PaddingRule::same;
  if (state.layer.pads == std::array<std::int64_t, 4>{})
    state.padding = PaddingRule::valid;
  else if (padded(same).layer.pads == state.layer.pads)
    state.padding = PaddingRule::same;
  return state;
}

SlideSettings::State SlideSettings::padded(State state) const {
  const Slide& slide = *model_->slide();
  PictureFilter filter;
  filter.kernel = Tensor(Shape{slide.windows[0].kernel, slide.windows[1].kernel});
  filter.stride = state.layer.stride;
  filter.dilation = state.layer.dilation;
  filter.padding = state.padding;
  filter.pads = state.layer.pads;
  state.layer.pads = pads_of(filter, slide.input.shape()[1], slide.input.shape()[2]);
  return state;
}

QString SlideSettings::refusalOf(const State& state) const {
  const Slide& slide = *model_->slide();
  const auto& pads = state.layer.pads;
  for (std::size_t axis = 0; axis < 2; ++axis) {
    const std::int64_t extent = slide.input.shape()[axis + 1];
    const Window window{.kernel = slide.windows[axis].kernel,
                        .stride = state.layer.stride[axis],
                        .dilation = state.layer.dilation[axis],
                        .pad_begin = pads[axis],
                        .pad_end = pads[axis + 2]};
    if (window.positions(extent) < 1)
      return tr("a window of %1 does not fit into %2 + %3")
          .arg(window.span())
          .arg(extent)
          .arg(pads[axis] + pads[axis + 2]);
    if (state.border == Border::reflect && std::max(pads[axis], pads[axis + 2]) >= extent)
      return tr("a mirror shows at most %1 of %2").arg(extent - 1).arg(extent);
  }
  return {};
}

std::vector<SlideSettings::Choice> SlideSettings::strideChoices() const {
  std::vector<Choice> choices;
  for (std::int64_t stride = 1; stride <= k_most_stride; ++stride) {
    State state = this->state();
    state.layer.stride = {stride, stride};
    state = padded(state);
    choices.push_back({QString::number(stride), {}, state, refusalOf(state)});
  }
  return choices;
}

std::vector<SlideSettings::Choice> SlideSettings::dilationChoices() const {
  std::vector<Choice> choices;
  const Slide& slide = *model_->slide();
  const bool single = slide.windows[0].kernel == 1 && slide.windows[1].kernel == 1;
  for (std::int64_t dilation = 1; dilation <= k_most_dilation; ++dilation) {
    State state = this->state();
    state.layer.dilation = {dilation, dilation};
    state = padded(state);
    const QString refusal = single && dilation > 1
                                ? tr("a single cell has no neighbours to be apart from")
                                : refusalOf(state);
    choices.push_back({QString::number(dilation), {}, state, refusal});
  }
  return choices;
}

std::vector<SlideSettings::Choice> SlideSettings::paddingChoices() const {
  std::vector<Choice> choices;
  const auto add = [&](PaddingRule rule, std::int64_t pad, const QString& detail) {
    State state = this->state();
    state.padding = rule;
    state.layer.pads = {pad, pad, pad, pad};
    state = padded(state);
    const auto& pads = state.layer.pads;
    const bool even = pads[0] == pads[1] && pads[0] == pads[2] && pads[0] == pads[3];
    const QString number = even ? QString::number(pads[0]) : tr("uneven");
    const QString text = rule == PaddingRule::valid  ? tr("valid (0)")
                         : rule == PaddingRule::same ? tr("same (%1)").arg(number)
                                                     : number;
    choices.push_back({text, detail, state, refusalOf(state)});
  };
  add(PaddingRule::valid, 0, tr("none: the window stays inside"));
  add(PaddingRule::same, 0, tr("as much as keeps the size (at stride 1)"));
  for (std::int64_t pad = 1; pad <= k_most_listed_padding; ++pad)
    add(PaddingRule::given, pad, tr("on each side"));
  choices.push_back({tr("each side…"), tr("top, left, bottom, right"), state(), {}});
  return choices;
}

std::vector<SlideSettings::Choice> SlideSettings::groupChoices() const {
  std::vector<Choice> choices;
  const Slide& slide = *model_->slide();
  const bool on_picture = model_->bench()->isOnPicture();
  for (std::int64_t groups = 1; groups <= slide.inputs(); ++groups) {
    if (slide.inputs() % groups != 0) continue;
    State state = this->state();
    state.layer.groups = groups;
    const bool fits = on_picture || slide.units() % groups == 0;
    const QString detail = groups == 1 ? tr("each unit reads all input maps")
                           : groups == slide.inputs()
                               ? tr("each unit reads one input map: depthwise")
                               : tr("each unit reads %1 input maps").arg(slide.inputs() / groups);
    choices.push_back(
        {QString::number(groups), detail, state,
         fits ? QString()
              : tr("%1 units cannot be divided into %2 groups").arg(slide.units()).arg(groups)});
  }
  if (choices.size() == 1)
    choices.push_back({QStringLiteral("2"), {}, state(), tr("one input map cannot be divided")});
  return choices;
}

std::vector<SlideSettings::Choice> SlideSettings::borderChoices() const {
  std::vector<Choice> choices;
  for (const Border border : {Border::zero, Border::reflect, Border::replicate, Border::wrap}) {
    State state = this->state();
    state.border = border;
    choices.push_back({name_of(border), detail_of(border), state, refusalOf(state)});
  }
  return choices;
}

std::vector<SlideSettings::Choice> SlideSettings::modeChoices() const {
  State as_drawn = state(), turned = state();
  as_drawn.flip = false;
  turned.flip = true;
  return {{tr("correlation"), tr("the kernel as it is drawn, as networks do it"), as_drawn, {}},
          {tr("convolution"), tr("the kernel turned by half, as mathematics does it"), turned, {}}};
}

std::vector<SlideSettings::Choice> SlideSettings::choicesOf(Setting setting) const {
  switch (setting) {
    case Stride:
      return strideChoices();
    case Padding:
      return paddingChoices();
    case Dilation:
      return dilationChoices();
    case Groups:
      return groupChoices();
    case BorderRule:
      return borderChoices();
    case Mode:
      return modeChoices();
  }
  return {};
}

int SlideSettings::currentOf(Setting setting, const std::vector<Choice>& choices) const {
  const State now = state();
  const auto same = [&](const Choice& choice) {
    const State& it = choice.state;
    if (!choice.refusal.isEmpty()) return false;
    if (setting == Padding && now.padding != PaddingRule::given) return it.padding == now.padding;
    return it.layer == now.layer && it.border == now.border && it.flip == now.flip &&
           (setting != Padding || it.padding == now.padding);
  };
  const auto found = std::ranges::find_if(choices, same);
  return found == choices.end() ? -1 : static_cast<int>(found - choices.begin());
}

QString SlideSettings::textOf(Setting setting) const {
  const State now = state();
  switch (setting) {
    case Stride:
      return pair_text(now.layer.stride);
    case Dilation:
      return pair_text(now.layer.dilation);
    case Groups:
      return QString::number(now.layer.groups);
    case BorderRule:
      return name_of(now.border);
    case Mode:
      return now.flip ? tr("convolution") : tr("correlation");
    case Padding:
      break;
  }
  const auto choices = paddingChoices();
  const int current = currentOf(Padding, choices);
  if (current >= 0 && current + 1 < static_cast<int>(choices.size()))
    return choices[static_cast<std::size_t>(current)].text;
  const auto& pads = now.layer.pads;
  return QStringLiteral("%1, %2, %3, %4").arg(pads[0]).arg(pads[1]).arg(pads[2]).arg(pads[3]);
}

QVariantList SlideSettings::settings() const {
  QVariantList rows;
  if (!model_ || !model_->slide()) return rows;
  for (int i = 0; i < k_settings; ++i) {
    const auto setting = static_cast<Setting>(i);
    const std::vector<Choice> choices = choicesOf(setting);
    QVariantList listed;
    for (const Choice& choice : choices)
      listed << QVariantMap{{"text", choice.text},
                            {"detail", choice.detail},
                            {"enabled", choice.refusal.isEmpty()},
                            {"reason", choice.refusal}};
    rows << QVariantMap{{"name", tr(k_names[i])},
                        {"help", tr(k_help[i])},
                        {"text", textOf(setting)},
                        {"current", currentOf(setting, choices)},
                        {"choices", listed}};
  }
  return rows;
}

QVariantList SlideSettings::pads() const {
  if (!model_ || !model_->slide()) return {0, 0, 0, 0};
  QVariantList list;
  for (const std::int64_t pad : state().layer.pads) list << static_cast<int>(pad);
  return list;
}

int SlideSettings::mostPadding() const {
  if (!model_ || !model_->slide()) return 0;
  const Shape& shape = model_->slide()->input.shape();
  std::int64_t most = PictureFilter::k_most_padding;
  if (state().border == Border::reflect) most = std::min({most, shape[1] - 1, shape[2] - 1});
  return static_cast<int>(most);
}

void SlideSettings::choose(int setting, int index) {
  if (!model_ || !model_->slide() || setting < 0 || setting >= k_settings) return;
  const std::vector<Choice> choices = choicesOf(static_cast<Setting>(setting));
  if (index < 0 || index >= static_cast<int>(choices.size())) return;
  const Choice& choice = choices[static_cast<std::size_t>(index)];
  if (!choice.refusal.isEmpty()) return;
  if (setting == Padding && index + 1 == static_cast<int>(choices.size())) {
    emit sidesWanted();
    return;
  }
  apply(choice.state, tr("%1 %2").arg(tr(k_names[setting]).toLower(), choice.text));
}

void SlideSettings::setPad(int side, int value) {
  if (!model_ || !model_->slide() || side < 0 || side > 3) return;
  State next = state();
  next.padding = PaddingRule::given;
  next.layer.pads[static_cast<std::size_t>(side)] = std::clamp(value, 0, mostPadding());
  if (refusalOf(next).isEmpty()) apply(next, tr("padding"));
}

void SlideSettings::apply(const State& next, const QString& label) {
  if (model_->bench()->isOnPicture()) {
    PictureFilter filter = model_->bench()->workspace()->document().filter;
    filter.stride = next.layer.stride;
    filter.dilation = next.layer.dilation;
    filter.padding = next.padding;
    filter.pads = next.layer.pads;
    filter.border = next.border;
    filter.flip = next.flip;
    filter.summed = filter.colour && next.layer.groups == 1;
    return model_->bench()->setFilter(filter, label);
  }
  const std::optional<Slide> own = model_->source().own();
  const Trial trial{.settings = next.layer, .border = next.border, .flip = next.flip};
  const bool is_own =
      own &&
      trial == Trial{.settings = settings_of(*own), .border = own->border, .flip = own->flip};
  model_->source().setTrial(is_own ? std::nullopt : std::optional(trial));
}

void SlideSettings::endTrial() { model_->source().setTrial(std::nullopt); }

bool SlideSettings::isTrying() const {
  return model_ && model_->bench() && !model_->bench()->isOnPicture() &&
         model_->source().trial().has_value();
}

void SlideSettings::refresh() {
  consequence_.clear();
  const auto place = model_ && isTrying() ? model_->bench()->place() : std::nullopt;
  if (place) {
    const Consequence what = consequence_of(*model_->bench()->workspace()->shaped(), place->conv,
                                            model_->source().trial()->settings);
    const QString node = QString::fromStdString(what.node);
    const QString detail = QString::fromStdString(what.detail);
    if (what.kind == Consequence::Kind::broken)
      consequence_ = tr("With these settings the network could not go on: %1.").arg(detail);
    else if (what.kind == Consequence::Kind::resized && node.isEmpty())
      consequence_ = tr("No later layer would change its size.");
    else if (what.kind == Consequence::Kind::resized)
      consequence_ = tr("Later layers would change their sizes, first %1: %2.").arg(node, detail);
    else
      consequence_ = tr("All sizes stay; later layers would get other values.");
  }
  emit changed();
}

}  // namespace fovea
