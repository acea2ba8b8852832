import QtQuick
import Fovea

/// The Kernel lens: how one value is made, and a workshop for kernels. On the left a page, on the
/// right what is done to the kernel.
FocusScope {
    id: lens

    required property Workspace workspace
    property bool folded: false
    property bool workshopOpen: false
    property bool lensOnly: false
    property int workshopWidth: Theme.px(312)
    readonly property KernelBench bench: kernelBench
    readonly property bool workshopBeside: !folded && !lensOnly

    Accessible.role: Accessible.Pane
    Accessible.name: qsTr("Kernel")

    KernelBench {
        id: kernelBench
        workspace: lens.workspace
    }

    Item {
        id: page
        width: lens.workshopBeside ? workshop.x : lens.width
        height: lens.height
        KernelLensBar {
            id: bar
            x: Theme.px(22)
            y: Theme.px(12)
            width: parent.width - 2 * x
            bench: kernelBench
        }
    }
    KernelWorkshop {
        id: workshop
        anchors.right: parent.right
        width: lens.workshopWidth
        height: parent.height
        visible: lens.workshopBeside || (lens.folded && lens.workshopOpen && !lens.lensOnly)
        bench: kernelBench
    }
}
