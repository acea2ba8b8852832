import QtQuick
import Fovea

/// The frames of a clip's preview: played, or one that is looked for.
Item {
    id: player

    required property ClipModel clip

    implicitHeight: Theme.control

    FlatButton {
        id: play
        objectName: "clipPlay"
        text: player.clip.playing ? qsTr("Pause") : qsTr("Play")
        help: qsTr("Plays the preview, with fewer frames a second where the machine is slow.")
        enabled: player.clip.frames > 1
        onClicked: player.clip.playing = !player.clip.playing
    }
    SliderBar {
        id: bar
        anchors.left: play.right
        anchors.leftMargin: Theme.px(10)
        anchors.right: time.left
        anchors.rightMargin: Theme.px(10)
        anchors.verticalCenter: play.verticalCenter
        from: 0
        to: Math.max(1, player.clip.frames - 1)
        stepSize: 1
        enabled: player.clip.frames > 1
        Accessible.name: qsTr("Frame")
        onMoved: {
            player.clip.playing = false
            player.clip.frame = value
        }
        Binding {
            target: bar
            property: "value"
            value: player.clip.frame
            when: !bar.pressed
        }
    }
    Label {
        id: time
        anchors.right: parent.right
        anchors.verticalCenter: play.verticalCenter
        width: Theme.px(52)
        horizontalAlignment: Text.AlignRight
        text: qsTr("%1 s").arg((player.clip.frame / player.clip.rate).toFixed(1))
        dimmed: true
        small: true
    }
}
