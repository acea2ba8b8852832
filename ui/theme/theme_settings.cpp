#include "ui/theme/theme_settings.h"

#include <QGuiApplication>
#include <QPalette>
#include <QSettings>
#include <algorithm>

namespace fovea {
namespace {

constexpr auto k_dark_key = "theme/dark";
constexpr auto k_zoom_key = "theme/zoom";

/// Without a desktop there is nobody to ask, and Qt's own palette is then light whatever a person
/// would like: dark, in which colours of data show best.
bool system_is_dark() {
  if (qEnvironmentVariableIsEmpty("XDG_CURRENT_DESKTOP")) return true;
  const QPalette palette = QGuiApplication::palette();
  return palette.color(QPalette::Window).lightness() <
         palette.color(QPalette::WindowText).lightness();
}

qreal bounded_zoom(qreal zoom) {
  return std::clamp(zoom, ThemeSettings::k_least_zoom, ThemeSettings::k_most_zoom);
}

}  // namespace

ThemeSettings::ThemeSettings(QObject* parent) : QObject(parent) {
  const QSettings settings;
  dark_ = settings.contains(k_dark_key) ? settings.value(k_dark_key).toBool() : system_is_dark();
  zoom_ = bounded_zoom(settings.value(k_zoom_key, 1.0).toReal());
}

void ThemeSettings::setDark(bool dark) {
  if (dark == dark_) return;
  dark_ = dark;
  QSettings().setValue(k_dark_key, dark);
  emit darkChanged();
}

void ThemeSettings::setZoom(qreal zoom) {
  const qreal bounded = bounded_zoom(zoom);
  if (qFuzzyCompare(bounded, zoom_)) return;
  zoom_ = bounded;
  QSettings().setValue(k_zoom_key, bounded);
  emit zoomChanged();
}

}  // namespace fovea
