import QtQuick
import Fovea

/// What a clip shows, and how.
ScrollPanel {
    id: options

    required property ClipModel clip
    readonly property var sizes: [
        { text: qsTr("640 × 360"), width: 640, height: 360 },
        { text: qsTr("1280 × 720"), width: 1280, height: 720 },
        { text: qsTr("1920 × 1080"), width: 1920, height: 1080 },
        { text: qsTr("Square, 1080 × 1080"), width: 1080, height: 1080 }
    ]
    readonly property int size: sizes.findIndex(it => it.width === clip.width && it.height === clip.height)
    readonly property bool slides: clip.kind === 0

    sideMargin: Theme.px(12)
    spacing: Theme.px(8)

    SectionHeader { text: qsTr("What"); first: true }
    ChoiceField {
        objectName: "clipSubject"
        width: parent.width
        visible: options.clip.subjects.length > 0
        name: qsTr("Of")
        choices: options.clip.subjects
        current: options.clip.subject
        onChosen: (index) => options.clip.subject = index
    }
    ChoiceField {
        objectName: "clipKind"
        width: parent.width
        name: qsTr("Clip")
        choices: options.clip.kinds
        current: options.clip.kind
        onChosen: (index) => options.clip.kind = index
    }
    ChoiceField {
        width: parent.width
        name: qsTr("Layer")
        choices: options.clip.layers
        current: options.clip.layer
        onChosen: (index) => options.clip.layer = index
    }
    Item {
        width: parent.width
        height: Theme.control
        Label {
            anchors.verticalCenter: parent.verticalCenter
            width: Theme.px(90)
            text: options.slides ? qsTr("Unit") : qsTr("Units")
            dimmed: true
        }
        TextBox {
            anchors.right: parent.right
            width: Theme.px(150)
            height: parent.height
            text: options.clip.units
            placeholderText: options.slides ? qsTr("the first") : qsTr("all; or 0, 3-7")
            Accessible.name: options.slides ? qsTr("Unit") : qsTr("Units")
            onEditingFinished: options.clip.units = text
        }
    }

    SectionHeader { text: qsTr("Size and time") }
    ChoiceField {
        width: parent.width
        name: qsTr("Size")
        choices: options.size < 0 ? options.sizes.concat([{ text: qsTr("As below") }]) : options.sizes
        current: options.size < 0 ? options.sizes.length : options.size
        onChosen: (index) => {
            if (index >= options.sizes.length)
                return
            options.clip.width = options.sizes[index].width
            options.clip.height = options.sizes[index].height
        }
    }
    FigureNumber {
        name: qsTr("Width, pixels")
        help: qsTr("Even: a video has half as many pixels for colours.")
        value: options.clip.width
        from: 160
        to: 3840
        step: 2
        resetValue: 1280
        onEdited: (value) => options.clip.width = value
    }
    FigureNumber {
        name: qsTr("Height, pixels")
        help: qsTr("Even: a video has half as many pixels for colours.")
        value: options.clip.height
        from: 120
        to: 2160
        step: 2
        resetValue: 720
        onEdited: (value) => options.clip.height = value
    }
    FigureNumber {
        name: qsTr("Frames a second")
        help: qsTr("A GIF has 50 at most.")
        value: options.clip.rate
        from: 1
        to: 60
        resetValue: 30
        onEdited: (value) => options.clip.rate = value
    }
    FigureNumber {
        name: qsTr("Seconds")
        help: qsTr("0: a second a step over a toy grid, a quarter over real maps, 30 at most.")
        value: options.clip.seconds
        zeroText: qsTr("auto")
        to: 600
        decimals: 1
        onEdited: (value) => options.clip.seconds = value
    }
    FigureNumber {
        name: qsTr("Shown, times")
        help: qsTr("0: a GIF for ever, a video once.")
        value: options.clip.loops
        zeroText: qsTr("for ever")
        words: options.clip.loops === 0 ? qsTr("Shown, times (a video once)") : name
        to: 1000
        onEdited: (value) => options.clip.loops = value
    }

    SectionHeader { text: qsTr("Look") }
    ChoiceField {
        width: parent.width
        name: qsTr("Colours")
        choices: [
            { text: qsTr("As in the window") },
            { text: qsTr("Diverging"), detail: qsTr("Blue, ground, orange: signed values") },
            { text: qsTr("Sequential"), detail: qsTr("From dark to light: shares and magnitudes") },
            { text: qsTr("For print"), detail: qsTr("Black, grey, white") }
        ]
        current: options.clip.palette
        onChosen: (index) => options.clip.palette = index
    }
    Toggle {
        width: parent.width
        text: qsTr("Light ground")
        checked: options.clip.light
        onToggled: options.clip.light = checked
    }
    Toggle {
        width: parent.width
        text: qsTr("Legend")
        checked: options.clip.legend
        onToggled: options.clip.legend = checked
    }
    Toggle {
        width: parent.width
        text: qsTr("Caption")
        help: qsTr("Model, layer, input, scale, seed and version, under the motion. Edits are always named.")
        checked: options.clip.caption
        onToggled: options.clip.caption = checked
    }
}
