import QtQuick
import Fovea

/// What an operator makes and costs: each number, and the equation that it comes from.
Column {
    id: list

    required property OperatorColumn column

    spacing: Theme.px(6)

    Repeater {
        model: 4
        // qmllint disable unqualified
        delegate: Column {
            id: entry

            required property int index
            readonly property var equation: list.column.equations[index]

            width: list.width
            visible: equation !== undefined
            Accessible.role: Accessible.StaticText
            Accessible.name: equation ? equation.name + ": " + equation.result : ""
            Accessible.description: equation ? equation.help : ""

            Item {
                width: parent.width
                height: result.height
                Label {
                    width: parent.width - result.width - Theme.px(6)
                    text: entry.equation ? entry.equation.name : ""
                    dimmed: true
                    elide: Text.ElideRight
                }
                NumberLabel {
                    id: result
                    anchors.right: parent.right
                    text: entry.equation ? entry.equation.result : ""
                    strong: true
                }
            }
            Label {
                width: parent.width
                visible: text !== ""
                text: entry.equation ? entry.equation.symbols : ""
                small: true
                color: Theme.faint
                wrapMode: Text.Wrap
            }
            Label {
                width: parent.width
                visible: text !== ""
                text: entry.equation ? entry.equation.numbers : ""
                small: true
                wrapMode: Text.Wrap
            }
        }
        // qmllint enable unqualified
    }
}
