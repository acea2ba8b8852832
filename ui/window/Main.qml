import QtQuick
import QtQuick.Templates as T
import Fovea

/// The window: tools at the top, the source on the left, the lens, the inspector on the right, the
/// status line at the bottom.
T.ApplicationWindow {
    id: window

    required property Workspace workspace
    property bool lensOnly: false
    property bool closingAllowed: false
    readonly property bool narrow: width < Theme.px(1180)

    width: 1440
    height: 900
    minimumWidth: 1024
    minimumHeight: 700
    visible: true
    title: workspace.modified ? qsTr("%1 (edited) — Fovea").arg(workspace.networkName)
                              : qsTr("%1 — Fovea").arg(workspace.networkName)
    color: Theme.ground

    onClosing: (close) => {
        if (!workspace.modified || closingAllowed)
            return
        close.accepted = false
        unsaved.open()
    }

    Shortcut { sequences: [StandardKey.Undo]; onActivated: window.workspace.undo() }
    Shortcut { sequences: ["Ctrl+Shift+Z", "Ctrl+Y"]; onActivated: window.workspace.redo() }
    Shortcut { sequences: [StandardKey.Open]; onActivated: files.open() }
    Shortcut { sequences: [StandardKey.Save]; onActivated: files.save() }
    Shortcut { sequences: [StandardKey.Paste]; onActivated: window.workspace.paste() }
    Shortcut { sequence: "F11"; onActivated: window.lensOnly = !window.lensOnly }
    Shortcut { sequences: ["Ctrl++", "Ctrl+="]; onActivated: Theme.zoomBy(1) }
    Shortcut { sequence: "Ctrl+-"; onActivated: Theme.zoomBy(-1) }
    Shortcut { sequence: "Ctrl+0"; onActivated: Theme.zoomBy(0) }

    Files {
        id: files
        workspace: window.workspace
        onSaved: if (unsaved.closeWhenSaved) { window.closingAllowed = true; window.close() }
    }
    UnsavedDialog {
        id: unsaved
        property bool closeWhenSaved: false
        onSaveChosen: { closeWhenSaved = true; files.save() }
        onDiscardChosen: { window.closingAllowed = true; window.close() }
    }

    TopBar {
        id: top
        width: parent.width
        visible: !window.lensOnly
        height: visible ? implicitHeight : 0
        workspace: window.workspace
    }
    NetworkLens {
        id: lens
        anchors.left: parent.left
        anchors.right: parent.right
        anchors.top: top.bottom
        anchors.bottom: status.top
        focus: true
        workspace: window.workspace
    }
    StatusLine {
        id: status
        anchors.bottom: parent.bottom
        width: parent.width
        visible: !window.lensOnly
        height: visible ? implicitHeight : 0
        workspace: window.workspace
    }
    MessageBar {
        id: message
        anchors.horizontalCenter: parent.horizontalCenter
        anchors.bottom: status.top
        anchors.bottomMargin: Theme.px(14)
        width: Math.min(Theme.px(720), parent.width - Theme.px(80))
    }
    Connections {
        target: window.workspace
        function onFailed(sentence: string) { message.say(sentence) }
        function onDocumentChanged() { message.dismiss() }
    }
    DropArea {
        anchors.fill: parent
        onEntered: (drag) => drag.accepted = drag.hasUrls
        onDropped: (drop) => {
            if (drop.hasUrls)
                window.workspace.openUrl(drop.urls[0])
        }
        Rectangle {
            anchors.fill: parent
            visible: parent.containsDrag
            color: "transparent"
            border.width: Theme.px(3)
            border.color: Theme.focus
        }
    }
}
