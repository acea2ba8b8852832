import QtQuick
import QtQuick.Templates as T
import Fovea

/// What F1 says: what the focused control is and does, and every key.
T.Popup {
    id: popup

    required property CommandList commands

    property string subject: ""
    property string explanation: ""

    parent: T.Overlay.overlay
    x: parent ? Math.round((parent.width - width) / 2) : 0
    y: parent ? Math.round((parent.height - height) / 2) : 0
    width: parent ? Math.min(Theme.px(560), parent.width - Theme.px(40)) : Theme.px(560)
    height: parent ? Math.min(Theme.px(600), parent.height - Theme.px(60)) : Theme.px(600)
    padding: Theme.px(16)
    modal: true
    focus: true
    closePolicy: T.Popup.CloseOnEscape | T.Popup.CloseOnPressOutside

    /// Opens with what is known of `item`, or of the nearest thing around it that has a help text.
    function explain(item: Item) {
        subject = ""
        explanation = ""
        for (let it = item; it && explanation === ""; it = it.parent) {
            if (subject === "" && it.Accessible.name !== "")
                subject = it.Accessible.name
            explanation = it["help"] || it.Accessible.description
        }
        commands.filter = ""
        open()
    }

    onOpened: keys.forceActiveFocus()

    background: PopupGround { }
    T.Overlay.modal: Rectangle { color: Theme.shadow }

    contentItem: Item { // qmllint disable deferred-property-id
        Accessible.role: Accessible.Dialog
        Accessible.name: qsTr("Help: %1").arg(heading.text)
        Accessible.description: explained.text
        Column {
            id: about
            width: parent.width
            spacing: Theme.px(8)
            Label {
                id: heading
                width: parent.width
                text: popup.subject === "" ? qsTr("Fovea") : popup.subject
                strong: true
                font.pixelSize: Theme.titleSize
                wrapMode: Text.Wrap
            }
            Label {
                id: explained
                width: parent.width
                wrapMode: Text.Wrap
                lineHeight: 1.25
                text: popup.explanation !== "" ? popup.explanation
                    : qsTr("Every column is a layer, every picture in it the map of one unit, computed now. Hover a map to see where a value came from, click it to see its kernels, drag a cell and watch every map after it follow.")
            }
            SectionHeader { text: qsTr("All keys") }
        }
        ListView {
            id: keys
            anchors.fill: parent
            anchors.topMargin: about.height + Theme.px(6)
            clip: true
            model: popup.commands
            boundsBehavior: Flickable.StopAtBounds
            Accessible.role: Accessible.List
            Accessible.name: qsTr("All keys")
            Keys.onUpPressed: flick(0, 800)
            Keys.onDownPressed: flick(0, -800)

            // qmllint disable unqualified
            delegate: Item {
                id: row
                required property var model
                width: keys.width
                height: row.model.shortcut === "" ? 0 : Theme.px(24)
                visible: height > 0
                Label {
                    anchors.verticalCenter: parent.verticalCenter
                    text: row.model.text
                    dimmed: true
                }
                Label {
                    anchors.right: parent.right
                    anchors.rightMargin: Theme.px(6)
                    anchors.verticalCenter: parent.verticalCenter
                    text: row.model.shortcut
                }
            }
            // qmllint enable unqualified
        }
    }
}
