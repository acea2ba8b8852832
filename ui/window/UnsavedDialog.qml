import QtQuick
import QtQuick.Templates as T
import Fovea

/// Asked when the window is closed, or a project opened, with edits that are in no file: of what is
/// open, or of a network that was open before it.
T.Popup {
    id: dialog

    required property Workspace workspace
    /// Saving would not keep what would be lost.
    readonly property bool elsewhere: !workspace.edited

    signal saveChosen()
    signal discardChosen()

    anchors.centerIn: T.Overlay.overlay
    width: Math.min(Theme.px(440), parent ? parent.width - Theme.px(40) : Theme.px(440))
    height: content.implicitHeight + 2 * padding
    padding: Theme.px(20)
    modal: true
    focus: true
    closePolicy: T.Popup.CloseOnEscape
    onOpened: elsewhere ? cancel.forceActiveFocus(Qt.TabFocusReason) : save.forceActiveFocus(Qt.TabFocusReason)

    background: PopupGround { }
    T.Overlay.modal: Rectangle { color: Theme.shadow }
    contentItem: Column { // qmllint disable deferred-property-id
        id: content
        spacing: Theme.px(14)
        Accessible.role: Accessible.Dialog
        Accessible.name: question.text
        Accessible.description: answer.text
        Label {
            id: question
            width: parent.width
            text: dialog.elsewhere ? qsTr("A network that was open before has edits that are not saved.")
                : dialog.workspace.project.hasFile ? qsTr("“%1” has changes that are not saved.").arg(dialog.workspace.project.name)
                                   : qsTr("The network has edits that are not saved.")
            strong: true
            wrapMode: Text.Wrap
        }
        Label {
            id: answer
            width: parent.width
            text: dialog.elsewhere
                  ? qsTr("To save them, cancel and go back with Undo until that network is there.")
                  : dialog.workspace.project.hasFile ? qsTr("Save writes them into the project.")
                  : qsTr("Save keeps it in a project, with the picture and all that is set.")
            dimmed: true
            wrapMode: Text.Wrap
        }
        Flow {
            width: parent.width
            layoutDirection: Qt.RightToLeft
            spacing: Theme.px(8)
            FlatButton {
                id: save
                visible: !dialog.elsewhere
                text: dialog.workspace.project.hasFile ? qsTr("Save") : qsTr("Save…")
                onClicked: { dialog.close(); dialog.saveChosen() }
            }
            FlatButton {
                text: qsTr("Discard")
                onClicked: { dialog.close(); dialog.discardChosen() }
            }
            FlatButton { id: cancel; text: qsTr("Cancel"); onClicked: dialog.close() }
        }
    }
}
