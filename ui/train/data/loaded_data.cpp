#include "ui/train/data/loaded_data.h"

#include <QCoreApplication>
#include <new>

#include "core/base/error.h"
#include "core/media/data_source.h"
#include "core/train/data/merge.h"

namespace fovea {
namespace {

/// A set, and which of its examples are taken out.
struct Wanted {
  std::shared_ptr<const DataSet> set;
  SplitSettings settings;
};

/// merge puts the other set's training examples before the own test examples.
Wanted merged(const DataJob& job, const DataSet& addition) {
  Wanted wanted{.set = merge(*job.set, addition), .settings = job.settings};
  wanted.settings.excluded.clear();
  for (const std::int64_t index : job.settings.excluded)
    wanted.settings.excluded.insert(index < job.set->first_test ? index
                                                                : index + addition.first_test);
  return wanted;
}

Wanted wanted_of(const DataJob& job, const DataProgress& progress) {
  if (job.addition) return merged(job, *job.addition);
  if (job.source.empty()) return {job.set, job.settings};
  auto read = read_data_set(job.source, {}, progress, job.cancel);
  if (job.adds && job.set) return merged(job, *read);
  return {std::move(read), job.settings};
}

std::shared_ptr<const LoadedData> divided(std::shared_ptr<const DataSet> set,
                                          SplitSettings settings, const CancelToken& cancel) {
  auto data = std::make_shared<LoadedData>();
  std::erase_if(settings.excluded,
                [&](std::int64_t index) { return index < 0 || index >= set->count(); });
  data->splits = split(*set, settings);
  data->counts = count_classes(*set, data->splits);
  for (std::size_t label = 0; label < set->classes.size(); ++label) {
    cancel.throw_if_cancelled();
    data->means.push_back(
        mean_picture(*set, data->splits.training, static_cast<std::int32_t>(label)));
  }
  data->scaling = scaling_of(*set, data->splits.training);
  data->settings = std::move(settings);
  data->set = std::move(set);
  return data;
}

}  // namespace

DataResult load_data(const DataJob& job, const DataProgress& progress) {
  DataResult result{.data = nullptr, .problem = {}, .ticket = job.ticket};
  try {
    Wanted wanted = wanted_of(job, progress);
    result.data = divided(std::move(wanted.set), std::move(wanted.settings), job.cancel);
  } catch (const Error& error) {
    result.problem = QString::fromStdString(error.sentence());
  } catch (const std::bad_alloc&) {
    result.problem =
        QCoreApplication::translate("DataModel", "There is not enough memory for these data.");
  } catch (const Cancelled&) {
  }
  return result;
}

}  // namespace fovea
