import QtQuick
import Fovea

/// How each layer learns, with advice where one does badly.
Column {
    id: section

    required property TrainModel model
    property alias wanted: table.wanted
    readonly property int nameWidth: Theme.px(96)
    readonly property int numberWidth: Theme.px(64)

    spacing: Theme.px(4)

    LayerTable {
        id: table
        model: section.model
    }
    Label {
        text: qsTr("How the layers learn")
        strong: true
    }
    Row {
        visible: table.rows.length > 0
        Repeater {
            model: [
                { text: qsTr("layer"), wide: section.nameWidth },
                { text: qsTr("gradient"), wide: section.numberWidth },
                { text: qsTr("update / weight"), wide: axis.width + section.numberWidth },
                { text: qsTr("dead"), wide: section.numberWidth }
            ]
            // qmllint disable unqualified
            delegate: Label {
                required property var modelData
                width: modelData.wide
                text: modelData.text
                font.pixelSize: Theme.tinySize
                color: Theme.faint
            }
            // qmllint enable unqualified
        }
    }
    Item {
        id: axis
        width: Math.max(Theme.px(40), section.width - section.nameWidth - 3 * section.numberWidth)
        height: 0
    }
    Repeater {
        model: table.rows.length
        // qmllint disable unqualified
        delegate: Column {
            id: row
            required property int index
            readonly property var entry: table.rows[index] ?? ({ name: "", gradient: "", ratio: "", place: -1, dead: "", verdict: "", advice: "", well: true })
            width: section.width
            Accessible.role: Accessible.StaticText
            Accessible.name: qsTr("%1: %2. Gradient %3, update to weight %4").arg(entry.name).arg(entry.verdict).arg(entry.gradient).arg(entry.ratio)
            Row {
                height: Theme.px(22)
                Label {
                    width: section.nameWidth
                    text: row.entry.name
                    elide: Text.ElideRight
                    color: row.entry.well ? Theme.text : Theme.warning
                }
                NumberLabel { width: section.numberWidth; text: row.entry.gradient; small: true }
                Item {
                    width: axis.width
                    height: Theme.px(16)
                    Rectangle {
                        anchors.verticalCenter: parent.verticalCenter
                        width: parent.width - Theme.px(10)
                        height: 1
                        color: Theme.line
                    }
                    // About a thousandth is well.
                    Rectangle {
                        x: (parent.width - Theme.px(10)) / 2
                        y: Theme.px(3)
                        width: 1
                        height: parent.height - 2 * y
                        color: Theme.frame
                    }
                    Rectangle {
                        visible: row.entry.place >= 0
                        x: (parent.width - Theme.px(10)) * row.entry.place - width / 2
                        anchors.verticalCenter: parent.verticalCenter
                        width: Theme.px(8)
                        height: width
                        radius: width / 2
                        color: row.entry.well ? Theme.text : Theme.warning
                    }
                }
                NumberLabel { width: section.numberWidth; text: row.entry.ratio; small: true }
                NumberLabel { width: section.numberWidth; text: row.entry.dead; small: true }
            }
            Label {
                width: section.width
                visible: !row.entry.well
                text: qsTr("%1: %2").arg(row.entry.verdict).arg(row.entry.advice)
                small: true
                color: Theme.warning
                wrapMode: Text.Wrap
            }
        }
        // qmllint enable unqualified
    }
    Label {
        width: parent.width
        text: table.rows.length === 0 ? qsTr("Known after the first step")
            : table.examples > 0 ? qsTr("The axis goes from a millionth to 1 by factors; the mark in the middle is a thousandth, which is well. Dead: units that are 0 for all of %1 validation examples.").arg(table.examples)
            : qsTr("The axis goes from a millionth to 1 by factors; the mark in the middle is a thousandth, which is well.")
        small: true
        dimmed: true
        wrapMode: Text.Wrap
    }
}
