import QtQuick
import Fovea

/// What is told of the preset that is pointed at or in place, and the numbers that shape the one in
/// place.
Column {
    id: card

    required property PresetsModel presets
    readonly property var shown: presets.shown
    readonly property bool known: shown.title !== undefined

    spacing: Theme.px(6)

    Column {
        width: parent.width
        // Pointing at another preset moves nothing below.
        height: Math.max(implicitHeight, Theme.px(134))
        spacing: Theme.px(4)
        Label {
            width: parent.width
            text: card.known ? card.shown.title : qsTr("A kernel of your own")
            strong: true
            elide: Text.ElideRight
        }
        Label {
            width: parent.width
            text: card.known ? card.shown.sentence
                             : qsTr("Point at a preset to try it on the picture; click to keep it.")
            wrapMode: Text.Wrap
        }
        Label {
            width: parent.width
            visible: card.known
            text: qsTr("Look for: %1").arg(card.known ? card.shown.lookFor : "")
            dimmed: true
            wrapMode: Text.Wrap
        }
    }
    Repeater {
        model: card.presets.parameterCount
        // qmllint disable unqualified
        delegate: LabeledSlider {
            required property int index
            readonly property var parameter: card.presets.parameters[index] ?? null

            width: card.width
            visible: parameter !== null && parameter.there
            nameWidth: Theme.px(76)
            name: parameter ? parameter.name : ""
            unit: parameter ? parameter.unit : ""
            value: parameter ? parameter.value : 0
            from: parameter ? parameter.from : 0
            to: parameter ? parameter.to : 1
            hardFrom: parameter ? parameter.hardFrom : 0
            hardTo: parameter ? parameter.hardTo : 1
            step: parameter ? parameter.step : 1
            decimals: parameter ? parameter.decimals : 0
            resetValue: parameter ? parameter.start : 0
            help: parameter ? parameter.help : ""
            onEdited: (value) => card.presets.shape(index, value)
            onFinished: card.presets.endGesture()
        }
        // qmllint enable unqualified
    }
    Label {
        width: parent.width
        visible: members.count > 0
        text: qsTr("%1 kernels: choose the one to apply").arg(members.count)
        dimmed: true
    }
    Flow {
        width: parent.width
        spacing: Theme.px(2)
        visible: members.count > 0
        Repeater {
            id: members
            model: card.presets.members
            // qmllint disable unqualified
            delegate: PresetTile {
                id: tile

                required property int index
                required property var modelData
                side: Theme.px(32)
                named: false
                kernel: modelData.kernel
                text: modelData.title
                chosen: card.presets.member === index
                onClicked: card.presets.chooseMember(index)
                onHoveredChanged: card.presets.pointAtMember(hovered ? index : -1)
                onActiveFocusChanged: card.presets.pointAtMember(visualFocus ? index : -1)
                Tip { target: tile; text: tile.text }
            }
            // qmllint enable unqualified
        }
    }
}
