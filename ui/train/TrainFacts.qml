import QtQuick
import Fovea

/// The run in numbers.
Column {
    id: facts

    required property TrainModel model

    spacing: Theme.px(2)

    Repeater {
        model: [qsTr("Network"), qsTr("Step"), qsTr("Epoch"), qsTr("Speed"), qsTr("Engine"), qsTr("Test")]
        // qmllint disable unqualified
        delegate: Item {
            id: row
            required property int index
            required property string modelData
            readonly property string text: [facts.model.runName, facts.model.stepText, facts.model.epochText,
                                            facts.model.speedText, facts.model.engineText,
                                            facts.model.testText][index]
            width: facts.width
            height: Math.max(Theme.px(22), words.visible ? words.height : 0)
            Accessible.role: Accessible.StaticText
            Accessible.name: modelData + " " + text
            Label {
                text: row.modelData
                dimmed: true
            }
            NumberLabel {
                anchors.right: parent.right
                visible: row.index > 0 && row.index < 5
                text: row.text
            }
            Label {
                id: words
                anchors.right: parent.right
                width: parent.width * 0.7
                visible: row.index === 0 || row.index === 5
                horizontalAlignment: Text.AlignRight
                wrapMode: Text.Wrap
                text: row.text
            }
        }
        // qmllint enable unqualified
    }
    PillButton {
        text: qsTr("Look at test")
        tip: qsTr("Accuracy on examples that nothing was chosen by. Each look is counted.")
        help: tip
        enabled: facts.model.hasRun
        onClicked: facts.model.lookAtTest()
    }
    Label {
        width: parent.width
        visible: text !== ""
        text: facts.model.reason
        small: true
        dimmed: true
        wrapMode: Text.Wrap
    }
}
