import QtQml
import Fovea

/// Commands on the selected unit and its kernel.
CommandGroup {
    id: group

    required property InspectorModel inspector
    /// Whether the selected unit is what the person sees.
    property bool available: true
    readonly property bool kernel: available && inspector.editable && inspector.rows > 0
    readonly property bool plane: available && inspector.editable && inspector.rows > 1
    property var presets: []

    // They are the same for every kernel.
    Component.onCompleted: presets = inspector.presets

    Command {
        text: qsTr("Reset this unit")
        detail: qsTr("Gives the selected unit back its own kernels and bias.")
        shortcut: "Ctrl+R"
        words: "original restore"
        enabled: group.inspector.edited
        onTriggered: group.inspector.reset()
    }
    Command {
        text: qsTr("Reset all weights")
        shortcut: "Ctrl+Shift+R"
        words: "original restore network"
        enabled: group.inspector.networkEdited
        onTriggered: group.inspector.resetAll()
    }
    Command {
        text: group.inspector.muted ? qsTr("Unmute this unit") : qsTr("Mute this unit")
        shortcut: "Ctrl+M"
        words: "silence zero off"
        enabled: group.inspector.mutable
        onTriggered: group.inspector.muted = !group.inspector.muted
    }
    Command {
        text: qsTr("See the original while held")
        detail: qsTr("Hold C: maps and answer of the network without your edits.")
        shortcut: "C"
        words: "compare before"
        passive: true
    }
    Command {
        text: qsTr("Change the cell that has the focus")
        detail: qsTr("Page Up and Page Down change it by a step, digits type a value, Delete puts it back.")
        shortcut: "PgUp"
        words: "kernel value type"
        passive: true
    }
    Command {
        text: qsTr("Normalise the kernel")
        words: "sum one"
        enabled: group.kernel
        onTriggered: group.inspector.normalise()
    }
    Command {
        text: qsTr("Flip the kernel")
        words: "mirror left right"
        enabled: group.kernel && group.inspector.columns > 1
        onTriggered: group.inspector.flip()
    }
    Command {
        text: qsTr("Rotate the kernel")
        words: "turn quarter clockwise"
        enabled: group.kernel && group.inspector.square
        onTriggered: group.inspector.rotate()
    }
    Command {
        text: qsTr("Negate the kernel")
        words: "sign minus"
        enabled: group.kernel
        onTriggered: group.inspector.negate()
    }
    ChoiceCommands {
        into: group
        title: qsTr("Kernel: %1")
        words: "preset"
        available: group.plane
        model: group.presets
        onChosen: (index) => group.inspector.applyPreset(index)
    }
}
