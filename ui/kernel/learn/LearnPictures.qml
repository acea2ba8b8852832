import QtQuick
import Fovea

/// Before, after, what the kernel makes now, and what is still wrong.
Grid {
    id: pictures

    required property LearnModel model
    readonly property int side: Math.floor((width - (columns - 1) * columnSpacing) / columns)

    columnSpacing: Theme.px(12)
    rowSpacing: Theme.px(10)

    // qmllint disable unqualified
    component Shown: Column {
        id: shown
        property alias picture: view.picture
        property string title
        property string detail: view.scaleText
        width: pictures.side
        spacing: Theme.px(4)
        Label { text: shown.title; width: parent.width; elide: Text.ElideRight }
        LearnPicture {
            id: view
            width: parent.width
            height: Math.round(width * 0.72)
            model: pictures.model
            dark: Theme.dark
            line: Theme.frame
            Accessible.role: Accessible.Graphic
            Accessible.name: shown.title
            Accessible.description: shown.detail
        }
        NumberLabel { text: shown.detail; width: parent.width; height: Theme.px(16); small: true; dimmed: true }
    }
    // qmllint enable unqualified

    Shown {
        picture: LearnModel.Before
        title: qsTr("Before")
        detail: pictures.model.beforeText
    }
    Shown {
        picture: LearnModel.After
        title: qsTr("After: %1").arg(pictures.model.afterText)
    }
    Shown {
        picture: LearnModel.Made
        title: qsTr("Made now")
    }
    Shown {
        picture: LearnModel.Difference
        title: qsTr("Made less after")
    }
}
