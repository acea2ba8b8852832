#include "ui/kernel/reading_words.h"

#include <QCoreApplication>
#include <cstdlib>

namespace fovea {
namespace {

QString tr(const char* text) { return QCoreApplication::translate("fovea::Reading", text); }

QString flat_sentence(KernelReading::Flat flat) {
  switch (flat) {
    case KernelReading::Flat::clears:
      return tr("The cells add up to 0: flat areas become 0.");
    case KernelReading::Flat::keeps:
      return tr("The cells add up to 1: flat areas keep their brightness.");
    case KernelReading::Flat::brightens:
      return tr("The cells add up to more than 1: flat areas become brighter.");
    case KernelReading::Flat::darkens:
      return tr("The cells add up to less than 1: flat areas become darker.");
    case KernelReading::Flat::inverts:
      return tr("The cells add up to less than 0: bright areas become negative.");
  }
  return {};
}

/// A cell right of the middle brings what is on the right: the picture goes to the left.
QString move_sentence(const KernelReading& reading) {
  QStringList ways;
  if (reading.move_right != 0)
    ways << (reading.move_right > 0 ? tr("%1 to the left") : tr("%1 to the right"))
                .arg(std::abs(reading.move_right));
  if (reading.move_down != 0)
    ways << (reading.move_down > 0 ? tr("%1 up") : tr("%1 down")).arg(std::abs(reading.move_down));
  return tr("One cell alone, off the middle: the picture moves by %1.").arg(ways.join(tr(" and ")));
}

QString direction_sentence(const KernelReading& reading) {
  QStringList ways;
  if (reading.brighter_right != 0)
    ways << (reading.brighter_right > 0 ? tr("to the right") : tr("to the left"));
  if (reading.brighter_below != 0)
    ways << (reading.brighter_below > 0 ? tr("downwards") : tr("upwards"));
  if (ways.isEmpty()) return {};
  return tr("One side is negative, the other positive: it answers where the picture gets brighter "
            "%1, with the other sign where it gets darker.")
      .arg(ways.join(tr(" and ")));
}

QString middle_sentence(const KernelReading& reading) {
  const bool clears = reading.flat == KernelReading::Flat::clears;
  switch (reading.middle) {
    case KernelReading::Middle::none:
      return {};
    case KernelReading::Middle::peak:
      return clears ? tr("The middle stands against what is around it: it answers to bright dots, "
                         "lines and edges.")
                    : tr("The middle stands against what is around it: differences grow, which "
                         "sharpens.");
    case KernelReading::Middle::pit:
      return tr("The middle stands against what is around it: it answers to dark dots and lines.");
  }
  return {};
}

}  // namespace

QStringList reading_sentences(const KernelReading& reading) {
  if (reading.empty) return {tr("All cells are 0: the result is 0 everywhere.")};
  QStringList sentences{flat_sentence(reading.flat)};
  if (reading.moves) sentences << move_sentence(reading);
  if (reading.averages)
    sentences << tr("No cell is negative: every value is a mix of its neighbours, which blurs.");
  sentences << direction_sentence(reading) << middle_sentence(reading);
  sentences.removeAll(QString());
  return sentences;
}

}  // namespace fovea
