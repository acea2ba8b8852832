import QtQuick
import QtQuick.Templates as T
import Fovea

/// The answers under each common recipe of preprocessing; a click or Return adopts one.
T.Popup {
    id: popup

    required property Workspace workspace
    required property StepsModel model

    function adopt(recipe: int) {
        close()
        model.chooseRecipe(recipe)
    }

    parent: T.Overlay.overlay
    x: parent ? Math.round((parent.width - width) / 2) : 0
    y: parent ? Math.round((parent.height - height) / 2) : 0
    width: Math.min(Theme.px(760), parent ? parent.width - Theme.px(40) : Theme.px(760))
    height: content.implicitHeight + 2 * padding
    padding: Theme.px(16)
    modal: true
    focus: true
    closePolicy: T.Popup.CloseOnEscape | T.Popup.CloseOnPressOutside
    onAboutToShow: list.currentIndex = 0
    onOpened: list.forceActiveFocus()

    RecipeTable {
        id: table
        workspace: popup.workspace
        active: popup.visible
    }

    background: PopupGround { }
    T.Overlay.modal: Rectangle { color: Theme.shadow }

    contentItem: Column { // qmllint disable deferred-property-id
        id: content
        spacing: Theme.px(8)
        Accessible.role: Accessible.Dialog
        Accessible.name: heading.text
        Item {
            width: parent.width
            height: Theme.control
            Label {
                id: heading
                text: qsTr("The answer under the common recipes")
                strong: true
                font.pixelSize: Theme.titleSize
            }
            IconButton {
                anchors.right: parent.right
                plain: true
                iconName: "close"
                tip: qsTr("Close (Escape)")
                onClicked: popup.close()
            }
        }
        Label {
            width: parent.width
            wrapMode: Text.Wrap
            dimmed: true
            text: qsTr("The model does not say how pictures are prepared. The recipe it was trained with answers surely and sensibly; click it to adopt it. The numbers are %1.").arg(table.meaning)
        }
        ListView {
            id: list
            width: parent.width
            height: contentHeight
            interactive: false
            keyNavigationEnabled: true
            model: table
            highlightMoveDuration: 0
            Accessible.role: Accessible.List
            Accessible.name: qsTr("Recipes")

            function takeCurrent() {
                const row = currentItem as RecipeRow
                if (row)
                    row.chosen()
            }

            Keys.onReturnPressed: takeCurrent()
            Keys.onEnterPressed: takeCurrent()
            Keys.onSpacePressed: takeCurrent()

            // qmllint disable unqualified
            delegate: RecipeRow {
                required property int index
                width: list.width
                current: index === list.currentIndex
                onPointed: list.currentIndex = index
                onChosen: popup.adopt(recipe)
            }
            // qmllint enable unqualified
        }
    }
}
