import QtQuick
import Fovea

/// What stands in the place of the data while there are none: that they are being read, why they
/// could not be, or that none were chosen.
Item {
    id: waiting

    required property DataModel model

    signal openWanted()

    Column {
        anchors.centerIn: parent
        width: Math.min(parent.width - 2 * Theme.margin, Theme.px(420))
        spacing: Theme.px(12)

        Label {
            width: parent.width
            horizontalAlignment: Text.AlignHCenter
            strong: true
            text: waiting.model.state === DataModel.Loading ? qsTr("Reading the data")
                : waiting.model.state === DataModel.Failed ? qsTr("These data could not be read")
                : qsTr("No data yet")
        }
        Label {
            width: parent.width
            horizontalAlignment: Text.AlignHCenter
            wrapMode: Text.Wrap
            dimmed: true
            visible: text !== ""
            text: waiting.model.state === DataModel.Failed ? waiting.model.problem
                : waiting.model.state === DataModel.Empty
                  ? qsTr("Choose a set that is there already, or open a folder with one folder of pictures a class.")
                  : ""
            Accessible.role: waiting.model.state === DataModel.Failed ? Accessible.AlertMessage
                                                                     : Accessible.StaticText
        }
        LoadingRow {
            width: parent.width
            visible: waiting.model.state === DataModel.Loading
            progress: waiting.model.progress
            onCancelled: waiting.model.cancel()
        }
        Row {
            anchors.horizontalCenter: parent.horizontalCenter
            spacing: Theme.px(8)
            visible: waiting.model.state !== DataModel.Loading
            FlatButton {
                text: waiting.model.state === DataModel.Failed ? qsTr("Try again") : "Fashion-MNIST"
                onClicked: waiting.model.load(waiting.model.state === DataModel.Failed
                                              ? waiting.model.source : "fashion-mnist")
            }
            FlatButton {
                text: waiting.model.source === "digits-from-fonts" ? "Fashion-MNIST"
                                                                   : qsTr("Digits from fonts")
                onClicked: waiting.model.load(waiting.model.source === "digits-from-fonts"
                                              ? "fashion-mnist" : "digits-from-fonts")
            }
            FlatButton {
                text: qsTr("Open…")
                onClicked: waiting.openWanted()
            }
        }
    }
}
