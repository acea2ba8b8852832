import QtQuick
import Fovea

/// How it learns: all but seed, batch and architecture also while it does.
Column {
    id: section

    required property TrainModel model
    readonly property RunSettings settings: model.settings
    readonly property var optimisers: [
        { text: qsTr("SGD"), detail: qsTr("Stochastic gradient descent, with momentum") },
        { text: qsTr("Adam"), detail: qsTr("A step size for each weight") },
        { text: qsTr("AdamW"), detail: qsTr("Adam, with the weight decay apart") },
        { text: qsTr("RMSprop"), detail: qsTr("Divides by the recent size of the gradient") }
    ]
    readonly property var schedules: [
        { text: qsTr("Constant") }, { text: qsTr("Steps"), detail: qsTr("Falls by a factor each so many epochs") },
        { text: qsTr("Cosine"), detail: qsTr("Falls to 0 along half a cosine") },
        { text: qsTr("One cycle"), detail: qsTr("Rises, then falls to 0: fast") }
    ]
    readonly property var losses: [
        { text: qsTr("Cross-entropy") }, { text: qsTr("Mean squared") }, { text: qsTr("Mean absolute") },
        { text: qsTr("Hinge") }
    ]
    property bool more: false
    readonly property int nameWidth: Theme.px(90)

    spacing: Theme.px(6)

    SectionHeader { text: qsTr("How it learns") }
    ChoiceField {
        width: parent.width
        name: qsTr("Network")
        choices: section.model.bodies
        current: section.model.body
        help: qsTr("What learns: an architecture with random weights, or the network that is open.")
        onChosen: (index) => section.model.body = index
    }
    LogSlider {
        width: parent.width
        nameWidth: section.nameWidth
        name: qsTr("Learning rate")
        value: section.settings.learningRate
        from: 0.0001
        to: 1
        resetValue: section.settings.optimiser === 0 ? 0.05 : 0.001
        help: qsTr("How far a step goes against the gradient.")
        onEdited: (value) => section.settings.learningRate = value
    }
    LabeledSlider {
        width: parent.width
        nameWidth: section.nameWidth
        name: qsTr("Batch")
        value: section.settings.batch
        from: 1
        to: 256
        hardTo: 4096
        step: 1
        decimals: 0
        resetValue: 64
        help: qsTr("Examples that one step looks at. Another size takes another run.")
        onEdited: (value) => section.settings.batch = Math.round(value)
    }
    LabeledSlider {
        width: parent.width
        nameWidth: section.nameWidth
        name: qsTr("Epochs")
        value: section.settings.epochs
        from: 1
        to: 50
        hardTo: 1000
        step: 1
        decimals: 0
        resetValue: 4
        help: qsTr("How often every example is seen; where the schedule ends.")
        onEdited: (value) => section.settings.epochs = value
    }
    LabeledSlider {
        width: parent.width
        nameWidth: section.nameWidth
        name: qsTr("Seed")
        value: section.settings.seed
        from: 0
        to: 100
        hardTo: 4294967295
        step: 1
        decimals: 0
        resetValue: 42
        help: qsTr("All that is random follows from it. Another one takes another run.")
        onEdited: (value) => section.settings.seed = Math.round(value)
    }
    ChoiceField {
        width: parent.width
        name: qsTr("Optimiser")
        choices: section.optimisers
        current: section.settings.optimiser
        onChosen: (index) => section.settings.optimiser = index
    }
    LabeledSlider {
        width: parent.width
        visible: section.settings.optimiser === 0 || section.settings.optimiser === 3
        nameWidth: section.nameWidth
        name: qsTr("Momentum")
        value: section.settings.momentum
        from: 0
        to: 0.99
        resetValue: 0.9
        help: qsTr("How much of the last step goes into the next.")
        onEdited: (value) => section.settings.momentum = value
    }
    ChoiceField {
        width: parent.width
        name: qsTr("Schedule")
        choices: section.schedules
        current: section.settings.schedule
        help: qsTr("How the learning rate changes over the run.")
        onChosen: (index) => section.settings.schedule = index
    }
    LabeledSlider {
        width: parent.width
        visible: section.settings.schedule !== 3
        nameWidth: section.nameWidth
        name: qsTr("Warm-up")
        value: section.settings.warmUp
        from: 0
        to: 5
        hardTo: 100
        step: 0.1
        decimals: 1
        resetValue: 0
        help: qsTr("Epochs over which the rate rises from 0.")
        onEdited: (value) => section.settings.warmUp = value
    }
    LabeledSlider {
        width: parent.width
        visible: section.settings.schedule === 1
        nameWidth: section.nameWidth
        name: qsTr("Each")
        value: section.settings.stepEpochs
        from: 1
        to: 30
        hardTo: 1000
        step: 1
        decimals: 0
        resetValue: 10
        help: qsTr("Epochs after which the rate falls.")
        onEdited: (value) => section.settings.stepEpochs = value
    }
    LabeledSlider {
        width: parent.width
        visible: section.settings.schedule === 1
        nameWidth: section.nameWidth
        name: qsTr("Times")
        value: section.settings.stepFactor
        from: 0.01
        to: 1
        resetValue: 0.1
        help: qsTr("What the rate is multiplied by.")
        onEdited: (value) => section.settings.stepFactor = value
    }
    ChoiceField {
        width: parent.width
        name: qsTr("Loss")
        choices: section.losses
        current: section.settings.loss
        onChosen: (index) => section.settings.loss = index
    }
    LabeledSlider {
        width: parent.width
        visible: section.settings.loss === 0
        nameWidth: section.nameWidth
        name: qsTr("Smoothing")
        value: section.settings.labelSmoothing
        from: 0
        to: 0.5
        hardTo: 1
        resetValue: 0
        help: qsTr("Label smoothing: the share of the target that is spread over all classes.")
        onEdited: (value) => section.settings.labelSmoothing = value
    }
    LabeledSlider {
        width: parent.width
        nameWidth: section.nameWidth
        name: qsTr("Weight decay")
        value: section.settings.weightDecay
        from: 0
        to: 0.01
        hardTo: 1
        step: 0.0001
        decimals: 4
        resetValue: 0
        help: qsTr("Pulls kernels and matrices towards 0, a little each step.")
        onEdited: (value) => section.settings.weightDecay = value
    }
    PillButton {
        text: section.more ? qsTr("Less") : qsTr("Augmentation, freezing, more…")
        help: qsTr("Random changes of the examples, layers that stay as they are, clipping, early stopping.")
        onClicked: section.more = !section.more
    }
    Loader {
        width: parent.width
        active: section.more
        visible: active
        // qmllint disable unqualified
        sourceComponent: TrainMoreSettings {
            model: section.model
            nameWidth: section.nameWidth
        }
        // qmllint enable unqualified
    }
}
