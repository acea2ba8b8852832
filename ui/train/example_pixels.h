#pragma once

#include <memory>

#include "core/document/document.h"
#include "ui/train/run_setup.h"

namespace fovea {

/// An example as a document's picture.
std::shared_ptr<const Picture> example_picture(const DataSet& set, std::int64_t index);

/// The first example of validation (of training where there is no validation): what is followed
/// until a person chooses another picture.
std::int64_t first_followed(const TrainingData& data);
std::shared_ptr<const Picture> validation_picture(const TrainingData& data);

/// Whether the document's picture is of the data's kind already: it is given to a network that
/// takes such pictures, and is a drawing, or of their very size.
bool fits_already(const Document& document, const DataSet& set);

}  // namespace fovea
