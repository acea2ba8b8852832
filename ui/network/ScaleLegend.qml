import QtQuick
import Fovea

/// Least, zero and most of a scale under the columns that share it.
Column {
    id: legend

    required property var scale
    readonly property bool gray: scale.gray

    spacing: Theme.px(2)
    Accessible.role: Accessible.StaticText
    Accessible.name: qsTr("Scale from %1 to %2; values from %3 to %4")
        .arg(scale.low).arg(scale.high).arg(scale.least).arg(scale.most)

    ScaleBar {
        width: Theme.px(108)
        height: Theme.px(8)
        dark: Theme.dark
        gray: legend.gray
        Rectangle {
            anchors.fill: parent
            color: "transparent"
            border.width: 1
            border.color: Theme.frame
        }
    }
    Item {
        width: Theme.px(108)
        height: low.height
        NumberLabel { id: low; text: legend.scale.low; small: true; dimmed: true }
        NumberLabel {
            anchors.horizontalCenter: parent.horizontalCenter
            visible: !legend.gray
            text: "0"
            small: true
            dimmed: true
        }
        NumberLabel { anchors.right: parent.right; text: legend.scale.high; small: true; dimmed: true }
    }
}
