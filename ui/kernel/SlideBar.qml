import QtQuick
import QtQuick.Layouts
import Fovea

/// Play, step and scrub the sliding.
Rectangle {
    id: bar

    required property SlideModel model
    required property SlidePlayer player

    implicitHeight: rows.height + Theme.px(14)
    radius: Theme.radius
    color: Theme.panel
    border.width: 1
    border.color: Theme.line

    Column {
        id: rows
        x: Theme.px(10)
        y: Theme.px(7)
        width: parent.width - 2 * x
        spacing: Theme.px(4)
        RowLayout {
            width: parent.width
            spacing: Theme.px(8)
            FlatButton {
                iconName: bar.player.playing ? "pause" : "play"
                text: bar.player.playing ? qsTr("Pause") : qsTr("Slide")
                tip: qsTr("Space")
                help: qsTr("Lets the window slide over the input, so that the output fills.")
                enabled: bar.model.ready
                onClicked: bar.player.toggle()
            }
            FlatButton {
                text: qsTr("Step")
                tip: qsTr("One place on (full stop); the comma goes back")
                enabled: bar.model.ready
                onClicked: bar.player.step()
            }
            SliderBar {
                id: scrub
                Layout.fillWidth: true
                from: 0
                to: Math.max(1, bar.model.positionCount - 1)
                stepSize: 1
                enabled: bar.model.ready
                help: qsTr("Where the window is. Drag, and the output fills up to there.")
                Accessible.name: qsTr("Position of the window")
                onMoved: bar.player.scrubTo(Math.round(value))
                // A value beyond the range of another map was cut.
                onToChanged: if (!pressed) value = bar.model.position
                Binding {
                    target: scrub
                    property: "value"
                    value: bar.model.position
                    when: !scrub.pressed
                }
            }
            NumberLabel {
                text: bar.model.positionText
                dimmed: true
                visible: bar.width > Theme.px(460)
            }
            DropDown {
                readonly property var speeds: [0.25, 0.5, 1, 2, 4, 8, 16]
                text: qsTr("%1×").arg(bar.player.speed)
                tip: qsTr("Speed")
                choices: speeds.map(speed => ({ text: qsTr("%1× as fast").arg(speed) }))
                current: speeds.indexOf(bar.player.speed)
                menuWidth: Theme.px(140)
                Accessible.name: qsTr("Speed: %1 times").arg(bar.player.speed)
                onChosen: (index) => bar.player.speed = speeds[index]
            }
            FlatButton {
                visible: bar.player.filling
                text: qsTr("Show all")
                tip: qsTr("The whole output again (Escape)")
                onClicked: bar.player.showAll()
            }
        }
        Label {
            width: parent.width
            text: bar.player.caption
            small: true
            dimmed: true
            elide: Text.ElideRight
        }
    }
}
