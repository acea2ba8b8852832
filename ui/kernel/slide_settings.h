#pragma once

#include <QPointer>
#include <QVariantList>

#include "ui/kernel/slide_model.h"

namespace fovea {

/// Stride, padding, dilation, groups, border and mode of the convolution that a SlideModel shows,
/// each as the choices that there are; those that the shapes do not allow say why. On the picture a
/// choice is an edit of the filter; in the network it is tried on that layer alone.
class SlideSettings : public QObject {
  Q_OBJECT
  QML_ELEMENT
  Q_PROPERTY(fovea::SlideModel* model READ model WRITE setModel NOTIFY modelChanged REQUIRED)
  /// By setting: { name, text, help, current, choices: { text, detail, enabled, reason } }.
  Q_PROPERTY(QVariantList settings READ settings NOTIFY changed)
  /// Padding at the top, left, bottom and right.
  Q_PROPERTY(QVariantList pads READ pads NOTIFY changed)
  Q_PROPERTY(int mostPadding READ mostPadding NOTIFY changed)
  /// Settings are tried that are not the network's own.
  Q_PROPERTY(bool trying READ isTrying NOTIFY changed)
  /// What the rest of the network would make of them.
  Q_PROPERTY(QString consequence READ consequence NOTIFY changed)

 public:
  enum Setting { Stride, Padding, Dilation, Groups, BorderRule, Mode };
  Q_ENUM(Setting)

  explicit SlideSettings(QObject* parent = nullptr) : QObject(parent) {}

  SlideModel* model() const { return model_; }
  void setModel(SlideModel* model);
  QVariantList settings() const;
  QVariantList pads() const;
  int mostPadding() const;
  bool isTrying() const;
  QString consequence() const { return consequence_; }

 public slots:
  /// Takes a choice by its index; the last one of Padding says each side: see `setPad`.
  void choose(int setting, int index);
  void setPad(int side, int value);
  void endGesture() { model_->bench()->endGesture(); }
  void endTrial();

 signals:
  void modelChanged();
  void changed();
  /// The person wants to say the padding of each side.
  void sidesWanted();

 private:
  /// The settings as they are, or would be.
  struct State {
    LayerSettings layer;
    PaddingRule padding = PaddingRule::given;
    Border border = Border::zero;
    bool flip = false;
  };
  struct Choice {
    QString text, detail;
    State state;
    QString refusal;  ///< why it cannot be; empty where it can
  };
  State state() const;
  std::vector<Choice> choicesOf(Setting setting) const;
  std::vector<Choice> strideChoices() const;
  std::vector<Choice> paddingChoices() const;
  std::vector<Choice> dilationChoices() const;
  std::vector<Choice> groupChoices() const;
  std::vector<Choice> borderChoices() const;
  std::vector<Choice> modeChoices() const;
  int currentOf(Setting setting, const std::vector<Choice>& choices) const;
  QString textOf(Setting setting) const;
  /// With the padding that its rule gives for these settings.
  State padded(State state) const;
  QString refusalOf(const State& state) const;
  void apply(const State& state, const QString& label);
  void refresh();

  QPointer<SlideModel> model_;
  QString consequence_;
};

}  // namespace fovea
