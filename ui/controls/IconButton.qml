import QtQuick
import Fovea

/// A square button with an icon alone; `tip` names it.
FlatButton {
    implicitWidth: Theme.control
    text: ""
}
