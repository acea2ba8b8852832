import QtQuick
import QtQuick.Layouts
import Fovea

/// Play, pause, step; and the run's time to walk through.
Rectangle {
    id: bar

    required property TrainModel model
    required property TrainTime time
    readonly property bool roomy: width > Theme.px(620)

    implicitHeight: Theme.px(50)
    radius: Theme.radius
    color: Theme.panel
    border.width: 1
    border.color: Theme.line

    RowLayout {
        anchors.fill: parent
        anchors.leftMargin: Theme.px(10)
        anchors.rightMargin: Theme.px(10)
        spacing: Theme.px(8)

        FlatButton {
            iconName: bar.model.running ? "pause" : "play"
            text: bar.model.running ? qsTr("Pause") : qsTr("Train")
            tip: qsTr("Space")
            help: qsTr("Starts the run, or lets it rest after the step that it is at.")
            enabled: bar.model.ready
            onClicked: bar.model.toggle()
        }
        FlatButton {
            text: qsTr("Step")
            tip: qsTr("One batch (full stop)")
            help: qsTr("One step: a batch forward, backward, and an update.")
            enabled: bar.model.ready && !bar.model.running
            onClicked: bar.model.step()
        }
        FlatButton {
            visible: bar.roomy
            text: qsTr("Epoch")
            tip: qsTr("To the end of the epoch")
            help: qsTr("Runs until every example has been seen once more.")
            enabled: bar.model.ready && !bar.model.running
            onClicked: bar.model.epoch()
        }
        SliderBar {
            id: scrub
            Layout.fillWidth: true
            from: 0
            to: Math.max(0.001, bar.model.lastEpoch)
            enabled: bar.model.hasRun && bar.model.newestEpoch > 0
            help: qsTr("Drag to any moment of the run: kernels, maps and answer follow, in every lens. Nothing stops. Left and right go from moment to moment (Shift: ten), Home to the first, End to now.")
            Accessible.name: qsTr("Moment of the run")
            Keys.onPressed: (event) => {
                const far = event.modifiers & Qt.ShiftModifier ? 10 : 1
                event.accepted = true
                if (event.key === Qt.Key_Left)
                    bar.time.walk(-far)
                else if (event.key === Qt.Key_Right)
                    bar.time.walk(far)
                else if (event.key === Qt.Key_Home)
                    bar.time.seek(0)
                else if (event.key === Qt.Key_End)
                    bar.model.backToNow()
                else
                    event.accepted = false
            }
            onMoved: {
                if (value > bar.model.newestEpoch)
                    value = bar.model.newestEpoch
                bar.time.seek(value)
            }
            // A value beyond a shorter range was cut.
            onToChanged: if (!pressed) value = bar.model.shownEpoch
            Binding {
                target: scrub
                property: "value"
                value: bar.model.shownEpoch
                when: !scrub.pressed
            }
            // How far the run is, where an earlier moment is shown.
            Rectangle {
                visible: !bar.model.atNow
                x: Math.round(scrub.handle.width / 2 + (scrub.width - scrub.handle.width) * bar.model.newestEpoch / scrub.to)
                anchors.verticalCenter: parent.verticalCenter
                width: 2
                height: Theme.px(14)
                color: Theme.dim
            }
        }
        NumberLabel {
            Layout.preferredWidth: Theme.px(82)
            visible: bar.model.hasRun
            text: bar.model.momentText
        }
        FlatButton {
            text: qsTr("Fork here")
            tip: qsTr("Another run from this moment, with the settings as they are (F)")
            help: tip
            enabled: bar.model.hasRun && bar.model.newestEpoch > 0
            onClicked: bar.model.fork()
        }
        FlatButton {
            visible: !bar.model.atNow
            text: qsTr("Back to now")
            tip: qsTr("Escape")
            help: qsTr("Shows the run as it is now again.")
            onClicked: bar.model.backToNow()
        }
    }
}
