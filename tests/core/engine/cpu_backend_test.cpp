#include "core/engine/cpu_backend.h"

#include <QTest>

#include "core/base/error.h"

using namespace fovea;

namespace {

const Operator k_failing{
    .name = "Failing",
    .kind = LayerKind::arithmetic,
    .parse = nullptr,
    .infer = nullptr,
    .cpu = [](const CpuCall&) { throw Error{"there is no memory left"}; },
};

}  // namespace

class CpuBackendTest : public QObject {
  Q_OBJECT
 private slots:
  void whatANodeThrowsNamesTheNode() {
    GraphStructure structure;
    structure.nodes.push_back({.name = "the node",
                               .op = &k_failing,
                               .params = {},
                               .attributes = {},
                               .inputs = {0},
                               .outputs = {1}});
    structure.value_names = {"x", "y"};
    structure.producers = {k_no_node, 0};
    structure.consumers = {{0}, {}};
    auto shaped = std::make_shared<ShapedGraph>();
    shaped->graph = Graph(std::make_shared<const GraphStructure>(structure), {{}, {}});
    shaped->types = {{Shape{1}}, {Shape{1}}};
    std::vector<Tensor> values{Tensor::filled<float>({1}, 0), {}};
    const std::vector<char> dirty{1}, watched{1, 1};
    std::vector<double> ms(1);
    const auto plan = make_cpu_backend(1)->plan(shaped);
    try {
      plan->run({.graph = shaped->graph,
                 .dirty = dirty,
                 .watched = watched,
                 .values = values,
                 .node_ms = ms,
                 .cancel = CancelToken{}});
      QFAIL("nothing was thrown");
    } catch (const Error& error) {
      QCOMPARE(error.clause(), std::string("there is no memory left (node “the node” (Failing))"));
    }
  }
};

QTEST_GUILESS_MAIN(CpuBackendTest)
#include "cpu_backend_test.moc"
