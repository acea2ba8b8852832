import QtQuick
import QtQuick.Templates as T
import Fovea

/// What an operator makes of the picture: one output map large, all of them small to choose from,
/// and the scale that they share.
Column {
    id: view

    required property OperatorColumn column
    /// Height to width of the input: the room that a map gets.
    property real proportion: 1
    property int map: 0
    readonly property var scale: column.scale
    readonly property int shownMap: Math.min(map, Math.max(0, column.outputMaps - 1))

    spacing: Theme.px(6)

    Item {
        width: parent.width
        height: Math.round(width * Math.max(0.4, Math.min(1, view.proportion)))
        Accessible.role: Accessible.Graphic
        Accessible.name: qsTr("Output map %1 of %2").arg(view.shownMap).arg(view.column.title)
        TensorPicture {
            anchors.fill: parent
            tensor: view.column.output
            map: view.shownMap
            palette: view.scale.palette
            limit: view.scale.limit
            dark: Theme.dark
            frame: Theme.frame
        }
        Label {
            anchors.centerIn: parent
            visible: text !== ""
            width: parent.width - Theme.px(16)
            horizontalAlignment: Text.AlignHCenter
            wrapMode: Text.Wrap
            text: view.column.failure !== "" ? view.column.failure
                : late.passed ? qsTr("computing …")
                : view.column.outputMaps > 0 && view.scale.limit === 0 ? qsTr("0 everywhere") : ""
        }
        Timer {
            id: late
            property bool passed: false
            interval: 150
            running: !view.column.current
            onTriggered: passed = true
            onRunningChanged: if (!running) passed = false
        }
    }
    Flow {
        width: parent.width
        spacing: Theme.px(4)
        visible: view.column.outputMaps > 1
        Repeater {
            model: view.column.outputMaps
            // qmllint disable unqualified
            delegate: T.AbstractButton {
                id: thumb

                required property int index

                width: Theme.px(30)
                height: width
                focusPolicy: Qt.StrongFocus
                hoverEnabled: true
                text: qsTr("Output map %1").arg(index)
                Accessible.role: Accessible.RadioButton
                Accessible.name: text
                Accessible.checked: index === view.shownMap
                onClicked: view.map = index
                Keys.onReturnPressed: clicked()
                contentItem: TensorPicture {
                    tensor: view.column.output
                    map: thumb.index
                    palette: view.scale.palette
                    limit: view.scale.limit
                    dark: Theme.dark
                }
                background: Rectangle {
                    color: "transparent"
                    border.width: thumb.index === view.shownMap ? 2 : 1
                    border.color: thumb.index === view.shownMap ? Theme.focus : thumb.hovered ? Theme.frame : Theme.line
                    FocusRing { target: thumb; shown: thumb.visualFocus }
                }
                padding: Theme.px(3)
                Tip { target: thumb; text: thumb.text }
            }
            // qmllint enable unqualified
        }
    }
    ScaleLegend {
        scale: view.scale
        barWidth: view.width
    }
}
