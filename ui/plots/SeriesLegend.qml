import QtQuick
import Fovea

/// What each curve is called, beside a piece of it, and its value. `readings` is a list of
/// { name, color, dashed, text }.
Flow {
    id: legend

    property var readings: []

    spacing: Theme.px(12)

    Repeater {
        model: legend.readings
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
                strong: true
            }
        }
        // qmllint enable unqualified
    }
}
