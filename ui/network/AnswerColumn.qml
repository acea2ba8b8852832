import QtQuick
import Fovea

/// What the network says: its ten highest classes as bars, or those that are searched for. Covered,
/// it is a list of classes to predict from.
Item {
    id: column

    required property Workspace workspace
    readonly property bool present: answer.present
    readonly property bool covered: workspace.notes.covered

    signal recipesWanted()
    signal namesWanted()

    Accessible.role: Accessible.List
    Accessible.name: qsTr("Answer")

    AnswerModel {
        id: answer
        workspace: column.workspace
        dark: Theme.dark
    }
    CopySpot {
        anchors.fill: parent
        source: answer
    }
    Rectangle {
        width: parent.width
        height: Theme.px(3)
        radius: 1
        color: Theme.kindColor("answer")
    }
    Column {
        id: head
        y: Theme.px(8)
        width: parent.width
        spacing: Theme.px(1)
        Row {
            spacing: Theme.px(5)
            Icon {
                anchors.verticalCenter: parent.verticalCenter
                name: Theme.kindGlyph("answer")
                color: Theme.kindColor("answer")
                width: Theme.px(13)
                height: width
            }
            Label { text: qsTr("answer"); strong: true }
        }
        Label {
            text: answer.total > 10 && !column.covered ? qsTr("top 10 of %1").arg(answer.total)
                                                       : answer.total
            dimmed: true
            small: true
        }
        Label {
            width: parent.width
            text: column.covered ? qsTr("Covered. What will it say?") : answer.meaning
            wrapMode: Text.Wrap
            color: column.covered ? Theme.warning : Theme.faint
            font.pixelSize: Theme.tinySize
        }
        Item { width: 1; height: Theme.px(6) }
        // qmllint disable unqualified
        Repeater {
            model: 2
            delegate: AnswerRow {
                required property int index
                readonly property var mark: index === 0 ? answer.prediction : answer.truth
                width: parent ? parent.width : 0
                visible: mark.name !== undefined
                name: mark.name ?? ""
                score: mark.score ?? ""
                fraction: mark.fraction ?? 0
                zero: mark.zero ?? 0
                note: mark.note ?? ""
                strong: true
                ticked: index === 1
                Accessible.role: Accessible.StaticText
                Accessible.description: note
                onChosen: answer.choose(mark.entry)
            }
        }
        // qmllint enable unqualified
        TextBox {
            width: parent.width
            visible: answer.total > 10
            placeholderText: qsTr("Search classes")
            help: qsTr("Lists the classes that have these letters in their names, highest first.")
            onTextChanged: answer.filter = text
            Keys.onDownPressed: list.forceActiveFocus()
        }
        Item { width: 1; height: Theme.px(4) }
    }
    Flickable {
        id: list

        property int at: 0
        readonly property string help: column.covered
            ? qsTr("Choose what you think the network says: Return, or a click, uncovers its answer beside yours.")
            : qsTr("The classes with the highest scores. Return, or a click, says that a class is the true one: it stays in view with its rank.")

        anchors.top: head.bottom
        anchors.bottom: parent.bottom
        width: parent.width
        contentWidth: width
        contentHeight: rows.height + Theme.px(8)
        boundsBehavior: Flickable.StopAtBounds
        interactive: contentHeight > height
        clip: true
        activeFocusOnTab: true
        Accessible.role: Accessible.List
        Accessible.name: qsTr("Classes")
        Accessible.description: help
        Accessible.focusable: true

        function go(steps) {
            at = Math.max(0, Math.min(classes.count - 1, at + steps))
            const row = classes.itemAt(at) as AnswerRow
            if (row)
                contentY = Math.max(Math.min(contentY, row.y), row.y + row.height + Theme.px(6) - height)
        }
        function take() {
            const row = classes.itemAt(at) as AnswerRow
            if (row)
                row.chosen()
        }

        Keys.onUpPressed: go(-1)
        Keys.onDownPressed: go(1)
        Keys.onReturnPressed: take()
        Keys.onEnterPressed: take()
        Keys.onSpacePressed: take()

        Column {
            id: rows
            y: Theme.px(3)
            width: list.width - (list.interactive ? Theme.px(8) : 0)
            spacing: Theme.px(1)
            // qmllint disable unqualified
            Repeater {
                id: classes
                model: answer
                delegate: AnswerRow {
                    required property int index
                    required property int entry
                    required property bool isTrue
                    width: rows.width
                    strong: index === 0 && !column.covered
                    ticked: isTrue
                    covered: column.covered
                    current: list.activeFocus && index === list.at
                    Accessible.role: Accessible.ListItem
                    onChosen: answer.choose(entry)
                }
            }
            // qmllint enable unqualified
            Label {
                width: parent.width
                visible: text !== ""
                text: answer.more > 0 ? qsTr("and %1 more").arg(answer.more)
                    : answer.filter !== "" && classes.count === 0 ? qsTr("No class has these letters.") : ""
                wrapMode: Text.Wrap
                dimmed: true
                small: true
            }
            Label {
                width: parent.width
                topPadding: Theme.px(6)
                visible: text !== "" && !column.covered
                text: answer.caveat
                wrapMode: Text.Wrap
                color: Theme.faint
                font.pixelSize: Theme.tinySize
            }
            Notice {
                width: parent.width
                text: answer.present && !answer.preprocessingKnown && !column.covered
                      ? qsTr("How this model wants its pictures is unknown: the answer may be wrong.") : ""
                action: qsTr("Recipes…")
                onActed: column.recipesWanted()
            }
            PillButton {
                visible: !answer.named
                text: qsTr("Class names…")
                help: qsTr("Reads the names of the classes from a text file, one on each line.")
                onClicked: column.namesWanted()
            }
        }
        Rectangle {
            parent: list
            x: list.width - width
            y: list.visibleArea.yPosition * list.height
            width: Theme.px(3)
            height: list.visibleArea.heightRatio * list.height
            radius: width / 2
            visible: list.interactive
            color: Theme.frame
            opacity: 0.6
        }
    }
}
