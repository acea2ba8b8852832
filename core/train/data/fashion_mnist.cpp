#include "core/train/data/fashion_mnist.h"

#include "core/base/error.h"
#include "core/train/data/idx.h"

namespace fovea {

std::shared_ptr<const DataSet> read_fashion_mnist(const std::filesystem::path& folder) {
  if (!is_idx_folder(folder)) {
    throw Error{"Fashion-MNIST is not installed", folder.string(),
                "Install it with: sudo apt install dataset-fashion-mnist"};
  }
  return read_idx_folder(folder, {.name = "Fashion-MNIST",
                                  .classes = {"T-shirt", "Trouser", "Pullover", "Dress", "Coat",
                                              "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot"}});
}

}  // namespace fovea
