import QtQuick
import QtQml
import Fovea

/// Listens to the keys of all commands that are not passive.
Instantiator {
    id: keys

    required property CommandList commands

    model: commands

    // qmllint disable unqualified
    delegate: Shortcut {
        required property var model
        readonly property Command command: model.command

        sequence: command ? command.shortcut : ""
        enabled: command !== null && command.enabled && !command.passive && command.shortcut !== ""
        context: Qt.WindowShortcut
        onActivated: command.trigger()
    }
    // qmllint enable unqualified
}
