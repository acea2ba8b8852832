import QtQuick
import QtQuick.Templates as T
import Fovea

/// A button that opens a list of choices under itself. `choices` is a list of
/// { text, detail, enabled, reason, value, icon }, all but text optional: a choice that is not
/// enabled shows why. `current` is the index of the one in force, or -1.
FlatButton {
    id: button

    property var choices: []
    property int current: -1
    property int menuWidth: Theme.px(200)
    readonly property bool opened: popup.opened

    signal chosen(index: int)

    trailingIcon: "down"
    Accessible.role: Accessible.ButtonMenu

    function open() { popup.open() }
    function close() { popup.close() }

    onClicked: popup.opened ? popup.close() : popup.open()
    Keys.onDownPressed: popup.open()

    T.Popup {
        id: popup

        property bool above: false
        property bool alignRight: false

        y: above ? -height - Theme.px(4) : button.height + Theme.px(4)
        x: alignRight ? button.width - width : 0
        width: button.menuWidth
        height: Math.min(list.contentHeight + 2 * padding, Theme.px(520))
        padding: Theme.px(4)
        margins: Theme.px(6)
        focus: true
        modal: false
        closePolicy: T.Popup.CloseOnEscape | T.Popup.CloseOnPressOutsideParent

        onAboutToShow: {
            const window = button.Window.window
            const place = button.mapToItem(null, 0, 0)
            above = place.y + button.height + height + 8 > window.height
            alignRight = place.x + width + 8 > window.width
            list.currentIndex = Math.max(button.current, 0)
            button.tipSpent = true
        }
        onOpened: list.forceActiveFocus()
        onClosed: if (button.visible) button.forceActiveFocus(Qt.PopupFocusReason)

        background: PopupGround { }
        contentItem: ListView { // qmllint disable deferred-property-id
            id: list
            clip: true
            model: button.choices
            boundsBehavior: Flickable.StopAtBounds
            keyNavigationEnabled: true
            Accessible.role: Accessible.List
            Accessible.name: button.Accessible.name

            function choose(index: int) {
                const choice = button.choices[index]
                if (!choice || choice.enabled === false)
                    return
                popup.close()
                button.chosen(index)
            }

            Keys.onReturnPressed: choose(currentIndex)
            Keys.onEnterPressed: choose(currentIndex)
            Keys.onSpacePressed: choose(currentIndex)

            // qmllint disable unqualified
            delegate: ChoiceRow {
                required property int index
                required property var modelData

                width: list.width
                text: modelData.text
                detail: modelData.enabled === false && modelData.reason ? modelData.reason
                                                                       : modelData.detail ?? ""
                image: modelData.image ?? ""
                available: modelData.enabled !== false
                ticked: index === button.current
                current: index === list.currentIndex
                onHoveredChanged: if (hovered) list.currentIndex = index
                onClicked: list.choose(index)
            }
            // qmllint enable unqualified
        }
    }
}
