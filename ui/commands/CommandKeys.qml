import QtQuick
import QtQml
import Fovea

/// Listens to the keys of all commands that are not passive.
Instantiator {
    id: keys

    required property CommandList commands

    // Once, when all commands are there: those that come and go later have no keys.
    readonly property var all: commands.all
    Component.onCompleted: model = all.filter(it => it.shortcut !== "")

    delegate: Shortcut {
        required property Command modelData

        sequences: modelData?.keys ?? []
        enabled: modelData !== null && modelData.enabled && !modelData.passive && !modelData.local
        context: Qt.WindowShortcut
        onActivated: modelData.trigger()
    }
}
