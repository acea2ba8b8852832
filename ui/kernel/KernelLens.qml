import QtQuick
import Fovea

/// The Kernel lens: how one value is made, and a workshop for kernels. On the left a page, on the
/// right what is done to the kernel.
FocusScope {
    id: lens

    enum Page { Slide, Understand, Learn, Operators, Predict }

    required property Workspace workspace
    required property KernelBench bench
    property bool folded: false
    property bool workshopOpen: false
    property bool lensOnly: false
    property int workshopWidth: Theme.px(312)
    property int page: KernelLens.Slide
    readonly property var pages: [
        { text: qsTr("One value"), tip: qsTr("How a value is made: the window, the products, the sum; and the sliding") },
        { text: qsTr("Understand"), tip: qsTr("Brightness, edges, waves, symmetry, and what makes it fast") },
        { text: qsTr("Learn"), tip: qsTr("Find the kernel between a picture before and after") },
        { text: qsTr("Side by side"), tip: qsTr("The same picture through up to four kinds of layer") },
        { text: qsTr("Predict"), tip: qsTr("Read an unseen kernel, and say what it makes of the picture") }
    ]
    readonly property SlideModel slide: slidePage.model
    readonly property SlidePlayer player: slidePage.player
    /// What the status line says.
    readonly property string statusText: page === KernelLens.Slide ? slide.statusText : ""
    readonly property string statusValue: page === KernelLens.Slide ? slide.totalValue : ""
    readonly property string windowText: page === KernelLens.Slide ? slide.windowText : ""
    readonly property bool workshopBeside: !folded && !lensOnly && page !== KernelLens.Predict

    Accessible.role: Accessible.Pane
    Accessible.name: qsTr("Kernel")
    onPageChanged: {
        lens.bench.endPreview()
        lens.workspace.kernelPage = page
    }
    Component.onCompleted: page = lens.workspace.kernelPage
    Connections {
        target: lens.workspace
        function onLookRestored() { lens.page = lens.workspace.kernelPage }
    }

    /// Chooses the input map whose share is at `point` of this item, for a kernel that is held there.
    function aim(point: point) {
        if (slidePage.visible)
            slidePage.aim(lens.mapToItem(slidePage, point))
    }

    FocusScope {
        id: content
        width: lens.workshopBeside ? workshop.x : lens.width
        height: lens.height
        focus: true
        KernelLensBar {
            id: bar
            x: Theme.px(22)
            y: Theme.px(12)
            width: parent.width - 2 * x
            bench: lens.bench
            pages: lens.pages
            page: lens.page
            onPageChosen: (index) => lens.page = index
        }
        SlidePage {
            id: slidePage
            x: bar.x
            y: bar.y + bar.height + Theme.px(10)
            width: bar.width
            height: parent.height - y
            visible: lens.page === KernelLens.Slide
            focus: visible
            bench: lens.bench
        }
        // These pages have margins of their own.
        KernelPage {
            anchors.fill: slidePage
            anchors.leftMargin: -bar.x
            anchors.rightMargin: -bar.x
            visible: lens.page === KernelLens.Understand
            // qmllint disable unqualified
            sourceComponent: UnderstandPage { bench: lens.bench }
            // qmllint enable unqualified
        }
        KernelPage {
            anchors.fill: slidePage
            anchors.leftMargin: -bar.x
            anchors.rightMargin: -bar.x
            visible: lens.page === KernelLens.Learn
            // qmllint disable unqualified
            sourceComponent: LearnPage { bench: lens.bench; workspace: lens.workspace }
            // qmllint enable unqualified
        }
        KernelPage {
            anchors.fill: slidePage
            anchors.leftMargin: -bar.x
            anchors.rightMargin: -bar.x
            visible: lens.page === KernelLens.Operators
            // qmllint disable unqualified
            sourceComponent: OperatorsPage { bench: lens.bench; workspace: lens.workspace }
            // qmllint enable unqualified
        }
        PredictPage {
            anchors.fill: slidePage
            visible: lens.page === KernelLens.Predict
            focus: visible
            workspace: lens.workspace
            onKernelTaken: { lens.bench.onPicture = true; lens.page = KernelLens.Slide }
        }
    }
    KernelWorkshop {
        id: workshop
        anchors.right: parent.right
        width: lens.workshopWidth
        height: parent.height
        visible: lens.workshopBeside || (lens.folded && lens.workshopOpen && !lens.lensOnly && lens.page !== KernelLens.Predict)
        bench: lens.bench
        slide: slidePage.visible ? slidePage.model : null
    }
}
