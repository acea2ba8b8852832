import QtQuick
import Fovea

/// That something is being read, how far it is where that is known, and a way out.
Row {
    id: row

    property real progress: -1

    signal cancelled()

    spacing: Theme.px(10)

    Label {
        id: words
        anchors.verticalCenter: parent.verticalCenter
        width: Math.max(implicitWidth, Theme.px(58))
        text: row.progress < 0 ? qsTr("Reading…") : qsTr("%1\u202f%").arg(Math.floor(row.progress * 100))
        dimmed: true
        small: true
    }
    Rectangle {
        anchors.verticalCenter: parent.verticalCenter
        width: row.width - words.width - stop.width - 2 * row.spacing
        height: Theme.px(4)
        radius: height / 2
        color: Theme.line
        Accessible.role: Accessible.ProgressBar
        Accessible.name: words.text
        Rectangle {
            width: Math.round(parent.width * Math.max(0, row.progress))
            height: parent.height
            radius: height / 2
            color: Theme.text
        }
    }
    PillButton {
        id: stop
        anchors.verticalCenter: parent.verticalCenter
        text: qsTr("Cancel")
        onClicked: row.cancelled()
    }
}
