import QtQuick
import Fovea

/// What a map is, and the scale of its colours.
Item {
    id: head

    required property string title
    required property var legend
    /// Tells the least and the largest value as well.
    property bool range: false

    implicitHeight: Theme.px(26)
    height: implicitHeight

    Column {
        width: parent.width - (bar.visible ? bar.width + Theme.px(12) : 0)
        anchors.verticalCenter: parent.verticalCenter
        Label {
            width: parent.width
            text: head.title
            dimmed: true
            elide: Text.ElideRight
        }
        Label {
            width: parent.width
            visible: head.range && head.legend.low !== ""
            text: qsTr("values from %1 to %2").arg(head.legend.least).arg(head.legend.most)
            font.pixelSize: Theme.tinySize
            dimmed: true
            elide: Text.ElideRight
        }
    }
    ScaleLegend {
        id: bar
        anchors.right: parent.right
        barWidth: Math.min(Theme.px(104), head.width / 3)
        scale: head.legend
        visible: head.legend.low !== ""
    }
}
