import QtQuick
import Fovea

/// The bias of a unit, and its mute.
Column {
    id: section

    required property InspectorModel model

    spacing: Theme.px(4)

    LabeledSlider {
        width: parent.width
        visible: section.model.hasBias
        name: qsTr("Bias")
        value: section.model.bias
        from: -section.model.biasRange
        to: section.model.biasRange
        hardFrom: -1000
        hardTo: 1000
        resetValue: section.model.originalBias
        help: qsTr("Added to every value of the map.")
        onEdited: value => section.model.bias = value
        onFinished: section.model.endGesture()
    }
    Toggle {
        width: parent.width
        text: qsTr("Mute")
        checked: section.model.muted
        help: qsTr("Makes everything that the unit puts out 0, without losing its weights.")
        onToggled: section.model.muted = checked
    }
}
