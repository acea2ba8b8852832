import QtQuick
import Fovea

/// A step in numbers, so that it can be worked out by hand: the rule, and what goes in and comes
/// out for one weight of the kernel and for the bias.
Column {
    id: numbers

    required property StepModel step
    readonly property int cell: Theme.px(92)
    readonly property int first: Theme.px(132)

    spacing: Theme.px(6)

    Label {
        text: qsTr("In numbers")
        strong: true
    }
    Label {
        width: parent.width
        text: numbers.step.formula
        small: true
        dimmed: true
        wrapMode: Text.Wrap
    }
    LabeledSlider {
        width: Math.min(parent.width, Theme.px(320))
        visible: numbers.step.weights > 1
        name: qsTr("Weight")
        nameWidth: Theme.px(82)
        value: numbers.step.weight + 1
        from: 1
        to: Math.max(2, numbers.step.weights)
        step: 1
        decimals: 0
        onEdited: (value) => numbers.step.weight = Math.round(value) - 1
    }
    Flickable {
        width: parent.width
        height: table.height
        contentWidth: table.width
        contentHeight: table.height
        clip: true
        flickableDirection: Flickable.HorizontalFlick
        interactive: contentWidth > width

        Column {
            id: table
            spacing: Theme.px(2)
            Row {
                Item { width: numbers.first; height: 1 }
                Repeater {
                    model: numbers.step.heads
                    // qmllint disable unqualified
                    delegate: Label {
                        required property string modelData
                        width: numbers.cell
                        horizontalAlignment: Text.AlignRight
                        text: modelData
                        small: true
                        dimmed: true
                    }
                    // qmllint enable unqualified
                }
            }
            Repeater {
                model: numbers.step.rows
                // qmllint disable unqualified
                delegate: Row {
                    id: row
                    required property var modelData
                    Accessible.role: Accessible.Row
                    Accessible.name: modelData.name + ": " + modelData.values.map((value, i) => numbers.step.heads[i] + " " + value).join(", ")
                    Label {
                        width: numbers.first
                        text: row.modelData.name
                    }
                    Repeater {
                        model: row.modelData.values
                        delegate: NumberLabel {
                            required property string modelData
                            width: numbers.cell
                            alignment: Qt.AlignRight
                            text: modelData
                        }
                    }
                }
                // qmllint enable unqualified
            }
        }
    }
}
