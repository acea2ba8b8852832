import QtQuick
import Fovea

/// What the window slides over: the picture or a small grid, or a layer of the network, its unit and
/// input map.
Flow {
    id: choices

    required property SlideModel model
    required property KernelBench bench

    spacing: Theme.px(8)

    SegmentedChoice {
        visible: choices.bench.onPicture
        name: qsTr("What the window slides over")
        choices: [
            { text: qsTr("Picture"), tip: qsTr("The opened picture at its full size") },
            { text: qsTr("5 × 5 grid"), tip: qsTr("A small grid, to follow each step. The wheel changes the cell under the pointer, a double click switches it between 0 and 1.") }
        ]
        current: choices.model.toy ? 1 : 0
        onChosen: (index) => choices.model.toy = index === 1
    }
    SegmentedChoice {
        visible: choices.bench.onPicture && !choices.model.toy
        name: qsTr("Colours")
        choices: [
            { text: qsTr("Grey"), tip: qsTr("One map: the brightness of each pixel") },
            { text: qsTr("Colour"), tip: qsTr("Three maps: red, green and blue") }
        ]
        current: choices.model.colour ? 1 : 0
        onChosen: (index) => choices.model.colour = index === 1
    }
    DropDown {
        visible: choices.bench.onPicture && !choices.model.toy && choices.model.unitCount > 1
        readonly property var names: [qsTr("Red"), qsTr("Green"), qsTr("Blue")]
        text: names[choices.model.unit] ?? ""
        tip: qsTr("Of which map the numbers are")
        help: tip
        choices: names.map(name => ({ text: name }))
        current: choices.model.unit
        onChosen: (index) => choices.model.unit = index
    }
    DropDown {
        visible: choices.bench.onPicture && !choices.model.toy
        readonly property var looks: [
            { text: qsTr("Look: by the kernel"), detail: qsTr("as a picture where the kernel keeps the brightness, else with signs") },
            { text: qsTr("Look: picture"), detail: qsTr("0 is black, 1 is white; beyond is clipped") },
            { text: qsTr("Look: signed"), detail: qsTr("blue below 0, orange above") }
        ]
        text: looks[choices.model.look].text
        choices: looks
        current: choices.model.look
        menuWidth: Theme.px(280)
        help: qsTr("How the output's values become colours.")
        onChosen: (index) => choices.model.look = index
    }
    DropDown {
        visible: !choices.bench.onPicture && choices.bench.something
        text: choices.model.layer >= 0 ? choices.model.layers[choices.model.layer].text : ""
        choices: choices.model.layers
        current: choices.model.layer
        menuWidth: Theme.px(300)
        Accessible.name: qsTr("Layer: %1").arg(text)
        help: qsTr("The convolution that is shown.")
        onChosen: (index) => choices.model.layer = index
    }
    Row {
        visible: !choices.bench.onPicture && choices.model.unitCount > 0
        spacing: Theme.px(6)
        Label { height: Theme.control; verticalAlignment: Text.AlignVCenter; text: qsTr("Output map"); dimmed: true }
        NumberBox {
            anchors.verticalCenter: parent.verticalCenter
            name: qsTr("Output map")
            value: choices.model.unit
            from: 0
            to: choices.model.unitCount - 1
            step: 1
            decimals: 0
            help: qsTr("The unit whose value is made.")
            onEdited: (value) => choices.model.unit = Math.round(value)
        }
        Label { height: Theme.control; verticalAlignment: Text.AlignVCenter; text: qsTr("of %1").arg(choices.model.unitCount); dimmed: true }
    }
    PillButton {
        visible: choices.model.pixelsKnown
        height: Theme.control
        checkable: true
        checked: choices.model.pixelValues
        text: qsTr("Pixel values")
        tip: qsTr("Shows the input as pixels from 0 to 255, as they were before they were scaled")
        help: tip
        onToggled: choices.model.pixelValues = checked
    }
}
