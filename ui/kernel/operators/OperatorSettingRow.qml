import QtQuick
import Fovea

/// One setting of an operator as a slider and a box, and why it goes no further where it is at its
/// end.
Column {
    id: row

    required property OperatorColumn column
    /// Its place in the column's settings.
    required property int index
    readonly property var setting: column.settings[index]

    readonly property var names: [qsTr("Maps"), qsTr("Kernel"), qsTr("Stride"), qsTr("Padding"), qsTr("Dilation")]
    readonly property var helps: [
        qsTr("Number of output maps: each has kernels of its own."),
        qsTr("Side of the window. The drawn kernel is put in its middle. A double click lets it follow the drawn one again."),
        qsTr("By how many pixels the window moves from one output to the next. Of a transposed convolution: how far apart the stamps are."),
        qsTr("Rows and columns of zeros around the picture on each side."),
        qsTr("How far apart the kernel's cells stand: 1 is side by side.")
    ]

    visible: setting !== undefined && setting.there
    spacing: Theme.px(2)

    LabeledSlider {
        width: parent.width
        nameWidth: Theme.px(52)
        name: row.names[row.index]
        value: row.setting ? row.setting.value : 0
        from: row.setting ? row.setting.from : 0
        to: row.setting ? row.setting.to : 1
        step: row.setting ? row.setting.step : 1
        decimals: 0
        resetValue: row.setting ? row.setting.start : 0
        enabled: to > from
        help: row.helps[row.index]
        onEdited: (value) => row.column.set(row.index, Math.round(value))
    }
    Label {
        width: parent.width
        visible: row.setting !== undefined && row.setting.reason !== "" && row.setting.value >= row.setting.to
        text: visible ? qsTr("No more: %1").arg(row.setting.reason) : ""
        small: true
        dimmed: true
        wrapMode: Text.Wrap
    }
}
