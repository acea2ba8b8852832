import QtQuick
import Fovea

/// Which share of the examples is kept from training. The same seed always divides in the same way.
Column {
    id: box

    required property DataModel model

    spacing: Theme.px(4)

    SectionHeader { text: qsTr("Split"); first: true }
    LabeledSlider {
        width: parent.width
        name: qsTr("Validation")
        nameWidth: Theme.px(72)
        from: 0
        to: 90
        step: 1
        decimals: 0
        unit: "%"
        value: Math.round(box.model.validationShare * 1000) / 10
        resetValue: 10
        help: qsTr("The share of the training examples that are kept to measure with while the network learns.")
        onEdited: value => box.model.validationShare = value / 100
    }
    LabeledSlider {
        width: parent.width
        visible: !box.model.hasOwnTest
        name: qsTr("Test")
        nameWidth: Theme.px(72)
        from: 0
        to: 90
        step: 1
        decimals: 0
        unit: "%"
        value: Math.round(box.model.testShare * 1000) / 10
        resetValue: 10
        help: qsTr("The share of all examples that are looked at on demand only.")
        onEdited: value => box.model.testShare = value / 100
    }
    Label {
        width: parent.width
        height: Theme.control
        verticalAlignment: Text.AlignVCenter
        visible: box.model.hasOwnTest
        text: qsTr("The set has test examples of its own.")
        small: true
        dimmed: true
        elide: Text.ElideRight
    }
    LabeledSlider {
        width: parent.width
        name: qsTr("Seed")
        nameWidth: Theme.px(72)
        from: 0
        to: 100
        hardTo: 1e15
        step: 1
        decimals: 0
        value: box.model.seed
        resetValue: 42
        help: qsTr("Another seed divides the examples in another way; the same seed always in the same.")
        onEdited: value => box.model.seed = value
    }
}
