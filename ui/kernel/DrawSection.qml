import QtQuick
import Fovea

/// The tools that draw on the kernel's cells, and its size.
Column {
    id: section

    required property KernelBench bench
    required property KernelCanvas canvas
    /// The window that slides, where it is shown.
    property SlideModel slide: null

    spacing: Theme.px(8)

    Flow {
        width: parent.width
        spacing: Theme.px(6)
        SegmentedChoice {
            name: qsTr("Drawing tool")
            compact: section.width < Theme.px(270)
            choices: [
                { text: qsTr("Values"), tip: qsTr("Drag a cell to the right or up to make it larger; digits type a value") },
                { text: qsTr("Brush"), tip: qsTr("Paints cells with the brush's value") },
                { text: qsTr("Erase"), tip: qsTr("Sets cells to 0") },
                { text: qsTr("Line"), tip: qsTr("Draws a straight line with the brush's value") }
            ]
            current: section.canvas.tool
            onChosen: (index) => section.canvas.tool = index
        }
    }
    LabeledSlider {
        width: parent.width
        name: qsTr("Value")
        value: section.canvas.brushValue
        from: -2
        to: 2
        hardFrom: -1000000
        hardTo: 1000000
        resetValue: 1
        help: qsTr("The value that the brush and the line paint.")
        onEdited: (value) => section.canvas.brushValue = value
    }
    Flow {
        width: parent.width
        spacing: Theme.px(6)
        PillButton {
            checkable: true
            text: qsTr("Left = right")
            tip: qsTr("What is painted on one side appears on the other")
            onToggled: section.canvas.mirrorHorizontal = checked
        }
        PillButton {
            checkable: true
            text: qsTr("Top = bottom")
            tip: qsTr("What is painted above appears below")
            onToggled: section.canvas.mirrorVertical = checked
        }
        PillButton {
            checkable: true
            text: qsTr("Rotational")
            tip: qsTr("What is painted appears turned about the middle: by half, in square kernels also by quarters")
            onToggled: section.canvas.rotational = checked
        }
        PillButton {
            visible: section.slide !== null && section.bench.resizable
            text: qsTr("From the window")
            tip: qsTr("What lies under the window, less its mean, becomes the kernel: it then finds places like this one")
            onClicked: section.slide.takeWindowAsKernel()
        }
    }
    LabeledSlider {
        width: parent.width
        visible: section.bench.resizable
        name: qsTr("Rows")
        value: section.bench.rows
        from: 1
        to: 31
        step: 1
        decimals: 0
        resetValue: 3
        help: qsTr("Height of the kernel in cells. What does not fit is cut off, new cells are 0.")
        onEdited: (value) => section.bench.resize(Math.round(value), section.bench.columns)
        onFinished: section.bench.endGesture()
    }
    LabeledSlider {
        width: parent.width
        visible: section.bench.resizable
        name: qsTr("Columns")
        value: section.bench.columns
        from: 1
        to: 31
        step: 1
        decimals: 0
        resetValue: 3
        help: qsTr("Width of the kernel in cells. What does not fit is cut off, new cells are 0.")
        onEdited: (value) => section.bench.resize(section.bench.rows, Math.round(value))
        onFinished: section.bench.endGesture()
    }
    LabeledSlider {
        width: parent.width
        visible: section.bench.hasBias
        name: qsTr("Bias")
        value: section.bench.bias
        from: -1
        to: 1
        hardFrom: -1000000
        hardTo: 1000000
        help: qsTr("Added to every sum.")
        onEdited: (value) => section.bench.bias = value
        onFinished: section.bench.endGesture()
    }
}
