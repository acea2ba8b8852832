#pragma once

#include <QUrl>
#include <memory>
#include <string>
#include <variant>

#include "core/document/project/project.h"
#include "core/figure/reopen.h"

class QImage;
class QMimeData;

namespace fovea {

using ClassNames = std::vector<std::string>;

/// A kernel [kH, kW] from a file, for whoever works on one.
struct OfferedKernel {
  std::string name;
  Tensor kernel;
};

/// A project that was read, and where.
struct OpenedProject {
  LoadedProject loaded;
  std::string path;
  std::string stamp;  ///< of the file as it was read
};

/// A figure that Fovea made, with what its recipe names.
struct OpenedFigure {
  FigureParts parts;
  std::string path;
};

/// Says whether a file is still the one that it was: its size, time and place on the disk. Empty
/// where there is none.
std::string stamp_of(const std::string& path);

/// What came out of opening a file: a picture, a network, names of classes, a kernel, a project, a
/// figure, or the sentence why not.
struct Opened {
  std::variant<std::shared_ptr<const Picture>, std::shared_ptr<const NetworkOrigin>, ClassNames,
               OfferedKernel, std::shared_ptr<const OpenedProject>,
               std::shared_ptr<const OpenedFigure>, std::string>
      what;
};

/// What a kernel file's content is called where it is dragged or copied.
inline constexpr auto k_kernel_mime = "application/x-fovea-kernel";

/// Whether there is a kernel in it, or text made as kernels are.
bool holds_kernel(const QMimeData& data);

// All but the last of these run on a file worker and catch what they throw.

/// A picture, an ONNX model, a kernel (an array, a table, a kernel file), a project, whose runs are
/// put into the folder `runs`, or a figure, for which `known` see find_parts; told apart by
/// content.
Opened open_file(const std::string& path, const std::string& runs = {},
                 const std::shared_ptr<const NetworkOrigin>& known = nullptr);
/// The same of a picture, also where that is a figure.
Opened open_as_picture(const std::string& path);
Opened open_bundled(const std::string& name);
/// A picture of assets/pictures by file name.
Opened open_sample(const std::string& name);
Opened open_class_names(const std::string& path);
/// A picture that has no file, as from the clipboard.
Opened open_image(const QImage& image, const std::string& name);

/// Writes the edited network as ONNX; returns the sentence why not, empty where it was written.
std::string save_network(const Document& document, const std::string& path);

/// What the window opens with: natural10 and the cat.
Document start_document();

}  // namespace fovea
