import QtQuick
import Fovea

/// One step, explained from the selected unit: forward, loss, backward, update.
ScrollPanel {
    id: page

    required property TrainModel model
    /// Five stand beside each other with what the loss becomes.
    readonly property int tile: width > Theme.px(1010) ? Theme.px(132) : Theme.px(112)

    sideMargin: Theme.px(22)
    spacing: Theme.px(16)

    StepModel {
        id: explained
        model: page.model
        wanted: page.visible
    }
    Item {
        width: parent.width
        height: Theme.control
        Label {
            id: title
            anchors.verticalCenter: parent.verticalCenter
            text: explained.unitName === "" ? qsTr("One step") : qsTr("One step for %1").arg(explained.unitName)
            strong: true
            font.pixelSize: Theme.titleSize
        }
        DropDown {
            id: label
            visible: explained.ready
            anchors.right: parent.right
            text: qsTr("It is: %1").arg(explained.classes[explained.label] ?? "")
            choices: Array.from(explained.classes, name => ({ text: name }))
            current: explained.label
            help: qsTr("What the picture is said to be: the step teaches this.")
            onChosen: (index) => explained.label = index
        }
        Label {
            anchors.left: title.right
            anchors.leftMargin: Theme.px(12)
            anchors.right: label.left
            anchors.rightMargin: Theme.px(12)
            anchors.baseline: title.baseline
            text: explained.ready ? qsTr("This picture alone, %1, learning rate %2, %3. Select another unit in the Network lens, or click a kernel on the first page.").arg(explained.momentText === "" ? qsTr("a fresh optimiser") : explained.momentText).arg(explained.rateText).arg(explained.optimiserText)
                                  : qsTr("Select another unit in the Network lens, or click a kernel on the first page.")
            small: true
            dimmed: true
            elide: Text.ElideRight
        }
    }
    Label {
        width: parent.width
        visible: text !== ""
        text: explained.problem !== "" ? explained.problem : explained.ready ? "" : !page.model.hasRun ? qsTr("Start a run, or make one step: it is explained here.") : qsTr("Computing…")
        wrapMode: Text.Wrap
        dimmed: true
    }
    Flow {
        width: parent.width
        spacing: Theme.px(22)
        visible: explained.ready
        StepPicture {
            width: page.tile
            title: qsTr("1. Its map")
            tensor: explained.map
            text: explained.mapText
        }
        Column {
            width: Theme.px(200)
            spacing: Theme.px(4)
            Label { text: qsTr("2. Loss"); strong: true }
            NumberLabel { text: explained.lossText; pixelSize: Theme.px(28); height: Theme.px(36) }
            Label {
                width: parent.width
                text: qsTr("The network gives “%1” a probability of %2; the loss says how far that is from right.").arg(explained.classes[explained.label] ?? "").arg(explained.probabilityText)
                small: true
                dimmed: true
                wrapMode: Text.Wrap
            }
        }
        StepPicture {
            width: page.tile
            title: qsTr("3. Its gradient")
            tensor: explained.mapGradient
            text: qsTr("where the loss would rise with the map")
        }
    }
    Flow {
        width: parent.width
        spacing: Theme.px(22)
        visible: explained.ready && explained.slices > 0
        StepPicture {
            width: page.tile
            title: qsTr("Kernel")
            tensor: explained.before
            limit: explained.kernelLimit
            text: explained.slices > 1 ? qsTr("over input map %1 of %2").arg(explained.slice + 1).arg(explained.slices) : ""
        }
        StepPicture {
            width: page.tile
            title: qsTr("Its gradient")
            tensor: explained.gradient
            text: qsTr("norm over all of the network: %1").arg(explained.gradientText)
        }
        StepPicture {
            width: page.tile
            visible: explained.memoryTitle !== ""
            title: explained.memoryTitle
            tensor: explained.memory
            text: qsTr("what steps before have left, and the gradient")
        }
        StepPicture {
            width: page.tile
            title: qsTr("4. Update")
            tensor: explained.update
            text: qsTr("what the step takes off")
        }
        StepPicture {
            width: page.tile
            title: qsTr("New kernel")
            tensor: explained.after
            limit: explained.kernelLimit
            text: qsTr("on the kernel's scale")
        }
        Column {
            width: Theme.px(170)
            spacing: Theme.px(4)
            Label { text: qsTr("5. Loss after"); strong: true }
            NumberLabel { text: explained.lossAfterAllText; pixelSize: Theme.px(28); height: Theme.px(36) }
            Label {
                width: parent.width
                text: qsTr("It was %1. If only this unit took the step: %2.").arg(explained.lossText).arg(explained.lossAfterUnitText)
                small: true
                dimmed: true
                wrapMode: Text.Wrap
            }
        }
    }
    LabeledSlider {
        width: Math.min(parent.width, Theme.px(320))
        visible: explained.slices > 1
        name: qsTr("Input map")
        nameWidth: Theme.px(82)
        value: explained.slice
        from: 0
        to: Math.max(1, explained.slices - 1)
        step: 1
        decimals: 0
        onEdited: (value) => explained.slice = Math.round(value)
    }
    StepNumbers {
        width: parent.width
        visible: explained.ready && explained.rows.length > 0
        step: explained
    }
    Label {
        visible: explained.ready && explained.routes.length > 0
        text: qsTr("How the gradient comes back")
        strong: true
    }
    Repeater {
        model: explained.routes
        // qmllint disable unqualified
        delegate: Flow {
            id: route
            required property var modelData
            width: page.width - 2 * page.sideMargin
            spacing: Theme.px(22)
            StepPicture {
                width: page.tile
                title: qsTr("%1 reads").arg(route.modelData.name)
                tensor: route.modelData.input
            }
            StepPicture {
                width: page.tile
                title: qsTr("lets back")
                tensor: route.modelData.passed
                palette: "sequential"
                limit: 1
                text: route.modelData.text
            }
            StepPicture {
                width: page.tile
                title: qsTr("the gradient")
                tensor: route.modelData.gradient
                text: qsTr("0 where nothing comes back")
            }
        }
        // qmllint enable unqualified
    }
}
