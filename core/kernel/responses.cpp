#include "core/kernel/responses.h"

#include "core/kernel/turns.h"

namespace fovea {

Tensor composed(const Tensor& first, const Tensor& second) {
  const std::int64_t rows1 = first.shape()[0], columns1 = first.shape()[1],
                     rows2 = second.shape()[0], columns2 = second.shape()[1];
  const std::int64_t rows = rows1 + rows2 - 1, columns = columns1 + columns2 - 1;
  std::vector<double> sums(static_cast<std::size_t>(rows * columns));
  for (std::int64_t cell = 0; cell < rows1 * columns1; ++cell) {
    const double by = first.floats()[static_cast<std::size_t>(cell)];
    const std::int64_t corner = cell / columns1 * columns + cell % columns1;
    for (std::int64_t row = 0; row < rows2; ++row) {
      const float* from = second.floats().data() + row * columns2;
      double* to = sums.data() + corner + row * columns;
      for (std::int64_t column = 0; column < columns2; ++column)
        to[column] += by * double{from[column]};
    }
  }
  Tensor result(Shape{rows, columns});
  std::ranges::transform(sums, result.mutable_values<float>().begin(),
                         [](double sum) { return static_cast<float>(sum); });
  return result;
}

Tensor impulse_response(const Tensor& kernel) { return turned_by_half(kernel); }

std::vector<double> step_response(const Tensor& kernel, Edge edge) {
  const Tensor along = edge == Edge::upright ? kernel : transposed(kernel);
  const auto columns = static_cast<std::size_t>(along.shape()[1]);
  const auto cells = along.floats();
  std::vector<double> response{0};
  for (std::size_t column = columns; column-- > 0;) {
    double sum = response.back();
    for (std::size_t cell = column; cell < cells.size(); cell += columns) sum += cells[cell];
    response.push_back(sum);
  }
  return response;
}

}  // namespace fovea
