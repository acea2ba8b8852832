#include "core/onnx/wire.h"

#include <QtTest>

#include "core/base/error.h"
#include "tests/core/onnx/make_model.h"

using namespace fovea;
using namespace fovea::testing;

namespace {

std::string verdict(std::string_view bytes) {
  try {
    check_wire(std::as_bytes(std::span(bytes)));
    return {};
  } catch (const Error& error) {
    return error.clause();
  }
}

bool says(const std::string& text, const char* words) {
  return QString::fromStdString(text).contains(words);
}

/// `depth` graphs, each in an attribute of the only node of the one around it.
std::string nested_graphs(int depth) {
  onnx::ModelProto model = one_node("If");
  onnx::GraphProto graph = model.graph();
  for (int i = 0; i < depth; ++i) {
    onnx::GraphProto outer;
    onnx::AttributeProto& attribute = *outer.add_node()->add_attribute();
    attribute.set_name("then_branch");
    attribute.set_type(onnx::AttributeProto::GRAPH);
    attribute.mutable_g()->Swap(&graph);
    graph.Swap(&outer);
  }
  model.mutable_graph()->Swap(&graph);
  return model.SerializeAsString();
}

}  // namespace

class WireTest : public QObject {
  Q_OBJECT

 private slots:
  void acceptsWholeModels() {
    QCOMPARE(verdict(one_node("Identity").SerializeAsString()), std::string());
    QCOMPARE(verdict(nested_graphs(5)), std::string());
  }

  void refusesNothing() { QVERIFY(says(verdict(""), "the file is empty")); }

  void refusesEveryTruncation() {
    // Cut after a top-level field, what is left is well formed; everywhere else it is truncated.
    const std::string whole = one_node("Identity").SerializeAsString();
    int refused = 0;
    for (std::size_t size = 1; size < whole.size(); ++size) {
      const std::string said = verdict(std::string_view(whole).substr(0, size));
      if (said.empty()) continue;
      QVERIFY2(says(said, "truncated"), said.c_str());
      ++refused;
    }
    QVERIFY(refused > static_cast<int>(whole.size()) - 8);
  }

  void refusesNumbersOfMoreThanTenBytes() {
    QVERIFY(says(verdict("\x08" + std::string(20, '\xff')), "longer than ten bytes"));
  }

  void refusesPartsThatOutgrowTheirParent() {
    // graph (field 7) of 4 bytes that holds a node (field 1) of 100
    const std::string bytes("\x3a\x04\x0a\x64\x00\x00", 6);
    QVERIFY(says(verdict(bytes), "damaged"));
  }

  void refusesTextAndOtherFiles() {
    QVERIFY(says(verdict("Not a model, but a text of some length."), "not"));
    QVERIFY(says(verdict("\x89PNG\r\n\x1a\n"), "not an ONNX model"));
    QVERIFY(says(verdict(std::string(64, '\0')), "not an ONNX model"));
  }

  void refusesDeepNestingWithoutRecursion() {
    QVERIFY(says(verdict(nested_graphs(3000)), "nested too deeply"));
  }
};

QTEST_GUILESS_MAIN(WireTest)
#include "wire_test.moc"
