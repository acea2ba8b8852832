import QtQuick
import Fovea

/// Above the Kernel lens: what it is about, and whose kernel.
Flow {
    id: bar

    required property KernelBench bench
    property var pages: []
    property int page: 0

    signal pageChosen(index: int)

    spacing: Theme.px(10)

    SegmentedChoice {
        // A question's kernel is nobody's.
        visible: bar.page !== KernelLens.Predict
        name: qsTr("Whose kernel")
        choices: [
            { text: qsTr("On the picture"), tip: qsTr("A filter of your own over the opened picture at its full size. The network stays as it is.") },
            { text: qsTr("In the network"), tip: qsTr("A convolution of the opened network, with its trained kernels.") }
        ]
        current: bar.bench.onPicture ? 0 : 1
        onChosen: (index) => bar.bench.onPicture = index === 0
    }
    SegmentedChoice {
        visible: bar.pages.length > 1
        name: qsTr("Pages of the Kernel lens")
        choices: bar.pages
        current: bar.page
        onChosen: (index) => bar.pageChosen(index)
    }
}
