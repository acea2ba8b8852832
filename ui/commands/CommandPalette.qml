import QtQuick
import QtQuick.Templates as T
import Fovea

/// Every command with its keys, found by typing a few letters of it.
T.Popup {
    id: popup

    required property CommandList commands
    required property Workspace workspace

    parent: T.Overlay.overlay
    x: parent ? Math.round((parent.width - width) / 2) : 0
    y: Theme.px(64)
    width: parent ? Math.min(Theme.px(560), parent.width - Theme.px(40)) : Theme.px(560)
    height: parent ? Math.min(Theme.px(460), parent.height - Theme.px(100)) : Theme.px(460)
    padding: Theme.px(8)
    modal: true
    focus: true
    closePolicy: T.Popup.CloseOnEscape | T.Popup.CloseOnPressOutside

    onAboutToShow: {
        field.text = ""
        list.currentIndex = 0
    }
    onOpened: field.forceActiveFocus()

    function run(row: int) {
        const command = commands.at(row)
        if (!command || !command.enabled || command.passive)
            return
        close()
        command.trigger()
    }

    background: PopupGround { }
    T.Overlay.modal: Rectangle { color: Theme.shadow }

    contentItem: Item { // qmllint disable deferred-property-id
        Accessible.role: Accessible.Dialog
        Accessible.name: qsTr("Commands")
        TextBox {
            id: field
            width: parent.width
            height: Theme.px(34)
            placeholderText: qsTr("Search commands")
            onTextChanged: {
                popup.commands.filter = text
                list.currentIndex = 0
                list.positionViewAtBeginning()
            }
            Keys.onUpPressed: list.decrementCurrentIndex()
            Keys.onDownPressed: list.incrementCurrentIndex()
            Keys.onReturnPressed: popup.run(list.currentIndex)
            Keys.onEnterPressed: popup.run(list.currentIndex)
            Keys.onTabPressed: list.incrementCurrentIndex()
        }
        ListView {
            id: list
            anchors.fill: parent
            anchors.topMargin: field.height + Theme.px(6)
            clip: true
            model: popup.commands
            boundsBehavior: Flickable.StopAtBounds
            highlightMoveDuration: 0
            Accessible.role: Accessible.List
            Accessible.name: qsTr("Found commands")

            // qmllint disable unqualified
            delegate: ChoiceRow {
                id: row
                required property int index
                required property var model

                width: list.width
                text: row.model.text
                detail: index === list.currentIndex ? row.model.detail : ""
                shortcut: row.model.shortcut
                available: row.model.available
                current: index === list.currentIndex
                onClicked: popup.run(index)
            }
            // qmllint enable unqualified

            Label {
                anchors.centerIn: parent
                visible: list.count === 0
                text: qsTr("No command has these letters")
                dimmed: true
            }
        }
    }
}
