#pragma once

#include <QObject>
#include <QtQml/qqmlregistration.h>
#include <memory>
#include <vector>

#include "core/document/document.h"

namespace fovea {

class Workspace;

/// What a person does with the answer apart from the document: covers it, predicts it, says what is
/// true. No edit. Prediction and truth are of one picture (or of the pad) under one network, and
/// there only as long as these are.
class AnswerNotes : public QObject {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("belongs to a workspace")
  /// Nothing that tells the answer is shown.
  Q_PROPERTY(bool covered READ isCovered WRITE setCovered NOTIFY coverChanged)
  /// Classes by index; −1 for none.
  Q_PROPERTY(int predicted READ predicted NOTIFY changed)
  Q_PROPERTY(int truth READ truth WRITE setTruth NOTIFY changed)
  /// What is selected would tell the answer, and is covered.
  Q_PROPERTY(bool selectionCovered READ isSelectionCovered NOTIFY changed)

 public:
  explicit AnswerNotes(Workspace* workspace);

  bool isCovered() const { return covered_; }
  /// Covering forgets what was predicted.
  void setCovered(bool covered);
  int predicted() const { return isOfNow() ? predicted_ : -1; }
  int truth() const { return isOfNow() ? truth_ : -1; }
  void setTruth(int index);
  /// As a project has them, of the document that is open now.
  void restore(bool covered, int truth, int predicted);
  bool isSelectionCovered() const;
  /// Whether the value is covered: the answer, or that which only softmax and the like separate
  /// from it.
  bool covers(ValueId value) const;
  std::vector<ValueId> coveredValues() const;

 public slots:
  /// Takes the cover off, with what was predicted beside the answer.
  void predict(int index);

 signals:
  void changed();
  void coverChanged();

 private:
  bool isOfNow() const;
  void begin();
  void beginAgain();
  void documentMoved();

  Workspace* workspace_;
  bool covered_ = false;
  int predicted_ = -1, truth_ = -1;
  // What prediction and truth are of. A drawing is one picture however many strokes it gets.
  std::shared_ptr<const Picture> picture_;
  bool drawing_ = false;
  std::string network_, path_;
  std::shared_ptr<const Picture> seen_picture_;
  std::shared_ptr<const NetworkOrigin> seen_network_;
};

}  // namespace fovea
