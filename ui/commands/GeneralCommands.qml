import Fovea

/// Commands on files, the history, and what only the window can do.
CommandGroup {
    id: group

    required property Workspace workspace
    required property StepsModel steps
    /// The panels have no room of their own, and come on request.
    property bool folded: false

    signal openWanted()
    signal saveWanted()
    signal saveAsWanted()
    signal exportWanted()
    signal copyWanted()
    signal drawWanted()
    signal figureWanted()
    signal namesWanted()
    signal recipesWanted()
    signal paletteWanted()
    signal helpWanted()
    signal fullScreenWanted()
    signal sourceToggled()
    signal inspectorToggled()

    Command {
        text: qsTr("Search commands")
        shortcut: "Ctrl+K"
        onTriggered: group.paletteWanted()
    }
    Command {
        text: qsTr("Open a picture, a model or a project")
        shortcut: "Ctrl+O"
        words: "file load onnx import fovea kernel"
        onTriggered: group.openWanted()
    }
    Command {
        text: qsTr("Use the opened figure as a picture")
        detail: qsTr("Shows the figure itself to the network, not what it was made from.")
        words: "recipe png svg image input"
        enabled: group.workspace.figureFile !== ""
        onTriggered: group.workspace.useFigureAsPicture()
    }
    Command {
        text: qsTr("Paste a picture")
        shortcut: "Ctrl+V"
        words: "clipboard"
        onTriggered: group.workspace.paste()
    }
    Command {
        text: qsTr("Copy the map, chart or number under the pointer")
        detail: qsTr("As a picture, and its values as text for a spreadsheet. Without a pointer on one: what has the focus.")
        shortcut: "Ctrl+C"
        words: "clipboard csv image table values"
        onTriggered: group.copyWanted()
    }
    Command {
        text: qsTr("Copy from a menu")
        detail: qsTr("Picture, values or the one value: also with the right button.")
        shortcut: "Shift+F10"
        words: "clipboard context"
        passive: true
    }
    Command {
        text: qsTr("Draw")
        detail: qsTr("Starts an empty pad; the network follows every stroke.")
        shortcut: "Ctrl+D"
        words: "pad pen digit"
        onTriggered: group.drawWanted()
    }
    Command {
        text: qsTr("Save the project")
        detail: qsTr("Network, picture, kernels and how they are looked at, in one file.")
        shortcut: "Ctrl+S"
        words: "write keep file fovea"
        onTriggered: group.saveWanted()
    }
    Command {
        text: qsTr("Save the project as…")
        shortcut: "Ctrl+Shift+S"
        words: "write keep file fovea copy name"
        onTriggered: group.saveAsWanted()
    }
    Command {
        text: qsTr("Save the network as ONNX…")
        detail: qsTr("With its edits, for other programs.")
        shortcut: "Ctrl+Shift+E"
        words: "export write model edited"
        onTriggered: group.exportWanted()
    }
    Command {
        text: qsTr("Export a figure")
        detail: qsTr("Of what the window shows, as PNG, SVG, PDF, CSV or NPY.")
        shortcut: "Ctrl+P"
        words: "picture print paper save image chart"
        onTriggered: group.figureWanted()
    }
    Command {
        text: group.workspace.undoText === "" ? qsTr("Undo") : group.workspace.undoText
        shortcut: "Ctrl+Z"
        words: "back"
        enabled: group.workspace.canUndo
        onTriggered: group.workspace.undo()
    }
    Command {
        text: group.workspace.redoText === "" ? qsTr("Redo") : group.workspace.redoText
        shortcut: "Ctrl+Shift+Z"
        words: "again"
        enabled: group.workspace.canRedo
        onTriggered: group.workspace.redo()
    }
    Command {
        text: group.workspace.notes.covered ? qsTr("Uncover the answer") : qsTr("Cover the answer")
        detail: group.workspace.notes.covered
                ? qsTr("Shows what the network says without a prediction.")
                : qsTr("Hides what the network says until somebody has predicted it.")
        shortcut: "Ctrl+H"
        words: "hide predict class reveal show"
        onTriggered: group.workspace.notes.covered = !group.workspace.notes.covered
    }
    Command {
        text: qsTr("Class names from a file")
        detail: qsTr("A text file with one name on each line.")
        words: "labels open"
        onTriggered: group.namesWanted()
    }
    Command {
        text: qsTr("Compare recipes")
        detail: qsTr("The answers under the common ways to prepare pictures, to adopt one.")
        words: "preprocessing mean deviation imagenet"
        enabled: !group.steps.stated && !group.workspace.notes.covered
        onTriggered: group.recipesWanted()
    }
    Command {
        text: qsTr("Lens: Network")
        detail: qsTr("What does each layer see?")
        shortcut: "Alt+1"
        words: "tab maps layers"
        onTriggered: group.workspace.lens = Workspace.NetworkLens
    }
    Command {
        text: qsTr("Lens: Kernel")
        detail: qsTr("How is one value made?")
        shortcut: "Alt+2"
        words: "tab convolution filter window slide draw learn"
        onTriggered: group.workspace.lens = Workspace.KernelLens
    }
    Command {
        text: qsTr("Lens: Train")
        detail: qsTr("Where do the kernels come from?")
        shortcut: "Alt+3"
        words: "tab learn training loss accuracy run"
        onTriggered: group.workspace.lens = Workspace.TrainLens
    }
    Command {
        text: qsTr("Source panel")
        shortcut: "Ctrl+1"
        words: "show hide fold picture"
        enabled: group.folded
        onTriggered: group.sourceToggled()
    }
    Command {
        text: qsTr("Inspector panel")
        shortcut: "Ctrl+2"
        words: "show hide fold kernel"
        enabled: group.folded
        onTriggered: group.inspectorToggled()
    }
    Command {
        text: qsTr("Only the lens")
        shortcut: "F11"
        words: "full screen room present"
        onTriggered: group.fullScreenWanted()
    }
    Command {
        text: qsTr("Explain what has the focus")
        shortcut: "F1"
        words: "help keys shortcuts list"
        onTriggered: group.helpWanted()
    }
    ChoiceCommands {
        into: group
        title: qsTr("Open again: %1")
        words: "recent project file last"
        model: group.workspace.project.recent
        onChosen: index => group.workspace.project.openRecent(index)
    }
}
