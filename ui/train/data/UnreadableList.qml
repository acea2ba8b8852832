import QtQuick
import Fovea

/// What of the data could not be used, and why; one line until it is opened.
Column {
    id: unread

    property var lines: []
    property int resized: 0
    property real most: Theme.px(160)
    property bool opened: false
    readonly property int count: lines.length
    readonly property string unreadText: count === 0 ? ""
        : count === 1 ? qsTr("One file or row could not be read.")
        : qsTr("%1 files or rows could not be read.").arg(count)
    readonly property string resizedText: resized === 0 ? ""
        : resized === 1 ? qsTr("One picture was resized.")
        : qsTr("%1 pictures were resized.").arg(resized)

    visible: count > 0 || resized > 0
    height: visible ? implicitHeight : 0
    spacing: Theme.px(6)

    Item {
        width: parent.width
        height: Theme.px(24)
        Label {
            width: parent.width - more.width - Theme.px(8)
            anchors.verticalCenter: parent.verticalCenter
            text: unread.unreadText + (unread.unreadText !== "" && unread.resizedText !== "" ? " " : "")
                  + unread.resizedText
            small: true
            color: unread.count > 0 ? Theme.warning : Theme.dim
            elide: Text.ElideRight
        }
        PillButton {
            id: more
            anchors.right: parent.right
            visible: unread.count > 0
            text: unread.opened ? qsTr("Hide") : qsTr("Which?")
            onClicked: unread.opened = !unread.opened
        }
    }
    Rectangle {
        width: parent.width
        height: Math.min(list.contentHeight + Theme.px(8), unread.most)
        visible: unread.opened && unread.count > 0
        radius: Theme.px(5)
        color: Theme.panel
        border.width: 1
        border.color: Theme.line
        ListView {
            id: list
            anchors.fill: parent
            anchors.margins: Theme.px(4)
            clip: true
            boundsBehavior: Flickable.StopAtBounds
            model: unread.lines
            activeFocusOnTab: true
            keyNavigationEnabled: true
            Accessible.role: Accessible.List
            Accessible.name: qsTr("What could not be read")
            delegate: Label {
                required property string modelData
                width: ListView.view.width
                leftPadding: Theme.px(6)
                height: Theme.px(22)
                verticalAlignment: Text.AlignVCenter
                text: modelData
                small: true
                dimmed: true
                elide: Text.ElideMiddle
            }
        }
    }
}
