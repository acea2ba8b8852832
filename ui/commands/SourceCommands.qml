import QtQml
import Fovea

/// Commands on the picture, how it is prepared, the pad, and which network it is.
CommandGroup {
    id: group

    required property SourceModel source
    required property StepsModel steps
    required property SizeModel sizes
    required property DrawingPad pad
    /// Found by these too, beside what they are for.
    readonly property var otherWords: ({
        "edges": "sobel gabor laplacian bank first kernel made by hand",
        "natural10": "cat natural cifar colour",
        "lenet5-digits": "mnist numbers written digits",
        "lenet5-fashion": "mnist shirt shoe clothing"
    })
    readonly property var networks: source.networks
    /// Lists that the model gives anew with every change of the document: taken where they differ.
    readonly property var sizesNow: sizes.choices
    readonly property string sizeNames: sizesNow.map(it => it.text).join("|")
    property var sizeChoices: []
    property var fits: []

    onSizeNamesChanged: sizeChoices = sizesNow
    Component.onCompleted: fits = steps.fits

    ChoiceCommands {
        into: group
        title: qsTr("Network: %1")
        wordsOf: group.otherWords
        shortcutOf: ({ "edges": "Ctrl+E" })
        model: group.networks.slice(0, -1)  // without that which opens a file
        onChosen: (index) => group.source.chooseNetwork(index)
    }
    ChoiceCommands {
        into: group
        title: qsTr("Sample picture: %1")
        model: group.source.samples
        onChosen: (index) => group.source.chooseSample(index)
    }
    Command {
        text: group.source.drawing ? qsTr("Invert the drawing") : qsTr("Invert the picture")
        words: "negative dark light"
        onTriggered: group.source.invert()
    }
    Command {
        text: qsTr("Put the crop back")
        words: "centre crop reset"
        onTriggered: group.source.resetCrop()
    }
    Command {
        text: qsTr("Move and resize the crop")
        detail: qsTr("Where the input picture has the focus: arrow keys move it, plus and minus resize it.")
        shortcut: "Right"
        words: "picture part"
        passive: true
    }
    ChoiceCommands {
        into: group
        title: qsTr("Fit: %1")
        words: "proportions"
        model: group.fits
        onChosen: (index) => group.steps.chooseFit(index)
    }
    ChoiceCommands {
        into: group
        title: qsTr("Input size: %1")
        words: "resize"
        model: group.sizeChoices
        onChosen: (index) => group.sizes.choose(index)
    }
    ChoiceCommands {
        into: group
        title: qsTr("Filter: %1")
        words: "resize interpolation"
        model: group.steps.filters
        onChosen: (index) => group.steps.chooseFilter(index)
    }
    Command {
        text: group.steps.antialias ? qsTr("Antialiasing off") : qsTr("Antialiasing on")
        words: "resize pillow opencv"
        onTriggered: group.steps.antialias = !group.steps.antialias
    }
    Command {
        text: qsTr("Pen")
        words: "pad draw"
        enabled: group.source.drawing
        onTriggered: group.pad.erasing = false
    }
    Command {
        text: qsTr("Eraser")
        words: "pad rubber"
        enabled: group.source.drawing
        onTriggered: group.pad.erasing = true
    }
    Command {
        text: qsTr("Wider pen")
        words: "pad size thick"
        enabled: group.source.drawing
        onTriggered: group.pad.penSize = Math.min(60, group.pad.penSize + 6)
    }
    Command {
        text: qsTr("Narrower pen")
        words: "pad size thin"
        enabled: group.source.drawing
        onTriggered: group.pad.penSize = Math.max(6, group.pad.penSize - 6)
    }
    Command {
        text: qsTr("Clear the pad")
        words: "empty trash"
        enabled: group.source.drawing
        onTriggered: group.pad.clear()
    }
}
