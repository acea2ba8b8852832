import QtQuick
import QtQml
import Fovea

/// Listens to the keys of all commands that are not passive.
Instantiator {
    id: keys

    required property CommandList commands

    model: commands.all

    delegate: Shortcut {
        required property Command modelData

        sequences: modelData.keys
        enabled: modelData.enabled && !modelData.passive && modelData.shortcut !== ""
        context: Qt.WindowShortcut
        onActivated: modelData.trigger()
    }
}
