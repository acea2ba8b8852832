#include "ui/train/layer_table.h"

#include <QVariantMap>
#include <algorithm>
#include <cmath>

#include "core/base/error.h"
#include "core/engine/cpu_backend.h"
#include "ui/controls/number_text.h"
#include "ui/window/numbers.h"

namespace fovea {
namespace {

constexpr int k_between_tells_ms = 500, k_between_counts_ms = 3000;
constexpr std::size_t k_examples = 64;
constexpr double k_least_exponent = -6;

/// Some of them, spread, as the network gets them: [n, C, H, W].
Tensor inputs_of(const TrainingTask& task, std::span<const std::int32_t> all) {
  const DataSet& set = *task.data;
  const std::size_t count = std::min(k_examples, all.size());
  Tensor batch(Shape{static_cast<std::int64_t>(count), set.channels, set.height, set.width});
  auto to = batch.mutable_values<float>().begin();
  const auto plane = static_cast<std::size_t>(set.height * set.width);
  for (std::size_t i = 0; i < count; ++i) {
    const auto pixels = set.example(all[i * all.size() / count]);
    for (std::size_t at = 0; at < pixels.size(); ++at) {
      const std::size_t c = at / plane;
      *to++ = static_cast<float>((pixels[at] * task.scaling.scale - task.scaling.mean[c]) /
                                 task.scaling.deviation[c]);
    }
  }
  return batch;
}

/// The layer whose weights make the units of a ReLU: back through what works unit by unit.
NodeId maker_of(const Graph& graph, NodeId relu) {
  NodeId node = relu;
  while (node != k_no_node) {
    node = graph.producer(graph.node(node).inputs[0]);
    if (node == k_no_node) break;
    const LayerKind kind = graph.node(node).op->kind;
    if (kind == LayerKind::convolution || kind == LayerKind::dense) return node;
    if (kind != LayerKind::normalisation) break;
  }
  return k_no_node;
}

QString words_of(Verdict verdict) {
  switch (verdict) {
    case Verdict::healthy:
      return LayerTable::tr("healthy");
    case Verdict::exploding:
      return LayerTable::tr("exploding");
    case Verdict::vanishing:
      return LayerTable::tr("vanishing");
    case Verdict::dead_units:
      return LayerTable::tr("dead units");
    default:
      return LayerTable::tr("not finite");
  }
}

}  // namespace

LayerTable::LayerTable(QObject* parent)
    : QObject(parent), worker_(this, count, [this](const Counted& counted) {
        dead_ = counted.dead;
        examples_ = counted.examples;
        refresh();
      }) {
  timer_.setSingleShot(true);
  timer_.setInterval(k_between_tells_ms);
  connect(&timer_, &QTimer::timeout, this, &LayerTable::refresh);
  count_timer_.setSingleShot(true);
  count_timer_.setInterval(k_between_counts_ms);
  connect(&count_timer_, &QTimer::timeout, this, &LayerTable::postCount);
}

void LayerTable::setModel(TrainModel* model) {
  if (model == model_) return;
  model_ = model;
  if (model_) {
    connect(model_, &TrainModel::changed, this, [this] {
      if (wanted_ && !timer_.isActive()) timer_.start();
    });
    connect(model_, &TrainModel::weightsChanged, this, [this] {
      if (wanted_ && !count_timer_.isActive()) count_timer_.start();
    });
    connect(model_, &TrainModel::runChanged, this, [this] {
      dead_.clear();
      examples_ = 0;
      refresh();
    });
  }
  emit modelChanged();
  refresh();
}

void LayerTable::setWanted(bool wanted) {
  if (wanted == wanted_) return;
  wanted_ = wanted;
  emit wantedChanged();
  if (wanted_) {
    refresh();
    postCount();
  }
}

void LayerTable::postCount() {
  if (!model_ || !model_->hasRun() || !wanted_) return;
  if (model_->task().data) worker_.post({model_->shownGraph(), model_->task()});
}

LayerTable::Counted LayerTable::count(const Job& job) try {
  const auto& splits = job.task.splits;
  const Tensor input =
      inputs_of(job.task, splits.validation.empty() ? splits.training : splits.validation);
  const std::vector<Shape> shapes{input.shape()};
  const auto shaped = shape_graph(job.graph, shapes);
  const std::size_t nodes = job.graph.nodes().size(), values = job.graph.value_count();
  std::vector<char> dirty(nodes, 1), watched(values, 1);
  std::vector<Tensor> held(values);
  std::vector<double> times(nodes);
  held[static_cast<std::size_t>(job.graph.structure().inputs[0].value)] = input;
  const CancelToken cancel;
  make_cpu_backend(1)->plan(shaped)->run({job.graph, dirty, watched, held, times, cancel});
  Counted counted{.dead = {}, .examples = static_cast<int>(input.shape()[0])};
  for (std::size_t i = 0; i < nodes; ++i) {
    const Node& node = job.graph.nodes()[i];
    if (node.op->name != "Relu") continue;
    const NodeId maker = maker_of(job.graph, static_cast<NodeId>(i));
    const Tensor& made = held[static_cast<std::size_t>(node.outputs[0])];
    if (maker != k_no_node && !made.empty()) counted.dead.push_back({maker, dead_share(made)});
  }
  return counted;
} catch (const Error&) {
  return {};  // a network of one example at a time: nobody counts then
}

void LayerTable::refresh() {
  rows_.clear();
  if (model_ && model_->lastStep()) {
    const Graph& graph = model_->shownGraph();
    for (const LayerHealth& it : judge(graph, *model_->lastStep(), dead_)) {
      const bool has_dead =
          std::ranges::any_of(dead_, [&](const DeadUnits& dead) { return dead.node == it.node; });
      const double exponent = it.update_ratio > 0 ? std::log10(it.update_ratio) : k_least_exponent;
      rows_ << QVariantMap{
          {"name", QString::fromStdString(graph.node(it.node).name)},
          {"gradient", number_text(it.gradient_norm, 2)},
          {"ratio", number_text(it.update_ratio, 2)},
          {"place",
           it.update_ratio > 0 ? std::clamp(1 - exponent / k_least_exponent, 0.0, 1.0) : -1.0},
          {"dead",
           has_dead ? tr("%1\u202f%").arg(number_string(100 * it.dead_share, 0)) : QString()},
          {"verdict", words_of(it.verdict)},
          {"advice", QString::fromStdString(it.advice)},
          {"well", it.verdict == Verdict::healthy}};
    }
  }
  emit changed();
}

}  // namespace fovea
