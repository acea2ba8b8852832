#include "tests/ui/journeys/person.h"

#include <QAccessible>
#include <QDragEnterEvent>
#include <QMimeData>
#include <QSettings>
#include <QTest>
#include <algorithm>
#include <cmath>

#include "core/base/error.h"
#include "core/engine/vulkan_backend.h"
#include "core/vulkan/devices.h"
#include "ui/window/opening.h"

namespace fovea::testing {
namespace {

QString name_of(QQuickItem* item) {
  const QAccessibleInterface* interface = QAccessible::queryAccessibleInterface(item);
  return interface ? interface->text(QAccessible::Name) : QString();
}

void for_each_visible(QQuickItem* item, const std::function<void(QQuickItem*)>& visit) {
  if (!item->isVisible()) return;
  visit(item);
  for (QQuickItem* child : item->childItems()) for_each_visible(child, visit);
}

}  // namespace

void add_settings() {
  QTest::addColumn<Setting>("setting");
  QTest::newRow("1440 × 900, dark") << Setting{{1440, 900}, true};
  QTest::newRow("1024 × 700, light") << Setting{{1024, 700}, false};
}

Setting this_setting() {
  QFETCH_GLOBAL(Setting, setting);
  return setting;
}

bool has_vulkan() {
  try {
    return !list_vulkan_devices().empty();
  } catch (const Error&) {
    return false;  // no loader, no driver
  }
}

Person::Person(const Setting& asked, EngineChoice engine) {
  QSettings settings;
  settings.clear();
  settings.setValue("theme/dark", asked.dark);
  engine_.addImportPath("qrc:/");
  const auto vulkan = [](bool real_gpu_only) -> std::shared_ptr<Backend> {
    if (real_gpu_only) return make_gpu_backend();
    return make_vulkan_backend();
  };
  workspace_ = std::make_unique<Workspace>(
      start_document(), LiveEngine::Options{.choice = engine, .make_vulkan = vulkan});
  engine_.setInitialProperties({{"workspace", QVariant::fromValue(workspace_.get())}});
  engine_.load(QUrl("qrc:/Fovea/Main.qml"));
  if (engine_.rootObjects().isEmpty()) qFatal("the window could not be made");
  window_ = qobject_cast<QQuickWindow*>(engine_.rootObjects().first());
  window_->resize(asked.size);
  window_->requestActivate();
  if (!QTest::qWaitForWindowActive(window_)) qWarning("the window did not become active");
  lens_ = window_->findChild<LensModel*>();
  if (!QTest::qWaitFor([&] { return workspace_->isCurrent() && window_->size() == asked.size; },
                       10000))
    qWarning("no maps came");
  QTest::qWait(20);  // items that the first frame made get their places
}

Person::~Person() { delete window_; }

// Eyes.

QQuickItem* Person::see(const QString& name) const {
  QQuickItem* found = nullptr;
  for_each_visible(window_->contentItem(), [&](QQuickItem* item) {
    if (name_of(item) == name) found = item;  // the last one lies on top
  });
  return found;
}

QStringList Person::names(int role) const {
  QStringList names;
  for_each_visible(window_->contentItem(), [&](QQuickItem* item) {
    const QAccessibleInterface* interface = QAccessible::queryAccessibleInterface(item);
    if (interface && interface->role() == role) names << interface->text(QAccessible::Name);
  });
  return names;
}

QRectF Person::seenPart(const QQuickItem* item) const {
  QRectF part = item->mapRectToScene(QRectF(0, 0, item->width(), item->height()));
  part = part.intersected(QRectF(QPointF(), QSizeF(window_->size())));
  for (const QQuickItem* above = item->parentItem(); above; above = above->parentItem())
    if (above->clip())
      part = part.intersected(above->mapRectToScene(QRectF(0, 0, above->width(), above->height())));
  return part;
}

QStringList Person::names_of_answer() const {
  QStringList rows;
  if (QQuickItem* answer = see("Answer"))
    for_each_visible(answer, [&](QQuickItem* item) {
      const QAccessibleInterface* interface = QAccessible::queryAccessibleInterface(item);
      if (interface && interface->role() == QAccessible::ListItem)
        rows << interface->text(QAccessible::Name);
    });
  return rows;
}

QString Person::statusLine() const { return names(QAccessible::StatusBar).value(0); }

Maps Person::maps() {
  Maps maps;
  if (!QTest::qWaitFor([&] { return workspace_->isCurrent(); }, 10000)) return maps;
  const auto frame = workspace_->shownFrame();
  for (const LensColumn& column : lens_->layout().columns) {
    const auto values = frame->value(column.value).floats();
    maps.emplace_back(values.begin(), values.end());
  }
  return maps;
}

QPoint Person::onMap(int column, std::int64_t unit, std::int64_t row,
                     std::int64_t column_in_map) const {
  const LensColumn& it = lens_->layout().columns.at(static_cast<std::size_t>(column));
  const QRectF rect = lens_->layout().map_rect(column, unit).translated(-lens_->scroll());
  const QPointF inside((column_in_map + 0.5) * rect.width() / it.view.columns,
                       (row + 0.5) * rect.height() / it.view.rows);
  return lens_->maps()->mapToScene(rect.topLeft() + inside).toPoint();
}

// Hands.

bool Person::reach(QQuickItem* item) {
  QTest::qWait(50);  // panels lay themselves out
  for (int turn = 0; turn < 60; ++turn) {
    const QRectF whole = item->mapRectToScene(QRectF(0, 0, item->width(), item->height()));
    const QRectF part = seenPart(item);
    if (part.width() > whole.width() - 1 && part.height() > whole.height() - 1) return true;
    const QQuickItem* panel = item->parentItem();
    while (panel && !panel->inherits("QQuickFlickable")) panel = panel->parentItem();
    if (!panel) return false;
    const QPointF over = panel->mapToScene({panel->width() / 2, panel->height() - 4});
    const int turned = whole.bottom() > over.y() ? -120 : 120;
    QWheelEvent wheel(over, window_->mapToGlobal(over), {}, {0, turned}, {}, {}, Qt::NoScrollPhase,
                      false);
    QCoreApplication::sendEvent(window_, &wheel);
    QTest::qWait(30);
  }
  return false;
}

bool Person::click(const QString& name) {
  QQuickItem* item = see(name);
  if (!item || !item->isEnabled() || !reach(item)) return false;
  const QPoint middle = seenPart(item).center().toPoint();
  hover(middle);
  QTest::mouseClick(window_, Qt::LeftButton, {}, middle);
  QTest::qWait(20);
  return true;
}

void Person::hover(QPoint place) {
  QTest::mouseMove(window_, place);
  QTest::qWait(5);
}

void Person::press(QPoint place) { QTest::mousePress(window_, Qt::LeftButton, {}, place); }
void Person::moveTo(QPoint place) { QTest::mouseMove(window_, place); }
void Person::release(QPoint place) { QTest::mouseRelease(window_, Qt::LeftButton, {}, place); }

void Person::key(int key, Qt::KeyboardModifiers modifiers) {
  QTest::keyClick(window_, static_cast<Qt::Key>(key), modifiers);
}

void Person::type(const QString& text) {
  for (const QChar letter : text) QTest::keyClick(window_, letter.toLatin1());
}

void Person::command(const QString& words) {
  key(Qt::Key_K, Qt::ControlModifier);
  const auto has_opened = [&] { return window_->activeFocusItem()->inherits("QQuickTextInput"); };
  if (!QTest::qWaitFor(has_opened, 2000)) qWarning("the palette did not open");
  type(words);
  key(Qt::Key_Return);
  QTest::qWait(20);
}

void Person::open(const QString& file) {
  key(Qt::Key_O, Qt::ControlModifier);
  const auto has_opened = [&] { return window_->activeFocusItem()->inherits("QQuickTextInput"); };
  if (!QTest::qWaitFor(has_opened, 2000)) qWarning("nothing asked for a file");
  type(file);
  key(Qt::Key_Return);
}

QString Person::focusName() const {
  QQuickItem* item = window_->activeFocusItem();
  return item ? name_of(item) : QString();
}

bool Person::tabTo(const QString& name) {
  QList<QQuickItem*> reached;
  while (focusName() != name) {
    if (reached.contains(window_->activeFocusItem()) && reached.size() > 2) return false;
    reached << window_->activeFocusItem();
    key(Qt::Key_Tab);
  }
  return true;
}

void Person::drop(const QString& file) {
  QMimeData data;
  data.setUrls({QUrl::fromLocalFile(file)});
  const QPoint place(window_->width() / 2, window_->height() / 2);
  QDragEnterEvent enter(place, Qt::CopyAction, &data, Qt::LeftButton, {});
  QCoreApplication::sendEvent(window_, &enter);
  QDropEvent drop(place, Qt::CopyAction, &data, Qt::LeftButton, {});
  QCoreApplication::sendEvent(window_, &drop);
}

// Comparing.

std::size_t first_difference(const Maps& a, const Maps& b) {
  return static_cast<std::size_t>(std::ranges::mismatch(a, b).in1 - a.begin());
}

bool all_differ_from(std::size_t first, const Maps& a, const Maps& b) {
  if (a.size() != b.size() || first >= a.size()) return false;
  for (std::size_t i = first; i < a.size(); ++i)
    if (a[i] == b[i]) return false;
  return true;
}

double relative_difference(const Maps& a, const Maps& b) {
  if (a.empty() || a.size() != b.size()) return INFINITY;
  double most = 0;
  for (std::size_t layer = 0; layer < a.size(); ++layer) {
    if (a[layer].size() != b[layer].size()) return INFINITY;
    double largest = 1e-30, difference = 0;
    for (std::size_t i = 0; i < a[layer].size(); ++i) {
      largest = std::max(largest, std::abs(double(a[layer][i])));
      difference = std::max(difference, std::abs(double(a[layer][i]) - double(b[layer][i])));
    }
    most = std::max(most, difference / largest);
  }
  return most;
}

}  // namespace fovea::testing
