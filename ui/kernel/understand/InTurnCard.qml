import QtQuick
import Fovea

/// The kernel and another one after it, as the one kernel that does both.
FindingCard {
    id: card

    required property KernelBench bench
    property alias active: turns.active

    title: qsTr("Two in turn are one")
    sentence: turns.sentence

    CompositionModel {
        id: turns
        bench: card.bench
    }

    Row {
        spacing: Theme.px(8)
        Label {
            anchors.verticalCenter: parent.verticalCenter
            text: qsTr("Followed by")
            dimmed: true
        }
        DropDown {
            text: turns.choices[turns.choice]?.text ?? ""
            help: qsTr("The kernel that is applied to what this one makes.")
            Accessible.name: qsTr("Followed by %1").arg(text)
            menuWidth: Theme.px(264)
            choices: turns.choices
            current: turns.choice
            onChosen: (index) => turns.choice = index
        }
    }
    LabeledSlider {
        width: Math.min(parent.width, Theme.px(330))
        visible: turns.byLayer && turns.lastUnit > turns.firstUnit
        name: qsTr("Its unit")
        nameWidth: Theme.px(70)
        value: turns.unit
        from: turns.firstUnit
        to: Math.max(turns.lastUnit, turns.firstUnit + 1)
        step: 1
        decimals: 0
        resetValue: turns.firstUnit
        help: qsTr("Which unit of the next convolution reads this map.")
        onEdited: (value) => turns.unit = Math.round(value)
    }
    Row {
        id: sum
        readonly property int sign: Theme.px(36)
        readonly property real side: Math.max(2, Math.min(Theme.px(34), Theme.px(240) / Math.max(1, turns.both.rows),
            (card.width - 2 * sign - Theme.px(4)) / Math.max(1, turns.first.columns + turns.second.columns + turns.both.columns)))
        readonly property string pointed: first.pointed + second.pointed + both.pointed
        MatrixView {
            id: first
            y: Math.round((turns.both.rows - turns.first.rows) * sum.side / 2)
            side: sum.side
            cells: turns.first
            name: qsTr("first")
        }
        MatrixSign { width: sum.sign; text: qsTr("then"); rows: turns.both.rows; side: sum.side }
        MatrixView {
            id: second
            y: Math.round((turns.both.rows - turns.second.rows) * sum.side / 2)
            side: sum.side
            cells: turns.second
            name: qsTr("second")
        }
        MatrixSign { width: sum.sign; text: "="; rows: turns.both.rows; side: sum.side }
        MatrixView { id: both; side: sum.side; cells: turns.both; name: qsTr("both at once") }
    }
    Label {
        text: sum.pointed !== "" ? sum.pointed : " "
        small: true
        dimmed: true
        Accessible.ignored: true
    }
    Label {
        width: parent.width
        visible: text !== ""
        text: turns.note
        small: true
        dimmed: true
        wrapMode: Text.Wrap
    }
}
