import QtQuick
import Fovea

/// The Train lens: where kernels come from. On the left what is learnt from and how, in the middle
/// the run over time, on the right how far it is and what it makes of the picture that is followed.
FocusScope {
    id: lens

    enum Page { Run, OneStep, Data }

    required property Workspace workspace
    property bool folded: false
    property bool leftOpen: false
    property bool rightOpen: false
    property bool narrow: false
    property bool lensOnly: false
    property int page: TrainLens.Run
    readonly property TrainModel model: train
    readonly property TrainTime time: walk
    readonly property RunList runs: kept
    readonly property var pages: [
        { text: qsTr("The run"), tip: qsTr("Loss, accuracy, kernels, and where the network is wrong") },
        { text: qsTr("One step"), tip: qsTr("What one step does to the selected unit, and why") },
        { text: qsTr("Data"), tip: qsTr("The examples: classes, counts, search, what is left out, and a pad to draw more") }
    ]
    property bool drawing: false
    readonly property string statusText: train.statusText
    readonly property string statusDetail: train.validationText
    readonly property bool panelsBeside: !folded && !lensOnly
    readonly property string help: qsTr("The network learns here, on the document that all lenses show. Space plays and pauses, the full stop makes one step, the comma and Shift+full stop walk through the moments of the run, F forks it at the moment that is shown.")

    Accessible.role: Accessible.Pane
    Accessible.name: qsTr("Train")
    Accessible.description: help
    Component.onCompleted: train.wantAny()

    Keys.onSpacePressed: train.toggle()
    Keys.onPressed: (event) => {
        event.accepted = true
        if (event.text === ".")
            train.step()
        else if (event.text === ",")
            walk.walk(-1)
        else if (event.text === ";" || event.text === ":" || event.text === ">")
            walk.walk(1)
        else if (event.text === "f" && train.newestEpoch > 0)
            train.fork()
        else if (event.key === Qt.Key_Escape && !train.atNow)
            train.backToNow()
        else
            event.accepted = false
    }

    TrainModel {
        id: train
        workspace: lens.workspace
        // Maps that come late have the processor before the next step has.
        pressed: lens.workspace.stale
    }
    TrainTime {
        id: walk
        model: train
    }
    RunList {
        id: kept
        model: train
    }

    TrainDataPanel {
        id: left
        width: lens.narrow ? Theme.px(232) : implicitWidth
        height: parent.height
        visible: lens.panelsBeside || (lens.folded && lens.leftOpen && !lens.lensOnly)
        z: 1
        model: train
        onDataWanted: lens.page = TrainLens.Data
    }
    FocusScope {
        id: centre
        x: lens.panelsBeside ? left.width : 0
        width: (lens.panelsBeside ? right.x : lens.width) - x
        height: parent.height
        focus: true
        /// Of the page's end, by the notice.
        readonly property int covered: notice.visible ? notice.height + Theme.px(6) : 0

        SegmentedChoice {
            id: bar
            x: Theme.px(22)
            y: Theme.px(12)
            name: qsTr("Pages of the Train lens")
            choices: lens.pages
            current: lens.page
            onChosen: (index) => lens.page = index
        }
        TrainPage {
            id: runPage
            anchors.top: bar.bottom
            anchors.topMargin: Theme.px(8)
            anchors.bottom: timeBar.top
            anchors.bottomMargin: Theme.px(10)
            width: parent.width
            bottomMargin: centre.covered
            visible: lens.page === TrainLens.Run
            model: train
            time: walk
            runs: kept
        }
        OneStepPage {
            anchors.fill: runPage
            bottomMargin: centre.covered
            visible: lens.page === TrainLens.OneStep
            model: train
        }
        // The page's own margins are inside.
        Loader {
            anchors.fill: runPage
            anchors.bottomMargin: centre.covered
            active: wanted
            visible: lens.page === TrainLens.Data && !lens.drawing
            property bool wanted: false
            onVisibleChanged: if (visible) wanted = true
            // qmllint disable unqualified
            sourceComponent: DataBrowser {
                model: train.examples
                onDrawWanted: lens.drawing = true
            }
            // qmllint enable unqualified
        }
        Loader {
            anchors.fill: runPage
            anchors.bottomMargin: centre.covered
            active: lens.page === TrainLens.Data && lens.drawing
            visible: active
            // qmllint disable unqualified
            sourceComponent: DrawPage {
                dataModel: train.examples
                onClosed: lens.drawing = false
            }
            // qmllint enable unqualified
        }
        Notice {
            id: notice
            // Over the end of the page, which scrolls as much further: nothing moves as it comes.
            anchors.left: timeBar.left
            anchors.right: timeBar.right
            anchors.bottom: timeBar.top
            anchors.bottomMargin: Theme.px(6)
            z: 1
            text: train.problem !== "" ? train.problem
                : train.hidden ? qsTr("The document shows something else than the run: %1 goes on behind it.").arg(train.runName)
                : train.wantsNewRun ? qsTr("What is chosen on the left or as the engine takes another run.")
                : train.settingsWait ? qsTr("The settings are those of a fork from here. The run takes them once it is shown as it is now.")
                : kept.offer !== "" ? qsTr("A run has not come to its end.")
                : train.notice
            action: train.problem !== "" ? ""
                : train.hidden ? qsTr("Show %1").arg(train.runName)
                : train.wantsNewRun ? qsTr("Start a new run")
                : train.settingsWait ? qsTr("Fork here")
                : kept.offer
            onActed: {
                if (train.hidden)
                    train.show()
                else if (train.wantsNewRun)
                    train.newRun()
                else if (train.settingsWait)
                    train.fork()
                else
                    kept.takeOffer()
            }
        }
        TrainTimeBar {
            id: timeBar
            x: Theme.px(22)
            width: parent.width - 2 * x
            anchors.bottom: parent.bottom
            anchors.bottomMargin: Theme.px(14)
            model: train
            time: walk
        }
    }
    TrainRunPanel {
        id: right
        anchors.right: parent.right
        width: lens.narrow ? Theme.px(216) : implicitWidth
        height: parent.height
        visible: lens.panelsBeside || (lens.folded && lens.rightOpen && !lens.lensOnly)
        z: 1
        model: train
        runs: kept
    }
}
