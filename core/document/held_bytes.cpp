#include "core/document/held_bytes.h"

namespace fovea {
namespace {

template <typename Visit>
void for_each_tensor(const Document& document, Visit visit) {
  const Network& network = document.network;
  for (const Graph* graph : {&network.origin->model.graph, &network.graph, &network.computed}) {
    for (const Tensor& weight : graph->weights()) visit(weight);
  }
  visit(document.input->picture->pixels);
}

}  // namespace

void HeldBytes::add(const Document& document) {
  for_each_tensor(document, [this](const Tensor& tensor) { hold(tensor); });
}

void HeldBytes::remove(const Document& document) {
  for_each_tensor(document, [this](const Tensor& tensor) { release(tensor); });
}

void HeldBytes::hold(const Tensor& tensor) {
  if (tensor.empty()) return;
  if (holders_[tensor.identity()]++ == 0) bytes_ += static_cast<std::int64_t>(tensor.bytes());
}

void HeldBytes::release(const Tensor& tensor) {
  if (tensor.empty()) return;
  const auto found = holders_.find(tensor.identity());
  if (--found->second > 0) return;
  bytes_ -= static_cast<std::int64_t>(tensor.bytes());
  holders_.erase(found);
}

}  // namespace fovea
