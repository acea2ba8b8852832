import QtQuick

/// A page that is made when it is first seen, and kept: what was set there is not lost with a look
/// at another one.
Loader {
    property bool wanted: false

    active: wanted
    focus: visible
    onVisibleChanged: if (visible) wanted = true
    Component.onCompleted: wanted = visible
}
