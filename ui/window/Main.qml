import QtQuick
import QtQuick.Controls.Basic

ApplicationWindow {
    width: 1440
    height: 900
    minimumWidth: 1024
    minimumHeight: 700
    visible: true
    title: qsTr("Fovea")
    color: "#14161a"
}
