#include "core/ops/reference.h"

namespace fovea {

void copy_reference(const ReferenceCall& call) {
  call.outputs[0] = call.inputs[0].reshaped(call.outputs[0].shape());
}

}  // namespace fovea
