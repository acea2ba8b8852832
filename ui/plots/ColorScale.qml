import QtQuick
import Fovea

/// The sequential colours with what their ends stand for.
Row {
    id: scale

    required property string least
    required property string most

    spacing: Theme.px(6)
    Accessible.role: Accessible.StaticText
    Accessible.name: qsTr("Scale from %1 to %2").arg(least).arg(most)

    NumberLabel {
        anchors.verticalCenter: parent.verticalCenter
        text: scale.least
        small: true
        dimmed: true
    }
    ScaleBar {
        anchors.verticalCenter: parent.verticalCenter
        width: Theme.px(90)
        height: Theme.px(8)
        dark: Theme.dark
        palette: "sequential"
        Rectangle {
            anchors.fill: parent
            color: "transparent"
            border.width: 1
            border.color: Theme.frame
        }
    }
    NumberLabel {
        anchors.verticalCenter: parent.verticalCenter
        text: scale.most
        small: true
        dimmed: true
    }
}
