import QtQuick
import Fovea

/// Learning a kernel in front of the person: what is learned from, the steps, and what they make.
FocusScope {
    id: page

    required property KernelBench bench
    required property Workspace workspace
    /// Room for curve and kernels side by side.
    readonly property bool wide: width >= Theme.px(640)

    Accessible.role: Accessible.Pane
    Accessible.name: qsTr("Learn a kernel")
    onVisibleChanged: if (!visible) learning.playing = false
    Keys.onSpacePressed: learning.playing = !learning.playing
    Keys.onPressed: (event) => {
        if (event.text === ".") {
            learning.step()
            event.accepted = true
        }
    }

    LearnModel {
        id: learning
        bench: page.bench
    }
    FilePicker {
        id: picker
        title: qsTr("The picture after")
        filters: [
            { text: qsTr("Pictures"), endings: ["png", "jpg", "jpeg", "bmp", "gif", "webp", "tif", "tiff", "svg"] },
            { text: qsTr("All files"), endings: [] }
        ]
        onChosen: (url) => learning.chooseFile(url)
    }
    ScrollPanel {
        anchors.fill: parent
        sideMargin: Theme.px(22)
        spacing: Theme.px(12)

        Label {
            width: parent.width
            text: qsTr("A kernel is learned as all weights of networks are: it starts at zero, and each step moves every cell a little in the direction that lowers the mean squared difference between what it makes and the picture after.")
            wrapMode: Text.Wrap
            dimmed: true
        }
        LearnSetup {
            width: parent.width
            model: learning
            onFileWanted: picker.start("")
        }
        Notice {
            width: parent.width
            text: learning.problem
            action: learning.wantsFile ? qsTr("Another picture…") : ""
            onActed: picker.start("")
        }
        LearnTransport {
            width: parent.width
            visible: learning.ready
            model: learning
        }
        LearnPictures {
            width: parent.width
            visible: learning.ready
            model: learning
            columns: width >= Theme.px(460) ? 4 : 2
        }
        Notice {
            width: parent.width
            text: learning.divergedText
            action: qsTr("Take the steady rate")
            onActed: learning.rate = 1
        }
        Flow {
            width: parent.width
            visible: learning.ready
            spacing: Theme.px(22)
            LearnCurve {
                width: page.wide ? parent.width - kernels.width - parent.spacing : parent.width
                height: Theme.px(214)
                model: learning
            }
            LearnKernels {
                id: kernels
                width: Math.min(parent.width, Theme.px(learning.truth.length > 0 ? 406 : 276))
                model: learning
            }
        }
        Label {
            width: parent.width
            visible: learning.ready && text !== ""
            text: learning.slowText
            wrapMode: Text.Wrap
            dimmed: true
            small: true
        }
    }
}
