import QtQuick
import Fovea

/// What a kernel is, beyond its numbers: what it does to flat ground, waves, edges and points, and
/// how it can be taken apart and put after another. All of it follows the kernel while it changes.
ScrollPanel {
    id: page

    required property KernelBench bench
    readonly property int gap: Theme.px(32)
    readonly property bool wide: width > Theme.px(680)
    readonly property int cardWidth: (width - 2 * sideMargin - (wide ? gap : 0)) / (wide ? 2 : 1)

    sideMargin: Theme.px(22)
    Accessible.role: Accessible.Pane
    Accessible.name: qsTr("Understand this kernel")

    KernelAnalysis {
        id: kernelAnalysis
        bench: page.bench
        active: page.visible
    }

    Label {
        width: parent.width
        visible: text !== ""
        text: kernelAnalysis.problem
        color: Theme.warning
        wrapMode: Text.Wrap
    }
    Flow {
        width: parent.width
        spacing: page.gap
        visible: kernelAnalysis.known
        Column {
            width: page.cardWidth
            spacing: Theme.px(26)
            GainCard { width: parent.width; analysis: kernelAnalysis }
            EdgesCard { width: parent.width; analysis: kernelAnalysis }
            SymmetryCard { width: parent.width; analysis: kernelAnalysis }
            InTurnCard { width: parent.width; bench: page.bench; active: page.visible }
        }
        Column {
            width: page.cardWidth
            spacing: Theme.px(26)
            WavesCard { width: parent.width; analysis: kernelAnalysis }
            PartsCard { width: parent.width; analysis: kernelAnalysis }
        }
    }
}
