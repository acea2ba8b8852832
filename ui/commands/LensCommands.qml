import Fovea

/// Commands on the maps: walking, size, scale. Their keys work where the maps have the focus.
CommandGroup {
    id: group

    required property LensModel lens

    Command {
        text: qsTr("Next and previous unit or layer")
        detail: qsTr("Arrow keys walk the maps: up and down within a layer, left and right between layers.")
        shortcut: "Right"
        words: "arrow select walk channel"
        passive: true
    }
    Command {
        text: qsTr("First layer")
        shortcut: "Home"
        local: true
        words: "input start"
        onTriggered: group.lens.walkLayers(-1000000)
    }
    Command {
        text: qsTr("Last layer")
        shortcut: "End"
        local: true
        words: "answer output"
        onTriggered: group.lens.walkLayers(1000000)
    }
    Command {
        text: qsTr("Scroll to later layers")
        shortcut: "PgDown"
        local: true
        words: "page right"
        onTriggered: group.lens.scrollBy(group.lens.room.width * 0.8, 0)
    }
    Command {
        text: qsTr("Scroll to earlier layers")
        shortcut: "PgUp"
        local: true
        words: "page left"
        onTriggered: group.lens.scrollBy(-group.lens.room.width * 0.8, 0)
    }
    Command {
        text: qsTr("Larger maps")
        shortcut: "+"
        local: true
        words: "zoom in pixels numbers"
        onTriggered: group.lens.zoomAbout(1.25)
    }
    Command {
        text: qsTr("Smaller maps")
        shortcut: "-"
        local: true
        words: "zoom out"
        enabled: !group.lens.overview
        onTriggered: group.lens.zoomAbout(0.8)
    }
    Command {
        text: qsTr("Maps at their start size")
        shortcut: "0"
        local: true
        words: "zoom reset"
        onTriggered: group.lens.zoomToFit()
    }
    Command {
        text: qsTr("Fit all layers")
        shortcut: "9"
        local: true
        words: "zoom overview"
        onTriggered: group.lens.zoomOut()
    }
    Command {
        text: qsTr("Fill the view with the selected map, or go back")
        shortcut: "Return"
        local: true
        words: "zoom enter open"
        onTriggered: group.lens.zoomOntoSelection()
    }
    Command {
        text: qsTr("One level up")
        detail: qsTr("From a position to its unit, its layer, to nothing selected.")
        shortcut: "Esc"
        local: true
        words: "back escape unselect"
        onTriggered: group.lens.back()
    }
    Command {
        text: qsTr("Scale: each unit")
        words: "scope colour range"
        onTriggered: group.lens.scope = 0
    }
    Command {
        text: qsTr("Scale: each layer")
        words: "scope colour range"
        onTriggered: group.lens.scope = 1
    }
    Command {
        text: qsTr("Scale: a layer with what follows it")
        words: "scope colour range shared convolution"
        onTriggered: group.lens.scope = 2
    }
    Command {
        text: qsTr("Scale: all layers")
        words: "scope colour range"
        onTriggered: group.lens.scope = 3
    }
    Command {
        text: qsTr("Reduce maps by their mean")
        words: "average area"
        onTriggered: group.lens.peak = false
    }
    Command {
        text: qsTr("Reduce maps by their peak")
        words: "maximum magnitude"
        onTriggered: group.lens.peak = true
    }
}
