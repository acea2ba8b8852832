import QtQuick
import QtQml
import Fovea

/// All commands of the window. What only the window can do (dialogs, the lens) is a signal.
CommandList {
    id: list

    required property Workspace workspace
    required property InspectorModel inspector
    required property SourceModel source

    signal openWanted()
    signal saveWanted()
    signal drawWanted()
    signal paletteWanted()
    signal helpWanted()
    signal fullScreenWanted()
    signal scopeWanted(scope: string)

    Command {
        text: qsTr("Search commands")
        shortcut: "Ctrl+K"
        onTriggered: list.paletteWanted()
    }
    Command {
        text: qsTr("Open a picture or a model")
        shortcut: "Ctrl+O"
        words: "file load onnx import"
        onTriggered: list.openWanted()
    }
    Command {
        text: qsTr("Paste a picture")
        shortcut: "Ctrl+V"
        words: "clipboard"
        onTriggered: list.workspace.paste()
    }
    Command {
        text: qsTr("Draw")
        detail: qsTr("Starts an empty pad; the network follows every stroke.")
        shortcut: "Ctrl+D"
        words: "pad pen digit"
        onTriggered: list.drawWanted()
    }
    Command {
        text: qsTr("Save the edited network as ONNX")
        shortcut: "Ctrl+S"
        words: "export write model"
        onTriggered: list.saveWanted()
    }
    Command {
        text: list.workspace.undoText === "" ? qsTr("Undo") : list.workspace.undoText
        shortcut: "Ctrl+Z"
        words: "back"
        enabled: list.workspace.canUndo
        onTriggered: list.workspace.undo()
    }
    Command {
        text: list.workspace.redoText === "" ? qsTr("Redo") : list.workspace.redoText
        shortcut: "Ctrl+Shift+Z"
        words: "again"
        enabled: list.workspace.canRedo
        onTriggered: list.workspace.redo()
    }
    Command {
        text: qsTr("Network: edges, kernels made by hand")
        detail: qsTr("Sobel, Gabor, blur and others on a grey picture: the first kernel to touch.")
        shortcut: "Ctrl+E"
        words: "edges sobel gabor laplacian bank first kernel"
        onTriggered: list.workspace.openBundled("edges")
    }
    Command {
        text: qsTr("Network: natural10, ten kinds of things")
        words: "cat natural cifar colour"
        onTriggered: list.workspace.openBundled("natural10")
    }
    Command {
        text: qsTr("Network: lenet5-digits, written digits")
        words: "mnist numbers lenet"
        onTriggered: list.workspace.openBundled("lenet5-digits")
    }
    Command {
        text: qsTr("Network: lenet5-fashion, clothing")
        words: "shirt shoe lenet"
        onTriggered: list.workspace.openBundled("lenet5-fashion")
    }
    Command {
        text: qsTr("Sample picture: chelsea, a cat")
        words: "cat"
        onTriggered: list.workspace.openSample("chelsea.png")
    }
    Command {
        text: qsTr("Sample picture: astronaut")
        onTriggered: list.workspace.openSample("astronaut.png")
    }
    Command {
        text: qsTr("Sample picture: camera, grey")
        onTriggered: list.workspace.openSample("camera.png")
    }
    Command {
        text: qsTr("Sample picture: coffee")
        onTriggered: list.workspace.openSample("coffee.png")
    }
    Command {
        text: qsTr("Sample picture: retina")
        onTriggered: list.workspace.openSample("retina.jpg")
    }
    Command {
        text: qsTr("Sample picture: rocket")
        onTriggered: list.workspace.openSample("rocket.jpg")
    }
    Command {
        text: qsTr("Reset this unit")
        detail: qsTr("Gives the selected unit back its own kernels and bias.")
        shortcut: "Ctrl+R"
        words: "original restore"
        enabled: list.inspector.edited
        onTriggered: list.inspector.reset()
    }
    Command {
        text: qsTr("Reset all weights")
        shortcut: "Ctrl+Shift+R"
        words: "original restore network"
        enabled: list.inspector.networkEdited
        onTriggered: list.inspector.resetAll()
    }
    Command {
        text: list.inspector.muted ? qsTr("Unmute this unit") : qsTr("Mute this unit")
        shortcut: "Ctrl+M"
        words: "silence zero off"
        enabled: list.inspector.mutable
        onTriggered: list.inspector.muted = !list.inspector.muted
    }
    Command {
        text: qsTr("See the original while held")
        detail: qsTr("Hold C: maps and answer of the network without your edits.")
        shortcut: "C"
        words: "compare before"
        passive: true
    }
    Command {
        text: qsTr("Next and previous unit or layer")
        detail: qsTr("Arrow keys walk the maps: up and down within a layer, left and right between layers.")
        shortcut: "Right"
        words: "arrow select walk channel"
        passive: true
    }
    Command {
        text: qsTr("Invert the picture")
        words: "negative dark light"
        onTriggered: list.source.invert()
    }
    Command {
        text: qsTr("Put the crop back")
        words: "centre crop reset"
        onTriggered: list.source.resetCrop()
    }
    Command {
        text: qsTr("Engine: automatic")
        words: "gpu cpu vulkan"
        onTriggered: list.workspace.engineChoice = Workspace.Auto
    }
    Command {
        text: qsTr("Engine: CPU")
        words: "processor"
        onTriggered: list.workspace.engineChoice = Workspace.Cpu
    }
    Command {
        text: qsTr("Engine: Vulkan")
        words: "gpu"
        onTriggered: list.workspace.engineChoice = Workspace.Vulkan
    }
    Command {
        text: qsTr("Scale: each unit")
        words: "scope colour range"
        onTriggered: list.scopeWanted("unit")
    }
    Command {
        text: qsTr("Scale: each layer")
        words: "scope colour range"
        onTriggered: list.scopeWanted("layer")
    }
    Command {
        text: qsTr("Scale: a convolution with what follows it")
        words: "scope colour range shared"
        onTriggered: list.scopeWanted("shared")
    }
    Command {
        text: qsTr("Scale: all layers")
        words: "scope colour range"
        onTriggered: list.scopeWanted("all")
    }
    Command {
        text: list.workspace.details ? qsTr("Hide details") : qsTr("Show details")
        detail: qsTr("Parameters, multiply-adds and times.")
        shortcut: "Ctrl+I"
        words: "expert cost gmac"
        onTriggered: list.workspace.details = !list.workspace.details
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
    Command {
        text: qsTr("Only the lens")
        shortcut: "F11"
        words: "full screen room present"
        onTriggered: list.fullScreenWanted()
    }
    Command {
        text: qsTr("Explain what has the focus")
        shortcut: "F1"
        words: "help keys shortcuts list"
        onTriggered: list.helpWanted()
    }
}
