import QtQuick
import Fovea

/// A kernel that nobody has seen, and four results: which one is its own?
FocusScope {
    id: page

    required property Workspace workspace
    readonly property PredictModel model: predict
    readonly property var letters: ["A", "B", "C", "D"]

    Accessible.role: Accessible.Pane
    Accessible.name: qsTr("Predict what a kernel does")

    PredictModel {
        id: predict
        workspace: page.workspace
        maps: maps
        active: page.visible
        room: Qt.size(viewport.width, viewport.height)
        deviceRatio: Screen.devicePixelRatio
        textSize: Theme.textSize
        dark: Theme.dark
        frameColor: Theme.frame
        dimColor: Theme.dim
    }

    Keys.onPressed: (event) => {
        const letter = page.letters.indexOf(event.text.toUpperCase())
        if (letter >= 0)
            predict.choose(letter)
        else if ((event.key === Qt.Key_Return || event.key === Qt.Key_Enter) && predict.chosen >= 0)
            predict.next()
        else
            return
        event.accepted = true
    }

    Label {
        id: title
        text: qsTr("What does this kernel make of the picture?")
        strong: true
        font.pixelSize: Theme.titleSize
    }
    Label {
        id: hint
        y: title.height + Theme.px(2)
        width: parent.width
        text: qsTr("Read the cells: what do they add up to? Where are they positive, where negative? Then say which result is its own. Blue is below 0, orange above.")
        small: true
        dimmed: true
        wrapMode: Text.Wrap
    }
    Item {
        id: viewport
        y: hint.y + hint.height + Theme.px(10)
        width: parent.width
        height: bottom.y - Theme.px(10) - y
        MapsItem {
            id: maps
            anchors.fill: parent
        }
        Label {
            visible: predict.ready
            text: qsTr("the kernel")
            small: true
            dimmed: true
        }
        Label {
            x: predict.pictureRect.x
            y: predict.pictureRect.y - height - Theme.px(3)
            visible: predict.ready
            text: qsTr("the picture")
            small: true
            dimmed: true
        }
        Repeater {
            model: 4
            // qmllint disable unqualified
            delegate: FocusScope {
                id: choice
                required property int index
                readonly property rect place: predict.choiceRects[index]
                readonly property bool own: predict.answer === index
                readonly property bool wrong: predict.chosen === index && !own
                x: place.x
                y: place.y
                width: place.width
                height: place.height
                visible: predict.ready
                activeFocusOnTab: true
                Accessible.role: Accessible.RadioButton
                Accessible.name: qsTr("Result %1").arg(page.letters[index])
                Accessible.description: own ? qsTr("This is the kernel's own.") : ""
                Accessible.checked: predict.chosen === index
                Accessible.onPressAction: predict.choose(index)
                Label {
                    y: -height - Theme.px(3)
                    text: choice.own ? qsTr("%1 · the kernel's own").arg(page.letters[choice.index])
                        : choice.wrong ? qsTr("%1 · made by another kernel").arg(page.letters[choice.index])
                        : page.letters[choice.index]
                    strong: choice.own
                    width: choice.width - limit.width - Theme.px(8)
                    elide: Text.ElideRight
                    small: true
                    color: choice.own ? Theme.text : Theme.dim
                }
                Label {
                    id: limit
                    anchors.right: parent.right
                    y: -height - Theme.px(3)
                    text: qsTr("−%1 … %1").arg(predict.limits[choice.index] ?? "")
                    font.pixelSize: Theme.tinySize
                    dimmed: true
                }
                Rectangle {
                    anchors.fill: parent
                    anchors.margins: -Theme.px(3)
                    color: "transparent"
                    border.width: choice.own ? Theme.px(3) : area.containsMouse && predict.chosen < 0 ? Theme.px(2) : 0
                    border.color: choice.own ? Theme.answer : Theme.focus
                }
                MouseArea {
                    id: area
                    anchors.fill: parent
                    hoverEnabled: true
                    cursorShape: predict.chosen < 0 ? Qt.PointingHandCursor : Qt.ArrowCursor
                    onClicked: { choice.forceActiveFocus(); predict.choose(choice.index) }
                }
                FocusRing { target: choice; shown: choice.activeFocus && !area.pressed }
                Keys.onSpacePressed: predict.choose(index)
                Keys.onReturnPressed: predict.chosen < 0 ? predict.choose(index) : predict.next()
            }
            // qmllint enable unqualified
        }
    }
    Rectangle {
        id: bottom
        anchors.bottom: parent.bottom
        anchors.bottomMargin: Theme.px(10)
        width: parent.width
        height: words.height + Theme.px(20)
        radius: Theme.radius
        color: Theme.panel
        border.width: 1
        border.color: Theme.line
        Column {
            id: words
            x: Theme.px(12)
            y: Theme.px(10)
            width: parent.width - buttons.width - Theme.px(36)
            spacing: Theme.px(3)
            Label {
                width: parent.width
                text: predict.chosen < 0 ? qsTr("Say A, B, C or D: click a result, or press its letter.")
                    : predict.chosen === predict.answer ? qsTr("Right, it is %1.").arg(page.letters[predict.answer])
                    : qsTr("It is %1.").arg(page.letters[predict.answer])
                strong: predict.chosen >= 0
                wrapMode: Text.Wrap
            }
            Repeater {
                model: predict.reasons
                // qmllint disable unqualified
                delegate: Label {
                    required property string modelData
                    width: words.width
                    text: modelData
                    small: true
                    dimmed: true
                    wrapMode: Text.Wrap
                }
                // qmllint enable unqualified
            }
        }
        Row {
            id: buttons
            anchors.right: parent.right
            anchors.rightMargin: Theme.px(12)
            anchors.verticalCenter: parent.verticalCenter
            spacing: Theme.px(8)
            Label {
                height: Theme.control
                verticalAlignment: Text.AlignVCenter
                visible: predict.asked > 0
                text: qsTr("%1 of %2 right").arg(predict.right).arg(predict.asked)
                dimmed: true
            }
            FlatButton {
                visible: predict.chosen >= 0
                text: qsTr("See how it is made")
                tip: qsTr("Puts this kernel on the picture")
                onClicked: { predict.useKernel(); page.kernelTaken() }
            }
            FlatButton {
                text: predict.chosen < 0 ? qsTr("Skip") : qsTr("Next")
                help: qsTr("Another kernel (Enter).")
                onClicked: predict.next()
            }
        }
    }

    signal kernelTaken()
}
