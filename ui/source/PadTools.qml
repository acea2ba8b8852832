import QtQuick
import Fovea

/// Pen or eraser, its size, and clearing the pad.
Column {
    id: tools

    required property DrawingPad pad

    spacing: Theme.px(4)

    Item {
        width: parent.width
        height: Theme.control
        Row {
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
        IconButton {
            anchors.right: parent.right
            iconName: "trash"
            tip: qsTr("Clear the pad")
            onClicked: tools.pad.clear()
        }
    }
    LabeledSlider {
        width: parent.width
        name: qsTr("Pen size")
        from: 6
        to: 60
        hardFrom: 2
        hardTo: 80
        step: 1
        decimals: 0
        value: tools.pad.penSize
        resetValue: tools.pad.usualPenSize
        help: qsTr("How wide pen and eraser draw, in pixels of the pad, which has 280 a side.")
        onEdited: value => tools.pad.penSize = value
    }
}
