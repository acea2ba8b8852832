#pragma once

#include <onnx/onnx_pb.h>
#include <span>
#include <string>
#include <vector>

#include "core/onnx/model.h"

namespace fovea::testing {

/// An empty model of IR version 8 with one opset import.
onnx::ModelProto empty_model(int opset = 17);

void add_input(onnx::ModelProto& model, const std::string& name,
               const std::vector<std::int64_t>& dims, int type = onnx::TensorProto::FLOAT);
void add_output(onnx::ModelProto& model, const std::string& name,
                const std::vector<std::int64_t>& dims);
onnx::NodeProto& add_node(onnx::ModelProto& model, const std::string& op, const std::string& name,
                          const std::vector<std::string>& inputs,
                          const std::vector<std::string>& outputs);
/// A weight that so far has neither type nor data.
onnx::TensorProto& add_weight(onnx::ModelProto& model, const std::string& name,
                              const std::vector<std::int64_t>& dims);
void set_floats(onnx::TensorProto& tensor, const std::vector<float>& values);
void set_integers(onnx::NodeProto& node, const std::string& name,
                  const std::vector<std::int64_t>& values);

/// x [1, 1, 4, 4] → OP → y, nothing else.
onnx::ModelProto one_node(const std::string& op, int opset = 17);

Model load(const onnx::ModelProto& model, const Constants& constants = {});

/// The whole sentence of the Error that loading throws, with its place; empty where it loads.
std::string refusal(const onnx::ModelProto& model);
std::string refusal(std::span<const std::byte> bytes);

}  // namespace fovea::testing
