import QtQuick
import QtQuick.Templates as T
import Fovea

/// The examples that were found, the one that is chosen, and what could not be read.
Item {
    id: pane

    required property DataModel model
    readonly property ExampleGrid grid: grid

    TextBox {
        id: search
        width: Math.min(Theme.px(260), parent.width - found.width - Theme.px(12))
        placeholderText: qsTr("Search: class, file or #index")
        text: pane.model.searchText
        help: qsTr("Examples of a class, from a file, or with an index.")
        onTextEdited: pane.model.searchText = text
        Keys.onEscapePressed: event => {
            event.accepted = text !== ""
            pane.model.searchText = ""
        }
        Keys.onDownPressed: grid.forceActiveFocus(Qt.TabFocusReason)
    }
    Row {
        id: found
        anchors.right: parent.right
        height: search.height
        spacing: Theme.px(8)
        PillButton {
            anchors.verticalCenter: parent.verticalCenter
            visible: pane.model.classFilter >= 0
            text: visible ? qsTr("only %1  ×").arg(pane.model.classNames[pane.model.classFilter]) : ""
            help: qsTr("Shows the examples of all classes again.")
            onClicked: pane.model.classFilter = -1
        }
        NumberLabel {
            anchors.verticalCenter: parent.verticalCenter
            text: qsTr("%1 of %2").arg(pane.model.foundCount.toLocaleString(Qt.locale("en_GB"), "f", 0))
                .arg(pane.model.count.toLocaleString(Qt.locale("en_GB"), "f", 0))
            small: true
            dimmed: true
        }
    }
    Flickable {
        id: view
        anchors.top: search.bottom
        anchors.topMargin: Theme.px(8)
        anchors.bottom: details.top
        anchors.bottomMargin: Theme.px(8)
        width: parent.width
        contentWidth: width
        contentHeight: grid.contentHeight
        boundsBehavior: Flickable.StopAtBounds
        flickableDirection: Flickable.VerticalFlick
        interactive: contentHeight > height
        clip: true
        onContentHeightChanged: returnToBounds()

        ExampleGrid {
            id: grid
            y: view.contentY
            width: view.width - Theme.px(10)
            height: view.height
            model: pane.model
            scrollY: view.contentY
            side: Theme.px(56)
            frame: Theme.line
            struck: Theme.frame
            inner: Theme.selectionInner
            outer: Theme.selectionOuter
            onToggleWanted: example => details.toggle()
            onScrollWanted: y => view.contentY = y
            Accessible.role: Accessible.List
            Accessible.name: qsTr("Examples")
            Accessible.description: chosen < 0 ? qsTr("Arrow keys choose an example, Delete leaves it out.")
                                               : details.text
            Accessible.focusable: true
        }
        T.ScrollBar.vertical: T.ScrollBar {
            id: scroll
            Binding on x { value: view.width - scroll.width }
            width: Theme.px(8)
            padding: Theme.px(2)
            minimumSize: 0.04
            visible: view.interactive
            contentItem: Rectangle {
                implicitWidth: Theme.px(4)
                radius: width / 2
                color: scroll.pressed ? Theme.dim : Theme.frame
            }
        }
    }
    FocusRing {
        target: view
        shown: grid.activeFocus
    }
    Label {
        anchors.fill: view
        visible: pane.model.foundCount === 0
        horizontalAlignment: Text.AlignHCenter
        verticalAlignment: Text.AlignVCenter
        text: qsTr("No example fits")
        dimmed: true
    }
    ExampleDetails {
        id: details
        anchors.bottom: unread.top
        anchors.bottomMargin: unread.visible ? Theme.px(8) : 0
        width: parent.width
        model: pane.model
        example: grid.chosen
    }
    UnreadableList {
        id: unread
        anchors.bottom: parent.bottom
        width: parent.width
        lines: pane.model.unreadable
        resized: pane.model.resized
        most: pane.height * 0.4
    }
}
