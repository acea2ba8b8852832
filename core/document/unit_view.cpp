#include "core/document/unit_view.h"

#include "core/base/text.h"

namespace fovea {

UnitView unit_view(const Shape& shape) {
  const std::size_t rank = shape.rank();
  if (rank == 0) return {.units = 1};
  if (rank <= 2) return {.units = shape[rank - 1]};
  return {.units = shape[1], .rows = shape.elements(2, rank - 1), .columns = shape[rank - 1]};
}

std::span<const float> unit_values(const Tensor& tensor, std::int64_t unit) {
  if (tensor.empty() || tensor.type() != ElementType::float32) return {};
  const UnitView view = unit_view(tensor.shape());
  if (unit >= view.units) return {};
  const std::int64_t size = view.rows * view.columns;
  if (unit < 0) return tensor.floats().first(static_cast<std::size_t>(view.units * size));
  return tensor.floats().subspan(static_cast<std::size_t>(unit * size),
                                 static_cast<std::size_t>(size));
}

Box unit_box(const Shape& shape, std::int64_t unit, std::int64_t row, std::int64_t column) {
  const std::size_t rank = shape.rank();
  Box box(rank);
  for (std::size_t axis = 0; axis < rank; ++axis) box[axis] = {0, shape[axis]};
  if (rank == 0) return box;
  if (rank > 1) box[0] = {0, 1};
  box[rank == 1 ? 0 : 1] = {unit, unit + 1};
  if (rank < 3 || row < 0) return box;
  box[rank - 1] = {column, column + 1};
  for (std::size_t axis = rank - 2; axis >= 2; --axis) {
    box[axis] = {row % shape[axis], row % shape[axis] + 1};
    row /= shape[axis];
  }
  return box;
}

MapArea map_area(const Shape& shape, const Box& box) {
  const std::size_t rank = shape.rank();
  if (rank == 0) return {{0, 1}, {0, 1}, {0, 1}};
  if (rank <= 2) return {{0, 1}, {0, 1}, box[rank - 1]};
  MapArea area{{0, 1}, box[rank - 1], box[1]};
  std::int64_t first = 0, last = 0;
  for (std::size_t axis = 2; axis + 1 < rank; ++axis) {
    first = first * shape[axis] + box[axis].first;
    last = last * shape[axis] + box[axis].last - 1;
  }
  if (rank > 3) area.rows = {first, last + 1};
  return area;
}

namespace {

/// Nobody reads more of a name, and a line has no room for it.
constexpr std::size_t k_most_label = 48;

std::string shortened(std::string label) {
  if (label.size() <= k_most_label) return label;
  std::size_t end = k_most_label;
  while (end > 0 && (static_cast<unsigned char>(label[end]) & 0xc0U) == 0x80U) --end;
  return label.substr(0, end) + "…";
}

}  // namespace

std::string value_label(const Graph& graph, ValueId value) {
  const NodeId producer = graph.producer(value);
  if (producer == k_no_node || graph.node(producer).name.empty())
    return shortened(printable(graph.name_of(value)));
  return shortened(printable(graph.node(producer).name));
}

}  // namespace fovea
