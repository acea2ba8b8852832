import QtQuick
import QtQuick.Templates as T
import Fovea

/// The window: tools at the top, the source on the left, the lens, the inspector on the right, the
/// status line at the bottom.
T.ApplicationWindow {
    id: window

    required property Workspace workspace
    property bool lensOnly: false
    property bool closingAllowed: false
    /// What is done when edits are saved, or given up.
    property bool opensThen: false
    readonly property string documentName: workspace.project.hasFile ? workspace.project.name
                                                                     : workspace.networkName
    /// Too little room for the lens between both panels: they fold, and come over it on request.
    readonly property bool tight: width < Theme.px(980)
    /// Room for both panels, but not for all of their width.
    readonly property bool narrow: width < Theme.px(1240)
    property bool sourceOpen: false
    property bool inspectorOpen: false

    width: Math.min(Screen.desktopAvailableWidth, 2560)
    height: Math.min(Screen.desktopAvailableHeight, 1440)
    minimumWidth: 1024
    minimumHeight: 700
    visible: true
    title: workspace.modified ? qsTr("%1 (edited) — Fovea").arg(documentName)
                              : qsTr("%1 — Fovea").arg(documentName)
    color: Theme.ground

    onActiveChanged: if (!active) workspace.holdOriginal(false)
    onClosing: (close) => {
        if (!workspace.modified || closingAllowed)
            return
        close.accepted = false
        opensThen = false
        unsaved.open()
    }
    function goOn() {
        if (opensThen)
            workspace.replaceByProject()
        else
            close()
    }

    KernelBench {
        id: kernelBench
        workspace: window.workspace
    }
    FoveaCommands {
        id: commands
        bench: kernelBench
        workspace: window.workspace
        inspector: inspector.model
        source: source.model
        steps: source.stepsModel
        sizes: source.sizeModel
        lens: lens.model
        kernelLens: kernelLens.item as KernelLens
        trainLens: trainLens.item as TrainLens
        pad: source.pad
        general.folded: window.tight && !window.lensOnly
    }
    Connections {
        target: commands.general
        function onOpenWanted() { files.open() }
        function onSaveWanted() { files.save(false) }
        function onSaveAsWanted() { files.saveAs(false) }
        function onExportWanted() { files.saveNetwork() }
        function onFigureWanted() { exporting.open() }
        function onCopyWanted() { desk.copyHere() }
        function onDrawWanted() { window.sourceOpen = true; source.startDrawing() }
        function onNamesWanted() { files.openNames() }
        function onRecipesWanted() { source.compareRecipes() }
        function onPaletteWanted() { palette.open() }
        function onHelpWanted() { help.explain(window.activeFocusItem) }
        function onFullScreenWanted() { window.lensOnly = !window.lensOnly }
        function onSourceToggled() { window.sourceOpen = !window.sourceOpen }
        function onInspectorToggled() { window.inspectorOpen = !window.inspectorOpen }
    }
    CopyDesk {
        id: desk
        parent: content
        onMenuWanted: (at) => copying.openAt(at)
        onCopied: (name) => message.tell(qsTr("Copied: %1").arg(name))
        onRefused: (sentence) => message.say(sentence)
    }
    CopyMenu { id: copying; desk: desk }
    CommandKeys { commands: commands }
    CommandPalette { id: palette; commands: commands; workspace: window.workspace }
    HelpPopup { id: help; commands: commands }

    Files {
        id: files
        workspace: window.workspace
        onFigurePlaced: (file) => exporting.write(file)
        onClipPlaced: (file) => exporting.writeClip(file)
    }
    ExportDialog {
        id: exporting
        workspace: window.workspace
        train: (trainLens.item as TrainLens)?.model ?? null
        onPlaceWanted: (name) => files.placeFigure(name)
        onClipPlaceWanted: (name) => files.placeClip(name)
        onWritten: (file) => message.tell(qsTr("Saved %1").arg(decodeURIComponent(file.toString().split("/").pop())))
    }
    UnsavedDialog {
        id: unsaved
        workspace: window.workspace
        onSaveChosen: files.save(true)
        onDiscardChosen: {
            window.closingAllowed = !window.opensThen
            window.goOn()
        }
    }

    FocusScope {
        id: content
        anchors.fill: parent
        focus: true

        // The original is seen as long as the key is held, and this hears of its release.
        Keys.onPressed: (event) => {
            if (event.key !== Qt.Key_C || event.modifiers !== Qt.NoModifier)
                return
            release.stop()
            window.workspace.holdOriginal(true)
            event.accepted = true
        }
        Keys.onReleased: (event) => {
            if (event.key === Qt.Key_C && !event.isAutoRepeat)
                release.restart()
        }
        onActiveFocusChanged: if (!activeFocus) window.workspace.holdOriginal(false)
        // A key that repeats may come as released and pressed again.
        Timer {
            id: release
            interval: 60
            onTriggered: window.workspace.holdOriginal(false)
        }

        TopBar {
            id: top
            width: parent.width
            visible: !window.lensOnly
            height: visible ? implicitHeight : 0
            workspace: window.workspace
            folded: window.tight
            sourceOpen: window.sourceOpen
            inspectorOpen: window.inspectorOpen
            sourceName: trainLens.visible ? qsTr("Data") : qsTr("Source")
            inspectorName: trainLens.visible ? qsTr("Run") : qsTr("Inspector")
            onCommandsAsked: palette.open()
            onExportAsked: exporting.open()
            onOpenAsked: files.open()
            onSaveAsked: files.save(false)
            onSaveAsAsked: files.saveAs(false)
            onHelpAsked: help.explain(window.activeFocusItem)
            onSourceToggled: window.sourceOpen = !window.sourceOpen
            onInspectorToggled: window.inspectorOpen = !window.inspectorOpen
        }
        SourcePanel {
            id: source
            anchors.top: top.bottom
            anchors.bottom: status.top
            width: visible ? (window.narrow ? Theme.px(208) : implicitWidth) : 0
            visible: !window.lensOnly && (!window.tight || window.sourceOpen) && !trainLens.visible
            z: 1
            workspace: window.workspace
            onOpenWanted: files.open()
        }
        Rectangle {
            anchors.left: source.right
            anchors.top: top.bottom
            anchors.bottom: status.top
            width: 1
            color: Theme.line
            visible: source.visible
            z: 1
        }
        NetworkLens {
            id: lens
            x: window.tight || !source.visible ? 0 : source.width
            anchors.top: top.bottom
            anchors.bottom: status.top
            width: (window.tight || window.lensOnly ? parent.width : inspector.x) - x
            focus: visible
            visible: window.workspace.lens === Workspace.NetworkLens
            workspace: window.workspace
            onRecipesWanted: source.compareRecipes()
            onNamesWanted: files.openNames()
        }
        Loader {
            id: kernelLens
            // Made when it is first wanted, and kept.
            property bool wanted: false
            x: lens.x
            anchors.top: top.bottom
            anchors.bottom: status.top
            width: parent.width - x
            active: wanted
            visible: window.workspace.lens === Workspace.KernelLens
            onVisibleChanged: if (visible) { wanted = true; item?.forceActiveFocus() }
            Component.onCompleted: wanted = visible
            // qmllint disable unqualified
            sourceComponent: KernelLens {
                workspace: window.workspace
                bench: kernelBench
                folded: window.tight
                workshopOpen: window.inspectorOpen
                workshopWidth: window.narrow ? Theme.px(264) : Theme.px(312)
                lensOnly: window.lensOnly
                focus: true
            }
            // qmllint enable unqualified
        }
        Loader {
            id: trainLens
            // Made when it is first wanted, and kept: a run goes on behind other lenses.
            property bool wanted: false
            anchors.top: top.bottom
            anchors.bottom: status.top
            width: parent.width
            active: wanted
            // Where nobody waits for it, it is made between frames.
            asynchronous: !visible
            visible: window.workspace.lens === Workspace.TrainLens
            onVisibleChanged: if (visible) { wanted = true; item?.forceActiveFocus() }
            onLoaded: if (visible) item?.forceActiveFocus()
            Component.onCompleted: wanted = visible || window.workspace.project.bringsRun
            Connections {
                target: window.workspace.project
                function onRunBrought() { trainLens.wanted = true }
            }
            // qmllint disable unqualified
            sourceComponent: TrainLens {
                workspace: window.workspace
                folded: window.tight
                narrow: window.narrow
                leftOpen: window.sourceOpen
                rightOpen: window.inspectorOpen
                lensOnly: window.lensOnly
                focus: true
            }
            // qmllint enable unqualified
        }
        InspectorPanel {
            id: inspector
            anchors.right: parent.right
            anchors.top: top.bottom
            anchors.bottom: status.top
            width: window.narrow ? Theme.px(264) : implicitWidth
            visible: !window.lensOnly && (!window.tight || window.inspectorOpen)
                     && window.workspace.lens === Workspace.NetworkLens
            z: 1
            workspace: window.workspace
        }
        StatusLine {
            id: status
            anchors.bottom: parent.bottom
            width: parent.width
            visible: !window.lensOnly
            height: visible ? implicitHeight : 0
            workspace: window.workspace
            readonly property KernelLens shownKernelLens: kernelLens.visible ? kernelLens.item as KernelLens : null
            readonly property TrainLens shownTrainLens: trainLens.visible ? trainLens.item as TrainLens : null
            lensText: shownTrainLens?.statusText ?? shownKernelLens?.statusText ?? ""
            lensValue: shownTrainLens ? "" : shownKernelLens?.statusValue ?? ""
            lensDetail: shownTrainLens?.statusDetail ?? shownKernelLens?.windowText ?? ""
        }
    }
    MessageBar {
        id: message
        anchors.horizontalCenter: parent.horizontalCenter
        y: parent.height - height - status.height - Theme.px(14)
        width: Math.min(Theme.px(720), parent.width - Theme.px(80))
        onActed: window.workspace.useFigureAsPicture()
    }
    Connections {
        target: window.workspace
        function onFigureReopened(name: string) {
            const text = qsTr("This is what %1 shows.").arg(name)
            if (window.workspace.figureFile !== "")
                message.offer(text, qsTr("Use it as a picture"))
            else
                message.tell(text)
        }
        function onFailed(sentence: string) { message.say(sentence) }
        function onDocumentChanged() { if (!window.workspace.isShowingMoment()) message.dismiss() }
        function onReplaceAsked() { window.opensThen = true; unsaved.open() }
    }
    Connections {
        target: window.workspace.project
        // What was left behind in another network may still be in no file: then it is asked again.
        function onSaved(thenGoOn: bool) { if (thenGoOn) window.goOn() }
    }
    OfferBar {
        anchors.horizontalCenter: parent.horizontalCenter
        y: top.height + Theme.px(14)
        width: Math.min(Theme.px(720), parent.width - Theme.px(80))
        project: window.workspace.project
    }
    DropTarget {
        id: drop
        anchors.fill: parent
        workspace: window.workspace
        // A kernel goes to the slice or unit that it is dropped on.
        onKernelHeldAt: (point) => (kernelLens.item as KernelLens)?.aim(drop.mapToItem(kernelLens, point))
        onKernelDroppedAt: (point) => {
            if (window.workspace.lens === Workspace.NetworkLens && lens.aim(drop.mapToItem(lens, point)))
                kernelBench.onPicture = false
        }

        Rectangle {
            anchors.fill: parent
            visible: drop.wanted
            color: "transparent"
            border.width: Theme.px(3)
            border.color: Theme.focus
        }
    }
}
