import QtQuick
import Fovea

/// One recipe of preprocessing and the three highest answers that it leads to.
Item {
    id: row

    required property string name
    required property int recipe
    required property var answers
    required property bool done
    required property string problem
    required property bool used
    property bool current: false

    signal pointed()
    signal chosen()

    height: Theme.px(46)
    Accessible.role: Accessible.ListItem
    Accessible.name: name
    Accessible.description: answers.map(it => it.name + " " + it.score).join(", ")
    Accessible.onPressAction: chosen()

    Rectangle {
        anchors.fill: parent
        radius: Theme.px(5)
        color: row.current ? Theme.pressed : "transparent"
    }
    Label {
        id: title
        x: Theme.px(10)
        width: parent.width * 0.3
        anchors.verticalCenter: parent.verticalCenter
        text: row.used ? qsTr("%1 (in use)").arg(row.name) : row.name
        wrapMode: Text.Wrap
        maximumLineCount: 2
        elide: Text.ElideRight
    }
    Label {
        anchors.left: title.right
        anchors.leftMargin: Theme.px(12)
        anchors.verticalCenter: parent.verticalCenter
        visible: !row.done || row.problem !== ""
        width: parent.width - x - Theme.px(10)
        text: row.done ? row.problem : qsTr("computing…")
        dimmed: true
        small: true
        elide: Text.ElideRight
    }
    Row {
        anchors.left: title.right
        anchors.leftMargin: Theme.px(12)
        anchors.right: parent.right
        anchors.rightMargin: Theme.px(10)
        anchors.verticalCenter: parent.verticalCenter
        spacing: Theme.px(12)
        // qmllint disable unqualified
        Repeater {
            model: row.answers
            Column {
                id: answer
                required property var modelData
                required property int index
                width: (row.width * 0.7 - Theme.px(46)) / 3
                Label {
                    width: parent.width
                    text: answer.modelData.name
                    strong: answer.index === 0
                    small: true
                    elide: Text.ElideRight
                }
                NumberLabel {
                    text: answer.modelData.score
                    dimmed: answer.index > 0
                    small: true
                }
            }
        }
        // qmllint enable unqualified
    }
    MouseArea {
        anchors.fill: parent
        hoverEnabled: true
        onEntered: row.pointed()
        onClicked: row.chosen()
    }
}
