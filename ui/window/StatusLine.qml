import QtQuick
import QtQuick.Layouts
import Fovea

/// The line at the bottom: the value under the pointer and what it sees; engine, time and rate.
Rectangle {
    id: line

    required property Workspace workspace
    /// What another lens than the network's says; it stands first.
    property string lensText: ""
    property string lensDetail: ""
    /// The number in it with all its digits; empty where there is none.
    readonly property string placeValue: lensText !== "" ? lensValue : workspace.hoverValue
    property string lensValue: ""
    readonly property string placeText: lensText !== "" ? lensText : workspace.hoverText
    readonly property string fieldText: lensText !== "" ? lensDetail : workspace.hoverField
    readonly property bool roomy: width > Theme.px(760)

    implicitHeight: Theme.px(28)
    color: Theme.panel
    Accessible.role: Accessible.StatusBar
    Accessible.name: placeText + " " + fieldText

    Rectangle { width: parent.width; height: 1; color: Theme.line }
    RowLayout {
        anchors.fill: parent
        anchors.leftMargin: Theme.margin
        anchors.rightMargin: Theme.margin
        spacing: Theme.px(14)

        NumberLabel {
            id: place
            text: line.placeText
            CopySpot {
                anchors.fill: parent
                name: line.placeText === "" ? "" : qsTr("the status line")
                rows: [[line.placeText, line.placeValue]]
            }
        }
        NumberLabel {
            // The value comes before what it sees, where there is no room for both.
            visible: place.implicitWidth + implicitWidth < line.width * (line.roomy ? 0.6 : 0.45)
            text: line.fieldText
            dimmed: true
        }
        Label {
            visible: line.workspace.opening
            text: qsTr("opening…")
            dimmed: true
        }
        Label {
            visible: line.workspace.project.saving
            text: qsTr("saving…")
            dimmed: true
        }
        Item { Layout.fillWidth: true }
        Label {
            Layout.maximumWidth: line.width * 0.4
            visible: text !== ""
            text: line.workspace.notice
            color: Theme.warning
            elide: Text.ElideRight
        }
        Label {
            Layout.maximumWidth: line.width * 0.3
            visible: line.roomy
            text: line.workspace.engineText
            dimmed: true
            elide: Text.ElideRight
        }
        NumberLabel { text: line.workspace.timeText; visible: text !== "" }
        NumberLabel {
            text: line.workspace.macsText
            visible: line.workspace.details && text !== ""
            dimmed: true
        }
        FlatButton {
            plain: true
            checkable: true
            checked: line.workspace.details
            implicitHeight: Theme.px(22)
            text: qsTr("Details")
            tip: qsTr("Figures for experts: parameters, milliseconds a layer, MAC/s")
            onToggled: line.workspace.details = checked
        }
    }
}
