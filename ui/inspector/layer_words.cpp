#include "ui/inspector/layer_words.h"

#include <QCoreApplication>
#include <QLocale>
#include <QStringList>

#include "core/base/error.h"
#include "core/document/edits.h"

namespace fovea {
namespace {

/// The context of this file's texts.
class Words {
  Q_DECLARE_TR_FUNCTIONS(Layers)
};

QString joined(std::span<const std::int64_t> extents) {
  QStringList parts;
  for (const std::int64_t extent : extents) parts << QString::number(extent);
  return parts.join(QStringLiteral(" × "));
}

/// "2" where all are the same, else "2 × 1".
QString brief(const std::vector<std::int64_t>& extents) {
  const bool same = std::ranges::all_of(extents, [&](auto e) { return e == extents.front(); });
  return same ? QString::number(extents.front()) : joined(extents);
}

bool slides(LayerKind kind) { return kind == LayerKind::convolution || kind == LayerKind::pooling; }

std::vector<std::int64_t> kernel_extents(const Graph& graph, const Node& node,
                                         const WindowAttributes& window) {
  if (!window.kernel.empty()) return window.kernel;
  if (node.op->kind != LayerKind::convolution || node.inputs.size() < 2) return {};
  const Shape& shape = graph.weight(node.inputs[1]).shape();
  std::vector<std::int64_t> extents;
  for (std::size_t axis = 2; axis < shape.rank(); ++axis) extents.push_back(shape[axis]);
  return extents;
}

/// "3 × 3, stride 2, padding 1, dilation 2"; empty where the node has no window.
QString window_text(const Graph& graph, const Node& node) {
  if (!slides(node.op->kind)) return {};
  const WindowAttributes window = WindowAttributes::parse(node.attributes);
  const auto kernel = kernel_extents(graph, node, window);
  if (kernel.empty()) return Words::tr("the whole map");
  QStringList parts{joined(kernel)};
  const auto stride = window.strides.empty() ? std::vector<std::int64_t>{1} : window.strides;
  parts << Words::tr("stride %1").arg(brief(stride));
  if (window.auto_pad == WindowAttributes::AutoPad::same_upper ||
      window.auto_pad == WindowAttributes::AutoPad::same_lower)
    parts << Words::tr("padded to the same size");
  else if (!window.pads.empty() && std::ranges::any_of(window.pads, [](auto p) { return p != 0; }))
    parts << Words::tr("padding %1").arg(brief(window.pads));
  if (!window.dilations.empty() && brief(window.dilations) != QLatin1String("1"))
    parts << Words::tr("dilation %1").arg(brief(window.dilations));
  return parts.join(QStringLiteral(", "));
}

QVariantMap row(const QString& name, const QString& value) {
  return {{QStringLiteral("name"), name}, {QStringLiteral("value"), value}};
}

QString sentence_of_kind(LayerKind kind) {
  switch (kind) {
    case LayerKind::convolution:
      return Words::tr(
          "Each unit slides its kernels over all input maps, multiplies, adds up and adds its bias "
          "(a cross-correlation: the kernel is not flipped).");
    case LayerKind::activation:
      return Words::tr("Bends each value by itself; without it, layers would fold into one.");
    case LayerKind::pooling:
      return Words::tr(
          "Keeps one value of each window of a map: the maps get smaller, what they say "
          "stays.");
    case LayerKind::normalisation:
      return Words::tr("Shifts and scales each map to a common range.");
    case LayerKind::dense:
      return Words::tr("Each unit weighs every input value, adds up and adds its bias.");
    case LayerKind::arithmetic:
      return Words::tr("Combines its inputs value by value or side by side.");
    case LayerKind::shape:
      return Words::tr("Moves values about without changing them.");
    case LayerKind::answer:
      return Words::tr("Turns the last values into shares that add up to 1.");
  }
  return {};
}

QString sentence_of(const Node& node) {
  if (node.op->name == "Relu") return Words::tr("Keeps what is above 0 and sets the rest to 0.");
  if (node.op->name == "MaxPool")
    return Words::tr(
        "Keeps the largest value of each window: the maps get smaller, what was found "
        "stays.");
  if (node.op->name == "AveragePool" || node.op->name == "GlobalAveragePool")
    return Words::tr("Keeps the mean of each window.");
  return sentence_of_kind(node.op->kind);
}

}  // namespace

QString kind_of_value(const Graph& graph, ValueId value) {
  const NodeId node = graph.producer(value);
  if (node == k_no_node) return QStringLiteral("input");
  switch (graph.node(node).op->kind) {
    case LayerKind::convolution:
      return QStringLiteral("convolution");
    case LayerKind::activation:
      return QStringLiteral("activation");
    case LayerKind::pooling:
      return QStringLiteral("pooling");
    case LayerKind::normalisation:
      return QStringLiteral("normalisation");
    case LayerKind::dense:
      return QStringLiteral("dense");
    case LayerKind::answer:
      return QStringLiteral("answer");
    case LayerKind::arithmetic:
    case LayerKind::shape:
      break;
  }
  return QStringLiteral("other");
}

QString kind_words(const Graph& graph, ValueId value) {
  const NodeId node = graph.producer(value);
  if (node == k_no_node) return Words::tr("input");
  switch (graph.node(node).op->kind) {
    case LayerKind::convolution:
      return Words::tr("convolution");
    case LayerKind::activation:
      return Words::tr("activation");
    case LayerKind::pooling:
      return Words::tr("pooling");
    case LayerKind::normalisation:
      return Words::tr("normalisation");
    case LayerKind::dense:
      return Words::tr("fully connected");
    case LayerKind::arithmetic:
      return Words::tr("arithmetic");
    case LayerKind::shape:
      return Words::tr("rearrangement");
    case LayerKind::answer:
      return Words::tr("answer");
  }
  return {};
}

QString shape_text(const Shape& shape) {
  std::vector<std::int64_t> extents;
  for (std::size_t axis = 0; axis < shape.rank(); ++axis)
    if (axis != 0 || shape.rank() < 2 || shape[0] != 1) extents.push_back(shape[axis]);
  return joined(extents);
}

QString layer_sentence(const Graph& graph, ValueId value) {
  const NodeId node = graph.producer(value);
  if (node == k_no_node)
    return Words::tr("What the network is shown: the picture after the steps on the left.");
  return sentence_of(graph.node(node));
}

QString unit_sentence(const Graph& graph, const Unit& unit) {
  const std::int64_t slices = slice_count(graph, unit.node);
  const Node& node = graph.node(unit.node);
  if (slices == 0) return sentence_of(node);
  const Tensor cells = kernel_of(graph, {unit, 0});
  const bool has_bias = bias_of(graph, unit).has_value();
  const QString plus = has_bias ? Words::tr(", plus a bias") : QString{};
  if (node.op->kind == LayerKind::normalisation) return Words::tr("Scales and shifts one map.");
  if (node.op->kind != LayerKind::convolution)
    return Words::tr("%1 weights, one for each input value%2")
        .arg(QLocale::c().toString(cells.elements()), plus);
  std::vector<std::int64_t> extents;
  for (std::size_t axis = 0; axis < cells.shape().rank(); ++axis)
    extents.push_back(cells.shape()[axis]);
  if (slices == 1) return Words::tr("One kernel of %1%2").arg(joined(extents), plus);
  return Words::tr("%1 kernels of %2, one for each input map%3")
      .arg(QString::number(slices), joined(extents), plus);
}

QVariantList layer_facts(const ShapedGraph& shaped, ValueId value, bool details) {
  QVariantList rows{row(Words::tr("Shape"), shape_text(shaped.shape(value)))};
  const NodeId node = shaped.graph.producer(value);
  if (node != k_no_node) {
    try {
      const QString window = window_text(shaped.graph, shaped.graph.node(node));
      if (!window.isEmpty()) rows << row(Words::tr("Window"), window);
    } catch (const Error&) {
      // The graph was accepted, so its window is described by its shape alone.
    }
  }
  const ReceptiveField& field = shaped.fields[static_cast<std::size_t>(value)];
  if (node != k_no_node && field.size() == 2)
    rows << row(Words::tr("Sees"),
                Words::tr("%1 × %2 of the input").arg(field[0].size).arg(field[1].size));
  if (details && node != k_no_node) {
    const NodeCost& cost = shaped.costs[static_cast<std::size_t>(node)];
    rows << row(Words::tr("Parameters"), QLocale::c().toString(qint64{cost.params}));
    rows << row(Words::tr("Multiply-adds"), QLocale::c().toString(qint64{cost.macs}));
  }
  return rows;
}

}  // namespace fovea
