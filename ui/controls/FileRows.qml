import QtQuick
import QtQuick.Templates as T
import Fovea

/// The folders and files of a FolderList: walked with the arrow keys, taken with Return or a double
/// click, a folder with one click.
ListView {
    id: list

    required property FolderList files

    signal pointed(row: int)
    signal taken(row: int)

    /// The keyboard comes into the list.
    function begin() {
        if (count === 0)
            return
        forceActiveFocus()
        currentIndex = 0
    }

    model: files
    clip: true
    topMargin: Theme.px(4)
    bottomMargin: topMargin
    boundsBehavior: Flickable.StopAtBounds
    highlightMoveDuration: 0
    currentIndex: -1
    activeFocusOnTab: true
    keyNavigationEnabled: true
    onModelChanged: currentIndex = -1
    onActiveFocusChanged: if (activeFocus && currentIndex < 0 && count > 0) currentIndex = 0
    Accessible.role: Accessible.List
    Accessible.name: qsTr("Folders and files")
    Keys.onReturnPressed: taken(currentIndex)
    Keys.onEnterPressed: taken(currentIndex)

    // qmllint disable unqualified
    delegate: Item {
        id: row
        required property int index
        required property string name
        required property bool isFolder
        required property string detail

        width: list.width
        height: Theme.control
        Accessible.role: Accessible.ListItem
        Accessible.name: name
        Accessible.description: isFolder ? qsTr("folder") : detail

        Rectangle {
            anchors.fill: parent
            anchors.leftMargin: Theme.px(4)
            anchors.rightMargin: Theme.px(4)
            radius: Theme.px(5)
            color: row.index === list.currentIndex && list.activeFocus ? Theme.pressed
                 : area.containsMouse ? Theme.hovered : "transparent"
        }
        Icon {
            x: Theme.px(12)
            anchors.verticalCenter: parent.verticalCenter
            width: Theme.px(16)
            height: width
            name: row.isFolder ? "open" : "file"
            color: Theme.dim
        }
        Label {
            x: Theme.px(36)
            width: size.x - x - Theme.px(8)
            anchors.verticalCenter: parent.verticalCenter
            text: row.name
            elide: Text.ElideMiddle
        }
        Label {
            id: size
            anchors.right: parent.right
            anchors.rightMargin: Theme.px(14)
            anchors.verticalCenter: parent.verticalCenter
            text: row.detail
            small: true
            dimmed: true
        }
        MouseArea {
            id: area
            anchors.fill: parent
            hoverEnabled: true
            onClicked: {
                list.currentIndex = row.index
                row.isFolder ? list.taken(row.index) : list.pointed(row.index)
            }
            onDoubleClicked: list.taken(row.index)
        }
    }
    // qmllint enable unqualified

    T.ScrollBar.vertical: T.ScrollBar {
        id: bar
        // Said here, as what attaches the bar forgets it where both widths change together.
        x: list.width - width
        width: Theme.px(8)
        padding: Theme.px(2)
        visible: list.contentHeight > list.height
        contentItem: Rectangle {
            implicitWidth: Theme.px(4)
            radius: width / 2
            color: bar.pressed ? Theme.dim : Theme.frame
        }
    }
    Label {
        anchors.centerIn: parent
        visible: list.count === 0
        text: qsTr("Nothing here that fits")
        dimmed: true
    }
}
