import QtQuick
import Fovea

/// The picture or the drawing pad, what it is called, and where another one comes from.
Column {
    id: section

    required property Workspace workspace
    required property SourceModel model

    readonly property DrawingPad drawingPad: pad

    signal openWanted()

    function startDrawing() {
        pad.begin()
        pad.forceActiveFocus()
    }

    spacing: Theme.px(8)

    SectionHeader { text: qsTr("Source"); first: true }

    PictureView {
        id: view
        width: parent.width
        height: Math.min(width * proportion, Theme.px(240))
        visible: !section.model.drawing
        workspace: section.workspace
        Accessible.role: Accessible.Graphic
        Accessible.name: qsTr("Input picture")
        Accessible.description: movable ? qsTr("The network sees %1. Arrow keys move it, plus and minus resize it.").arg(cropText)
                                        : qsTr("The network sees the whole picture. With the fit Crop it sees a part that you choose.")
        Accessible.focusable: true
    }
    PadTools {
        width: parent.width
        visible: section.model.drawing
        pad: pad
    }
    Item {
        width: parent.width
        height: visible ? width : 0
        visible: section.model.drawing
        DrawingPad {
            id: pad
            anchors.fill: parent
            workspace: section.workspace
            Accessible.role: Accessible.Canvas
            Accessible.name: qsTr("Drawing pad")
            Accessible.description: qsTr("%1. Arrow keys move the pen, with Shift further. Space puts it down and lifts it. E changes between pen and eraser, [ and ] the size. Delete clears the pad.").arg(penText)
            Accessible.focusable: true
        }
        CopySpot {
            anchors.fill: parent
            source: view
            keysOnly: true
        }
        Rectangle {
            anchors.fill: parent
            color: "transparent"
            border.color: pad.activeFocus ? Theme.focus : Theme.frame
            border.width: pad.activeFocus ? 2 : 1
        }
    }
    Item {
        width: parent.width
        height: Theme.px(20)
        CopySpot {
            anchors.fill: parent
            source: view
        }
        Label {
            anchors.left: parent.left
            anchors.right: size.left
            anchors.rightMargin: Theme.px(6)
            elide: Text.ElideMiddle
            text: section.model.name
        }
        Label {
            id: size
            anchors.right: parent.right
            text: section.model.size
            color: Theme.faint
        }
    }
    Flow {
        width: parent.width
        spacing: Theme.px(6)
        PillButton {
            text: qsTr("Open…")
            help: qsTr("Opens a picture or an ONNX model from a file. Dropping one on the window does the same.")
            onClicked: section.openWanted()
        }
        PillButton {
            text: qsTr("Draw")
            checked: section.model.drawing
            help: qsTr("Starts an empty pad; the network follows every stroke.")
            onClicked: section.startDrawing()
        }
        DropDown {
            pill: true
            text: qsTr("Samples")
            help: qsTr("Pictures that come with Fovea.")
            menuWidth: Theme.px(180)
            choices: section.model.samples
            onChosen: index => section.model.chooseSample(index)
        }
        PillButton {
            text: qsTr("Paste")
            help: qsTr("Takes a picture from the clipboard.")
            onClicked: section.workspace.paste()
        }
    }
    Notice {
        width: parent.width
        text: section.model.warning
    }
    Notice {
        width: parent.width
        text: section.model.wrongPolarity
              ? qsTr("This is dark on light. The network was trained on light on dark and will read it wrongly.") : ""
        action: section.model.drawing ? qsTr("Invert the drawing") : qsTr("Invert the picture")
        onActed: section.model.invert()
    }
}
