import QtQuick
import Fovea

/// What the kernel makes of flat ground and of noise.
FindingCard {
    id: card

    required property KernelAnalysis analysis

    title: qsTr("Brightness")
    sentence: card.analysis.gainWords

    FactList {
        width: Math.min(parent.width, Theme.px(300))
        rows: card.analysis.gains
    }
    Label {
        width: parent.width
        text: card.analysis.noiseWords
        small: true
        dimmed: true
        wrapMode: Text.Wrap
    }
}
