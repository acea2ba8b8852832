import QtQuick
import Fovea

/// The runs that are kept: go on with one, draw its curves over these, delete it.
Column {
    id: section

    required property TrainModel model
    required property RunList runs

    spacing: Theme.px(2)

    SectionHeader { text: qsTr("Compare with"); visible: section.runs.count > 0 }
    Repeater {
        model: section.runs
        // qmllint disable unqualified
        delegate: Item {
            id: row
            required property int index
            required property string name
            required property string detail
            required property string differences
            required property string accuracy
            required property bool compared
            required property bool current
            width: section.width
            height: Theme.px(46) + (differs.visible ? differs.height + Theme.px(2) : 0)
            Accessible.role: Accessible.ListItem
            Accessible.name: name + " " + accuracy + " " + detail + (differs.visible ? ", " + differences : "")

            Label {
                id: title
                y: Theme.px(3)
                width: parent.width
                text: row.accuracy === "" ? row.name : row.name + "  " + row.accuracy
                strong: row.current
                elide: Text.ElideRight
            }
            Label {
                anchors.verticalCenter: tools.verticalCenter
                width: parent.width - (tools.visible ? tools.width + Theme.px(6) : 0)
                text: row.current ? qsTr("shown now") : row.detail
                small: true
                dimmed: true
                elide: Text.ElideRight
            }
            Label {
                id: differs
                y: Theme.px(44)
                width: parent.width
                visible: !row.current && text !== ""
                text: row.differences
                small: true
                wrapMode: Text.Wrap
                maximumLineCount: 3
                elide: Text.ElideRight
            }
            Row {
                id: tools
                anchors.right: parent.right
                y: Theme.px(18)
                visible: !row.current
                spacing: Theme.px(2)
                IconButton {
                    plain: true
                    iconName: "open"
                    tip: qsTr("Go on with %1").arg(row.name)
                    help: qsTr("Opens the run as it was left, paused.")
                    onClicked: section.runs.open(row.index)
                }
                IconButton {
                    plain: true
                    checked: row.compared
                    iconName: row.compared ? "check" : "plus"
                    tip: row.differences === "" ? qsTr("Compare with %1").arg(row.name)
                                                : qsTr("Compare with %1: %2").arg(row.name).arg(row.differences)
                    help: qsTr("Draws its validation curves, dashed, over these, and its kernels beside them.")
                    onClicked: section.runs.compare(row.index, !row.compared)
                }
                IconButton {
                    plain: true
                    iconName: "trash"
                    tip: asked ? qsTr("Again: delete it for good") : qsTr("Delete %1").arg(row.name)
                    help: qsTr("Deletes the run and all its moments from the disk. Asks once more.")
                    property bool asked: false
                    checked: asked
                    onClicked: {
                        if (asked)
                            section.runs.remove(row.index)
                        else
                            asked = true
                    }
                    onHoveredChanged: if (!hovered) asked = false
                }
            }
        }
        // qmllint enable unqualified
    }
}
