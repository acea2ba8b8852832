import QtQuick
import Fovea

/// Settings that are seldom changed.
Column {
    id: section

    required property TrainModel model
    property int nameWidth: Theme.px(90)
    readonly property RunSettings settings: model.settings

    spacing: Theme.px(6)

    LabeledSlider {
        width: parent.width
        nameWidth: section.nameWidth
        name: qsTr("Clip gradient")
        value: section.settings.clipNorm
        from: 0
        to: 10
        hardTo: 10000
        step: 0.1
        decimals: 1
        resetValue: 0
        help: qsTr("Gradients of all weights together are scaled down to this norm; 0: as they are.")
        onEdited: (value) => section.settings.clipNorm = value
    }
    LabeledSlider {
        width: parent.width
        nameWidth: section.nameWidth
        name: qsTr("Patience")
        value: section.settings.patience
        from: 0
        to: 20
        hardTo: 1000
        step: 1
        decimals: 0
        resetValue: 0
        help: qsTr("Ends the run once validation loss has not fallen for so many epochs; 0: never.")
        onEdited: (value) => section.settings.patience = Math.round(value)
    }
    Toggle {
        width: parent.width
        visible: section.settings.optimiser === 0
        text: qsTr("Nesterov momentum")
        help: qsTr("Looks where the momentum leads before it takes the gradient.")
        checked: section.settings.nesterov
        onToggled: section.settings.nesterov = checked
    }
    SectionHeader { text: qsTr("Augmentation") }
    Repeater {
        model: section.settings.augmentations.length
        // qmllint disable unqualified
        delegate: Item {
            id: row
            required property int index
            readonly property var entry: section.settings.augmentations[index]
            width: section.width
            height: Theme.control
            Toggle {
                width: parent.width
                visible: row.entry.isSwitch
                text: row.entry.name
                help: row.entry.help
                checked: row.entry.amount > 0
                onToggled: section.settings.setAugmentation(row.index, checked ? 1 : 0)
            }
            LabeledSlider {
                width: parent.width
                visible: !row.entry.isSwitch
                nameWidth: section.nameWidth
                name: row.entry.name
                help: row.entry.help
                value: row.entry.amount
                from: 0
                to: row.entry.most ?? 1
                step: row.entry.step ?? 0.01
                decimals: row.entry.decimals ?? 2
                onEdited: (value) => section.settings.setAugmentation(row.index, value)
            }
        }
        // qmllint enable unqualified
    }
    SectionHeader {
        text: qsTr("Frozen layers")
        visible: section.model.layers.length > 0
    }
    Repeater {
        model: section.model.layers
        // qmllint disable unqualified
        delegate: Toggle {
            required property string modelData
            width: section.width
            text: modelData
            help: qsTr("The weights of %1 stay as they are.").arg(modelData)
            checked: section.settings.frozen.indexOf(modelData) >= 0
            onToggled: section.settings.setFrozen(modelData, checked)
        }
        // qmllint enable unqualified
    }
}
