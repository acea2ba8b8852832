import QtQuick
import Fovea

/// Names on the left, what they are on the right; `rows` is a list of { name, value }.
Column {
    id: list

    property var rows: []

    spacing: Theme.px(2)

    Repeater {
        model: list.rows
        Item {
            id: row
            required property var modelData
            width: parent ? parent.width : 0
            height: Math.max(Theme.px(22), value.height)
            CopySpot {
                anchors.fill: parent
                name: qsTr("facts")
                rows: list.rows.map(it => [it.name, it.value]) // qmllint disable unqualified
            }
            Label {
                text: row.modelData.name
                dimmed: true
                anchors.verticalCenter: parent.verticalCenter
            }
            Label {
                id: value
                anchors.right: parent.right
                anchors.verticalCenter: parent.verticalCenter
                width: parent.width * 0.68
                horizontalAlignment: Text.AlignRight
                text: row.modelData.value
                wrapMode: Text.Wrap
            }
        }
    }
}
