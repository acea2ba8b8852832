import QtQuick
import Fovea

/// Least, zero and most of a scale under the columns that share it.
Column {
    id: legend

    required property var scale
    property int barWidth: Theme.px(108)

    spacing: Theme.px(2)
    Accessible.role: Accessible.StaticText
    Accessible.name: qsTr("Scale from %1 to %2; values from %3 to %4")
        .arg(scale.low).arg(scale.high).arg(scale.least).arg(scale.most)

    ScaleBar {
        width: legend.barWidth
        height: Theme.px(8)
        dark: Theme.dark
        palette: legend.scale.palette
        Rectangle {
            anchors.fill: parent
            color: "transparent"
            border.width: 1
            border.color: Theme.frame
        }
    }
    Item {
        width: legend.barWidth
        height: low.height
        NumberLabel { id: low; text: legend.scale.low; small: true; dimmed: true }
        NumberLabel {
            anchors.horizontalCenter: parent.horizontalCenter
            visible: legend.barWidth > 2 * Math.max(low.width, high.width) + implicitWidth + Theme.px(6)
            text: legend.scale.middle
            small: true
            dimmed: true
        }
        NumberLabel { id: high; anchors.right: parent.right; text: legend.scale.high; small: true; dimmed: true }
    }
}
