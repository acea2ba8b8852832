#pragma once

#include <QObject>
#include <QPointer>
#include <optional>

#include "core/explain/layer_change.h"
#include "core/figure/statistics.h"
#include "ui/kernel/kernel_bench.h"
#include "ui/maps/newest_worker.h"

namespace fovea {

/// Other settings than the network's own, tried on one of its layers.
struct Trial {
  LayerSettings settings;
  Border border = Border::zero;
  bool flip = false;
  friend bool operator==(const Trial&, const Trial&) = default;
};

/// What a window slides over.
enum class SlidesOver { picture, grid, network };

/// A convolution with the maps that it made.
struct MadeSlide {
  Slide slide;
  Tensor output;          ///< [M, rows, columns]
  Statistics statistics;  ///< of the output
  float input_limit = 0;  ///< largest magnitude of the input
  double ms = 0;          ///< what computing it took; 0 where the engine did, with all else
  SlidesOver over = SlidesOver::network;
};

/// The convolution that the Kernel lens shows: the filter over the picture, computed here at full
/// resolution on a thread of its own, or a layer of the network, from the engine's newest frame.
class SlideSource : public QObject {
  Q_OBJECT
 public:
  explicit SlideSource(QObject* parent = nullptr);

  void setBench(KernelBench* bench);
  /// The newest that is ready, of the side and layer that are shown; null until there is one.
  const MadeSlide* made() const { return made_ ? &*made_ : nullptr; }
  /// Whether it is of the document, the preview and the trial as they are now.
  bool isCurrent() const;
  /// Why there is none: a sentence; empty where there is no reason to say.
  QString problem() const { return problem_; }

  /// Settings that are tried on the network's layer; they go with the layer.
  const std::optional<Trial>& trial() const { return trial_; }
  void setTrial(std::optional<Trial> trial);
  /// The layer as the network has it; nothing where there is none yet.
  std::optional<Slide> own() const;

 signals:
  /// What is shown, whether it is current, or the problem.
  void changed();

 private:
  struct Job {
    PictureFilter filter;
    std::shared_ptr<const Picture> picture;  // null: `slide` is applied
    std::optional<Slide> slide;
    std::uint64_t ticket = 0;
  };
  struct Result {
    std::optional<MadeSlide> made;
    QString problem;
    std::uint64_t ticket = 0;
  };
  /// What the worker keeps between jobs.
  struct Planes {
    std::shared_ptr<const Picture> picture;
    bool colour = false;
    Tensor planes;
  };
  static Result work(const Job& job, Planes& kept);
  void take(const Result& result);
  void refresh();
  void listen();
  void post(Job job);
  void postFilter(const std::shared_ptr<const Picture>& picture);
  void showFrame();
  void forget();

  QPointer<KernelBench> bench_;
  std::optional<MadeSlide> made_;
  std::optional<Trial> trial_;
  QString problem_;
  std::optional<KernelPlace> place_;
  bool on_picture_ = true;
  bool previewed_ = false;         // what the network's layer would make with another kernel
  const void* network_ = nullptr;  // whose layer `made_` is
  std::shared_ptr<const Frame> frame_;
  std::optional<PictureFilter> posted_filter_;
  std::shared_ptr<const Picture> posted_picture_;
  std::uint64_t ticket_ = 0, shown_ = 0;
  std::uint64_t outdated_ = 0;  // results up to this ticket are of another side or layer
  Planes planes_;               // the worker's own
  NewestWorker<Job, Result> worker_;
};

}  // namespace fovea
