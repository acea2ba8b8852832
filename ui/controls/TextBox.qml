import QtQuick
import QtQuick.Templates as T
import Fovea

/// A line of text to type.
T.TextField {
    id: box

    property string help: ""
    property alias ground: ground

    implicitHeight: Theme.control
    implicitWidth: Theme.px(120)
    leftPadding: Theme.px(8)
    rightPadding: leftPadding
    verticalAlignment: TextInput.AlignVCenter
    color: Theme.text
    placeholderTextColor: Theme.faint
    selectionColor: Theme.text
    selectedTextColor: Theme.panel
    font.family: Theme.family
    font.pixelSize: Theme.textSize
    selectByMouse: true
    hoverEnabled: true
    Accessible.role: Accessible.EditableText
    Accessible.name: placeholderText
    Accessible.description: help

    Text {
        x: box.leftPadding
        width: box.width - box.leftPadding - box.rightPadding
        height: box.height
        verticalAlignment: Text.AlignVCenter
        visible: box.text === "" && box.preeditText === ""
        text: box.placeholderText
        color: box.placeholderTextColor
        font: box.font
        elide: Text.ElideRight
    }
    background: Rectangle { // qmllint disable deferred-property-id
        id: ground
        radius: Theme.px(5)
        color: Theme.ground
        border.width: 1
        border.color: box.activeFocus ? Theme.focus : box.hovered ? Theme.frame : Theme.line
    }
}
