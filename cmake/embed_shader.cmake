# Writes SOURCE, which defines fovea::spirv::SYMBOL, the words of the SPIR-V file SPV.
file(READ ${SPV} hex HEX)
string(REGEX REPLACE "(..)(..)(..)(..)" "0x\\4\\3\\2\\1," words "${hex}")
string(REGEX REPLACE "(0x[^x]*x[^x]*x[^x]*x[^x]*x[^x]*x[^x]*x[^x]*x[0-9a-f]*,)" "\\1\n" words "${words}")
file(WRITE ${SOURCE} "#include <cstdint>
#include <span>

namespace fovea::spirv {
namespace {
constexpr std::uint32_t k_words[] = {
${words}};
}  // namespace
extern const std::span<const std::uint32_t> ${SYMBOL};
const std::span<const std::uint32_t> ${SYMBOL}{k_words};
}  // namespace fovea::spirv
")
