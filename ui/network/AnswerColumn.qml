import QtQuick
import Fovea

/// What the network says: its ten highest classes as bars.
Item {
    id: column

    required property Workspace workspace
    readonly property bool present: answer.present

    Accessible.role: Accessible.List
    Accessible.name: qsTr("Answer")

    AnswerModel {
        id: answer
        workspace: column.workspace
    }
    Rectangle {
        width: parent.width
        height: Theme.px(3)
        radius: 1
        color: Theme.kindColor("answer")
    }
    Column {
        y: Theme.px(8)
        width: parent.width
        spacing: Theme.px(1)
        Row {
            spacing: Theme.px(5)
            Icon {
                anchors.verticalCenter: parent.verticalCenter
                name: Theme.kindGlyph("answer")
                color: Theme.kindColor("answer")
                width: Theme.px(13)
                height: width
            }
            Label { text: qsTr("answer"); strong: true }
        }
        Label {
            text: answer.total > 10 ? qsTr("top 10 of %1").arg(answer.total) : answer.total
            dimmed: true
            small: true
        }
        Label {
            width: parent.width
            text: answer.meaning
            wrapMode: Text.Wrap
            color: Theme.faint
            font.pixelSize: Theme.tinySize
        }
        Item { width: 1; height: Theme.px(10) }
        Repeater {
            model: answer
            delegate: Item {
                id: row

                required property int index
                required property string name
                required property string score
                required property real fraction
                required property real zero

                width: parent.width
                height: Theme.px(27)
                Accessible.role: Accessible.ListItem
                Accessible.name: row.name + " " + row.score

                Label {
                    width: parent.width - score.width - Theme.px(6)
                    text: row.name
                    small: true
                    strong: row.index === 0
                    elide: Text.ElideRight
                }
                NumberLabel {
                    id: score
                    anchors.right: parent.right
                    text: row.score
                    small: true
                    dimmed: row.index > 0
                }
                Rectangle {
                    y: Theme.px(18)
                    width: parent.width
                    height: Theme.px(4)
                    radius: height / 2
                    color: Theme.line
                    Rectangle {
                        readonly property real from: Math.max(0, Math.min(row.fraction, row.zero))
                        readonly property real to: Math.min(1, Math.max(row.fraction, row.zero))
                        x: parent.width * from
                        width: parent.width * (to - from)
                        height: parent.height
                        radius: parent.radius
                        color: Theme.answer
                    }
                    Rectangle {
                        visible: row.zero > 0
                        x: Math.min(parent.width - 1, Math.round(parent.width * row.zero))
                        y: -Theme.px(3)
                        width: 1
                        height: parent.height + Theme.px(6)
                        color: Theme.text
                    }
                }
            }
        }
        Label {
            width: parent.width
            topPadding: Theme.px(6)
            visible: text !== ""
            text: answer.caveat
            wrapMode: Text.Wrap
            color: Theme.faint
            font.pixelSize: Theme.tinySize
        }
        Label {
            width: parent.width
            topPadding: Theme.px(6)
            visible: answer.present && !answer.preprocessingKnown
            text: qsTr("How this model wants its pictures is unknown: the answer may be wrong. Choose a recipe in Source.")
            wrapMode: Text.Wrap
            color: Theme.warning
            font.pixelSize: Theme.tinySize
        }
    }
}
