import QtQuick
import QtQuick.Templates as T
import Fovea

/// A thin scroll bar of the lens; gone where all is in view.
T.ScrollBar {
    id: bar

    property real at: 0
    signal moved(place: real)

    visible: size < 0.999
    padding: Theme.px(2)
    policy: T.ScrollBar.AlwaysOn
    position: at
    onPositionChanged: if (pressed) moved(position)
    onPressedChanged: if (!pressed) position = Qt.binding(() => bar.at)
    Accessible.role: Accessible.ScrollBar
    Accessible.name: orientation === Qt.Horizontal ? qsTr("Scroll layers") : qsTr("Scroll maps")

    contentItem: Rectangle {
        implicitWidth: Theme.px(4)
        implicitHeight: Theme.px(4)
        radius: Math.min(width, height) / 2
        color: bar.pressed || bar.hovered ? Theme.dim : Theme.frame
    }
}
