import QtQuick
import Fovea

/// What a figure shows, and how.
ScrollPanel {
    id: options

    required property FigureModel figure
    readonly property var widths: [
        { text: qsTr("One column, 85 mm"), mm: 85 },
        { text: qsTr("One and a half, 114 mm"), mm: 114 },
        { text: qsTr("Two columns, 180 mm"), mm: 180 },
        { text: qsTr("Slide, 300 mm"), mm: 300 },
        { text: qsTr("Poster, 780 mm"), mm: 780 }
    ]
    readonly property bool hasValues: figure.layers.length > 0

    sideMargin: Theme.px(12)
    spacing: Theme.px(8)

    SectionHeader { text: qsTr("What"); first: true }
    ChoiceField {
        objectName: "figureSubject"
        width: parent.width
        visible: options.figure.subjects.length > 0
        name: qsTr("Of")
        choices: options.figure.subjects
        current: options.figure.subject
        onChosen: (index) => options.figure.subject = index
    }
    ChoiceField {
        width: parent.width
        name: qsTr("Figure")
        choices: options.figure.kinds
        current: options.figure.kind
        onChosen: (index) => options.figure.kind = index
    }
    ChoiceField {
        width: parent.width
        visible: options.hasValues
        name: qsTr("Layer")
        choices: options.figure.layers
        current: options.figure.layer
        onChosen: (index) => options.figure.layer = index
    }
    Item {
        width: parent.width
        height: Theme.control
        visible: options.hasValues
        Label {
            anchors.verticalCenter: parent.verticalCenter
            width: Theme.px(90)
            text: qsTr("Units")
            dimmed: true
        }
        TextBox {
            id: units
            anchors.right: parent.right
            width: Theme.px(150)
            height: parent.height
            text: options.figure.units
            placeholderText: qsTr("all; or 0, 3-7")
            Accessible.name: qsTr("Units")
            onEditingFinished: options.figure.units = text
        }
    }
    FigureNumber {
        visible: options.hasValues
        name: qsTr("Columns")
        help: qsTr("Maps beside each other; 0: as many as fit.")
        value: options.figure.columns
        zeroText: qsTr("auto")
        to: 64
        onEdited: (value) => options.figure.columns = value
    }

    SectionHeader { text: qsTr("Colours") }
    ChoiceField {
        width: parent.width
        visible: options.hasValues
        name: qsTr("Scale")
        help: qsTr("Over which maps one scale reaches.")
        choices: [
            { text: qsTr("As in the window") }, { text: qsTr("Each unit its own") },
            { text: qsTr("One a layer") }, { text: qsTr("Layer and what follows") },
            { text: qsTr("One for all") }
        ]
        current: options.figure.scope
        onChosen: (index) => options.figure.scope = index
    }
    ChoiceField {
        width: parent.width
        name: qsTr("Colours")
        choices: [
            { text: qsTr("As in the window") },
            { text: qsTr("Diverging"), detail: qsTr("Blue, ground, orange: signed values") },
            { text: qsTr("Sequential"), detail: qsTr("From dark to light: shares and magnitudes") },
            { text: qsTr("For print"), detail: qsTr("Black, grey, white: reads on any printer") }
        ]
        current: options.figure.palette
        onChosen: (index) => options.figure.palette = index
    }
    Toggle {
        width: parent.width
        text: qsTr("Light ground")
        checked: options.figure.light
        onToggled: options.figure.light = checked
    }
    Toggle {
        width: parent.width
        text: qsTr("Transparent ground")
        help: qsTr("Of PNG and SVG.")
        checked: options.figure.transparent
        onToggled: options.figure.transparent = checked
    }

    SectionHeader { text: qsTr("Size") }
    ChoiceField {
        width: parent.width
        name: qsTr("Width")
        choices: options.widths
        current: options.widths.findIndex(it => it.mm === options.figure.widthMm)
        onChosen: (index) => options.figure.widthMm = options.widths[index].mm
    }
    FigureNumber {
        name: qsTr("Millimetres")
        value: options.figure.widthMm
        from: 40
        to: 1000
        resetValue: 180
        onEdited: (value) => options.figure.widthMm = value
    }
    ChoiceField {
        width: parent.width
        name: qsTr("Paper")
        help: qsTr("The sheet that the figure lies on, turned where it has to be.")
        choices: [
            { text: qsTr("As the figure") }, { text: qsTr("A5") }, { text: qsTr("A4") },
            { text: qsTr("A3") }, { text: qsTr("Letter") }, { text: qsTr("Slide, 16 : 9") }
        ]
        current: options.figure.paper
        onChosen: (index) => options.figure.paper = index
    }
    FigureNumber {
        name: qsTr("Text, points")
        value: options.figure.fontPt
        from: 4
        to: 32
        step: 0.5
        decimals: 1
        resetValue: 8
        onEdited: (value) => options.figure.fontPt = value
    }
    FigureNumber {
        name: qsTr("PNG, times")
        help: qsTr("Pixels of a PNG for 1/96 inch: 1 for a screen, 4 and more for print.")
        value: options.figure.zoom
        from: 1
        to: 8
        resetValue: 1
        onEdited: (value) => options.figure.zoom = value
    }

    SectionHeader { text: qsTr("Words") }
    Toggle {
        width: parent.width
        text: qsTr("Legend")
        checked: options.figure.legend
        onToggled: options.figure.legend = checked
    }
    Toggle {
        width: parent.width
        text: qsTr("Caption")
        help: qsTr("Model, layer, input, scale, seed and version. Edits are always named.")
        checked: options.figure.caption
        onToggled: options.figure.caption = checked
    }
}
