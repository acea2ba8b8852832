import QtQuick
import Fovea

/// Examples that a person draws: a pad, the class, and what the network will get. Return saves the
/// drawing and clears the pad.
Rectangle {
    id: page

    required property DataModel dataModel
    readonly property DrawnSetModel model: drawn
    readonly property ExamplePad pad: pad

    /// Back to the data.
    signal closed()

    function next() {
        if (pad.blank || drawn.chosen < 0)
            return
        drawn.add(pad.image)
        pad.clear()
        pad.forceActiveFocus()
    }

    color: Theme.ground
    implicitWidth: Theme.px(860)
    implicitHeight: Theme.px(640)
    Accessible.role: Accessible.Pane
    Accessible.name: qsTr("Draw examples")

    Keys.onReturnPressed: next()
    Keys.onEnterPressed: next()
    Keys.onPressed: event => {
        event.accepted = event.key === Qt.Key_Z && event.modifiers === Qt.ControlModifier
                         && drawn.canTakeBack
        if (event.accepted)
            drawn.takeBack()
    }

    DrawnSetModel {
        id: drawn
        onGiven: page.closed()
    }

    Item {
        id: bar
        x: Theme.margin
        y: Theme.margin
        width: parent.width - 2 * Theme.margin
        height: Theme.control
        Label {
            anchors.verticalCenter: parent.verticalCenter
            text: qsTr("Draw examples")
            strong: true
            font.pixelSize: Theme.titleSize
        }
        Row {
            anchors.right: parent.right
            spacing: Theme.px(8)
            FlatButton {
                text: qsTr("Use as data")
                enabled: drawn.total > 0
                help: qsTr("The drawings take the place of the data that are loaded.")
                onClicked: drawn.giveTo(page.dataModel, false)
            }
            FlatButton {
                visible: page.dataModel.count > 0
                text: qsTr("Add to %1").arg(page.dataModel.name)
                enabled: drawn.total > 0
                help: qsTr("Classes of the same name become one.")
                onClicked: drawn.giveTo(page.dataModel, true)
            }
            FlatButton {
                text: qsTr("Back to the data")
                onClicked: page.closed()
            }
        }
    }
    Rectangle {
        id: rule
        y: bar.y + bar.height + Theme.px(10)
        width: parent.width
        height: 1
        color: Theme.line
    }

    ScrollPanel {
        id: classes
        anchors.top: rule.bottom
        anchors.bottom: parent.bottom
        width: Math.min(Theme.px(280), Math.round(parent.width * 0.36))
        SectionHeader { text: qsTr("What you draw"); first: true }
        Repeater {
            model: drawn
            // qmllint disable unqualified
            delegate: FlatButton {
                id: choice
                required property int index
                required property string name
                required property int count
                width: classes.width - 2 * Theme.margin
                plain: true
                checked: drawn.chosen === index
                text: ""
                Accessible.role: Accessible.RadioButton
                Accessible.checked: checked
                Accessible.name: qsTr("%1: %2 drawn").arg(name).arg(count)
                onClicked: drawn.chosen = index
                Label {
                    x: Theme.px(10)
                    width: parent.width - number.width - Theme.px(28)
                    anchors.verticalCenter: parent.verticalCenter
                    text: choice.name
                    elide: Text.ElideRight
                }
                NumberLabel {
                    id: number
                    anchors.right: parent.right
                    anchors.rightMargin: Theme.px(10)
                    anchors.verticalCenter: parent.verticalCenter
                    text: choice.count
                    dimmed: true
                }
            }
            // qmllint enable unqualified
        }
        TextBox {
            id: newClass
            width: parent.width
            placeholderText: qsTr("Another class: name and Return")
            help: qsTr("A class is a folder of the set; its name is what the network will answer.")
            function take(event: KeyEvent) {
                drawn.chooseClass(text)
                text = ""
                pad.forceActiveFocus()
            }
            Keys.onReturnPressed: event => take(event)
            Keys.onEnterPressed: event => take(event)
        }
        Label {
            width: parent.width
            visible: page.dataModel.count > 0
            text: qsTr("Classes of %1").arg(page.dataModel.name)
            small: true
            dimmed: true
            topPadding: Theme.px(6)
        }
        Flow {
            width: parent.width
            spacing: Theme.px(4)
            Repeater {
                model: page.dataModel.classNames
                // qmllint disable unqualified
                delegate: PillButton {
                    required property string modelData
                    text: modelData
                    checked: drawn.className === modelData
                    onClicked: drawn.chooseClass(modelData)
                }
                // qmllint enable unqualified
            }
        }
    }
    Rectangle {
        anchors.left: classes.right
        anchors.top: rule.bottom
        anchors.bottom: parent.bottom
        width: 1
        color: Theme.line
    }

    DrawDesk {
        id: desk
        anchors.left: classes.right
        anchors.leftMargin: Theme.px(20)
        anchors.right: parent.right
        anchors.rightMargin: Theme.margin
        anchors.top: rule.bottom
        anchors.topMargin: Theme.margin
        anchors.bottom: parent.bottom
        drawn: drawn
        pad: pad
        onNextWanted: page.next()
        ExamplePad {
            id: pad
            parent: desk.place
            anchors.fill: parent
            focus: true
            Accessible.role: Accessible.Canvas
            Accessible.name: qsTr("Drawing pad")
            Accessible.description: qsTr("%1. Arrow keys move the pen, with Shift further. Space puts it down and lifts it. E changes between pen and eraser, [ and ] the size. Delete clears the pad, Return saves the drawing.").arg(penText)
            Accessible.focusable: true
            FocusRing { target: pad }
        }
    }
}
