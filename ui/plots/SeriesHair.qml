import QtQuick
import Fovea

/// A hairline at a place of a plot, with what stands there: a heading and { name, color, dashed,
/// text } a curve.
Item {
    id: hair

    required property rect area
    property real place: 0
    property string text: ""
    property var readings: []

    Rectangle {
        id: line
        x: Math.round(hair.place)
        y: hair.area.y
        width: 1
        height: hair.area.height
        color: Theme.dim
    }
    Rectangle {
        readonly property bool onLeft: line.x + width + Theme.px(10) > hair.width
        x: onLeft ? line.x - width - Theme.px(8) : line.x + Theme.px(8)
        y: hair.area.y + Theme.px(4)
        width: texts.width + Theme.px(16)
        height: texts.height + Theme.px(10)
        radius: Theme.px(5)
        color: Theme.raised
        border.width: 1
        border.color: Theme.frame
        Column {
            id: texts
            x: Theme.px(8)
            y: Theme.px(5)
            spacing: Theme.px(2)
            NumberLabel {
                text: hair.text
                small: true
                dimmed: true
            }
            Repeater {
                model: hair.readings
                // qmllint disable unqualified
                delegate: Row {
                    required property var modelData
                    spacing: Theme.px(5)
                    SeriesMark {
                        anchors.verticalCenter: parent.verticalCenter
                        color: modelData.color
                        dashed: modelData.dashed
                    }
                    Label {
                        anchors.verticalCenter: parent.verticalCenter
                        text: modelData.name
                        small: true
                        dimmed: true
                    }
                    NumberLabel {
                        anchors.verticalCenter: parent.verticalCenter
                        text: modelData.text
                        small: true
                    }
                }
                // qmllint enable unqualified
            }
        }
    }
}
