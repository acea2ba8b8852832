import QtQuick
import Fovea

/// Pen or eraser, its size, and clearing the pad.
Item {
    id: tools

    required property DrawingPad pad

    height: Theme.control

    Row {
        anchors.verticalCenter: parent.verticalCenter
        spacing: Theme.px(4)
        IconButton {
            iconName: "pen"
            tip: qsTr("Pen")
            checked: !tools.pad.erasing
            onClicked: tools.pad.erasing = false
        }
        IconButton {
            iconName: "eraser"
            tip: qsTr("Eraser")
            checked: tools.pad.erasing
            onClicked: tools.pad.erasing = true
        }
    }
    SliderBar {
        x: Theme.px(72)
        width: parent.width - Theme.px(72 + 36)
        anchors.verticalCenter: parent.verticalCenter
        from: 6
        to: 60
        value: tools.pad.penSize
        help: qsTr("How wide the pen draws.")
        Accessible.name: qsTr("Pen size")
        onMoved: tools.pad.penSize = value
    }
    IconButton {
        anchors.right: parent.right
        anchors.verticalCenter: parent.verticalCenter
        iconName: "trash"
        tip: qsTr("Clear the pad")
        onClicked: tools.pad.clear()
    }
}
