import QtQuick
import Fovea

/// A map or a kernel with a title above and a line below.
Column {
    id: picture

    property string title: ""
    property string text: ""
    property var tensor: undefined
    property string palette: "diverging"
    property real limit: 0

    spacing: Theme.px(5)

    Label {
        width: parent.width
        text: picture.title
        strong: true
        elide: Text.ElideRight
    }
    TensorPicture {
        width: parent.width
        height: width
        tensor: picture.tensor
        palette: picture.palette
        limit: picture.limit
        dark: Theme.dark
        frame: Theme.frame
        fontSize: Theme.tinySize
        Accessible.role: Accessible.Graphic
        Accessible.name: picture.title
    }
    Label {
        width: parent.width
        visible: text !== ""
        text: picture.text
        small: true
        dimmed: true
        wrapMode: Text.Wrap
    }
}
