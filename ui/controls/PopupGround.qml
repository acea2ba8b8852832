import QtQuick
import Fovea

/// What stands behind menus and other popups: raised, framed, with a soft shadow's edge.
Rectangle {
    color: Theme.raised
    radius: Theme.radius
    border.width: 1
    border.color: Theme.frame
    Rectangle {
        anchors.fill: parent
        anchors.margins: -3
        z: -1
        radius: parent.radius + 3
        color: Theme.shadow
    }
}
