import QtQuick
import Fovea

/// The classes with their counts and mean pictures, a click on one shows its examples alone; and
/// how the data are divided.
Item {
    id: column

    required property DataModel model

    function countText(number: real): string {
        return number.toLocaleString(Qt.locale("en_GB"), "f", 0)
    }

    Item {
        id: heads
        x: Theme.margin
        y: Theme.px(10)
        width: parent.width - 2 * Theme.margin
        height: Theme.px(22)
        SectionHeader { text: qsTr("Classes"); first: true }
        Row {
            anchors.right: parent.right
            Repeater {
                model: [qsTr("training"), qsTr("validation"), qsTr("test")]
                Label {
                    required property string modelData
                    width: Theme.px(58)
                    horizontalAlignment: Text.AlignRight
                    text: modelData
                    small: true
                    font.pixelSize: Theme.tinySize
                    dimmed: true
                }
            }
        }
    }
    ListView {
        id: list
        anchors.top: heads.bottom
        anchors.bottom: rule.top
        x: Theme.margin - Theme.px(6)
        width: parent.width - 2 * x
        clip: true
        boundsBehavior: Flickable.StopAtBounds
        model: column.model.classes
        activeFocusOnTab: true
        keyNavigationEnabled: true
        highlightMoveDuration: 0
        Accessible.role: Accessible.List
        Accessible.name: qsTr("Classes")
        Keys.onReturnPressed: toggle(currentIndex)
        Keys.onEnterPressed: toggle(currentIndex)
        Keys.onSpacePressed: toggle(currentIndex)

        /// The examples of one class, or again of all.
        function toggle(row: int) {
            column.model.classFilter = column.model.classFilter === row ? -1 : row
        }

        // qmllint disable unqualified
        delegate: Item {
            id: row
            required property int index
            required property string name
            required property real training
            required property real validation
            required property real test
            required property var mean
            readonly property bool chosen: column.model.classFilter === index

            width: list.width
            height: Theme.px(36)
            Accessible.role: Accessible.ListItem
            Accessible.name: qsTr("%1: %2 training, %3 validation, %4 test").arg(name)
                .arg(training).arg(validation).arg(test)
            Accessible.selected: chosen
            Accessible.onPressAction: list.toggle(index)

            Rectangle {
                anchors.fill: parent
                radius: Theme.px(5)
                color: row.chosen ? Theme.pressed : area.containsMouse ? Theme.hovered : "transparent"
                border.width: row.ListView.isCurrentItem && list.activeFocus ? 2 : 0
                border.color: Theme.focus
            }
            PixelPicture {
                id: picture
                x: Theme.px(6)
                anchors.verticalCenter: parent.verticalCenter
                width: Theme.px(30)
                height: width
                image: row.mean
            }
            Label {
                anchors.left: picture.right
                anchors.leftMargin: Theme.px(8)
                anchors.right: numbers.left
                anchors.verticalCenter: parent.verticalCenter
                text: row.name
                elide: Text.ElideRight
            }
            Row {
                id: numbers
                anchors.right: parent.right
                anchors.rightMargin: Theme.px(6)
                anchors.verticalCenter: parent.verticalCenter
                Repeater {
                    model: [row.training, row.validation, row.test]
                    NumberLabel {
                        required property real modelData
                        width: Theme.px(58)
                        alignment: Qt.AlignRight
                        text: column.countText(modelData)
                        small: true
                        color: modelData === 0 ? Theme.warning : Theme.text
                    }
                }
            }
            MouseArea {
                id: area
                anchors.fill: parent
                hoverEnabled: true
                onClicked: {
                    list.currentIndex = row.index
                    list.toggle(row.index)
                }
            }
        }
        // qmllint enable unqualified
    }
    Rectangle {
        id: rule
        anchors.bottom: split.top
        anchors.bottomMargin: Theme.px(10)
        width: parent.width
        height: 1
        color: Theme.line
    }
    SplitSettingsBox {
        id: split
        anchors.bottom: parent.bottom
        anchors.bottomMargin: Theme.px(12)
        x: Theme.margin
        width: parent.width - 2 * Theme.margin
        model: column.model
    }
}
