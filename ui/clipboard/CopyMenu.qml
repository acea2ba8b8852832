import QtQuick
import QtQuick.Templates as T
import Fovea

/// What can be copied where somebody asked for it: picture, values, the one value.
T.Popup {
    id: menu

    required property CopyDesk desk

    function openAt(at: point) {
        x = Math.max(0, Math.min(at.x, parent.width - width - Theme.px(4)))
        y = Math.max(0, Math.min(at.y, parent.height - height - Theme.px(4)))
        open()
        rows.children[1].forceActiveFocus(Qt.TabFocusReason)
    }

    parent: T.Overlay.overlay
    width: Theme.px(264)
    height: rows.height + 2 * padding
    padding: Theme.px(6)
    focus: true
    closePolicy: T.Popup.CloseOnEscape | T.Popup.CloseOnPressOutside
    background: PopupGround { }

    contentItem: Item { // qmllint disable deferred-property-id
        Column {
            id: rows
            width: parent.width
            spacing: Theme.px(2)
            Accessible.role: Accessible.PopupMenu
            Accessible.name: qsTr("Copy %1").arg(menu.desk.what)
            Label {
                width: parent.width
                leftPadding: Theme.px(10)
                text: menu.desk.lack === "" ? menu.desk.what : menu.desk.what + ". " + menu.desk.lack
                wrapMode: Text.Wrap
                small: true
                dimmed: true
            }
            CopyMenuRow {
                text: qsTr("Copy")
                detail: menu.desk.hasPicture && menu.desk.hasValues ? qsTr("picture and values") : ""
                enabled: menu.desk.lack === ""
                onChosen: { menu.close(); menu.desk.copyAll() }
            }
            CopyMenuRow {
                text: qsTr("Copy the picture")
                visible: menu.desk.hasPicture && menu.desk.hasValues
                enabled: menu.desk.lack === ""
                onChosen: { menu.close(); menu.desk.copyPicture() }
            }
            CopyMenuRow {
                text: qsTr("Copy the values")
                visible: menu.desk.hasPicture && menu.desk.hasValues
                enabled: menu.desk.lack === ""
                onChosen: { menu.close(); menu.desk.copyValues() }
            }
            CopyMenuRow {
                text: qsTr("Copy the value")
                detail: menu.desk.value
                visible: menu.desk.value !== ""
                enabled: menu.desk.lack === ""
                onChosen: { menu.close(); menu.desk.copyValue() }
            }
        }
    }
}
