import QtQuick
import Fovea

/// Plays, steps and scrubs through the steps of learning, and takes the kernel over.
Item {
    id: transport

    required property LearnModel model
    readonly property bool wide: width >= Theme.px(600)

    implicitHeight: Theme.control

    Row {
        id: buttons
        spacing: Theme.px(8)
        FlatButton {
            width: Theme.px(84)
            text: transport.model.playing ? qsTr("Pause") : qsTr("Learn")
            tip: qsTr("Takes step after step (Space)")
            help: qsTr("Takes one step after another, thirty a second, until you pause.")
            onClicked: transport.model.playing = !transport.model.playing
        }
        FlatButton {
            text: qsTr("Step")
            tip: qsTr("One step of gradient descent (.)")
            onClicked: transport.model.step()
        }
        FlatButton {
            text: qsTr("Restart")
            tip: qsTr("Back to a kernel of zeros")
            enabled: transport.model.reached > 0
            onClicked: transport.model.restart()
        }
    }
    SliderBar {
        id: scrub
        anchors.left: buttons.right
        anchors.leftMargin: Theme.px(14)
        anchors.right: count.left
        anchors.rightMargin: Theme.px(10)
        from: 0
        to: Math.max(1, transport.model.reached)
        stepSize: 1
        enabled: transport.model.reached > 0
        help: qsTr("The step that is shown. Moves over the steps taken so far.")
        Accessible.name: qsTr("Step")
        onMoved: transport.model.position = Math.round(value)
        Binding {
            target: scrub
            property: "value"
            value: transport.model.position
            when: !scrub.pressed
        }
    }
    NumberLabel {
        id: count
        anchors.right: use.left
        anchors.rightMargin: Theme.px(14)
        anchors.verticalCenter: parent.verticalCenter
        width: Theme.px(transport.wide ? 124 : 66)
        text: transport.wide ? qsTr("step %1 of %2").arg(transport.model.position).arg(transport.model.reached)
                             : qsTr("step %1").arg(transport.model.position)
        dimmed: true
        alignment: Qt.AlignRight
    }
    FlatButton {
        id: use
        anchors.right: parent.right
        text: qsTr("Use this kernel")
        tip: qsTr("Puts it into the workshop; undo takes it back")
        enabled: transport.model.position > 0
        onClicked: transport.model.use()
    }
}
