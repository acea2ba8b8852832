#pragma once

#include <nlohmann/json.hpp>

#include "core/document/project/members.h"
#include "core/document/project/project.h"

namespace fovea {

// Parts of a document as objects of JSON, as FORMAT.md tells: what projects and the recipes of
// figures have in common. What reads them takes out what it understands, and throws Error.

/// Without the kernel's cells.
nlohmann::ordered_json filter_json(const PictureFilter& filter);
nlohmann::ordered_json selection_json(const Graph& graph, const Selection& selection);
nlohmann::ordered_json view_json(const View& view);
nlohmann::ordered_json kernel_look_json(const KernelLook& look);

PictureFilter filter_from(Members members, const Tensor& kernel);
/// What the document has not is not selected.
Selection selection_from(Members members, const Document& document);
View view_from(Members members);
KernelLook kernel_look_from(Members members);

}  // namespace fovea
