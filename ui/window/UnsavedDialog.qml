import QtQuick
import QtQuick.Templates as T
import Fovea

/// Asked when the window is closed with edits of the network that are in no file.
T.Popup {
    id: dialog

    signal saveChosen()
    signal discardChosen()

    anchors.centerIn: T.Overlay.overlay
    width: Theme.px(420)
    height: content.implicitHeight + 2 * padding
    padding: Theme.px(20)
    modal: true
    focus: true
    closePolicy: T.Popup.CloseOnEscape
    onOpened: save.forceActiveFocus()

    background: PopupGround { }
    T.Overlay.modal: Rectangle { color: Theme.shadow }
    contentItem: Column { // qmllint disable deferred-property-id
        id: content
        spacing: Theme.px(14)
        Label {
            width: parent.width
            text: qsTr("The network has edits that are not saved.")
            strong: true
            wrapMode: Text.Wrap
        }
        Label {
            width: parent.width
            text: qsTr("Save writes it as an ONNX file that other programs can read, too.")
            dimmed: true
            wrapMode: Text.Wrap
        }
        Row {
            anchors.right: parent.right
            spacing: Theme.px(8)
            FlatButton { text: qsTr("Cancel"); onClicked: dialog.close() }
            FlatButton {
                text: qsTr("Discard")
                onClicked: { dialog.close(); dialog.discardChosen() }
            }
            FlatButton {
                id: save
                text: qsTr("Save…")
                onClicked: { dialog.close(); dialog.saveChosen() }
            }
        }
    }
}
