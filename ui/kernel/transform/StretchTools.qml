import QtQuick
import Fovea

/// Stretches what the kernel shows to another number of rows and columns.
Column {
    id: tools

    required property KernelTransforms transforms

    spacing: Theme.px(6)

    Label {
        topPadding: Theme.px(4)
        text: qsTr("Stretch to another size")
        dimmed: true
    }
    LabeledSlider {
        width: parent.width
        name: qsTr("Rows")
        value: tools.transforms.stretchedRows
        from: 1
        to: 31
        step: 1
        decimals: 0
        resetValue: tools.transforms.ownRows
        help: qsTr("Stretches or shrinks what the kernel shows to this height.")
        onEdited: (value) => tools.transforms.stretchedRows = Math.round(value)
    }
    LabeledSlider {
        width: parent.width
        name: qsTr("Columns")
        value: tools.transforms.stretchedColumns
        from: 1
        to: 31
        step: 1
        decimals: 0
        resetValue: tools.transforms.ownColumns
        help: qsTr("Stretches or shrinks what the kernel shows to this width.")
        onEdited: (value) => tools.transforms.stretchedColumns = Math.round(value)
    }
    Toggle {
        width: parent.width
        text: qsTr("Keep the sum while stretching")
        checked: tools.transforms.keepSum
        help: qsTr("Makes the cells smaller as they become more, so that the kernel stays as strong.")
        onToggled: tools.transforms.keepSum = checked
    }
}
