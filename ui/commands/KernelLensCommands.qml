import QtQml
import Fovea

/// Commands of the Kernel lens; they wait until it has been opened.
CommandGroup {
    id: group

    required property Workspace workspace
    property KernelLens lens: null
    readonly property bool open: lens !== null && workspace.lens === Workspace.KernelLens
    readonly property bool sliding: open && lens.page === KernelLens.Slide

    Command {
        text: qsTr("Kernel: on the picture")
        detail: qsTr("A filter of your own over the opened picture.")
        words: "lens side image filter"
        enabled: group.open
        onTriggered: group.lens.bench.onPicture = true
    }
    Command {
        text: qsTr("Kernel: in the network")
        detail: qsTr("A convolution of the opened network.")
        words: "lens side layer"
        enabled: group.open
        onTriggered: group.lens.bench.onPicture = false
    }
    ChoiceCommands {
        into: group
        title: qsTr("Kernel lens: %1")
        words: "page"
        available: group.open
        model: group.lens ? group.lens.pages : []
        onChosen: (index) => group.lens.page = index
    }
    Command {
        text: group.sliding && group.lens.player.playing ? qsTr("Pause the sliding") : qsTr("Play the sliding")
        shortcut: "Space"
        local: true
        words: "window motion animate"
        enabled: group.sliding
        onTriggered: group.lens.player.toggle()
    }
    Command {
        text: qsTr("Step the sliding")
        shortcut: "."
        local: true
        words: "window next position"
        enabled: group.sliding
        onTriggered: group.lens.player.step()
    }
    Command {
        text: qsTr("Step the sliding back")
        shortcut: ","
        local: true
        words: "window previous position"
        enabled: group.sliding
        onTriggered: group.lens.player.stepBack()
    }
    Command {
        text: qsTr("Show the whole output")
        words: "fill window motion all"
        enabled: group.sliding && group.lens.player.filling
        onTriggered: group.lens.player.showAll()
    }
    Command {
        text: group.sliding && group.lens.slide.toy ? qsTr("Slide over the picture") : qsTr("Slide over a small grid")
        words: "toy 5 numbers"
        enabled: group.sliding && group.lens.bench.onPicture
        onTriggered: group.lens.slide.toy = !group.lens.slide.toy
    }
    Command {
        text: qsTr("Kernel from the window")
        detail: qsTr("What lies under the window, less its mean, becomes the kernel: it then finds places like this one.")
        words: "cut out template matched filter"
        enabled: group.sliding && group.lens.bench.onPicture
        onTriggered: group.lens.slide.takeWindowAsKernel()
    }
}
