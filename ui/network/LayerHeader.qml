import QtQuick
import Fovea

/// Over a column of maps: its kind's hue and glyph, name, shape, and how many units are shown.
Item {
    id: header

    required property int column
    required property string name
    required property string shape
    required property string detail
    required property string kind
    required property string kindWords
    required property string shown
    required property bool selected

    signal pressed()
    signal showAll()

    Accessible.role: Accessible.Button
    Accessible.name: qsTr("Layer %1, %2, %3").arg(name).arg(kindWords).arg(shape)
    Accessible.onPressAction: pressed()

    Rectangle {
        width: parent.width
        height: Theme.px(3)
        radius: 1
        color: Theme.kindColor(header.kind)
    }
    TapHandler { onTapped: header.pressed() }
    Column {
        // A column that is nearly out of view has no room for words.
        visible: header.width > Theme.px(28)
        y: Theme.px(8)
        width: parent.width
        spacing: Theme.px(1)
        Row {
            spacing: Theme.px(5)
            Icon {
                anchors.verticalCenter: parent.verticalCenter
                name: Theme.kindGlyph(header.kind)
                color: Theme.kindColor(header.kind)
                width: Theme.px(13)
                height: width
            }
            Label {
                width: Math.min(implicitWidth, header.width - Theme.px(18))
                text: header.name
                strong: true
                elide: Text.ElideRight
                font.underline: header.selected
            }
        }
        Label {
            width: parent.width
            text: header.shape
            dimmed: true
            small: true
            elide: Text.ElideRight
        }
        Label {
            width: parent.width
            visible: text !== ""
            text: header.detail
            color: Theme.faint
            font.pixelSize: Theme.tinySize
            elide: Text.ElideRight
        }
        Label {
            width: parent.width
            visible: text !== ""
            text: header.shown
            color: more.hovered ? Theme.text : Theme.faint
            font.pixelSize: Theme.tinySize
            font.underline: true
            elide: Text.ElideRight
            Accessible.role: Accessible.Button
            Accessible.name: qsTr("%1, show all units of %2").arg(text).arg(header.name)
            Accessible.onPressAction: header.showAll()
            HoverHandler { id: more; cursorShape: Qt.PointingHandCursor }
            TapHandler {
                gesturePolicy: TapHandler.ReleaseWithinBounds
                onTapped: header.showAll()
            }
        }
    }
}
