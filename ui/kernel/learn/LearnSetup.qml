import QtQuick
import Fovea

/// What a kernel is learned from: the picture before, what makes the one after, and its size.
Flow {
    id: setup

    required property LearnModel model

    signal fileWanted()

    spacing: Theme.px(14)

    component Named: Column {
        property alias name: label.text
        spacing: Theme.px(4)
        Label { id: label; small: true; dimmed: true }
    }

    Named {
        name: qsTr("Before")
        SegmentedChoice {
            name: qsTr("The picture before")
            choices: [
                { text: qsTr("Noise"), tip: qsTr("Every pixel by chance: it tells all cells apart, and learning is quick") },
                { text: qsTr("Opened picture"), tip: qsTr("In grey, at most 512 pixels a side") }
            ]
            current: setup.model.noise ? 0 : 1
            onChosen: (index) => setup.model.noise = index === 0
        }
    }
    Named {
        name: qsTr("After: the same through")
        DropDown {
            width: Theme.px(196)
            text: setup.model.targets[setup.model.target].text
            help: qsTr("The kernel to find again, or a second picture, whose kernel nobody knows.")
            menuWidth: Theme.px(280)
            choices: setup.model.targets
            current: setup.model.target
            onChosen: (index) => index === setup.model.targets.length - 1 ? setup.fileWanted()
                                                                         : setup.model.chooseTarget(index)
        }
    }
    Named {
        name: qsTr("Kernel to learn: %1 × %1").arg(setup.model.size)
        LabeledSlider {
            width: Theme.px(210)
            name: qsTr("Size")
            nameWidth: Theme.px(34)
            from: 1
            to: 15
            step: 1
            decimals: 0
            value: setup.model.size
            resetValue: 3
            help: qsTr("Rows and columns of the kernel that is learned.")
            onEdited: (value) => setup.model.size = Math.round(value)
        }
    }
    Named {
        name: qsTr("Learning rate %1").arg(setup.model.rateText)
        LabeledSlider {
            width: Theme.px(240)
            name: qsTr("Rate")
            nameWidth: Theme.px(34)
            from: 0.05
            to: 3
            step: 0.05
            hardFrom: 0.001
            hardTo: 100
            unit: "×"
            value: setup.model.rate
            resetValue: 1
            help: qsTr("How far a step goes, in multiples of the steady rate: one over the largest curvature of the loss, with which the loss falls at every step. From 2 on it diverges, without momentum.")
            onEdited: (value) => setup.model.rate = value
        }
    }
    Named {
        name: qsTr("Share of the last step that is kept")
        LabeledSlider {
            width: Theme.px(240)
            name: qsTr("Momentum")
            nameWidth: Theme.px(72)
            from: 0
            to: 0.99
            step: 0.01
            value: setup.model.momentum
            resetValue: 0
            help: qsTr("The kernel rolls on like a heavy ball: quicker along flat directions, and past the goal along steep ones.")
            onEdited: (value) => setup.model.momentum = value
        }
    }
}
