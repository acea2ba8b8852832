#pragma once

#include <QPoint>
#include <QQmlApplicationEngine>
#include <QQuickItem>
#include <QQuickWindow>
#include <functional>
#include <memory>
#include <vector>

#include "ui/network/lens_model.h"
#include "ui/window/workspace.h"

class QMimeData;

namespace fovea::testing {

/// All of one frame that a person compares: the values of every layer, in order.
using Maps = std::vector<std::vector<float>>;

/// In which window a journey is made.
struct Setting {
  QSize size{1440, 900};
  bool dark = true;
};

/// Rows of a journey's data, for its initTestCase_data: the window of the reference in the dark
/// theme, and the smallest one in the light theme.
void add_settings();
/// That of the row that runs.
Setting this_setting();
/// Whether this machine has a Vulkan device at all: only its absence is a reason to skip.
bool has_vulkan();

/// Somebody at the program's own window, with eyes, a mouse and a keyboard: finds controls by the
/// names that a screen reader says, reaches them as a hand does, and sees what the window shows.
class Person {
 public:
  /// The window as the program opens it, on natural10 and the cat.
  explicit Person(const Setting& asked = {}, EngineChoice engine = EngineChoice::cpu);
  ~Person();

  QQuickWindow& window() { return *window_; }
  Workspace& workspace() { return *workspace_; }
  const Document& document() const { return workspace_->document(); }
  LensModel& lens() { return *lens_; }
  template <typename T>
  T* the() const {
    return window_->findChild<T*>();
  }

  // Eyes.
  /// The visible item of that accessible name; null where there is none.
  QQuickItem* see(const QString& name) const;
  /// Accessible names of all that is visible and has this role: "cat 0.93", …
  QStringList names(int role) const;
  /// The part of the window where `item` is not clipped, in pixels of the window.
  QRectF seenPart(const QQuickItem* item) const;
  QString answer() const { return names_of_answer().value(0); }
  QStringList names_of_answer() const;
  QString statusLine() const;
  /// What the answer and every layer hold, once they are of the document as it is now; empty
  /// where that does not come within ten seconds.
  Maps maps();
  QPoint onMap(int column, std::int64_t unit, std::int64_t row, std::int64_t column_in_map) const;

  // Hands.
  /// Scrolls until `item` is in view, as a wheel does. False where it cannot be brought there.
  bool reach(QQuickItem* item);
  /// Clicks the control of that name. False where there is none or no hand reaches it.
  bool click(const QString& name);
  void hover(QPoint place);
  void press(QPoint place);
  void moveTo(QPoint place);
  void release(QPoint place);
  void key(int key, Qt::KeyboardModifiers modifiers = {});
  void type(const QString& text);
  /// Opens the palette, types, and takes the first command.
  void command(const QString& words);
  /// Opens a file by typing its path, as Ctrl+O asks for it.
  void open(const QString& file);
  /// Presses Tab until what has the focus has this name; false after a whole round.
  bool tabTo(const QString& name);
  QString focusName() const;
  void drop(const QString& file);

 private:
  QQmlApplicationEngine engine_;
  std::unique_ptr<Workspace> workspace_;
  QQuickWindow* window_ = nullptr;
  LensModel* lens_ = nullptr;
};

/// Index of the first layer at which two sets of maps differ; the count of layers where none does.
std::size_t first_difference(const Maps& a, const Maps& b);
/// Whether all layers from `first` on differ.
bool all_differ_from(std::size_t first, const Maps& a, const Maps& b);
/// Largest difference of two sets of maps, each layer's relative to its largest magnitude.
double relative_difference(const Maps& a, const Maps& b);

}  // namespace fovea::testing

Q_DECLARE_METATYPE(fovea::testing::Setting)
