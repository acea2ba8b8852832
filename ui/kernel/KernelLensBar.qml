import QtQuick
import Fovea

/// Above the Kernel lens: which kernel it is about.
Item {
    id: bar

    required property KernelBench bench

    implicitHeight: Theme.control
    height: implicitHeight

    SegmentedChoice {
        name: qsTr("Whose kernel")
        choices: [
            { text: qsTr("On the picture"), tip: qsTr("A filter of your own over the opened picture at its full size. The network stays as it is.") },
            { text: qsTr("In the network"), tip: qsTr("A convolution of the opened network, with its trained kernels.") }
        ]
        current: bar.bench.onPicture ? 0 : 1
        onChosen: (index) => bar.bench.onPicture = index === 0
    }
}
