import QtQuick
import Fovea

/// A matrix as square cells of `side` pixels with its name under it; `pointed` tells the cell that
/// the pointer is on.
Item {
    id: view

    property alias cells: field.cells
    property alias range: field.scale
    property string name: ""
    property real side: Theme.px(24)
    readonly property string pointed: field.pointed

    implicitWidth: field.width
    implicitHeight: field.height + (label.visible ? Theme.px(3) + label.implicitHeight : 0)

    CellField {
        id: field
        width: Math.max(1, Math.round(view.side * (view.cells?.columns ?? 0)))
        height: Math.max(1, Math.round(view.side * (view.cells?.rows ?? 0)))
        dark: Theme.dark
        line: Theme.ground
        fontSize: Theme.tinySize
        Accessible.role: Accessible.Graphic
        Accessible.name: view.name
    }
    Rectangle {
        anchors.fill: field
        anchors.margins: -1
        color: "transparent"
        border.width: 1
        border.color: Theme.frame
    }
    Label {
        id: label
        anchors.top: field.bottom
        anchors.topMargin: Theme.px(3)
        x: Math.max(0, (field.width - width) / 2)
        visible: text !== ""
        text: view.name
        small: true
        dimmed: true
    }
}
