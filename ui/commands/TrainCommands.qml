import Fovea

/// Commands on the run of the Train lens; they wait until it has been opened.
CommandGroup {
    id: group

    required property Workspace workspace
    property TrainLens lens: null
    readonly property bool open: lens !== null && workspace.lens === Workspace.TrainLens
    readonly property bool running: open && lens.model.running
    readonly property bool ready: open && lens.model.ready

    Command {
        text: group.running ? qsTr("Pause the training") : qsTr("Train")
        detail: qsTr("Starts a run with the settings on the left, or goes on with the one that is shown.")
        shortcut: "Space"
        local: true
        words: "play learn start stop run"
        enabled: group.ready
        onTriggered: group.lens.model.toggle()
    }
    Command {
        text: qsTr("Train one step")
        detail: qsTr("A batch forward, backward, and an update of the weights.")
        shortcut: "."
        local: true
        words: "batch learn"
        enabled: group.ready && !group.running
        onTriggered: group.lens.model.step()
    }
    Command {
        text: qsTr("Train one epoch")
        detail: qsTr("Until every example has been seen once more.")
        words: "learn all examples"
        enabled: group.ready && !group.running
        onTriggered: group.lens.model.epoch()
    }
    Command {
        text: qsTr("New training run")
        detail: qsTr("From the beginning, with the settings as they are.")
        words: "restart seed learn again"
        enabled: group.open && group.lens.model.hasData
        onTriggered: group.lens.model.newRun()
    }
    Command {
        text: qsTr("Fork the run here")
        detail: qsTr("Another run from the moment that is shown, with the settings as they are.")
        shortcut: "F"
        local: true
        words: "branch time learn"
        enabled: group.open && group.lens.model.hasRun && group.lens.model.newestEpoch > 0
        onTriggered: group.lens.model.fork()
    }
    Command {
        text: qsTr("Earlier moment of the run")
        shortcut: ","
        local: true
        words: "time scrub back checkpoint"
        enabled: group.open && group.lens.model.hasRun
        onTriggered: group.lens.time.walk(-1)
    }
    Command {
        text: qsTr("Later moment of the run")
        shortcut: ";"
        local: true
        words: "time scrub on checkpoint"
        enabled: group.open && group.lens.model.hasRun && !group.lens.model.atNow
        onTriggered: group.lens.time.walk(1)
    }
    Command {
        text: qsTr("Back to now")
        detail: qsTr("Shows the run as it is now again.")
        words: "time newest run"
        enabled: group.open && !group.lens.model.atNow
        onTriggered: group.lens.model.backToNow()
    }
    Command {
        text: qsTr("Look at test")
        detail: qsTr("Accuracy on the test examples. Each look is counted in the run's record.")
        words: "accuracy held back"
        enabled: group.open && group.lens.model.hasRun
        onTriggered: group.lens.model.lookAtTest()
    }
    Command {
        text: qsTr("Page: the run")
        words: "train curves kernels"
        enabled: group.open
        onTriggered: group.lens.page = TrainLens.Run
    }
    Command {
        text: qsTr("Page: one step")
        words: "train explain gradient update"
        enabled: group.open
        onTriggered: group.lens.page = TrainLens.OneStep
    }
    Command {
        text: qsTr("Page: data")
        words: "train examples classes browse draw"
        enabled: group.open
        onTriggered: group.lens.page = TrainLens.Data
    }
}
