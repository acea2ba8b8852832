import Fovea

/// Commands on what computes, and on how the interface looks.
CommandGroup {
    id: group

    required property Workspace workspace

    Command {
        text: qsTr("Engine: automatic")
        words: "gpu cpu vulkan"
        onTriggered: group.workspace.engineChoice = Workspace.Auto
    }
    Command {
        text: qsTr("Engine: CPU")
        words: "processor"
        onTriggered: group.workspace.engineChoice = Workspace.Cpu
    }
    Command {
        text: qsTr("Engine: Vulkan")
        words: "gpu"
        onTriggered: group.workspace.engineChoice = Workspace.Vulkan
    }
    Command {
        text: group.workspace.details ? qsTr("Hide details") : qsTr("Show details")
        detail: qsTr("Parameters, multiply-adds and times.")
        shortcut: "Ctrl+I"
        words: "expert cost gmac"
        onTriggered: group.workspace.details = !group.workspace.details
    }
    Command {
        text: Theme.dark ? qsTr("Light theme") : qsTr("Dark theme")
        shortcut: "Ctrl+T"
        words: "colours appearance dark light"
        onTriggered: Theme.settings.dark = !Theme.dark
    }
    Command {
        text: qsTr("Larger interface")
        shortcut: "Ctrl++"
        otherShortcut: "Ctrl+="
        words: "zoom scale"
        onTriggered: Theme.zoomBy(1)
    }
    Command {
        text: qsTr("Smaller interface")
        shortcut: "Ctrl+-"
        words: "zoom scale"
        onTriggered: Theme.zoomBy(-1)
    }
    Command {
        text: qsTr("Interface at 100 %")
        shortcut: "Ctrl+0"
        words: "zoom scale"
        onTriggered: Theme.zoomBy(0)
    }
}
