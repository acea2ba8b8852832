import QtQuick
import Fovea

/// Which data these are, how many, and where others come from.
Item {
    id: bar

    required property DataModel model
    readonly property bool loading: model.state === DataModel.Loading
    readonly property var sources: [
        { text: "Fashion-MNIST", detail: qsTr("70,000 pictures of clothing, 28 × 28"), value: "fashion-mnist" },
        { text: qsTr("Digits from fonts"), detail: qsTr("drawn from the fonts of this computer, 28 × 28"), value: "digits-from-fonts" },
        { text: qsTr("Open a folder or a file…"), detail: qsTr("pictures in one folder a class, IDX, CIFAR, CSV"), value: "" },
        { text: qsTr("Add a folder or a file…"), detail: qsTr("to these examples, class by class"), value: "add", enabled: model.count > 0, reason: qsTr("There are no examples to add to") },
        { text: qsTr("Draw your own…"), detail: qsTr("on a pad, with classes that you name"), value: "draw" }
    ]

    signal openWanted()
    signal addWanted()
    signal drawWanted()

    function choose(index: int) {
        const value = sources[index].value
        if (value === "")
            openWanted()
        else if (value === "add")
            addWanted()
        else if (value === "draw")
            drawWanted()
        else
            model.load(value)
    }

    implicitHeight: Theme.control + (notice.visible ? notice.height + Theme.px(8) : 0)

    DropDown {
        id: source
        text: bar.model.name !== "" ? bar.model.name : qsTr("Choose data")
        help: qsTr("Other data in the place of these.")
        menuWidth: Theme.px(330)
        choices: bar.sources
        current: bar.sources.findIndex(it => it.value === bar.model.source)
        onChosen: index => bar.choose(index)
    }
    NumberLabel {
        anchors.left: source.right
        anchors.leftMargin: Theme.px(14)
        anchors.right: busy.left
        height: Theme.control
        visible: bar.model.count > 0 && !(bar.loading && bar.width < Theme.px(640))
        text: qsTr("%1 training  ·  %2 validation  ·  %3 test").arg(count(bar.model.training))
              .arg(count(bar.model.validation)).arg(count(bar.model.test))
              + (bar.model.excludedCount > 0 ? qsTr("  ·  %1 left out").arg(count(bar.model.excludedCount)) : "")
              + "  ·  " + bar.model.sizeText
        dimmed: true
        function count(number: int): string {
            return number.toLocaleString(Qt.locale("en_GB"), "f", 0)
        }
    }
    LoadingRow {
        id: busy
        anchors.right: parent.right
        height: Theme.control
        width: visible ? Theme.px(230) : 0
        visible: bar.loading && bar.model.count > 0
        progress: bar.model.progress
        onCancelled: bar.model.cancel()
    }
    Notice {
        id: notice
        y: Theme.control + Theme.px(8)
        width: parent.width
        text: bar.model.count > 0 ? bar.model.problem : ""
    }
}
