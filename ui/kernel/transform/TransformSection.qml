import QtQuick
import Fovea

/// Ways to make another kernel of the one on the bench.
Column {
    id: section

    required property KernelBench bench

    spacing: Theme.px(6)
    Accessible.role: Accessible.Grouping
    Accessible.name: qsTr("Transform")

    KernelTransforms {
        id: change
        bench: section.bench
    }

    SectionHeader { text: qsTr("Transform") }
    TransformActions {
        width: parent.width
        bench: section.bench
        transforms: change
    }
    LabeledSlider {
        width: parent.width
        name: qsTr("Turn")
        value: change.angle
        from: -180
        to: 180
        step: 1
        decimals: 0
        unit: "°"
        hardFrom: -360
        hardTo: 360
        help: qsTr("Turns the kernel about its middle, anticlockwise. Between quarters its cells blur a little.")
        onEdited: (value) => change.angle = value
    }
    LabeledSlider {
        width: parent.width
        name: qsTr("Multiply")
        value: change.factor
        from: -4
        to: 4
        step: 0.05
        hardFrom: -1000000
        hardTo: 1000000
        resetValue: 1
        help: qsTr("Multiplies every cell.")
        onEdited: (value) => change.factor = value
    }
    LabeledSlider {
        width: parent.width
        name: qsTr("Noise")
        value: change.noise
        from: 0
        to: 50
        step: 1
        decimals: 0
        unit: "%"
        hardTo: 1000
        help: qsTr("Adds chance to every cell, as strong as this share of the largest cell.")
        onEdited: (value) => change.noise = value
    }
    PillButton {
        visible: change.noise > 0
        text: qsTr("Other noise")
        help: qsTr("As strong, from other chance.")
        onClicked: change.throwAgain()
    }
    LabeledSlider {
        width: parent.width
        name: qsTr("Bits")
        value: change.bits
        from: 2
        to: 16
        step: 1
        decimals: 0
        resetValue: 16
        help: qsTr("Rounds the cells to whole numbers of so many bits times a step, as small networks store them. 16 leaves them as they are.")
        onEdited: (value) => change.bits = Math.round(value)
    }
    LabeledSlider {
        width: parent.width
        name: qsTr("Step")
        value: change.step
        from: 0
        to: change.stepRange
        step: change.stepRange / 100
        decimals: change.stepRange < 0.2 ? 4 : 3
        hardTo: 1000000
        help: qsTr("Rounds the cells to multiples of this step. 0 leaves them as they are.")
        onEdited: (value) => change.step = value
    }
    Label {
        width: parent.width
        visible: text !== ""
        text: change.rounding
        small: true
        dimmed: true
        wrapMode: Text.Wrap
    }
    Item {
        width: parent.width
        height: Theme.control
        Label {
            anchors.verticalCenter: parent.verticalCenter
            text: qsTr("Blend with")
            dimmed: true
        }
        DropDown {
            anchors.right: parent.right
            anchors.verticalCenter: parent.verticalCenter
            pill: true
            text: change.others[change.other].text
            Accessible.name: qsTr("Blend with %1").arg(text)
            help: qsTr("The kernel that the slider below blends in.")
            menuWidth: Theme.px(264)
            choices: change.others
            current: change.other
            onChosen: (index) => change.other = index
        }
    }
    LabeledSlider {
        width: parent.width
        name: qsTr("Share")
        value: change.share
        from: 0
        to: 100
        step: 1
        decimals: 0
        unit: "%"
        help: qsTr("How much of the other kernel there is: 0 % is this kernel, 100 % the other one.")
        onEdited: (value) => change.share = value
    }
    StretchTools {
        width: parent.width
        visible: section.bench.resizable
        transforms: change
    }
}
