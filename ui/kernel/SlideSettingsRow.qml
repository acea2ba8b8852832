import QtQuick
import QtQuick.Templates as T
import Fovea

/// Stride, padding, dilation, groups, border and mode, each a drop-down under its name.
Item {
    id: row

    required property SlideSettings settings
    readonly property var all: settings.settings
    readonly property int count: all.length
    readonly property bool narrow: width < Theme.px(620)

    implicitHeight: Theme.px(18) + Theme.control
    height: implicitHeight

    function openSides() { sides.open() }

    Row {
        spacing: Theme.px(10)
        Repeater {
            model: row.count
            // qmllint disable unqualified
            delegate: Column {
                id: setting
                required property int index
                readonly property var it: row.all[index] ?? ({ name: "", text: "", help: "", current: -1, choices: [] })
                width: (row.width - (row.count - 1) * Theme.px(10)) / Math.max(1, row.count)
                spacing: Theme.px(3)
                Label { text: setting.it.name; small: true; dimmed: true; width: parent.width; elide: Text.ElideRight }
                DropDown {
                    width: parent.width
                    text: setting.it.text
                    font.pixelSize: row.narrow ? Theme.smallSize : Theme.textSize
                    leftPadding: Theme.px(row.narrow ? 4 : 11)
                    trailingIcon: row.narrow ? "" : "down"
                    choices: setting.it.choices
                    current: setting.it.current
                    menuWidth: Theme.px(250)
                    help: setting.it.help
                    Accessible.name: qsTr("%1: %2").arg(setting.it.name).arg(setting.it.text)
                    onChosen: (index) => row.settings.choose(setting.index, index)
                }
            }
            // qmllint enable unqualified
        }
    }
    T.Popup {
        id: sides
        x: row.width / 6
        y: -height - Theme.px(4)
        width: Theme.px(250)
        padding: Theme.px(12)
        focus: true
        background: PopupGround { }
        contentItem: Column { // qmllint disable deferred-property-id
            spacing: Theme.px(6)
            Repeater {
                model: [qsTr("Top"), qsTr("Left"), qsTr("Bottom"), qsTr("Right")]
                // qmllint disable unqualified
                delegate: LabeledSlider {
                    required property int index
                    required property string modelData
                    width: sides.availableWidth
                    name: modelData
                    value: row.settings.pads[index] ?? 0
                    from: 0
                    to: row.settings.mostPadding
                    step: 1
                    decimals: 0
                    help: qsTr("Padding on this side, in samples of the input.")
                    onEdited: (value) => row.settings.setPad(index, Math.round(value))
                    onFinished: row.settings.endGesture()
                }
                // qmllint enable unqualified
            }
        }
    }
}
