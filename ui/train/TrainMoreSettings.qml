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
    LabeledSlider {
        width: parent.width
        nameWidth: section.nameWidth
        name: qsTr("Dropout")
        value: section.settings.dropout
        from: 0
        to: 0.9
        resetValue: 0
        help: qsTr("The share of values before the last layer that are left out while it learns. Another one takes another run.")
        onEdited: (value) => section.settings.dropout = value
    }
    SectionHeader { text: qsTr("Augmentation") }
    AugmentedSheet {
        id: augmented
        model: section.model
    }
    Label {
        width: parent.width
        text: augmented.images.length > 0 ? qsTr("As the network is shown them, each time anew:")
                                          : qsTr("Every example is shown as it is.")
        small: true
        dimmed: true
        wrapMode: Text.Wrap
    }
    Row {
        id: sheet
        width: parent.width
        visible: augmented.images.length > 0
        spacing: Theme.px(3)
        Accessible.role: Accessible.Graphic
        Accessible.name: qsTr("Examples as they are shown to the network")
        Repeater {
            model: augmented.images
            // qmllint disable unqualified
            delegate: PixelPicture {
                required property var modelData
                width: (sheet.width - 5 * sheet.spacing) / 6
                height: width
                image: modelData
            }
            // qmllint enable unqualified
        }
    }
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
