import QtQuick
import Fovea

/// A word in a rounded frame; takes no room without one.
Rectangle {
    property alias text: word.text

    visible: text !== ""
    width: word.width + Theme.px(18)
    height: Theme.px(22)
    radius: height / 2
    color: "transparent"
    border.color: Theme.frame

    Label {
        id: word
        anchors.centerIn: parent
        small: true
        dimmed: true
    }
}
