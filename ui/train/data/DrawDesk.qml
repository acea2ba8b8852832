import QtQuick
import Fovea

/// The pad's tools, the place for the pad, and what becomes of the drawing.
Item {
    id: desk

    required property DrawnSetModel drawn
    required property ExamplePad pad
    readonly property Item place: place
    readonly property int side: Math.max(Theme.px(140),
        Math.min(Theme.px(340), width - Theme.px(170), height - tools.height - foot.height - Theme.px(50)))

    signal nextWanted()

    Row {
        id: tools
        spacing: Theme.px(4)
        IconButton {
            iconName: "pen"
            tip: qsTr("Pen")
            checked: !desk.pad.erasing
            onClicked: desk.pad.erasing = false
        }
        IconButton {
            iconName: "eraser"
            tip: qsTr("Eraser")
            checked: desk.pad.erasing
            onClicked: desk.pad.erasing = true
        }
        LabeledSlider {
            width: desk.side - 3 * Theme.control - 3 * tools.spacing
            name: qsTr("Size")
            nameWidth: Theme.px(34)
            from: 6
            to: 60
            hardFrom: 2
            hardTo: 80
            step: 1
            decimals: 0
            value: desk.pad.penSize
            resetValue: 22
            help: qsTr("How wide pen and eraser draw, in pixels of the pad, which has 280 a side.")
            onEdited: value => desk.pad.penSize = value
        }
        IconButton {
            iconName: "trash"
            tip: qsTr("Clear the pad")
            onClicked: desk.pad.clear()
        }
    }
    Item {
        id: place
        anchors.top: tools.bottom
        anchors.topMargin: Theme.px(10)
        width: desk.side
        height: desk.side
        Rectangle {
            anchors.fill: parent
            anchors.margins: -1
            color: "transparent"
            border.width: 1
            border.color: Theme.frame
        }
    }
    Column {
        anchors.left: place.right
        anchors.leftMargin: Theme.px(20)
        anchors.top: place.top
        width: desk.width - desk.side - Theme.px(20)
        spacing: Theme.px(8)
        Label {
            width: parent.width
            text: qsTr("What is saved: 28 × 28")
            small: true
            dimmed: true
            elide: Text.ElideRight
        }
        PixelPicture {
            id: result
            width: Theme.px(114)
            height: width
            frame: Theme.frame
            image: {
                desk.drawn.centred
                return desk.drawn.resultOf(desk.pad.image)
            }
        }
        Toggle {
            width: Math.min(parent.width, Theme.px(190))
            text: qsTr("Centre by mass")
            checked: desk.drawn.centred
            help: qsTr("Fits the ink into 20 × 20 pixels and puts its centre of mass in the middle of 28 × 28, as MNIST has its digits.")
            onToggled: desk.drawn.centred = checked
        }
        Label {
            width: Math.min(parent.width, Theme.px(260))
            wrapMode: Text.Wrap
            small: true
            dimmed: true
            text: desk.drawn.centred ? qsTr("The ink is fitted into 20 × 20 pixels; its centre of mass is in the middle.")
                                     : qsTr("The whole pad is reduced as it is.")
        }
    }
    Column {
        id: foot
        anchors.top: place.bottom
        anchors.topMargin: Theme.px(14)
        width: parent.width
        spacing: Theme.px(8)
        Row {
            spacing: Theme.px(8)
            FlatButton {
                text: desk.drawn.className === "" ? qsTr("Save and next")
                                                  : qsTr("Save as %1 and next").arg(desk.drawn.className)
                enabled: !desk.pad.blank && desk.drawn.chosen >= 0
                tip: qsTr("Return")
                onClicked: desk.nextWanted()
            }
            FlatButton {
                text: qsTr("Take back the last")
                enabled: desk.drawn.canTakeBack
                tip: qsTr("Deletes the example that was saved last (Ctrl+Z)")
                onClicked: desk.drawn.takeBack()
            }
        }
        Label {
            width: parent.width
            wrapMode: Text.Wrap
            small: true
            color: desk.drawn.problem !== "" ? Theme.warning : Theme.dim
            text: desk.drawn.problem !== "" ? desk.drawn.problem
                : desk.drawn.chosen < 0 ? qsTr("Name a class on the left, then draw.")
                : qsTr("%1 drawings in all, as PNG files in %2").arg(desk.drawn.total).arg(desk.drawn.folder)
        }
    }
}
