#include "core/engine/session.h"

#include <QTest>

#include "tests/core/engine/counting_backend.h"

using namespace fovea;

namespace {

using Names = std::set<std::string>;

/// x → left = conv(x, k1) → a = relu(left); right = conv(x, k2); sum = a + right; flat =
/// flatten(sum).
Graph two_branches() {
  GraphBuilder builder;
  builder.add_input("x", {-1, 1, -1, -1});
  builder.add_weight("k1", Tensor::filled<float>({1, 1, 1, 1}, 2));
  builder.add_weight("k2", Tensor::filled<float>({1, 1, 1, 1}, -1));
  builder.add_node("Conv", "left", {}, {"x", "k1"}, {"l"});
  builder.add_node("Relu", "relu", {}, {"l"}, {"a"});
  builder.add_node("Conv", "right", {}, {"x", "k2"}, {"r"});
  builder.add_node("Add", "sum", {}, {"a", "r"}, {"s"});
  builder.add_node("Flatten", "flat", {}, {"s"}, {"f"});
  builder.add_output("f");
  return builder.build();
}

Request request_for(const Graph& graph, const InputSource& source) {
  return {.graph = graph, .inputs = {source}, .watch = Watch::all, .revision = 7};
}

InputSource picture(float value, Shape shape = {1, 1, 2, 2}) {
  return InputSource::of(Tensor::filled<float>(shape, value));
}

float first(const Frame& frame, const char* name) {
  return frame.value(frame.graph.find_value(name)).floats()[0];
}

}  // namespace

class SessionTest : public QObject {
  Q_OBJECT
 private slots:
  void aFirstRunComputesEveryNode() {
    auto backend = std::make_shared<CountingBackend>();
    Session session(backend);
    const auto frame = session.run(request_for(two_branches(), picture(3)), {});
    QCOMPARE(backend->runs.back(), (Names{"left", "relu", "right", "sum", "flat"}));
    QCOMPARE(first(*frame, "s"), 3.F);  // 2 · 3 − 3
    QCOMPARE(first(*frame, "f"), 3.F);
    QCOMPARE(frame->value(frame->graph.find_value("f")).shape(), (Shape{1, 4}));
    QCOMPARE(frame->revision, std::uint64_t{7});
    QCOMPARE(frame->device, std::string("counting device"));
  }

  void anUnchangedRequestComputesNothing() {
    auto backend = std::make_shared<CountingBackend>();
    Session session(backend);
    const Request request = request_for(two_branches(), picture(3));
    session.run(request, {});
    const auto frame = session.run(request, {});
    QCOMPARE(backend->runs.back(), Names{});
    QCOMPARE(first(*frame, "s"), 3.F);
    QCOMPARE(frame->macs, 0);
  }

  void aWeightRecomputesWhatIsDownstreamOfItAndNothingElse() {
    auto backend = std::make_shared<CountingBackend>();
    Session session(backend);
    const Graph graph = two_branches();
    const InputSource source = picture(3);
    const auto before = session.run(request_for(graph, source), {});
    const Graph edited =
        graph.with_weight(graph.find_value("k2"), Tensor::filled<float>({1, 1, 1, 1}, -2));
    const auto after = session.run(request_for(edited, source), {});
    QCOMPARE(backend->runs.back(), (Names{"right", "sum", "flat"}));
    QCOMPARE(first(*after, "s"), 0.F);
    QCOMPARE(first(*before, "s"), 3.F);
    const ValueId untouched = graph.find_value("a");
    QVERIFY(same(before->value(untouched), after->value(untouched)));
    QCOMPARE(backend->plans, 1);
  }

  void anotherInputRecomputesEverythingWithTheSamePlan() {
    auto backend = std::make_shared<CountingBackend>();
    Session session(backend);
    const Graph graph = two_branches();
    session.run(request_for(graph, picture(3)), {});
    const auto frame = session.run(request_for(graph, picture(5)), {});
    QCOMPARE(backend->runs.back().size(), std::size_t{5});
    QCOMPARE(first(*frame, "s"), 5.F);
    QCOMPARE(backend->plans, 1);
  }

  void anotherInputSizeMakesAnotherPlan() {
    auto backend = std::make_shared<CountingBackend>();
    Session session(backend);
    const Graph graph = two_branches();
    session.run(request_for(graph, picture(3)), {});
    const auto frame = session.run(request_for(graph, picture(3, {1, 1, 4, 3})), {});
    QCOMPARE(backend->plans, 2);
    QCOMPARE(frame->value(frame->graph.find_value("f")).shape(), (Shape{1, 12}));
  }

  void aSourceWithTheSameIdentityIsMadeOnce() {
    Session session(std::make_shared<CountingBackend>());
    int made = 0;
    const InputSource source{std::make_shared<int>(0), [&made](const CancelToken&) {
                               ++made;
                               return Tensor::filled<float>({1, 1, 2, 2}, 1);
                             }};
    const Graph graph = two_branches();
    session.run(request_for(graph, source), {});
    session.run(request_for(graph, source), {});
    QCOMPARE(made, 1);
  }

  void whatACancelledRunOwesTheNextOneComputes() {
    auto backend = std::make_shared<CountingBackend>();
    Session session(backend);
    const Graph graph = two_branches();
    const InputSource source = picture(3);
    session.run(request_for(graph, source), {});
    const Graph left =
        graph.with_weight(graph.find_value("k1"), Tensor::filled<float>({1, 1, 1, 1}, 4));
    const CancelToken token;
    backend->before_run = [&](const PlanRun&) { token.cancel(); };
    QVERIFY_THROWS_EXCEPTION(Cancelled, session.run(request_for(left, source), token));
    backend->before_run = nullptr;
    const Graph both =
        left.with_weight(graph.find_value("k2"), Tensor::filled<float>({1, 1, 1, 1}, -2));
    const auto frame = session.run(request_for(both, source), {});
    QCOMPARE(backend->runs.back(), (Names{"left", "relu", "right", "sum", "flat"}));
    QCOMPARE(first(*frame, "s"), 6.F);  // 4 · 3 − 2 · 3
  }

  void aRequestThatDoesNotFitLeavesTheSessionUsable() {
    Session session(std::make_shared<CountingBackend>());
    const Graph graph = two_branches();
    session.run(request_for(graph, picture(3)), {});
    QVERIFY_THROWS_EXCEPTION(Error, session.run(request_for(graph, picture(3, {1, 2, 2, 2})), {}));
    QCOMPARE(first(*session.run(request_for(graph, picture(3)), {}), "s"), 3.F);
  }

  void onlyTheOutputsAreKeptWhereNothingElseIsWatched() {
    Session session(make_cpu_backend(1));
    Request request = request_for(two_branches(), picture(3));
    request.watch = Watch::outputs;
    session.run(request, {});
    request.inputs = {picture(5)};
    const auto frame = session.run(request, {});
    QVERIFY(frame->value(frame->graph.find_value("a")).empty());
    QCOMPARE(first(*frame, "f"), 5.F);
  }
};

QTEST_GUILESS_MAIN(SessionTest)
#include "session_test.moc"
