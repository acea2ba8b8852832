import QtQuick
import Fovea

/// The ring around what has the keyboard: light and dark, so that it shows on any ground.
Rectangle {
    required property Item target
    property bool shown: target.activeFocus

    anchors.fill: parent
    anchors.margins: -3
    visible: shown
    color: "transparent"
    radius: Theme.radius + 3
    border.width: 2
    border.color: Theme.focus
    z: 10
}
