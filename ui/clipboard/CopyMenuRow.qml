import QtQuick
import Fovea

/// A line of a menu. Up and down go to its neighbours.
Item {
    id: row

    property string text: ""
    property string detail: ""

    signal chosen()

    function go(way: int) {
        for (let item = nextItemInFocusChain(way > 0); item && item !== row; item = item.nextItemInFocusChain(way > 0)) {
            if (item.parent === row.parent) {
                item.forceActiveFocus(way > 0 ? Qt.TabFocusReason : Qt.BacktabFocusReason)
                return
            }
        }
    }

    width: parent ? parent.width : 0
    height: visible ? Theme.control : 0
    activeFocusOnTab: true
    Accessible.role: Accessible.MenuItem
    Accessible.name: row.text + (row.detail === "" ? "" : " " + row.detail)
    Accessible.focusable: true
    Accessible.onPressAction: if (enabled) chosen()
    Keys.onReturnPressed: if (enabled) chosen()
    Keys.onEnterPressed: if (enabled) chosen()
    Keys.onSpacePressed: if (enabled) chosen()
    Keys.onUpPressed: go(-1)
    Keys.onDownPressed: go(1)

    Rectangle {
        anchors.fill: parent
        radius: Theme.px(4)
        color: area.containsMouse || row.activeFocus ? Theme.raised : "transparent"
        border.width: row.activeFocus ? 1 : 0
        border.color: Theme.focus
    }
    Label {
        id: label
        x: Theme.px(10)
        anchors.verticalCenter: parent.verticalCenter
        text: row.text
        dimmed: !row.enabled
    }
    Label {
        anchors.left: label.right
        anchors.leftMargin: Theme.px(10)
        anchors.right: parent.right
        anchors.rightMargin: Theme.px(10)
        anchors.verticalCenter: parent.verticalCenter
        horizontalAlignment: Text.AlignRight
        text: row.detail
        dimmed: true
        small: true
        elide: Text.ElideRight
    }
    MouseArea {
        id: area
        anchors.fill: parent
        hoverEnabled: true
        onClicked: row.chosen()
    }
}
