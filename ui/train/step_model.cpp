#include "ui/train/step_model.h"

#include <algorithm>
#include <cmath>

#include "core/base/error.h"
#include "core/document/answer.h"
#include "core/document/kernel_place.h"
#include "core/document/unit_view.h"
#include "core/train/schedule.h"
#include "ui/controls/number_text.h"
#include "ui/train/step_numbers.h"
#include "ui/window/numbers.h"

namespace fovea {
namespace {

constexpr int k_rest_ms = 120;

/// Rows × columns as float32, whatever the rank; empty for an empty one.
Tensor plane_of(const Tensor& wide, std::int64_t first, std::int64_t rows, std::int64_t columns) {
  if (wide.empty()) return {};
  Tensor plane(Shape{rows, columns});
  const auto from = wide.values<double>().subspan(static_cast<std::size_t>(first));
  auto to = plane.mutable_values<float>();
  for (std::size_t i = 0; i < to.size(); ++i) to[i] = static_cast<float>(from[i]);
  return plane;
}

/// A map, a kernel slice or a row of weights, as near to a square as it comes.
Tensor flat_plane(const Tensor& wide) {
  if (wide.empty()) return {};
  const std::int64_t count = wide.elements();
  if (wide.shape().rank() == 2) return plane_of(wide, 0, wide.shape()[0], wide.shape()[1]);
  const auto rows = static_cast<std::int64_t>(std::sqrt(static_cast<double>(count)));
  return count % rows == 0 ? plane_of(wide, 0, rows, count / rows) : plane_of(wide, 0, 1, count);
}

/// The unit's own plane of a value [1, C, H, W].
Tensor unit_plane(const WideValues& values, ValueId id, std::int64_t unit) {
  const Tensor& value = values[static_cast<std::size_t>(id)];
  if (value.empty()) return {};
  const UnitView view = unit_view(value.shape());
  return plane_of(value, unit * view.rows * view.columns, view.rows, view.columns);
}

/// Layers after `node` that hand the gradient of the unit on to some positions only.
QVariantList routes_after(const Graph& graph, const OneStep& step, NodeId node, std::int64_t unit) {
  QVariantList routes;
  while (true) {
    const ValueId made = graph.node(node).outputs[0];
    const auto& readers = graph.structure().consumers[static_cast<std::size_t>(made)];
    if (readers.size() != 1) return routes;
    node = readers.front();
    const std::vector<std::int64_t> way = routing(graph, step.values, node, unit);
    if (way.empty()) return routes;
    const Tensor input = unit_plane(step.values, made, unit);
    Tensor passed(input.shape());
    const auto marks = passed.mutable_values<float>();
    std::ranges::fill(marks, 0.F);
    for (const std::int64_t to : way)
      if (to >= 0) marks[static_cast<std::size_t>(to)] = 1;
    const auto count = static_cast<qint64>(std::ranges::count(marks, 1.F));
    routes << QVariantMap{
        {"name", QString::fromStdString(graph.node(node).name)},
        {"input", QVariant::fromValue(input)},
        {"passed", QVariant::fromValue(passed)},
        {"gradient", QVariant::fromValue(unit_plane(step.gradients, made, unit))},
        {"text", StepModel::tr("%1 of %2 positions get the gradient")
                     .arg(count_text(count), count_text(static_cast<qint64>(marks.size())))}};
  }
}

}  // namespace

StepModel::StepModel(QObject* parent)
    : QObject(parent), worker_(this, explain, [this](const Shown& shown) {
        shown_ = shown;
        slice_ = std::clamp(slice_, 0, std::max(0, slices() - 1));
        emit changed();
      }) {
  timer_.setSingleShot(true);
  timer_.setInterval(k_rest_ms);
  connect(&timer_, &QTimer::timeout, this, &StepModel::post);
}

void StepModel::setModel(TrainModel* model) {
  if (model == model_) return;
  model_ = model;
  if (model_) {
    connect(model_, &TrainModel::weightsChanged, this, &StepModel::wish);
    connect(model_->settings(), &RunSettings::changed, this, &StepModel::wish);
    connect(model_, &TrainModel::frameChanged, this, &StepModel::wish);
    connect(model_, &TrainModel::selectionChanged, this, &StepModel::wish);
  }
  emit modelChanged();
  wish();
}

void StepModel::setWanted(bool wanted) {
  if (wanted == wanted_) return;
  wanted_ = wanted;
  emit wantedChanged();
  wish();
}

void StepModel::setLabel(int label) {
  label_ = label;
  wish();
}

void StepModel::setSlice(int slice) {
  slice_ = std::clamp(slice, 0, std::max(0, slices() - 1));
  emit changed();
}

void StepModel::wish() {
  if (wanted_ && !timer_.isActive()) timer_.start();
}

void StepModel::post() {
  Workspace* workspace = model_ ? model_->workspace() : nullptr;
  if (!wanted_ || workspace == nullptr || !model_->hasRun()) return;
  const Document& document = workspace->document();
  const auto frame = workspace->frame();
  const Graph& graph = document.network.graph;
  if (!frame || !same_structure(frame->graph, graph)) return;
  const auto place = kernel_place(document);
  NodeId node = place ? place->conv : k_no_node;
  std::int64_t unit = place ? place->unit : 0;
  const Selection& selection = document.selection;
  const NodeId selected =
      selection.value == k_no_value ? k_no_node : graph.producer(selection.value);
  if (selected != k_no_node && unit_count(graph, selected) > 0) {
    node = selected;
    unit = std::max<std::int64_t>(0, selection.unit);
  }
  const Answer answer = answer_of(*document.network.origin, *frame);
  const int truth = workspace->notes()->truth();
  int label = label_ >= 0 ? label_ : truth;
  if (label < 0 && !answer.empty()) label = static_cast<int>(answer.top(1).front());
  worker_.post({.graph = graph,
                .question = {.input = frame->value(graph.structure().inputs[0].value),
                             .label = std::max(label, 0),
                             .node = node,
                             .unit = unit},
                .settings = model_->settings()->value(),
                .timeline = model_->isHidden() ? nullptr : model_->timeline(),
                .step = model_->shownMetrics().step,
                .epoch = model_->shownEpoch()});
}

StepModel::Shown StepModel::explain(const Job& job) {
  Shown shown{.step = {},
              .sentence = {},
              .routes = {},
              .node = job.question.node,
              .unit = job.question.unit,
              .label = job.question.label,
              .optimiser = job.settings.optimiser,
              .at = {}};
  if (shown.node == k_no_node) {
    shown.sentence = tr("This network has no layer with weights of its own to look at.");
    return shown;
  }
  try {
    const auto moment = job.timeline ? job.timeline->at(job.step) : nullptr;
    const Graph& graph = moment ? moment->state.graph : job.graph;
    if (moment) shown.at = moment->state.step;
    StepQuestion question = job.question;
    question.moment = moment;
    question.learning_rate = shown.rate =
        learning_rate(job.settings, moment ? moment->metrics.epoch : job.epoch);
    shown.step = one_step(graph, question, job.settings);
    shown.routes = routes_after(graph, *shown.step, shown.node, shown.unit);
  } catch (const Error& error) {
    shown.sentence = QString::fromStdString(error.sentence());
  } catch (const std::bad_alloc&) {
    shown.sentence = tr("There is not enough memory to explain a step of this network.");
  }
  return shown;
}

QString StepModel::unitName() const {
  if (!model_ || !model_->workspace()) return {};
  const Graph& graph = model_->workspace()->document().network.graph;
  if (shown_.node == k_no_node || static_cast<std::size_t>(shown_.node) >= graph.nodes().size())
    return {};
  return tr("%1, unit %2")
      .arg(QString::fromStdString(graph.node(shown_.node).name))
      .arg(shown_.unit);
}

QStringList StepModel::classes() const {
  QStringList names;
  if (!model_ || !model_->workspace()) return names;
  for (const std::string& name : model_->workspace()->document().network.origin->classes)
    names << QString::fromStdString(name);
  return names;
}

QVariant StepModel::map() const {
  return shown_.step ? QVariant::fromValue(flat_plane(shown_.step->map)) : QVariant();
}

QVariant StepModel::mapGradient() const {
  return shown_.step ? QVariant::fromValue(flat_plane(shown_.step->map_gradient)) : QVariant();
}

const SliceStep* StepModel::kernelStep() const {
  return shown_.step && !shown_.step->slices.empty() ? &shown_.step->slices.front() : nullptr;
}

/// The bias has no axes left.
const SliceStep* StepModel::biasStep() const {
  if (!shown_.step || shown_.step->slices.size() < 2) return nullptr;
  const SliceStep& last = shown_.step->slices.back();
  return last.before.elements() == 1 ? &last : nullptr;
}

int StepModel::slices() const {
  if (kernelStep() == nullptr) return 0;
  const Shape& shape = kernelStep()->before.shape();
  return shape.rank() == 3 ? static_cast<int>(shape[0]) : 1;
}

int StepModel::weights() const {
  return slices() == 0 ? 0 : static_cast<int>(kernelStep()->before.elements() / slices());
}

std::size_t StepModel::firstOfSlice() const {
  return static_cast<std::size_t>(slice_) * static_cast<std::size_t>(weights());
}

int StepModel::weight() const {
  if (weights() == 0) return 0;
  if (weight_ >= 0) return std::min(weight_, weights() - 1);
  const auto updates = kernelStep()->update.values<double>().subspan(
      firstOfSlice(), static_cast<std::size_t>(weights()));
  const auto most = std::ranges::max_element(updates, {}, [](double x) { return std::abs(x); });
  return static_cast<int>(most - updates.begin());
}

void StepModel::setWeight(int weight) {
  weight_ = std::clamp(weight, 0, std::max(0, weights() - 1));
  emit changed();
}

QVariant StepModel::kernel(Tensor SliceStep::*part) const {
  if (slices() == 0) return {};
  const Tensor& whole = kernelStep()->*part;
  if (whole.shape().rank() != 3) return QVariant::fromValue(flat_plane(whole));
  const std::int64_t rows = whole.shape()[1], columns = whole.shape()[2];
  return QVariant::fromValue(plane_of(whole, slice_ * rows * columns, rows, columns));
}

qreal StepModel::kernelLimit() const {
  if (slices() == 0) return 0;
  double most = 0;
  for (const auto part : {&SliceStep::before, &SliceStep::after})
    for (const double value : (shown_.step->slices.front().*part).values<double>())
      most = std::max(most, std::abs(value));
  return most;
}

QString StepModel::lossText() const {
  return shown_.step ? number_text(shown_.step->loss, 4) : QString();
}

QString StepModel::lossAfterUnitText() const {
  return shown_.step ? number_text(shown_.step->loss_after_unit, 4) : QString();
}

QString StepModel::lossAfterAllText() const {
  return shown_.step ? number_text(shown_.step->loss_after_all, 4) : QString();
}

QString StepModel::probabilityText() const {
  if (!shown_.step) return {};
  const auto at = static_cast<std::size_t>(shown_.label);
  if (at >= shown_.step->probabilities.size()) return {};
  return number_text(shown_.step->probabilities[at], 3);
}

QString StepModel::mapText() const {
  if (!shown_.step) return {};
  const auto values = shown_.step->map.values<double>();
  return tr("%1 to %2")
      .arg(number_text(*std::ranges::min_element(values), 3),
           number_text(*std::ranges::max_element(values), 3));
}

QString StepModel::gradientText() const {
  return shown_.step ? number_text(shown_.step->gradient_norm, 3) : QString();
}

QString StepModel::optimiserText() const { return optimiser_words(shown_.optimiser); }

QString StepModel::rateText() const { return number_text(shown_.rate, 3); }

QString StepModel::momentText() const {
  return shown_.at ? tr("step %1").arg(count_text(*shown_.at)) : QString();
}

QString StepModel::memoryTitle() const {
  return slices() > 0 ? memory_title(shown_.optimiser) : QString();
}

QStringList StepModel::heads() const {
  return shown_.step ? step_heads(shown_.optimiser, *shown_.step) : QStringList();
}

QString StepModel::formula() const {
  return shown_.step ? step_formula(shown_.optimiser, *shown_.step, shown_.rate) : QString();
}

QString StepModel::weightName() const {
  const Shape& shape = kernelStep()->before.shape();
  if (shape.rank() != 3) return tr("weight %1").arg(weight() + 1);
  const int columns = static_cast<int>(shape[2]);
  return tr("row %1, column %2").arg(weight() / columns + 1).arg(weight() % columns + 1);
}

QVariantList StepModel::rows() const {
  QVariantList all;
  const auto add = [&](const QString& name, const SliceStep& slice, std::size_t element) {
    all << QVariantMap{{"name", name},
                       {"values", step_row(shown_.optimiser, *shown_.step, slice, element)}};
  };
  if (weights() > 0)
    add(weightName(), *kernelStep(), firstOfSlice() + static_cast<std::size_t>(weight()));
  if (biasStep() != nullptr) add(tr("bias"), *biasStep(), 0);
  return all;
}

}  // namespace fovea
