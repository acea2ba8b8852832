#pragma once

#include <functional>
#include <set>

#include "core/engine/cpu_backend.h"

namespace fovea {

/// The CPU engine, with a record of which nodes each run was asked for, and a hook before each.
class CountingBackend final : public Backend {
 public:
  std::vector<std::set<std::string>> runs;
  std::function<void(const PlanRun&)> before_run;
  int plans = 0;

  EngineKind kind() const override { return EngineKind::vulkan; }
  std::string device() const override { return "counting device"; }
  std::unique_ptr<Plan> plan(std::shared_ptr<const ShapedGraph> shaped) override {
    ++plans;
    return std::make_unique<CountingPlan>(*this, cpu_->plan(std::move(shaped)));
  }

 private:
  class CountingPlan final : public Plan {
   public:
    CountingPlan(CountingBackend& owner, std::unique_ptr<Plan> plan)
        : owner_(owner), plan_(std::move(plan)) {}
    void run(const PlanRun& run) override {
      std::set<std::string> names;
      for (std::size_t i = 0; i < run.dirty.size(); ++i) {
        if (run.dirty[i]) names.insert(run.graph.nodes()[i].name);
      }
      owner_.runs.push_back(std::move(names));
      if (owner_.before_run) owner_.before_run(run);
      plan_->run(run);
    }

   private:
    CountingBackend& owner_;
    std::unique_ptr<Plan> plan_;
  };

  std::unique_ptr<Backend> cpu_ = make_cpu_backend(1);
};

}  // namespace fovea
